import { type Node, type Text, type TextPart, textOf } from "./node.js";
import type { Place } from "./place.js";
import type { TextPiece } from "./text-piece.js";

/** Joins pieces of text. If the result may be JSON or a template, it remembers where each piece was written. */
export function assemble(pieces: readonly TextPiece[], place: Place): Node {
  const node = concatenate(
    pieces.map(({ part }) => part),
    place,
  );
  if (node.kind === "scalar" && pieces.some(({ unset }) => unset !== undefined)) {
    const unset = textOf(
      concatenate(
        pieces.map((one) => one.unset ?? one.part),
        place,
      ),
    );
    return unset === undefined ? node : { ...node, unset };
  }
  if (node.kind === "unresolved") return { ...node, mayBe: pieces.flatMap((one) => one.mayBe ?? []) };
  const start = pieces.find(({ part }) => typeof part !== "string" || part.trim() !== "")?.part;
  const keepsPieces = (typeof start === "string" && START.test(start)) || pieces.some(({ mayBe }) => mayBe);
  return keepsPieces && (node.kind === "scalar" || node.kind === "partial")
    ? { ...node, made: { kind: "text", pieces } }
    : node;
}

/** The start of JSON or YAML. */
const START = /^\s*(?:\{|---|#|[A-Z]\w+:\s)/;

/** Joins strings. Adjacent known parts become one string. Unknown parts stay separate, so the rest remains usable. */
export function concatenate(texts: readonly Text[], place: Place): Node {
  const parts: TextPart[] = [];
  for (const part of texts.flatMap((one): readonly TextPart[] =>
    typeof one === "string" || one.kind === "unresolved" ? [one] : one.parts,
  )) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  }
  const [first, ...others] = parts;
  if (first === undefined) return { kind: "scalar", place, value: "" };
  if (others.length > 0) return { kind: "partial", place, parts };
  return typeof first === "string" ? { kind: "scalar", place, value: first } : { ...first, place };
}
