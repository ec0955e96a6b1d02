import { parseExpression } from "../../../../src/hcl/parse-expression.js";
import { convertedToType } from "../../../../src/readers/terraform/expressions/type-constraint.js";
import { type JsonValue, nodeFromJson } from "../../../../src/source/json-node.js";
import { filePlace } from "../../../../src/source/place.js";
import { evaluateText, shown } from "./evaluate-text.js";

function converted(value: JsonValue, text: string): unknown {
  const type = parseExpression(text, { start: 0, end: text.length });
  if (type === null) throw new Error("not read");
  const node = convertedToType(nodeFromJson(value, filePlace("plan.json")), type, ({ start, end }) => {
    const evaluated = evaluateText(text.slice(start, end));
    if (evaluated === null) throw new Error("not read");
    return evaluated;
  });
  return shown(node);
}

test.each<[string, JsonValue, string, JsonValue]>([
  ["a string", "a", "string", "a"],
  ["a number to a string", 5, "string", "5"],
  ["a bool to a string", true, "string", "true"],
  ["null", null, "string", null],
  ["a string to a bool", "true", "bool", true],
  ["a string to a number", "-1.5", "number", -1.5],
  ["any", [1, "a"], "any", [1, "a"]],
  ["a list", [1, true], "list(string)", ["1", "true"]],
  ["a list of any", [1, "a"], "list(any)", ["1", "a"]],
  ["a set", ["b", "a", "b"], "set(string)", ["a", "b"]],
  ["a set of numbers and strings", [1, "1"], "set(string)", ["1"]],
  ["a map", { a: 1 }, "map(string)", { a: "1" }],
  ["a tuple", ["1", 2], "tuple([number, string])", [1, "2"]],
  ["an object", { a: 1, more: 2 }, "object({ a = string })", { a: "1" }],
  ["a null attribute", { a: null }, "object({ a = string })", { a: null }],
  ["a missing optional attribute", {}, "object({ a = optional(string) })", { a: null }],
  ["a present optional attribute", { a: 1 }, "object({ a = optional(string) })", { a: "1" }],
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
  ["a type without element types", [1], "list", [1]],
])("converts %s", (_name, value, type, expected) => {
  expect(converted(value, type)).toEqual(expected);
});

test.each([
  ["an invalid type", { a: 1 }, "object(5)"],
  ["a type that this Terraform lacks", { a: 1 }, "record(string)"],
  ["another string as a bool", "yes", "bool"],
  ["another string as a number", "five", "number"],
  ["a tuple that is too long", ["1", 2], "tuple([number])"],
  ["a missing attribute", {}, "object({ a = string })"],
  ["a string instead of a list", "a", "list(string)"],
  ["a list instead of an object", [1], "object({ a = string })"],
  ["a map instead of a list", { a: 1 }, "list(string)"],
  ["a tuple that is too short", [1], "tuple([number, string])"],
  ["elements without a common type", [1, true], "list(any)"],
  ["values without a common type", { a: 1, b: true }, "map"],
  ["a nested `any` that differs between elements", [{ b: 1 }, { a: "x" }], "set(map(any))"],
  ["an object in a list that lacks an attribute", [{}], "list(object({ a = string }))"],
])("knows nothing of %s, which Terraform rejects", (_name, value, type) => {
  expect(JSON.stringify(converted(value, type))).toContain("a value that is not of its variable's type");
});

test("keeps an unknown value unknown", () => {
  const unknown = { kind: "unresolved", place: filePlace("plan.json"), expression: "var.a" } as const;
  const type = parseExpression("list(string)", { start: 0, end: 12 });
  expect(type === null ? null : convertedToType(unknown, type, () => unknown)).toBe(unknown);
});
