import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { Effort } from "./effort.js";

/** What a function gives for its arguments, placed at its call; null where that is not known. */
export type TerraformFunction = (args: readonly Node[], place: Place) => Node | null;

/** A function that makes more than its arguments hold, and pays for it. */
export type CostlyFunction = (args: readonly Node[], place: Place, effort: Effort) => Node | null;
