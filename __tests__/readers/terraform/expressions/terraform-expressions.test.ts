import { readFileSync } from "node:fs";
import { evaluateText, isWholly, type Locals, shown } from "./evaluate-text.js";

const folder = "__tests__/fixtures/terraform-expressions";

interface Expressions {
  readonly locals: Locals;
  readonly expressions: readonly string[];
}

function json<T>(file: string): T {
  return JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as T;
}

const { locals, expressions } = json<Expressions>("expressions.json");
const values = json<readonly unknown[]>("values.json");

/** The expressions whose values we leave unknown. */
const OPEN: ReadonlySet<string> = new Set<string>([
  // YAML tags.
  'yamldecode("a: !!str 5")',
]);

/** The real terraform's result for each expression (scripts/make-expression-values.mjs). */
test.each(expressions.map((expression, at) => [expression, values[at]] as const))(
  "evaluates %s",
  (expression, value) => {
    const node = evaluateText(expression, locals);
    const isOpen = !isWholly(node);
    if (!isOpen) expect(shown(node)).toEqual(value);
    expect(isOpen).toBe(OPEN.has(expression) || value === "error");
  },
);

test("has a value for each expression", () => {
  expect(values).toHaveLength(expressions.length);
});
