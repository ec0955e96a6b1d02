import fc from "fast-check";
import { unifiedDiff } from "../../src/cli/unified-diff.js";

test("prints a difference with its context in patch's format", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12";
  const after = "1\n2\n3\n4\n4a\n5\n6\n7\n8\n9\n10\n11\n13\n";
  expect(unifiedDiff("a/b.json", before, after)).toBe(
    "--- a/a/b.json\n+++ b/a/b.json\n@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+4a\n 5\n 6\n 7\n@@ -9,4 +10,4 @@\n 9\n 10\n 11\n-12\n\\ No newline at end of file\n+13\n",
  );
});

test("prints nothing for equal texts", () => {
  expect(unifiedDiff("a", "x", "x")).toBe("");
});

/** Applies a diff to a file's text. Throws if it doesn't match the diff. */
function patched(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  const body = (diff.match(/[^\n]*\n/g) ?? []).slice(2);
  body.forEach((line, index) => {
    const start = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@\n$/.exec(line);
    const text = body[index + 1]?.startsWith("\\") ? line.slice(1, -1) : line.slice(1);
    if (start !== null) {
      const first = Number(start[1]) - (start[2] === "0" ? 0 : 1);
      result.push(...lines.slice(at, first));
      at = first;
    } else if (line.startsWith("+")) result.push(text);
    else if (!line.startsWith("\\")) {
      if (lines[at] !== text) throw new Error(`${at}: ${line}`);
      if (line.startsWith(" ")) result.push(text);
      at += 1;
    }
  });
  return [...result, ...lines.slice(at)].join("");
}

test("turns the old text into the new one when applied", () => {
  const text = fc.array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n"), { maxLength: 30 }).map((lines) => lines.join(""));
  const ended = fc.tuple(text, fc.constantFrom("", "end")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(ended, ended, (before, after) => {
      expect(patched(before, unifiedDiff("a", before, after))).toBe(after);
    }),
    { numRuns: 500 },
  );
});
