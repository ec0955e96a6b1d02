import { advice, nearestWord } from "./nearest-word.js";
import type { MapEntry } from "./node.js";
import type { Place } from "./place.js";

/** A fault in a file that is written for this check: what is wrong, how to fix it, and where it is. */
export interface Problem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
}

/** Returns a problem for each key that the map can't have. `where` names the map in the message. */
export function unknownKeys(entries: readonly MapEntry[], known: readonly string[], where: string): readonly Problem[] {
  return entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyPlace }) => ({
      message: `unknown key \`${key}\` in ${where}`,
      help: suggestion(key, known, "keys:"),
      place: keyPlace,
    }));
}

/** The help for an unknown word: the nearest known word, or all known words. */
export function suggestion(word: string, known: readonly string[], opening: string): string {
  const near = nearestWord(word, known);
  // A file may have tens of thousands of unknown words, so the list is built only if it is needed.
  return advice(near, near === null ? `${opening} ${known.join(", ")}` : "");
}
