import { Lexer } from "yaml";
import type { TextRange } from "./place.js";

/** A piece of YAML text. `isScalar` is true for unquoted strings and block scalars. */
interface Piece {
  readonly piece: string;
  readonly at: number;
  readonly isScalar: boolean;
}

/** The lexer's tokens are pieces of the text, except for the marks of a document, of an error, and of a scalar that follows. */
function* piecesOf(text: string): Generator<Piece> {
  let at = 0;
  let isScalar = false;
  for (const piece of new Lexer().lex(text)) {
    if (piece === "\u0002" || piece === "\u0018") continue;
    if (piece === "\u001f") {
      isScalar = true;
      continue;
    }
    yield { piece, at, isScalar };
    at += piece.length;
    isScalar = false;
  }
}

export function yamlComments(text: string): readonly TextRange[] {
  return [...piecesOf(text)].flatMap(({ piece, at, isScalar }) =>
    !isScalar && piece.startsWith("#") ? [{ start: at, end: at + piece.length }] : [],
  );
}

/** All unquoted strings in YAML text. */
export function yamlWords(text: string): readonly string[] {
  return [...piecesOf(text)].flatMap(({ piece, isScalar }) => (isScalar ? [piece] : []));
}
