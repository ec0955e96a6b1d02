import { parseExpression } from "../../../../src/hcl/parse-expression.js";
import { Effort } from "../../../../src/readers/terraform/expressions/effort.js";
import { evaluate } from "../../../../src/readers/terraform/expressions/evaluate.js";
import type {
  EvaluationContext,
  Named,
  Outside,
} from "../../../../src/readers/terraform/expressions/evaluation-context.js";
import { writtenFile } from "../../../../src/readers/terraform/expressions/written-text.js";
import type { Node } from "../../../../src/source/node.js";

/** The locals that an expression uses, with their own expressions. `unknown` is known only after the apply. */
export type Locals = Readonly<Record<string, string>>;

/** The value of an expression. Returns null if it can't be read. */
export function evaluateText(text: string, locals: Locals = {}, effort = new Effort()): Node | null {
  const expression = parseExpression(text, { start: 0, end: text.length });
  if (expression === null) return null;
  const written = writtenFile({ path: "main.tf", text });
  const scope = { module: [], key: null, forEach: undefined, owner: null };
  const at: EvaluationContext = { written, scope, bound: new Map(), effort };
  return evaluate(expression, at, new OnlyLocals(locals));
}

class OnlyLocals implements Outside {
  constructor(private readonly locals: Locals) {}

  named(
    root: string,
    keys: readonly (string | number | null)[],
    _place: unknown,
    { effort }: EvaluationContext,
  ): Named | null {
    const text = root === "local" ? this.locals[String(keys[0])] : undefined;
    const node = text === undefined ? null : evaluateText(text, this.locals, effort);
    return node === null ? null : { node, taken: 1 };
  }

  isPlanned(): boolean {
    return false;
  }

  file(): null {
    return null;
  }

  filesIn(folder: string): readonly string[] {
    return folder.replace("./", "") === "roles" ? [".hidden.json", "a.yaml", "b.yaml", "b.yml"] : [];
  }
}

/** A value as JSON, with unknown parts written as `${expression}`. */
export function shown(node: Node | null): unknown {
  if (node === null) return "${not read}";
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "partial":
      return node.parts.map((part) => (typeof part === "string" ? part : `\${${part.expression}}`)).join("");
    case "unresolved":
      return `\${${node.expression}}`;
    case "list":
      return node.items.map(shown);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, shown(value)]));
  }
}

export function isWholly(node: Node | null): boolean {
  switch (node?.kind) {
    case "scalar":
      return true;
    case "list":
      return node.items.every(isWholly);
    case "map":
      return node.entries.every(({ value }) => isWholly(value));
    default:
      return false;
  }
}
