import type { HclExpression } from "../../../hcl/expression.js";
import { matchesPattern } from "../../../iam/pattern.js";
import { type MapNode, type Node, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { EvaluationContext, Outside } from "./evaluation-context.js";
import { subjectsOf } from "./refers-to.js";
import type { Outcome } from "./terraform-function.js";

/** The result of `file(path)`. */
export function fromFile([path]: readonly Node[], at: EvaluationContext, outside: Outside): Node | null {
  const file = knownText(path);
  return file === null ? null : outside.file(file, null, at);
}

/** The result of `templatefile(path, variables)`. */
export function fromTemplateFile([path, variables]: readonly Node[], at: EvaluationContext, outside: Outside): Outcome {
  // Terraform rejects `templatefile` inside another template file.
  if (at.scope === null || variables?.kind === "list" || variables?.kind === "scalar") return "fails";
  const file = knownText(path);
  if (file === null || variables?.kind !== "map") return null;
  if (!areNames(variables)) return "fails";
  return outside.file(file, variables, at);
}

/**
 * `fileset(folder, pattern)`, for patterns that match files in one folder, without character classes and with at most
 * one `{a,b}` choice. Unknown if a name starts with a dot, which `*` may or may not match.
 */
export function fileSet(
  [folder, pattern]: readonly Node[],
  place: Place,
  at: EvaluationContext,
  outside: Outside,
): Node | null {
  const path = knownText(folder);
  const parts = FILES.exec(knownText(pattern) ?? "**");
  const [wanted, below = "", start = "", choice, end = ""] = parts ?? [];
  if (path === null || wanted === undefined || wanted.includes("**") || /^\.|\/\./.test(below)) return null;
  const patterns = choice === undefined ? [start] : choice.split(",").map((one) => start + one + end);
  const all = outside.filesIn(below === "" ? path : `${path}/${below.slice(0, -1)}`, at);
  const names = all.filter((name) => patterns.some((one) => matchesPattern(one, name)));
  if (names.length === 0 || names.some((name) => name.startsWith("."))) return null;
  const items = names.map((name): Node => ({ kind: "scalar", place, value: below + name }));
  return { kind: "list", place, items, collection: "set" };
}

const FILES = /^((?:[^/\\[\]{}*?]+\/)*)([^/\\[\]{}]*)(?:\{([^/\\[\]{}]*)\}([^/\\[\]{}]*))?$/;

/** A name that the template uses but isn't given. Terraform rejects such a template. */
export function missingName(template: HclExpression, { entries, mayHaveMore }: MapNode): string | undefined {
  if (mayHaveMore) return undefined;
  const names = [...subjectsOf(template)].map((subject) => subject.replace(/\..*/s, ""));
  return names.find((name) => entries.every(({ key }) => key !== name));
}

/** Whether a template can refer to all variables that it is given. */
export function areNames({ entries }: MapNode): boolean {
  return entries.every(({ key }) => NAME.test(key));
}

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

function knownText(node: Node | undefined): string | null {
  const text = node === undefined ? undefined : textOf(node);
  return typeof text === "string" ? text : null;
}
