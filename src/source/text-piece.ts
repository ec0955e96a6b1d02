import type { ListNode, MapNode, Node, PartialNode, ScalarNode, Text, TextPart } from "./node.js";
import type { Place } from "./place.js";

/** A string's origin: pieces, or the JSON of a value. */
export type BuiltText =
  | { readonly kind: "text"; readonly pieces: readonly TextPiece[] }
  | { readonly kind: "json"; readonly value: Node };

/** A piece of a joined string, and where its author wrote it. */
export interface TextPiece {
  readonly part: TextPart;
  /** The scalar in which the piece, or the expression that it is the value of, was written. */
  readonly place: Place;
  /** The content of that scalar. The piece or its expression is between `from` and `to`. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** As for a partial string. */
  readonly inAnyOrder?: true;
  /** A list or map whose JSON begins with the piece. "rest" for the pieces that follow. */
  readonly json?: ListNode | MapNode | "rest";
  /** As for an unresolved node. */
  readonly mayBe?: readonly Node[];
  /** As of a scalar. */
  readonly unset?: Text;
}

/** The pieces of a string, or the string itself. */
export function piecesOf(node: ScalarNode | PartialNode): readonly TextPiece[] {
  if (node.made?.kind === "text") return node.made.pieces;
  const { place } = node;
  if (node.kind === "partial") return node.parts.map((part) => pieceAt(part, place));
  const value = String(node.value ?? "");
  return [{ ...pieceAt(value, place, value), ...(node.unset === undefined ? {} : { unset: node.unset }) }];
}

/** @param value the scalar's content, if the piece spans all of it */
export function pieceAt(part: TextPart, place: Place, value = ""): TextPiece {
  return { part, place, value, from: 0, to: value.length };
}
