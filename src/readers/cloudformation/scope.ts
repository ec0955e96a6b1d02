import type { Node } from "../../source/node.js";
import type { Effort } from "./effort.js";
import type { GivenValues } from "./parameter-file.js";

/** What the expressions of one template are resolved in. */
export interface Scope {
  /** `Stack/` in front of the names that a nested template declares; empty for the template itself. */
  readonly prefix: string;
  readonly parameters: ReadonlyMap<string, Node>;
  /** Parameter values that are known from outside, by the config. */
  readonly given: GivenValues;
  /** The template whose stack resource nests this one, and the parameters that it passes in. */
  readonly parent: { readonly scope: Scope; readonly passed: ReadonlyMap<string, Node> } | null;
  /** Of the resource with a logical ID; null where there is none. */
  readonly typeOf: (logicalId: string) => string | null;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  /** What the template gives to one that nests it. */
  readonly outputs: ReadonlyMap<string, Node>;
  /** Templates that this one nests, by the logical ID of the stack. */
  readonly nested: ReadonlyMap<string, Scope>;
  /** What resolving has cost so far, in the whole deployment. */
  readonly effort: Effort;
}

/** Differs from stack to stack, unlike the region or the account. */
const PER_STACK = ["AWS::StackName", "AWS::StackId"];

/** A name of a template as the whole deployment knows it: `Stack/Role`. */
export function qualified(scope: Scope, name: string): string {
  return name.startsWith("AWS::") && !PER_STACK.includes(name) ? name : `${scope.prefix}${name}`;
}
