import type { MapNode, Node } from "../../source/node.js";
import type { Effort } from "./effort.js";
import type { Exports } from "./exports.js";
import type { GivenValues } from "./parameter-file.js";
import type { StackSet } from "./stack-set.js";

/** The context in which the expressions of one template are resolved. */
export interface Scope {
  /** `Stack/` before the names that a nested template declares. Empty for the outermost template. */
  readonly prefix: string;
  /** The stack sets that deploy it, outermost first. */
  readonly accounts: readonly StackSet[];
  readonly parameters: ReadonlyMap<string, Node>;
  /** Parameter values from outside, from the config. */
  readonly given: GivenValues;
  /** The template whose stack resource nests this one, and the parameters that it passes. */
  readonly parent: { readonly scope: Scope; readonly passed: ReadonlyMap<string, Node> } | null;
  /** The resource with a logical ID, as written. Returns undefined if there is none. */
  readonly resource: (logicalId: string) => MapNode | undefined;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  /** The outputs that the template returns to the one that nests it. */
  readonly outputs: ReadonlyMap<string, Node>;
  /** The templates that this one nests, by the logical ID of the stack. */
  readonly nested: ReadonlyMap<string, Scope>;
  /** The exports of its templates, and of the templates of the run from which it imports. */
  readonly exports: Exports;
  /** The declared partition: the values of `AWS::Partition` and `AWS::URLSuffix`. */
  readonly partition: string | null;
  /** The account to which it is deployed, if the configuration or a stack set names one: the value of `AWS::AccountId`. */
  readonly account: string | null;
  /** The cost of resolving so far, in the whole deployment. */
  readonly effort: Effort;
}

/** These differ from stack to stack, unlike the region or the account. */
const PER_STACK = ["AWS::StackName", "AWS::StackId"];

/** A name in a template as the whole deployment knows it: `Stack/Role`. */
export function qualified(scope: Scope, name: string): string {
  return name.startsWith("AWS::") && !PER_STACK.includes(name) ? name : `${scope.prefix}${name}`;
}

/** The prefix of the names in a template that is read together with those that import from it: no logical ID has a hyphen. */
export function linkOf(qualifiedName: string): string {
  const stack = qualifiedName.slice(0, qualifiedName.indexOf("/") + 1);
  return stack.includes("-") ? stack : "";
}

/** Whether neither the configuration nor the nesting template sets a template's parameter. */
export function usesDefault(name: string, { parent, given }: Pick<Scope, "parent" | "given">): boolean {
  return parent?.passed.has(name) !== true && !given.has(name);
}

/** The template that declares a deployment-wide name, and its local name there. Returns null if the template isn't read. */
export function declaring(
  scope: Scope,
  qualifiedName: string,
): { readonly scope: Scope; readonly name: string } | null {
  let at = scope;
  while (at.parent !== null) at = at.parent.scope;
  const path = qualifiedName.split("/");
  const name = path.pop() ?? "";
  for (const stack of path) {
    const nested = at.nested.get(stack);
    if (nested === undefined) return null;
    at = nested;
  }
  return { scope: at, name };
}
