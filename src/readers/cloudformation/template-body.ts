import { concatenate } from "../../source/join-text.js";
import type { MapNode, Node, TextPart } from "../../source/node.js";
import { type Place, rangeOf, rangePlace } from "../../source/place.js";
import { PlacedText } from "../../source/placed-text.js";
import { piecesOf, type TextPiece } from "../../source/text-piece.js";
import { parseFile } from "../parse-file.js";
import type { ReadBudget } from "../read-budget.js";
import type { FileProblem } from "../reader.js";
import { relocated } from "./relocate.js";
import { isTemplate } from "./template.js";
import { templateRoots } from "./template-roots.js";

/** The template that a stack set contains as a string, or the reason why it isn't read. Null if there is none. */
export type TemplateBody =
  | { readonly root: MapNode }
  | { readonly problem: FileProblem }
  | { readonly unknown: string }
  | null;

export function templateBody(logicalId: string, body: Node, budget: ReadBudget | undefined): TemplateBody {
  if (body.kind === "map") return { root: body };
  if (body.kind !== "partial" && body.kind !== "scalar")
    return { unknown: "its TemplateBody is known only at deployment" };
  const { place } = body;
  const pieces = piecesOf(body);
  const parts = pieces.map(({ part }) => part);
  const isKnown = parts.every((part) => typeof part === "string");
  const parse = parseFile({ path: "body.template", text: parts.map(marked).join("") }, budget);
  if ("problem" in parse) {
    if (!isKnown) return { unknown: "its TemplateBody has parts that are known only at deployment" };
    const message = `the TemplateBody of ${logicalId}${parse.problem.message.replace("body.template", "")}`;
    return { problem: { message, help: "correct the text", place: placesIn(pieces)(parse.problem.place) ?? place } };
  }
  const root = templateRoots(parse.parsed).find(isTemplate);
  if (root === undefined) return { unknown: "its TemplateBody is not a template" };
  const placeOf = placesIn(pieces);
  const moved = relocated(
    root,
    (inside) => placeOf(inside) ?? place,
    (text, at) => concatenate(unmarked(text, parts), at),
  );
  return moved.kind === "map" ? { root: moved } : null;
}

// While the text is parsed, private-use characters represent its unknown parts.
const MARK = /\ue000(\d+)\ue001/;

function marked(part: TextPart, index: number): string {
  return typeof part === "string" ? part : `\ue000${index}\ue001`;
}

/** Converts marked text back to parts. Every second piece of the text is a part's number. */
function unmarked(text: string, parts: readonly TextPart[]): readonly TextPart[] {
  return text.split(MARK).map((piece, index) => (index % 2 === 0 ? piece : (parts[Number(piece)] ?? piece)));
}

/** Finds the places of parts in a string that was parsed with its unknown parts marked. */
function placesIn(pieces: readonly TextPiece[]): (inside: Place) => Place | null {
  let end = 0;
  const placed = pieces.map((piece, index) => {
    const start = end;
    end += marked(piece.part, index).length;
    return { ...piece, start, end };
  });
  const text = new PlacedText(placed);
  const isPlain = pieces.every(({ place }) => place === pieces[0]?.place) && isBlock(pieces[0]?.place);
  return (inside) => {
    const range = rangeOf(inside);
    const found = range === null ? null : text.range(range);
    // Text that is inserted inside quotes, or into one of several strings, would need a different notation, so the
    // range is empty and can't be edited.
    return found === null || isPlain ? found : rangePlace(found.file, found.start, found.start);
  };
}

/** Whether a string is written without quotes. */
function isBlock(place: Place | undefined): boolean {
  const range = place === undefined ? null : rangeOf(place);
  return range !== null && !/["']/.test(range.file.text[range.start] ?? '"');
}
