import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { Effort } from "./effort.js";

/** The result of an operation. Null if it is unknown, "fails" if Terraform rejects the operation. */
export type Outcome = Node | "fails" | null;

/** Returns a function's result for its arguments, placed at the call. */
export type TerraformFunction = (args: readonly Node[], place: Place) => Outcome;

/** A function that may create more than its arguments contain, and charges for it. */
export type CostlyFunction = (args: readonly Node[], place: Place, effort: Effort) => Outcome;
