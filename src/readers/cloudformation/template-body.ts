import { concatenate } from "../../source/join-text.js";
import { entryOf, type MapNode, type TextPart } from "../../source/node.js";
import { type Place, rangeOf, rangePlace } from "../../source/place.js";
import { parseFile } from "../parse-file.js";
import type { FileProblem } from "../reader.js";
import { relocated } from "./relocate.js";
import { Resolver } from "./resolver.js";
import { NO_SCENARIO } from "./scenario.js";
import { isTemplate, type Resource } from "./template.js";
import { templateRoots } from "./template-roots.js";

/** The template that a stack set holds as a text; a reason why it is not read; null where there is no text. */
export type TemplateBody =
  | { readonly root: MapNode }
  | { readonly problem: FileProblem }
  | { readonly unknown: string }
  | null;

export function templateBody({ logicalId, properties, scope }: Resource): TemplateBody {
  const written = entryOf(properties, "TemplateBody")?.value;
  if (written === undefined) return null;
  const body = new Resolver(scope, NO_SCENARIO).resolve(written);
  if (body?.kind === "map") return { root: body };
  const parts = body?.kind === "partial" ? body.parts : body?.kind === "scalar" ? [String(body.value)] : null;
  if (body === null || parts === null) return { unknown: "its TemplateBody is known only at deployment" };
  const { place } = body;
  const parse = parseFile({ path: "body.template", text: parts.map(marked).join("") });
  if ("problem" in parse) {
    if (parts.length > 1) return { unknown: "its TemplateBody has parts that are known only at deployment" };
    const message = `the TemplateBody of ${logicalId}${parse.problem.message.replace("body.template", "")}`;
    return { problem: { message, help: "correct the text", place } };
  }
  const root = templateRoots(parse.parsed).find(isTemplate);
  if (root === undefined) return { unknown: "its TemplateBody is no template" };
  const lines = parts.length === 1 ? literalLines(String(parts[0]), place) : null;
  const moved = relocated(
    root,
    (inside) => (lines === null ? place : (placeAmong(lines, inside) ?? place)),
    (text, at) => concatenate(unmarked(text, parts), at),
  );
  return moved.kind === "map" ? { root: moved } : null;
}

// Characters for private use stand for the parts that are not known while the text is parsed.
const MARK = /\ue000(\d+)\ue001/;

function marked(part: TextPart, index: number): string {
  return typeof part === "string" ? part : `\ue000${index}\ue001`;
}

/** Every second piece is the number of a part. */
function unmarked(text: string, parts: readonly TextPart[]): readonly TextPart[] {
  return text.split(MARK).map((piece, index) => (index % 2 === 0 ? piece : (parts[Number(piece)] ?? piece)));
}

/** A line of a text, and where it stands in the file. */
interface Line {
  readonly from: number;
  readonly at: Place & { readonly kind: "range" };
}

/** The lines of a text that YAML has as they are, but for their indentation; null for any other text. */
function literalLines(text: string, place: Place): readonly Line[] | null {
  const range = rangeOf(place);
  if (range === null) return null;
  const { file, start } = range;
  let at = file.text.lastIndexOf("\n", start - 1) + 1;
  if (!/\|[-+\d]*[ \t]*(?:#[^\n]*)?\r?\n$/.test(file.text.slice(Math.max(0, at - 200), at))) return null;
  const lines: Line[] = [];
  let from = 0;
  for (const line of text.replace(/(?<!\n)\n+$/, "").split("\n")) {
    const eol = file.text.indexOf("\n", at);
    const last = eol === -1 ? file.text.length : eol;
    const shown = file.text.slice(at, last).replace(/\r$/, "");
    if (!shown.endsWith(line) || shown.slice(0, shown.length - line.length).trim() !== "") return null;
    lines.push({ from, at: rangePlace(file, at + shown.length - line.length, last) });
    from += line.length + 1;
    at = last + 1;
  }
  return lines;
}

function placeAmong(lines: readonly Line[], inside: Place): Place | null {
  const range = rangeOf(inside);
  const offset = (within: number): number | null => {
    const line = lines.findLast(({ from }) => from <= within);
    return line === undefined ? null : Math.min(line.at.start + within - line.from, line.at.end);
  };
  const [start, end] = range === null ? [null, null] : [offset(range.start), offset(range.end)];
  const [first] = lines;
  return first === undefined || start === null || end === null ? null : rangePlace(first.at.file, start, end);
}
