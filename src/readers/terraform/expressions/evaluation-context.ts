import type { MapNode, Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { Scope } from "../links/scope.js";
import type { Effort } from "./effort.js";
import type { WrittenText } from "./written-text.js";

/** The context in which an expression is evaluated. */
export interface EvaluationContext {
  readonly written: WrittenText;
  /** Null in a template file, which sees only the variables passed to it. */
  readonly scope: Scope | null;
  /** The values that `for`, or a template file's variables, bind to names. */
  readonly bound: ReadonlyMap<string, Node>;
  readonly effort: Effort;
}

/** A key in brackets or after a dot. Null if it is unknown. */
export type Key = string | number | null;

/** The notation of a key: `.name`, `["name"]` or `[0]`, or an expression that Terraform evaluates first. */
export type Step = "attribute" | "index" | "expression";

/** The value that the first names of a traversal refer to, and how many keys after the root belong to that reference. */
export interface Named {
  readonly node: Node;
  readonly taken: number;
  /** Set if it is unknown whether the node exists. The named value may then be built from the node. */
  readonly isOpen?: true;
}

/** The inputs of an evaluation that come from outside the expression. */
export interface Outside {
  named(root: string, keys: readonly Key[], place: Place, at: EvaluationContext, steps: readonly Step[]): Named | null;
  /** Whether an unknown node represents the future value of an attribute in the plan. */
  isPlanned(node: Node): boolean;
  /** The result of `file(path)` or `templatefile(path, variables)`. Returns null if the file is missing. */
  file(path: string, variables: MapNode | null, at: EvaluationContext): Node | null;
  /** The file names in a folder. Empty if the folder is missing. */
  filesIn(folder: string, at: EvaluationContext): readonly string[];
}
