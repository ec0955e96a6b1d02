import { advice, nearestWord } from "./nearest-word.js";
import type { MapEntry } from "./node.js";
import type { Place } from "./place.js";

/** A fault in a file that its author wrote for us: what is wrong, how to fix it, and where. */
export interface Problem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
}

/** A problem for each key that one of our maps can't have. `where` names the map in the message. */
export function unknownKeys(entries: readonly MapEntry[], known: readonly string[], where: string): readonly Problem[] {
  return entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyPlace }) => ({
      message: `unknown key \`${key}\` in ${where}`,
      help: suggestion(key, known, "keys are"),
      place: keyPlace,
    }));
}

/** The help for an unknown word: the nearest known one, or all of them. */
export function suggestion(word: string, known: readonly string[], opening: string): string {
  const near = nearestWord(word, known);
  // A file may have tens of thousands of unknown words.
  return advice(near, near === null ? `${opening} ${known.join(", ")}` : "");
}
