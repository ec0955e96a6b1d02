import { lineInDiff } from "../../src/publish/annotation-line.js";

const TEXT = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n";
const PATCH = "@@ -1,4 +1,5 @@\n 1\n 2\n 3\n+4\n 5\n@@ -7,2 +8,3 @@\n 8\n+9\n 10";

function lineOf(line: number, endLine: number, { text = TEXT, blob = "same", patch = PATCH as string | null } = {}) {
  const files = [{ path: "a.json", previousPath: null, patch, blob: "same" }];
  const readFile = (path: string) => (path === "a.json" ? { path, text, blob } : null);
  return lineInDiff({ files, readFile })({ file: "a.json", line, column: 1, endLine, endColumn: 2 });
}

test.each<[string, number, number]>([
  ["on a finding's only line", lineOf(6, 6), 6],
  ["on the first line next to a change", lineOf(1, 11), 3],
  ["on a finding's start within the change", lineOf(4, 11), 4],
  ["in a hunk after the finding's start", lineOf(6, 11), 8],
  ["on an unchanged line if the hunk shows no other", lineOf(1, 2), 1],
  ["on the finding's start outside all hunks", lineOf(11, 12), 11],
  ["in a file without a patch", lineOf(2, 9, { patch: null }), 2],
  ["on lines that a merge moved down", lineOf(1, 13, { text: `0\n0\n${TEXT}`, blob: "merged" }), 3],
  ["on lines that differ in the workspace", lineOf(2, 5, { text: TEXT.replace("4", "four") }), 2],
])("places an annotation: %s", (_name, line, expected) => {
  expect(line).toBe(expected);
});

test("handles a location without a line and a file outside the diff", () => {
  const at = lineInDiff({ files: [], readFile: () => null });
  expect(at({ file: "a.json" })).toBe(1);
  expect(at({ file: "a.json", line: 3, column: 1, endLine: 9, endColumn: 2 })).toBe(3);
});
