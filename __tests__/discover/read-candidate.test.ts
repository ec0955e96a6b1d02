import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { readCandidate } from "../../src/discover/read-candidate.js";
import { makeWorkspace } from "../action/run-action.js";

const LIMIT = 256 * 1024 * 1024;
const root = makeWorkspace({});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Creates a sparse file, which takes no disk space, and returns how it is classified. */
function kindWith(texts: Readonly<Record<number, string>>, size: number): string {
  const path = join(root, "veeam.json");
  const file = openSync(path, "w");
  ftruncateSync(file, size);
  for (const [at, text] of Object.entries(texts)) writeSync(file, text, Number(at));
  closeSync(file);
  return readCandidate({ root, workingDirectory: root, confined: true }, { path, literal: false }).kind;
}

describe("a file that is too large", () => {
  test.each<[string, Readonly<Record<number, string>>]>([
    ["at its end", { 0: '{"x":', [LIMIT + 1000]: '"Statement":[]}' }],
    ["across two chunks", { 0: '{"x":', [3 * 1024 * 1024 - 4]: '"Statement":[]}' }],
    ["in escapes", { 0: '{"x":', [LIMIT + 1000]: '"\\u0053tatement":[]}' }],
    ["across joined lines", { 0: "x: y", [LIMIT + 1000]: '"AWS::\\\n' }],
    ["in UTF-16", { 0: '{\0"\0' }],
  ])("is rejected with a marker %s", (_, texts) => {
    expect(kindWith(texts, LIMIT + 2000)).toBe("unreadable");
  });

  test("is ignored without a marker", () => {
    expect(kindWith({ 0: '{"x":', [LIMIT + 1000]: '"y"}' }, LIMIT + 2000)).toBe("other");
  });

  test("is rejected without a search that would take long", () => {
    expect(kindWith({ 0: '{"x":' }, 5 * 1024 * LIMIT)).toBe("unreadable");
  });
});

test.each([
  ["before it", "\0AWSTemplateFormatVersion"],
  ["after its first character", "A\0WSTemplateFormatVersion"],
  ["three times before it", "\0\0\0AWSTemplateFormatVersion"],
])("a template with a NUL %s is unreadable instead of UTF-16", (_, start) => {
  const text = `${start}: "2010-09-09"\nResources: {R: {Type: AWS::IAM::Role}}\n`;
  expect(kindWith({ 0: text }, text.length)).toBe("unreadable");
  const wide = Buffer.from(text.replaceAll("\0", ""), "utf16le").toString("latin1");
  expect(kindWith({ 0: wide }, wide.length)).toBe("text");
});
