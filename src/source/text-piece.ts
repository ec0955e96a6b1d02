import type { ListNode, MapNode, Node, PartialNode, ScalarNode, TextPart } from "./node.js";
import type { Place } from "./place.js";

/** How a text was made: of pieces, or as the JSON of a value. */
export type MadeText =
  | { readonly kind: "text"; readonly pieces: readonly TextPiece[] }
  | { readonly kind: "json"; readonly value: Node };

/** A piece of a text that was put together from others, and where its author wrote it. */
export interface TextPiece {
  readonly part: TextPart;
  /** The scalar that the piece, or the expression that it is the value of, was written in. */
  readonly place: Place;
  /** What that scalar holds; from `from` to `to` stands the piece or its expression. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** As of a partial text. */
  readonly inAnyOrder?: true;
  /** A list or map whose JSON begins with the piece, and "rest" for the pieces of it that follow. */
  readonly json?: ListNode | MapNode | "rest";
  /** As of an unresolved node. */
  readonly mayBe?: readonly Node[];
}

/** A text as pieces: those that it was made of, or itself. */
export function piecesOf(node: ScalarNode | PartialNode): readonly TextPiece[] {
  if (node.made?.kind === "text") return node.made.pieces;
  const { place } = node;
  if (node.kind === "partial") return node.parts.map((part) => pieceAt(part, place));
  const value = String(node.value ?? "");
  return [pieceAt(value, place, value)];
}

/** @param value what the scalar at its place holds, where the piece is that as a whole */
export function pieceAt(part: TextPart, place: Place, value = ""): TextPiece {
  return { part, place, value, from: 0, to: value.length };
}
