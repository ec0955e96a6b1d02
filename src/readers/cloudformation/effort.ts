import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { TextPiece } from "../../source/text-piece.js";
import type { ReadBudget } from "../read-budget.js";

/**
 * The maximum number of steps to resolve one template, across all combinations of condition outcomes. Forty lines of
 * `Fn::Sub` that each use the previous line twice would need a trillion. A 5 MB template takes a few hundred thousand.
 */
export const MAX_STEPS = 1_500_000;

/** CloudFormation accepts templates of up to 1 MB, and no function needs to produce more than fits into a policy. */
export const MAX_TEXT_LENGTH = 1_048_576;

const CHARACTERS_A_STEP = 16;

/** Characters per step in an included file: fewer, because its policies are also evaluated once for each role. */
const INCLUDED_CHARACTERS_A_STEP = 4;

/** Looking at a node that isn't a function is much cheaper than resolving a function. */
const STEPS_A_LOOK = 0.2;

/** Thrown if a template can't be resolved. Attachments that were never read must not count as absent. */
export class TooMuchToResolve extends Error {
  constructor(readonly place: Place) {
    super();
  }
}

/** Adds up the cost of resolving a template. */
export class Effort {
  #steps = 0;

  constructor(private readonly budget?: ReadBudget) {}

  look({ place }: Node): void {
    this.#spend(STEPS_A_LOOK, place);
  }

  /** Charges for resolving a function at a place to a value. */
  made(value: Node | null, place: Place): void {
    const cost = value === null ? 0 : costOf(value);
    if (cost > MAX_TEXT_LENGTH / CHARACTERS_A_STEP) throw new TooMuchToResolve(place);
    this.#spend(2 + cost, place);
  }

  included(characters: number, place: Place): void {
    this.#spend(characters / INCLUDED_CHARACTERS_A_STEP, place);
  }

  /** Charges for joining pieces to a string at a place. */
  joining(pieces: readonly TextPiece[], place: Place): void {
    for (const { part } of pieces)
      this.#spend(1 + (typeof part === "string" ? part.length / CHARACTERS_A_STEP : 0), place);
  }

  #spend(steps: number, place: Place): void {
    this.#steps += steps;
    this.budget?.spend(steps);
    if (this.#steps > MAX_STEPS) throw new TooMuchToResolve(place);
  }
}

function costOf(node: Node): number {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" ? node.value.length / CHARACTERS_A_STEP : 0;
    case "partial":
      return node.parts.reduce(
        (sum, part) => sum + 1 + (typeof part === "string" ? part.length / CHARACTERS_A_STEP : 0),
        0,
      );
    case "list":
      return node.items.length;
    case "map":
      return node.entries.length;
    case "unresolved":
      return 0;
  }
}
