import type { ForExpression, HclExpression, LoopNames, TemplatePart } from "../source/hcl-expression.js";

/** Whether an expression refers to just what a plan says that it does. */
export function refersTo(expression: HclExpression, references: readonly string[]): boolean {
  const [written, planned] = [subjectsOf(expression), new Set(references.map(subjectOf))];
  return written.size === planned.size && [...written].every((subject) => planned.has(subject));
}

/** What an expression refers to, without attributes and keys: `var.name`, `aws_iam_role.r`. */
export function subjectsOf(expression: HclExpression): ReadonlySet<string> {
  const found = new Set<string>();
  collect(expression, new Set(), found);
  return found;
}

/** The part of a reference that names a thing, without its attributes and keys. */
function subjectOf(reference: string): string {
  const steps = reference.split(/[.[]/, 3);
  return steps.slice(0, steps[0] === "data" ? 3 : 2).join(".");
}

function collect(expression: HclExpression, bound: ReadonlySet<string>, found: Set<string>): void {
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
    default:
      collectAll(partsOf(expression), bound, found);
  }
}

function collectAll(expressions: readonly HclExpression[], bound: ReadonlySet<string>, found: Set<string>): void {
  for (const one of expressions) collect(one, bound, found);
}

function collectParts(parts: readonly TemplatePart[], bound: ReadonlySet<string>, found: Set<string>): void {
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

function withNames(bound: ReadonlySet<string>, { keyName, valueName }: LoopNames): ReadonlySet<string> {
  return new Set([...bound, valueName, ...(keyName === null ? [] : [keyName])]);
}

/** What an expression is made of. */
function partsOf(
  expression: Exclude<HclExpression, { kind: "for" | "name" | "access" | "template" }>,
): readonly HclExpression[] {
  switch (expression.kind) {
    case "literal":
      return [];
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
  const parts = [loop.key, loop.value, loop.condition].filter((part) => part !== null);
  collectAll(parts, withNames(bound, loop), found);
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
