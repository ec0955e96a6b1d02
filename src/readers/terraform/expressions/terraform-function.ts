import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { Effort } from "./effort.js";

/** What an operation gives; null where that is unknown, "fails" where Terraform refuses it. */
export type Outcome = Node | "fails" | null;

/** What a function gives for its arguments, placed at its call. */
export type TerraformFunction = (args: readonly Node[], place: Place) => Outcome;

/** A function that makes more than its arguments hold, and pays for it. */
export type CostlyFunction = (args: readonly Node[], place: Place, effort: Effort) => Outcome;
