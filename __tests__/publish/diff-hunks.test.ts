import { readdirSync } from "node:fs";
import { parseHunks } from "../../src/publish/diff-hunks.js";
import { readPullRequest } from "../github/pull-request.js";

test.each(readdirSync("__tests__/fixtures/bytes/suggestions"))(
  "finds the head's own lines in the hunks of %s",
  (name) => {
    const { head, changedFiles } = readPullRequest(name);
    for (const { filename, patch = "" } of changedFiles) {
      const lines = head[filename]?.toString().split("\n") ?? [];
      const hunks = parseHunks(patch);
      expect(hunks).toHaveLength(patch.match(/^@@ .* \+[1-9].* @@/gm)?.length ?? 0);
      for (const { start, lines: shown } of hunks) {
        expect(shown).toEqual(lines.slice(start - 1, start - 1 + shown.length));
      }
    }
  },
);

test.each<[string, string, ReturnType<typeof parseHunks>]>([
  ["an empty patch", "", []],
  [
    "two hunks, with and without counts",
    "@@ -1 +1 @@ Resources:\n-a\n+b\n@@ -10,3 +10,4 @@\n c\n+d\n e\n f",
    [
      { start: 1, lines: ["b"], core: { from: 0, to: 1 } },
      { start: 10, lines: ["c", "d", "e", "f"], core: { from: 0, to: 3 } },
    ],
  ],
  [
    "a file without a final newline on both sides",
    "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file",
    [{ start: 1, lines: ["a", "c"], core: { from: 0, to: 2 } }],
  ],
  [
    "only removed lines",
    "@@ -3,6 +3,4 @@\n a\n b\n-c\n-d\n e\n f",
    [{ start: 3, lines: ["a", "b", "e", "f"], core: { from: 1, to: 3 } }],
  ],
  [
    "lines that look like headers",
    "@@ -1,2 +1,3 @@\n @@ -1 +1 @@\n+@@ -5,2 +5,2 @@\n --- a",
    [{ start: 1, lines: ["@@ -1 +1 @@", "@@ -5,2 +5,2 @@", "--- a"], core: { from: 0, to: 3 } }],
  ],
  ["Windows line endings", "@@ -0,0 +1 @@\n+a\r", [{ start: 1, lines: ["a\r"], core: { from: 0, to: 1 } }]],
  ["a deleted file", "@@ -1,2 +0,0 @@\n-a\n-b", []],
  ["a truncated hunk", "@@ -1,9 +1,9 @@\n a\n-b\n+c", []],
  ["no hunks", "Binary files a/x and b/x differ", []],
])("parses %s", (_name, patch, hunks) => {
  expect(parseHunks(patch)).toEqual(hunks);
});
