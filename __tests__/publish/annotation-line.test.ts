import { lineInDiff } from "../../src/publish/annotation-line.js";

const TEXT = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n";
const PATCH = "@@ -1,4 +1,5 @@\n 1\n 2\n 3\n+4\n 5\n@@ -7,2 +8,3 @@\n 8\n+9\n 10";

function lineOf(line: number, endLine: number, { text = TEXT, blob = "same", patch = PATCH as string | null } = {}) {
  const files = [{ path: "a.json", previousPath: null, patch, blob: "same" }];
  const readFile = (path: string) => (path === "a.json" ? { path, text, blob } : null);
  return lineInDiff({ files, readFile })({ file: "a.json", line, column: 1, endLine, endColumn: 2 });
}

test.each<[string, number, number]>([
  ["one line stays", lineOf(6, 6), 6],
  ["the first line beside a change wins", lineOf(1, 11), 3],
  ["a finding that begins within what changed stays there", lineOf(4, 11), 4],
  ["a finding that begins before a hunk goes into it", lineOf(6, 11), 8],
  ["what does not change has to do where the hunk shows no more", lineOf(1, 2), 1],
  ["outside of all hunks it begins where the finding does", lineOf(11, 12), 11],
  ["a file without a patch", lineOf(2, 9, { patch: null }), 2],
  ["lines that a merge moved down", lineOf(1, 13, { text: `0\n0\n${TEXT}`, blob: "merged" }), 3],
  ["lines that the workspace has otherwise", lineOf(2, 5, { text: TEXT.replace("4", "four") }), 2],
])("%s", (_name, line, expected) => {
  expect(line).toBe(expected);
});

test("a place without a line, and a file that is not in the diff", () => {
  const at = lineInDiff({ files: [], readFile: () => null });
  expect(at({ file: "a.json" })).toBe(1);
  expect(at({ file: "a.json", line: 3, column: 1, endLine: 9, endColumn: 2 })).toBe(3);
});
