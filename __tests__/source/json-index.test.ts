import fc from "fast-check";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { JsonIndex } from "../../src/source/json-index.js";
import type { PathKey } from "../../src/source/place.js";

const text = `{ "a": [1, {"b\\u0041" : "x\\"]}", "": null}, []],\n "c": -1.5e3 , "a": 2, "__proto__": {"d": true}}`;
const show = (path: readonly PathKey[], part: "value" | "key") => {
  const range = new JsonIndex(text).find(path, part);
  return range === null ? null : text.slice(range.start, range.end);
};

test.each<[PathKey[], "value" | "key", string | null]>([
  [[], "value", text],
  [["a"], "key", '"a"'],
  [["a", 0], "value", "1"],
  [["a", 1, "bA"], "value", '"x\\"]}"'],
  [["a", 1, "bA"], "key", '"b\\u0041"'],
  [["a", 1, ""], "value", "null"],
  [["a", 2], "value", "[]"],
  [["a", 2], "key", "[]"],
  [["a", 2, 0], "value", null],
  [["a", 3], "value", null],
  [["c"], "value", "-1.5e3"],
  [["c", "d"], "value", null],
  [["__proto__", "d"], "value", "true"],
  [["constructor"], "value", null],
])("finds %j at %s", (path, part, expected) => {
  expect(show(path, part)).toBe(expected);
});

test("searches repeated keys in order and finds the first that contains the path", () => {
  const repeated = '{"a": {"b": 1}, "a": {"c": 2, "b": 3}}';
  const found = ["b", "c", "d"].map((key) => new JsonIndex(repeated).find(["a", key], "value")?.start);
  expect(found).toEqual([12, 27, undefined]);
});

test("survives nesting a hundred thousand levels deep", () => {
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  expect(new JsonIndex(deep).find(["a", "a"], "value")).toEqual({ start: 10, end: deep.length - 2 });
});

/** All paths in a value. */
function pathsOf(value: unknown, path: readonly PathKey[] = []): PathKey[][] {
  const entries: [PathKey, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : typeof value === "object" && value !== null
      ? Object.entries(value)
      : [];
  return [[...path], ...entries.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

test("finds the same places as a parser that keeps positions", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2, "\t"), (value, space) => {
      const written = JSON.stringify(value, null, space);
      const tree = parseTree(written);
      const index = new JsonIndex(written);
      for (const path of pathsOf(value)) {
        const node = tree === undefined ? undefined : findNodeAtLocation(tree, path);
        const expected = node === undefined ? null : { start: node.offset, end: node.offset + node.length };
        expect([path, index.find(path, "value")]).toEqual([path, expected]);
      }
    }),
  );
});
