import type { Node } from "../../../source/node.js";
import type { PlannedResource } from "../model/plan.js";

/** The values, according to the sources, of attributes that a plan knows only after apply. */
export interface Evaluated {
  /** Returns null if the sources don't determine the value. */
  value(resource: PlannedResource, path: readonly (string | number)[]): Node | null;
  /**
   * The value in the source of an attribute that the plan knows, whether or not the source has changed since the plan.
   * Returns null if the source doesn't determine it.
   */
  sourceOf(resource: PlannedResource, path: readonly (string | number)[]): Node | null;
  /** The attribute that an unknown node represents. Returns undefined for a value built from an attribute, and for anything else. */
  originOf(node: Node): PlannedAttribute | undefined;
}

export interface PlannedAttribute {
  readonly resource: PlannedResource;
  readonly attribute: string;
}
