import { parseExpression } from "../../../../src/hcl/parse-expression.js";
import { conformed } from "../../../../src/readers/terraform/expressions/type-constraint.js";
import { type JsonValue, nodeFromJson } from "../../../../src/source/json-node.js";
import { filePlace } from "../../../../src/source/place.js";
import { evaluateText, shown } from "./evaluate-text.js";

function converted(value: JsonValue, text: string): unknown {
  const type = parseExpression(text, { start: 0, end: text.length });
  if (type === null) throw new Error("not read");
  const node = conformed(nodeFromJson(value, filePlace("plan.json")), type, ({ start, end }) => {
    const made = evaluateText(text.slice(start, end));
    if (made === null) throw new Error("not read");
    return made;
  });
  return shown(node);
}

test.each<[string, JsonValue, string, JsonValue]>([
  ["a text", "a", "string", "a"],
  ["a number as a text", 5, "string", "5"],
  ["a flag as a text", true, "string", "true"],
  ["null", null, "string", null],
  ["a text as a flag", "true", "bool", true],
  ["a text as a number", "-1.5", "number", -1.5],
  ["anything", [1, "a"], "any", [1, "a"]],
  ["a list", [1, true], "list(string)", ["1", "true"]],
  ["a list of anything", [1, "a"], "list(any)", ["1", "a"]],
  ["a set", ["b", "a", "b"], "set(string)", ["a", "b"]],
  ["a set of numbers and texts", [1, "1"], "set(string)", ["1"]],
  ["a map", { a: 1 }, "map(string)", { a: "1" }],
  ["a tuple", ["1", 2], "tuple([number, string])", [1, "2"]],
  ["an object", { a: 1, more: 2 }, "object({ a = string })", { a: "1" }],
  ["an attribute that is null", { a: null }, "object({ a = string })", { a: null }],
  ["an optional attribute that is missing", {}, "object({ a = optional(string) })", { a: null }],
  ["an optional attribute that is there", { a: 1 }, "object({ a = optional(string) })", { a: "1" }],
  ["an optional attribute with a default", {}, 'object({ a = optional(string, "Deny") })', { a: "Deny" }],
  ["a null with a default", { a: null }, 'object({ a = optional(string, "Deny") })', { a: "Deny" }],
  ["a default of another type", {}, "object({ a = optional(string, 5) })", { a: "5" }],
  [
    "a default with its own optional attributes",
    {},
    "object({ a = optional(object({ b = optional(bool, true) }), {}) })",
    { a: { b: true } },
  ],
  [
    "objects in a list",
    [{}, { a: ["x"] }],
    'list(object({ a = optional(list(string), ["*"]) }))',
    [{ a: ["*"] }, { a: ["x"] }],
  ],
  ["objects in a map", { x: {} }, "map(object({ a = optional(string) }))", { x: { a: null } }],
  ["a type without its elements'", [1], "list", [1]],
])("%s", (_name, value, type, wanted) => {
  expect(converted(value, type)).toEqual(wanted);
});

test.each([
  ["a type that is none", { a: 1 }, "object(5)"],
  ["a type that this Terraform does not have", { a: 1 }, "record(string)"],
  ["another text as a flag", "yes", "bool"],
  ["another text as a number", "five", "number"],
  ["a tuple with more than its type", ["1", 2], "tuple([number])"],
  ["an attribute that is missing", {}, "object({ a = string })"],
  ["a text where a list is wanted", "a", "list(string)"],
  ["a list where an object is wanted", [1], "object({ a = string })"],
  ["a map where a list is wanted", { a: 1 }, "list(string)"],
  ["a tuple with less than its type", [1], "tuple([number, string])"],
  ["elements that have no type in common", [1, true], "list(any)"],
  ["values that have no type in common", { a: 1, b: true }, "map"],
  ["an `any` within that is not the same of all", [{ b: 1 }, { a: "x" }], "set(map(any))"],
  ["an object that lacks an attribute, in a list", [{}], "list(object({ a = string }))"],
])("%s is rejected by Terraform: nothing is known of it", (_name, value, type) => {
  expect(JSON.stringify(converted(value, type))).toContain("a value that is not of its variable's type");
});

test("what is unknown stays so", () => {
  const unknown = { kind: "unresolved", place: filePlace("plan.json"), expression: "var.a" } as const;
  const type = parseExpression("list(string)", { start: 0, end: 12 });
  expect(type === null ? null : conformed(unknown, type, () => unknown)).toBe(unknown);
});
