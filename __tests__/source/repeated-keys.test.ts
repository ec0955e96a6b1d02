import { repeatedKeys } from "../../src/source/repeated-keys.js";

test.each<[string, [string, ...(string | number)[]][]]>([
  ['{"a":1,"b":{"a":1}}', []],
  ['[{"a":1},{"a":1}]', []],
  ['{"a":"a","b":"a"}', []],
  ['{"a":1,"a":2}', [["a"]]],
  ['{"a":1,"\\u0061":2}', [["a"]]],
  ['{"x\\"":1,"y":"\\\\","x\\"":2}', [['x"']]],
  ['{"s":[{}, {"k":[1,2,{"a":{},"a":[]}]}]}', [["a", "s", 1, "k", 2]]],
  ['{"__proto__":1,"__proto__":2}', [["__proto__"]]],
  ['{"a":1,"a":"\\u003a"}', [["a"]]],
  ['{"toJSON":":","a":":","b":{":":":"}}', []],
  [`${"[".repeat(50_000)}{"a":1,"a":2}${"]".repeat(50_000)}`, [["a", ...Array<number>(50_000).fill(0)]]],
])("finds repeated keys in %s", (text, expected) => {
  const found = repeatedKeys(text, JSON.parse(text));
  expect(found.map(({ key, path }) => [key, ...path])).toEqual(expected);
  for (const { key, start, end } of found) expect(JSON.parse(text.slice(start, end))).toBe(key);
});
