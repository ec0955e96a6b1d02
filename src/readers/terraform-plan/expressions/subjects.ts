import type { ForExpression, HclExpression } from "./hcl-expression.js";

/** What an expression refers to, as `subjectOf` names it: `var.name`, `aws_sqs_queue.q`, `data.aws_region.here`. */
export function subjectsIn(expression: HclExpression): ReadonlySet<string> {
  const found = new Set<string>();
  collect(expression, new Set(), found);
  return found;
}

/** The part of a reference that names a thing, without its attributes and keys. */
export function subjectOf(reference: string): string {
  const steps = reference.split(/[.[]/, 3);
  return steps.slice(0, steps[0] === "data" ? 3 : 2).join(".");
}

function collect(expression: HclExpression, bound: ReadonlySet<string>, found: Set<string>): void {
  if (expression.kind === "for") collectLoop(expression, bound, found);
  else if (expression.kind === "name" || expression.kind === "access") collectTraversal(expression, bound, found);
  else collectAll(partsOf(expression), bound, found);
}

function collectAll(expressions: readonly HclExpression[], bound: ReadonlySet<string>, found: Set<string>): void {
  for (const one of expressions) collect(one, bound, found);
}

/** What an expression is made of. */
function partsOf(expression: Exclude<HclExpression, { kind: "for" | "name" | "access" }>): readonly HclExpression[] {
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

function collectLoop(loop: ForExpression, bound: ReadonlySet<string>, found: Set<string>): void {
  collect(loop.over, bound, found);
  const names = [loop.keyName, loop.valueName].filter((name) => name !== null);
  const parts = [loop.key, loop.value, loop.condition].filter((part) => part !== null);
  collectAll(parts, new Set([...bound, ...names]), found);
}

function collectTraversal(expression: HclExpression, bound: ReadonlySet<string>, found: Set<string>): void {
  const names: string[] = [];
  let root = expression;
  for (; root.kind === "access"; root = root.target) {
    collect(root.key, bound, found);
    if (root.key.kind === "literal") names.unshift(String(root.key.value));
    else names.length = 0;
  }
  if (root.kind !== "name") collect(root, bound, found);
  else if (!bound.has(root.name)) found.add(subjectOf([root.name, ...names].join(".")));
}
