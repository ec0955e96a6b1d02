import { tooCostly } from "../../src/discover/glob-cost.js";

test.each([
  "**/*.{json,yaml,yml,template,cform,tf,tofu}",
  "infra/**/modules/**/policies/**/*veeam*backup*.json",
  "{a,b/{c,d}}/*.json",
  "plans/{1..99}.json",
  "***.json",
  "[prod]*.json",
])("treats %s as cheap", (glob) => {
  expect(tooCostly(glob)).toBeNull();
});

test.each([
  ["*a*a*a*b.json", "has more than 3 `*` in one path segment"],
  [`${"**/a/".repeat(5)}b.json`, "has more than 4 `**`"],
  ["{a,b}".repeat(10), "expands to too many globs"],
  [`{${"{a,b},".repeat(10)}c}`, "expands to too many globs"],
  [`*${"a".repeat(4096)}`, "is longer than 4096 characters"],
  [`{a,${"b".repeat(10_000)}}`, "is longer than 4096 characters"],
  ["{1..100000}", "expands to too many globs"],
  ["{a..z}{a..z}{a..z}", "expands to too many globs"],
])("checks the cost of %s: %s", (glob, reason) => {
  expect(tooCostly(glob)).toBe(reason);
});
