import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";

/** What a function gives for its arguments, placed at its call; null where that is not known. */
export type TerraformFunction = (args: readonly Node[], place: Place) => Node | null;
