import type { MapNode, Node } from "../../source/node.js";
import type { Effort } from "./effort.js";
import type { Exports } from "./exports.js";
import type { GivenValues } from "./parameter-file.js";
import type { StackSet } from "./stack-set.js";

/** The context in which a template's expressions are resolved. */
export interface Scope {
  /** The prefix of all names that a nested template declares, such as `Stack/`. Empty for the outermost template. */
  readonly prefix: string;
  /** The stack sets that deploy the template, outermost first. */
  readonly accounts: readonly StackSet[];
  readonly parameters: ReadonlyMap<string, Node>;
  /** Parameter values from the configuration. */
  readonly given: GivenValues;
  /** The template whose stack resource nests this one, and the parameters that it passes. */
  readonly parent: { readonly scope: Scope; readonly passed: ReadonlyMap<string, Node> } | null;
  /** The resource with a logical ID, as written. Returns undefined if there is none. */
  readonly resource: (logicalId: string) => MapNode | undefined;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  /** The outputs that the template returns to the template that nests it. */
  readonly outputs: ReadonlyMap<string, Node>;
  /** The templates that this template nests, keyed by the stack's logical ID. */
  readonly nested: ReadonlyMap<string, Scope>;
  /** The exports of the deployment's templates, and of the templates in the run that it imports from. */
  readonly exports: Exports;
  /** The declared partition, which determines `AWS::Partition` and `AWS::URLSuffix`. */
  readonly partition: string | null;
  /** The account to which the template is deployed, if the configuration or a stack set names one: the value of `AWS::AccountId`. */
  readonly account: string | null;
  /** The cost of resolving the whole deployment so far. */
  readonly effort: Effort;
}

/** Pseudo parameters that differ from stack to stack, unlike the region and the account. */
const PER_STACK = ["AWS::StackName", "AWS::StackId"];

/** A name from a template in its deployment-wide form: `Stack/Role`. */
export function qualified(scope: Scope, name: string): string {
  return name.startsWith("AWS::") && !PER_STACK.includes(name) ? name : `${scope.prefix}${name}`;
}

/**
 * The prefix that marks names from a template that was read together with templates that import from it, or "". It
 * contains a hyphen, which no logical ID does.
 */
export function linkOf(qualifiedName: string): string {
  const stack = qualifiedName.slice(0, qualifiedName.indexOf("/") + 1);
  return stack.includes("-") ? stack : "";
}

/** Whether a template's parameter is set neither by the configuration nor by the nesting template. */
export function usesDefault(name: string, { parent, given }: Pick<Scope, "parent" | "given">): boolean {
  return parent?.passed.has(name) !== true && !given.has(name);
}

/**
 * For a name in its deployment-wide form, returns the template that declares it, and the name within that template.
 * Returns null if the template wasn't read.
 */
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
