import { placedAsWritten } from "../../../../src/readers/terraform/documents/placed-as-written.js";
import type { JsonValue } from "../../../../src/source/json-node.js";
import { evaluateText, shown } from "../expressions/evaluate-text.js";

/** The plan's value, with places from a source in which `local.x` is unknown. Null if the two don't match. */
function placed(value: JsonValue, source: string): unknown {
  const written = evaluateText(source);
  const node = written === null ? null : placedAsWritten(value, written);
  return node === null ? null : shown(node);
}

test.each<[string, JsonValue, string]>([
  ["scalars", { a: "x", b: 1, c: true, d: null }, '{ a = "x", b = 1, c = true, d = null }'],
  ["lists", ["a", ["b"]], '["a", ["b"]]'],
  ["keys in another order", { a: 1, b: 2 }, "{ b = 2, a = 1 }"],
  ["what is unknown", { a: { b: ["c"] } }, "{ a = local.x }"],
  ["a text that is known in parts", ["arn:aws:sqs:eu:q/*"], '["arn:${local.x}:sqs:${local.y}/*"]'],
  ["a text that begins with what is unknown", ["xyz"], '["${local.x}yz"]'],
  ["a text that ends with what is unknown", ["xyz"], '["xy${local.x}"]'],
  ["a part that stands twice", ["abab"], '["a${local.x}ab"]'],
  ["a part that is empty", ["ab"], '["a${local.x}b"]'],
  ["a list of which it is unknown how long it is", ["a", "b", "c"], 'concat(["a"], local.x)'],
])("%s agree", (_name, value, source) => {
  expect(placed(value, source)).toEqual(value);
});

test.each<[string, JsonValue, string]>([
  ["another text", ["a"], '["b"]'],
  ["a number for a text", ["1"], "[1]"],
  ["one element more", ["a"], '["a", "b"]'],
  ["one element less", ["a", "b"], '["a"]'],
  ["one key more", { a: 1 }, "{ a = 1, b = 2 }"],
  ["one key less", { a: 1, b: 2 }, "{ a = 1 }"],
  ["another key", { a: 1 }, "{ b = 1 }"],
  ["an object for a list", ["a"], '{ a = "a" }'],
  ["a list for an object", { a: 1 }, "[1]"],
  ["a list for a text known in parts", [["a"]], '["a${local.x}"]'],
  ["another beginning", ["xarn:y"], '["arn:${local.x}"]'],
  ["another end", ["arn:yx"], '["arn:${local.x}z"]'],
  ["parts in another order", ["a-c-b-d"], '["a${local.x}b${local.y}c${local.z}d"]'],
  ["parts that share letters", ["aba"], '["ab${local.x}ba"]'],
  ["a difference deep within", { a: [{ b: "c" }] }, '{ a = [{ b = "d" }] }'],
])("%s does not agree", (_name, value, source) => {
  expect(placed(value, source)).toBeNull();
});
