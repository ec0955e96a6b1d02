import type { ForExpression, HclExpression } from "../source/hcl-expression.js";

/**
 * Whether an expression refers to just what a plan says that it does. What is in a text that is not read is not known, so that an
 * expression with one may refer to less.
 */
export function refersTo(expression: HclExpression, references: readonly string[]): boolean {
  const written: Subjects = { named: new Set(), isWhole: true };
  collect(expression, new Set(), written);
  const planned = new Set(references.map(subjectOf));
  const isAll = [...written.named].every((subject) => planned.has(subject));
  return isAll && (written.named.size === planned.size || !written.isWhole);
}

/** What an expression refers to, as `subjectOf` names it: `var.name`, `aws_sqs_queue.q`, `data.aws_region.here`. */
interface Subjects {
  readonly named: Set<string>;
  isWhole: boolean;
}

/** The part of a reference that names a thing, without its attributes and keys. */
function subjectOf(reference: string): string {
  const steps = reference.split(/[.[]/, 3);
  return steps.slice(0, steps[0] === "data" ? 3 : 2).join(".");
}

function collect(expression: HclExpression, bound: ReadonlySet<string>, found: Subjects): void {
  switch (expression.kind) {
    case "for":
      collectLoop(expression, bound, found);
      break;
    case "name":
    case "access":
      collectTraversal(expression, bound, found);
      break;
    case "unread":
      found.isWhole = false;
      break;
    default:
      collectAll(partsOf(expression), bound, found);
  }
}

function collectAll(expressions: readonly HclExpression[], bound: ReadonlySet<string>, found: Subjects): void {
  for (const one of expressions) collect(one, bound, found);
}

/** What an expression is made of. */
function partsOf(
  expression: Exclude<HclExpression, { kind: "for" | "name" | "access" | "unread" }>,
): readonly HclExpression[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "template":
      return expression.parts.filter((part) => part.kind !== "text");
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case "splat":
      return [expression.target, ...expression.keys];
    case "call":
      return expression.args;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
  }
}

function collectLoop(loop: ForExpression, bound: ReadonlySet<string>, found: Subjects): void {
  collect(loop.over, bound, found);
  const names = [loop.keyName, loop.valueName].filter((name) => name !== null);
  const parts = [loop.key, loop.value, loop.condition].filter((part) => part !== null);
  collectAll(parts, new Set([...bound, ...names]), found);
}

function collectTraversal(expression: HclExpression, bound: ReadonlySet<string>, found: Subjects): void {
  const names: string[] = [];
  let root = expression;
  for (; root.kind === "access"; root = root.target) {
    collect(root.key, bound, found);
    if (root.key.kind === "literal") names.unshift(String(root.key.value));
    else names.length = 0;
  }
  if (root.kind !== "name") collect(root, bound, found);
  else if (!bound.has(root.name)) found.named.add(subjectOf([root.name, ...names].join(".")));
}
