import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { snippet } from "../../src/report/snippet.js";
import { renderText } from "../../src/report/text.js";
import { locateOffsets } from "../../src/source/line-index.js";
import { cpuSeconds } from "../cpu-time.js";

const look = { columns: 40, dim: (text: string) => text, mark: (text: string) => text };

/** The snippet for the place between « and ». */
function shown(text: string, columns = 40): string {
  const [start, end] = [text.indexOf("«"), text.indexOf("»") - 1];
  const file = { path: "a.yaml", text: text.replace(/[«»]/g, "") };
  return snippet(file, locateOffsets(file, start, end), { ...look, columns }).join("\n");
}

test.each<[string, string, string]>([
  ["a value on one line", "a: 1\nb: «two»\nc: 3\nd: 4\n", "  1 | a: 1\n  2 | b: two\n    |    ^^^\n  3 | c: 3"],
  ["the first line", "«a»: 1\nb: 2\n", "  1 | a: 1\n    | ^\n  2 | b: 2"],
  ["the last line", "a: 1\nb: «2»", "  1 | a: 1\n  2 | b: 2\n    |    ^"],
  ["a range over several lines", "a:\n  «- 1\n  - 2»\nb: 3\n", "  1 | a:\n> 2 |   - 1\n> 3 |   - 2\n  4 | b: 3"],
  ["the first lines of a long range", "«[\n1,\n2,\n3,\n4]»\n", "> 1 | [\n> 2 | 1,\n> 3 | 2,\n  4 | 3,"],
  ["Windows line endings", "a: «1»\r\nb: 2\r\n", "  1 | a: 1\n    |    ^\n  2 | b: 2"],
  ["tabs", "\ta: «1»\n", "  1 |  a: 1\n    |     ^\n  2 |"],
  ["terminal control characters", "a: «\u001b[31m»\n", "  1 | a: \ufffd[31m\n    |    ^^^^^\n  2 |"],
  ["wide characters", "日本: «表示»\n", "  1 | 日本: 表示\n    |       ^^^^\n  2 |"],
  ["combining marks", "cafe\u0301: «1»\n", "  1 | cafe\u0301: 1\n    |       ^\n  2 |"],
  ["an empty range", "a:«»\n", "  1 | a:\n    |   ^\n  2 |"],
])("shows a snippet of %s", (_name, text, expected) => {
  expect(shown(text)).toBe(expected);
});

test("shows a long line around the range", () => {
  const lines = shown(`${"x".repeat(500)}«here»${"y".repeat(500)}`).split("\n");
  expect(lines[0]).toBe(`  1 | here${"y".repeat(27)}...`);
  expect(lines[1]).toBe("    | ^^^^");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
});

test("fits a long line of wide characters to the terminal", () => {
  const [line = "", carets] = shown(`${"表".repeat(100)}: «示示»${"本".repeat(100)}`).split("\n");
  expect(line).toBe(`  1 | 示示${"本".repeat(13)}...`);
  expect(carets).toBe("    | ^^^^");
});

test("shows two hundred ranges on a one-megabyte line in a second", () => {
  const file = { path: "a.json", text: "x".repeat(1_000_000) };
  const places = Array.from({ length: 200 }, (_, at) => locateOffsets(file, at * 5000, at * 5000 + 4000));
  expect(cpuSeconds(() => places.map((place) => snippet(file, place, look)))).toBeLessThan(1);
});

test("shows no snippet for a file without a line", () => {
  expect(snippet({ path: "a", text: "a" }, { file: "a" }, look)).toEqual([]);
});

test.each<[string, string, boolean]>([
  ["that was read", 'Resources: {Veeam: {Type: "AWS::IAM::Role", Properties: {}}} # MARKER', true],
  ["that did not parse", 'Resources: {Veeam: {Type: "AWS::IAM::Role", SECRET: [MARKER}\n', false],
])("shows lines of a file %s", async (_name, text, isShown) => {
  const root = mkdtempSync(join(tmpdir(), "snippet-"));
  writeFileSync(join(root, "veeam.yaml"), text);
  const resolved = resolveOptions(new Map([["roles", "*: communication"]]), null);
  if ("problems" in resolved) throw new Error("no options");
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  rmSync(root, { recursive: true });
  if ("problems" in outcome) throw new Error("no report");
  const sourceOf = () => ({ path: "veeam.yaml", text });
  const lines = renderText(outcome.report, { paint: (_what, words) => words, columns: 400, sourceOf });
  expect(lines).toContain("--> veeam.yaml:1:");
  expect(/^ +1 \| .*MARKER/m.test(lines)).toBe(isShown);
});
