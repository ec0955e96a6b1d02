import { Lexer } from "yaml";
import type { TextRange } from "./place.js";

/** A piece of YAML: `isScalar` of a text without quotes, or of a block of text. */
interface Piece {
  readonly piece: string;
  readonly at: number;
  readonly isScalar: boolean;
}

/** Whatever the lexer gives is a piece of the text, but for marks: of a document, of a fault, and of a scalar that comes next. */
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

/** Texts without quotes around them. */
export function yamlWords(text: string): readonly string[] {
  return [...piecesOf(text)].flatMap(({ piece, isScalar }) => (isScalar ? [piece] : []));
}
