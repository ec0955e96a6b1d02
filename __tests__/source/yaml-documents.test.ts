import { entryOf } from "../../src/source/node.js";
import { rangeOf } from "../../src/source/place.js";
import { parseYaml } from "../../src/source/yaml-node.js";
import { plainValue } from "./plain-value.js";

const parse = (text: string) => parseYaml({ path: "t.yaml", text });

// CloudFormation, SnakeYAML, and PyYAML accept these.
test.each<[string, string, unknown]>([
  ["a list that closes at its key's column", "a:\n  b: [1,\n    2\n  ]\n", { a: { b: ["1", "2"] } }],
  ["a list that closes to the left of its key", "a:\n  b: [\n    x\n]\n", { a: { b: ["x"] } }],
  [
    "a map that continues to the left of its key",
    "a:\n  b: {c: 1,\nd: 2,\n e: 3 }\n  f: 4\n",
    { a: { b: { c: "1", d: "2", e: "3" }, f: "4" } },
  ],
  ["lists in maps", "a:\n  b: [{\n  c: [\n1\n]\n}]\n", { a: { b: [{ c: ["1"] }] } }],
  ["a double-quoted string that continues at its key's column", 'a:\n  b: "x\n  y"\n', { a: { b: "x y" } }],
  ["a single-quoted string that closes at the margin", "a:\n  b: 'x\n'\n  c: d\n", { a: { b: "x ", c: "d" } }],
  ["a string in a list that continues at the margin", 'a:\n  - "x\ny"\n  - z\n', { a: ["x y", "z"] }],
  ["CRLF", 'a:\r\n  b: "x\r\n  y"\r\n  c: [1,\r\n2]\r\n', { a: { b: "x y", c: ["1", "2"] } }],
  [
    "a comment that ends with a line break of YAML 1.1",
    "a:\n  b: c # x\u0085  d: e # y\u2028  f: g # z\u2029  h: i\n",
    { a: { b: "c", d: "e", f: "g", h: "i" } },
  ],
  ["a comment at the margin in a map", "a:\n  b: {c: 1\n# x\n}\n", { a: { b: { c: "1" } } }],
  [
    "comments at the margin with CRLF",
    "a:\r\n  b: {c: 1,\r\n# x\r\nd: 'e'\r\n# y\r\n}\r\n",
    { a: { b: { c: "1", d: "e" } } },
  ],
  ["a comment that touches a bracket", "a: {b: [c]#x\n}# y\nd: e\n", { a: { b: ["c"] }, d: "e" }],
  ["a comment at the margin after a list", "a: {b: [c]\n#x\n, d: e\n# y\n}\n", { a: { b: ["c"], d: "e" } }],
  ["a comment at the margin at the top", "{a: 1\n# x\n}\n", { a: "1" }],
  ["a comment that touches a quote", "a: [\"b\"# x\n, 'c'# y\n]\n", { a: ["b", "c"] }],
  ["CR line endings", "a: b\rc:\r  - d\r", { a: "b", c: ["d"] }],
  ["CR line endings in a block scalar", "a: |\r  b\r  c\r", { a: "b\nc\n" }],
  [
    "several merge keys",
    "x: &x {b: c}\ny: &y {b: d, e: f}\na:\n  <<: *x\n  <<: *y\n",
    { x: { b: "c" }, y: { b: "d", e: "f" }, a: { b: "d", e: "f" } },
  ],
  [
    "a merge key with a list",
    "x: &x {b: c}\ny: &y {b: d, e: f}\na: {<<: [*x, *y]}\n",
    { x: { b: "c" }, y: { b: "d", e: "f" }, a: { b: "c", e: "f" } },
  ],
  ["a quoted merge key", "a: {'<<': {b: c}}\n", { a: { "<<": { b: "c" } } }],
  ["two documents", "a: [\n1\n]\n---\nb: [\n2\n]\n", { a: ["1"] }],
])("reads %s", (_name, text, expected) => {
  const { documents, errors } = parse(text);
  expect(errors).toEqual([]);
  expect(plainValue(documents[0])).toEqual(expected);
});

test("keeps positions exact", () => {
  const text = 'a:\n  b: "x\n  y"\n  c: [1,\n2]\n';
  const [root] = parse(text).documents;
  const a = root?.kind === "map" ? entryOf(root, "a")?.value : undefined;
  const c = a?.kind === "map" ? entryOf(a, "c")?.value : undefined;
  const two = c?.kind === "list" ? c.items[1] : undefined;
  const range = two === undefined ? null : rangeOf(two.place);
  expect(range).toMatchObject({ start: text.indexOf("2"), end: text.indexOf("2") + 1 });
});

test.each([
  ["an unclosed quote", 'a:\n  b: "x\n  c: "y"\n  d: 1\n'],
  ["an unclosed bracket", "a:\n  b: [1,\n  c: 2\n"],
  ["a mismatched bracket", "a: [1}\n"],
  ["a block map that is not aligned", "a:\n    b: 1\n  c: 2\n"],
  ["a comment that touches a block indicator", "a: |# x\n  b\n"],
  ["a document marker within a list", "a: [1,\n---\n2]\n"],
])("reports %s as an error", (_name, text) => {
  expect(parse(text).errors).not.toEqual([]);
});
