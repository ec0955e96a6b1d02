import { Lexer } from "yaml";
import type { TextRange } from "./place.js";

/** A piece of YAML. `isScalar` is true for an unquoted string, and for a block scalar. */
interface Piece {
  readonly piece: string;
  readonly at: number;
  readonly isScalar: boolean;
}

/**
 * Every token of the lexer is a piece of the text, except for its marks: of a document, of a fault, and of a scalar that comes
 * next.
 */
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

/** The strings without quotes around them. */
export function yamlWords(text: string): readonly string[] {
  return [...piecesOf(text)].flatMap(({ piece, isScalar }) => (isScalar ? [piece] : []));
}
