import { endOfString } from "./json-index.js";
import type { TextRange } from "./place.js";

/** The ranges of the numbers in JSON text. */
export function* jsonNumbers(text: string): Generator<TextRange, void> {
  const token = /"|-?\d[\d.eE+-]*/g;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '"') token.lastIndex = endOfString(text, match.index);
    else yield { start: match.index, end: token.lastIndex };
  }
}
