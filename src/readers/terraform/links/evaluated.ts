import type { Node } from "../../../source/node.js";
import type { PlannedResource } from "../model/plan.js";

/** Values of attributes that a plan knows only after the apply, according to the plan's sources. */
export interface Evaluated {
  /** Returns null if the sources don't determine it. */
  value(resource: PlannedResource, path: readonly (string | number)[]): Node | null;
  /**
   * The source's value of an attribute that the plan knows, whether or not the source has changed since the plan. Returns null if
   * the source doesn't determine it.
   */
  sourceOf(resource: PlannedResource, path: readonly (string | number)[]): Node | null;
  /** The attribute that an unknown node represents. Returns undefined for a value made from it, and for anything else. */
  originOf(node: Node): PlannedAttribute | undefined;
}

export interface PlannedAttribute {
  readonly resource: PlannedResource;
  readonly attribute: string;
}
