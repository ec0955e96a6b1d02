import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { TextPiece } from "../../source/text-piece.js";
import type { ReadBudget } from "../read-budget.js";

/**
 * Steps for resolving one template, in all ways in which its conditions can fall out. Forty lines of `Fn::Sub` that each name
 * the one before twice would ask for a million million; a template of 5 MB takes some hundred thousand.
 */
export const MOST_STEPS = 1_500_000;

/** CloudFormation takes a template of 1 MB, and no function makes more of it than a policy can hold. */
export const LONGEST_TEXT = 1_048_576;

const CHARACTERS_A_STEP = 16;

/** Of a file that is included: its policies are decided as well, for each role once more. */
const INCLUDED_CHARACTERS_A_STEP = 4;

/** Looking at a node that is no function is much cheaper than resolving one. */
const STEPS_A_LOOK = 0.2;

/** The template can't be resolved: what is not attached because nobody looked must not count as not attached. */
export class TooMuchToResolve extends Error {
  constructor(readonly place: Place) {
    super();
  }
}

/** What the work on a template has cost so far. */
export class Effort {
  #steps = 0;

  constructor(private readonly budget?: ReadBudget) {}

  look({ place }: Node): void {
    this.#spend(STEPS_A_LOOK, place);
  }

  /** The function at a place was resolved to this value. */
  made(value: Node | null, place: Place): void {
    const cost = value === null ? 0 : costOf(value);
    if (cost > LONGEST_TEXT / CHARACTERS_A_STEP) throw new TooMuchToResolve(place);
    this.#spend(2 + cost, place);
  }

  included(characters: number, place: Place): void {
    this.#spend(characters / INCLUDED_CHARACTERS_A_STEP, place);
  }

  /** Pieces are being joined to a text at a place. */
  joining(pieces: readonly TextPiece[], place: Place): void {
    for (const { part } of pieces)
      this.#spend(1 + (typeof part === "string" ? part.length / CHARACTERS_A_STEP : 0), place);
  }

  #spend(steps: number, place: Place): void {
    this.#steps += steps;
    this.budget?.spend(steps);
    if (this.#steps > MOST_STEPS) throw new TooMuchToResolve(place);
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
