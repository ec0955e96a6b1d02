import type { ListNode, MapNode, Node, PartialNode, ScalarNode, Text, TextPart } from "./node.js";
import type { Place } from "./place.js";

/** A string's origin: the pieces it was joined from, or the value that was encoded as JSON. */
export type BuiltText =
  | { readonly kind: "text"; readonly pieces: readonly TextPiece[] }
  | { readonly kind: "json"; readonly value: Node };

/** A piece of a joined string, with the place where its author wrote it. */
export interface TextPiece {
  readonly part: TextPart;
  /** The scalar that contains the piece as written. If the piece is an expression's value, the scalar that contains the expression. */
  readonly place: Place;
  /** That scalar's content. `from` and `to` delimit the piece or its expression in it. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** As in {@link PartialNode.inAnyOrder}. */
  readonly inAnyOrder?: true;
  /** The list or map whose JSON starts with this piece, or "rest" for the pieces that continue the JSON. */
  readonly json?: ListNode | MapNode | "rest";
  /** As in {@link UnresolvedNode.mayBe}. */
  readonly mayBe?: readonly Node[];
  /** As in {@link ScalarNode.unset}. */
  readonly unset?: Text;
}

/** The pieces of a string. A string that wasn't joined is a single piece. */
export function piecesOf(node: ScalarNode | PartialNode): readonly TextPiece[] {
  if (node.made?.kind === "text") return node.made.pieces;
  const { place } = node;
  if (node.kind === "partial") return node.parts.map((part) => pieceAt(part, place));
  const value = String(node.value ?? "");
  return [{ ...pieceAt(value, place, value), ...(node.unset === undefined ? {} : { unset: node.unset }) }];
}

/** @param value the scalar's content, if the piece is all of it */
export function pieceAt(part: TextPart, place: Place, value = ""): TextPiece {
  return { part, place, value, from: 0, to: value.length };
}
