import fc from "fast-check";
import { repairJson } from "../../src/fixes/repair-json.js";
import { applyEdits } from "../../src/fixes/text-edit.js";

function repaired(text: string): string | null {
  const edits = repairJson({ path: "p.json", text });
  return edits === null ? null : applyEdits(text, edits);
}

test.each<[string, string, string | null]>([
  ["no-break spaces", '{\n\u00a0\u00a0"a":\u00a01\n}', '{\n  "a": 1\n}'],
  ["but not within strings", '{\u00a0"a": "x\u00a0y"}', '{ "a": "x\u00a0y"}'],
  ["a missing comma", '["a"\r\n  "b",\r\n"c"]', '["a",\r\n  "b",\r\n"c"]'],
  ["two, between objects and entries", '[{"a": 1 "b": 2} {"c": []}]', '[{"a": 1, "b": 2}, {"c": []}]'],
  ["both", '{\u00a0"a": [1\n\u00a02]\u00a0}', '{ "a": [1,\n 2] }'],
  ["a missing bracket is left to a person", '{"a": [1', null],
  ["what is JSON is left", '{"a": "\u00a0"}', null],
  ["what is no JSON at all is left", "a:\u00a0b", null],
])("%s", (_, text, expected) => {
  expect(repaired(text)).toBe(expected);
});

test("any JSON without some of its commas, with no-break spaces, is as it was", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.array(fc.nat()), (json, drops) => {
      const value = JSON.parse(json);
      fc.pre(typeof value === "object" && value !== null);
      const text = JSON.stringify(value, null, 2);
      const lines = text.split("\n");
      for (const drop of drops) {
        const at = drop % lines.length;
        lines[at] = (lines[at] ?? "").replace(/,$/, "").replace(/^ +/, (blank) => "\u00a0".repeat(blank.length));
      }
      expect(repaired(lines.join("\n"))).toBe(lines.join("\n") === text ? null : text);
    }),
  );
});
