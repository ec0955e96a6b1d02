import type { ForExpression, HclExpression, LoopNames, SplatTail, TemplatePart } from "../../../hcl/expression.js";
import { oncePer } from "../../../source/once-per.js";
import type { TextRange } from "../../../source/place.js";

/** Whether an expression has exactly the references that the plan lists. */
export function refersTo(expression: HclExpression, references: readonly string[]): boolean {
  const [written, planned] = [subjectsOf(expression), new Set(references.map(subjectOf))];
  return written.size === planned.size && [...written].every((subject) => planned.has(subject));
}

/** The references in an expression, without attributes and keys: `var.name`, `aws_iam_role.r`. */
export function subjectsOf(expression: HclExpression): ReadonlySet<string> {
  return new Set(namedIn(expression).keys());
}

/** The references in an expression, each with the place of its first occurrence. */
export function namedIn(expression: HclExpression): ReadonlyMap<string, TextRange> {
  return found(expression).names;
}

export function callsIn(expression: HclExpression): ReadonlySet<string> {
  return found(expression).calls;
}

interface Found {
  readonly names: Map<string, TextRange>;
  readonly calls: Set<string>;
}

/** The names and calls in an expression. Cached, because several rules need the result. */
const found = oncePer((expression: HclExpression): Found => {
  const all: Found = { names: new Map(), calls: new Set() };
  collect(expression, new Set(), all);
  return all;
});

/** The part of a reference that identifies a thing, without attributes and keys. */
function subjectOf(reference: string): string {
  const steps = reference.replace(/^resource\./, "").split(/[.[]/, 3);
  return steps.slice(0, steps[0] === "data" || steps[0] === "ephemeral" ? 3 : 2).join(".");
}

function collect(expression: HclExpression, bound: ReadonlySet<string>, found: Found): void {
  switch (expression.kind) {
    case "for":
      collectLoop(expression, bound, found);
      break;
    case "name":
    case "access":
      collectTraversal(expression, bound, found);
      break;
    case "template":
      collectParts(expression.parts, bound, found);
      break;
    case "call":
      found.calls.add(expression.name);
      collectAll(expression.args, bound, found);
      break;
    default:
      collectAll(partsOf(expression), bound, found);
  }
}

function collectAll(expressions: readonly HclExpression[], bound: ReadonlySet<string>, found: Found): void {
  for (const one of expressions) collect(one, bound, found);
}

function collectParts(parts: readonly TemplatePart[], bound: ReadonlySet<string>, found: Found): void {
  for (const part of parts) {
    switch (part.kind) {
      case "text":
        break;
      case "directive if":
        collect(part.condition, bound, found);
        collectParts([...part.whenTrue, ...part.whenFalse], bound, found);
        break;
      case "directive for":
        collect(part.over, bound, found);
        collectParts(part.body, withNames(bound, part), found);
        break;
      default:
        collect(part, bound, found);
    }
  }
}

/** Whether a literal is a name without quotes. */
export function isBare({ start, end, value }: HclExpression & { readonly kind: "literal" }): boolean {
  return typeof value === "string" && end - start === value.length;
}

function withNames(bound: ReadonlySet<string>, { keyName, valueName }: LoopNames): ReadonlySet<string> {
  return new Set([...bound, valueName, ...(keyName === null ? [] : [keyName])]);
}

function keysOf({ keys, inner }: SplatTail): readonly HclExpression[] {
  return inner === null ? keys : [...keys, ...keysOf(inner)];
}

/** The direct parts of an expression. */
function partsOf(
  expression: Exclude<HclExpression, { kind: "for" | "name" | "access" | "template" | "call" }>,
): readonly HclExpression[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case "splat":
      return [expression.target, ...keysOf(expression)];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
  }
}

function collectLoop(loop: ForExpression, bound: ReadonlySet<string>, found: Found): void {
  collect(loop.over, bound, found);
  const parts = [loop.key, loop.value, loop.condition].filter((part) => part !== null);
  collectAll(parts, withNames(bound, loop), found);
}

function collectTraversal(expression: HclExpression, bound: ReadonlySet<string>, found: Found): void {
  const names: string[] = [];
  let root = expression;
  for (; root.kind === "access"; root = root.target) {
    collect(root.key, bound, found);
    // A key in brackets isn't part of the name.
    if (root.key.kind === "literal" && isBare(root.key)) names.unshift(String(root.key.value));
    else names.length = 0;
  }
  if (root.kind !== "name") collect(root, bound, found);
  else if (!bound.has(root.name)) {
    const name = subjectOf([root.name, ...names].join("."));
    const { start, end } = expression;
    if (!found.names.has(name)) found.names.set(name, { start, end });
  }
}
