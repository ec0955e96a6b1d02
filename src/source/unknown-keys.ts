import { advice, nearestWord } from "./nearest-word.js";
import type { MapEntry } from "./node.js";
import type { Place } from "./place.js";

/** Something wrong in a file that its author wrote for us: what, how to mend it, and where. */
export interface Problem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
}

/** A problem for each key that a map of ours does not know; `where` names the map in the message. */
export function unknownKeys(entries: readonly MapEntry[], known: readonly string[], where: string): readonly Problem[] {
  return entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyPlace }) => ({
      message: `unknown key \`${key}\` in ${where}`,
      help: suggestion(key, known, "keys are"),
      place: keyPlace,
    }));
}

/** What to say of a word that is none of the known ones: the near one, or all of them. */
export function suggestion(word: string, known: readonly string[], opening: string): string {
  return advice(nearestWord(word, known), `${opening} ${known.join(", ")}`);
}
