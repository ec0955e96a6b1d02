import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { listCall, text } from "./expressions.js";

/** A value under a condition, and the name of that condition. */
export interface Way<Made> {
  readonly made: Made;
  readonly name: string;
}

/** Nests the values in `Fn::If` calls, each under its condition. The last value is the fallback. */
export function chosenBy(ways: readonly Way<Node>[], place: Place): Node {
  return ways
    .map(({ made }) => made)
    .reduceRight((otherwise, made, at) =>
      listCall("Fn::If", place, [text(ways[at]?.name ?? "", place), made, otherwise]),
    );
}
