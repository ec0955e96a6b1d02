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
  ["unknown values", { a: { b: ["c"] } }, "{ a = local.x }"],
  ["a partly known string", ["arn:aws:sqs:eu:q/*"], '["arn:${local.x}:sqs:${local.y}/*"]'],
  ["a string with an unknown start", ["xyz"], '["${local.x}yz"]'],
  ["a string with an unknown end", ["xyz"], '["xy${local.x}"]'],
  ["a repeated part", ["abab"], '["a${local.x}ab"]'],
  ["an empty part", ["ab"], '["a${local.x}b"]'],
  ["a list of unknown length", ["a", "b", "c"], 'concat(["a"], local.x)'],
])("finds that %s agree", (_name, value, source) => {
  expect(placed(value, source)).toEqual(value);
});

test.each<[string, JsonValue, string]>([
  ["another string", ["a"], '["b"]'],
  ["a number for a string", ["1"], "[1]"],
  ["an extra element", ["a"], '["a", "b"]'],
  ["a missing element", ["a", "b"], '["a"]'],
  ["an extra key", { a: 1 }, "{ a = 1, b = 2 }"],
  ["a missing key", { a: 1, b: 2 }, "{ a = 1 }"],
  ["another key", { a: 1 }, "{ b = 1 }"],
  ["an object for a list", ["a"], '{ a = "a" }'],
  ["a list for an object", { a: 1 }, "[1]"],
  ["a list for a partly known string", [["a"]], '["a${local.x}"]'],
  ["another start", ["xarn:y"], '["arn:${local.x}"]'],
  ["another end", ["arn:yx"], '["arn:${local.x}z"]'],
  ["parts in another order", ["a-c-b-d"], '["a${local.x}b${local.y}c${local.z}d"]'],
  ["overlapping parts", ["aba"], '["ab${local.x}ba"]'],
  ["a nested difference", { a: [{ b: "c" }] }, '{ a = [{ b = "d" }] }'],
])("finds that %s does not agree", (_name, value, source) => {
  expect(placed(value, source)).toBeNull();
});
