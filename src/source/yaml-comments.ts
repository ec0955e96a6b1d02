import { Lexer } from "yaml";
import type { TextRange } from "./place.js";

/** Whatever the lexer gives is a piece of the text, but for marks: of a document, of a fault, and of a scalar that comes next. */
export function yamlComments(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let at = 0;
  let isScalar = false;
  for (const piece of new Lexer().lex(text)) {
    if (piece === "\u0002" || piece === "\u0018") continue;
    if (piece === "\u001f") {
      isScalar = true;
      continue;
    }
    if (!isScalar && piece.startsWith("#")) found.push({ start: at, end: at + piece.length });
    at += piece.length;
    isScalar = false;
  }
  return found;
}
