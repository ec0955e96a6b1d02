import type { Node } from "../../../source/node.js";
import type { PlannedResource } from "../model/plan.js";

/** What the sources of a plan say that an attribute gives, which a plan knows only after the apply. */
export interface Evaluated {
  /** Null where they do not tell. */
  value(resource: PlannedResource, path: readonly (string | number)[]): Node | null;
  /** What they give for an attribute that the plan knows, be they of its state or not; null where they do not tell. */
  sourceOf(resource: PlannedResource, path: readonly (string | number)[]): Node | null;
  /** The attribute that a node stands for, of which no more is known; undefined for what was made of it, or of anything else. */
  originOf(node: Node): PlannedAttribute | undefined;
}

export interface PlannedAttribute {
  readonly resource: PlannedResource;
  readonly attribute: string;
}
