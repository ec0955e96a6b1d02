import type { MapNode, Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { Scope } from "../links/scope.js";
import type { Effort } from "./effort.js";
import type { WrittenText } from "./written-text.js";

/** Where an expression is evaluated. */
export interface Surroundings {
  readonly written: WrittenText;
  /** Null in a template file, which sees nothing but the variables that it is given. */
  readonly scope: Scope | null;
  /** What `for` and the arguments of a template file name. */
  readonly bound: ReadonlyMap<string, Node>;
  readonly effort: Effort;
}

/** A key in brackets or behind a dot; null when it is unknown. */
export type Key = string | number | null;

/** How a key is written: `.name`, `["name"]` or `[0]`, or as an expression that Terraform evaluates first. */
export type Step = "attribute" | "index" | "expression";

/** What the first names of a traversal stand for, and how many of the keys behind the first one they take. */
export interface Named {
  readonly node: Node;
  readonly taken: number;
  /** Set where it is unknown whether the node is there: it is not what is named, which may be made of it. */
  readonly isOpen?: true;
}

/** What an evaluation asks for what stands outside of the expression. */
export interface Outside {
  named(root: string, keys: readonly Key[], place: Place, at: Surroundings, steps: readonly Step[]): Named | null;
  /** Whether a node that is unknown is what an attribute will be that the plan has. */
  isPlanned(node: Node): boolean;
  /** `file(path)`, or `templatefile(path, variables)`; null when the file is not at hand. */
  file(path: string, variables: MapNode | null, at: Surroundings): Node | null;
  /** Names of the files in a folder; empty when it is not at hand. */
  filesIn(folder: string): readonly string[];
}
