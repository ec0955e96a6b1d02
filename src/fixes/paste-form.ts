import { isHcl } from "../hcl/hcl-file.js";
import { hclTokens } from "../hcl/tokens.js";
import type { Finding } from "../rules/finding.js";
import { type Place, rangeOf } from "../source/place.js";
import { listIn } from "./hcl-list.js";

/**
 * The form to paste: a `statement` block, an HCL object, items of a list that is outside its statement, or a separate
 * policy for the role. `nothing` if a new plan is all that is needed.
 */
export type PasteForm = "block" | "object" | "items" | "policy" | "nothing";

/** How many characters to look back for the block, which may contain several policies of AWS's maximum size. */
const LOOK_BACK = 50_000;

const HEADER = /^[ \t]*(?:(?:data|resource|module|variable|output)[ \t]+"|locals[ \t]*\{)/;

/** The form that fits the place. Returns null if a statement in the file's own format fits, or JSON in a heredoc. */
export function pasteForm(place: Place): PasteForm | null {
  const range = rangeOf(place);
  if (range === null) return null;
  const { start, end, file } = range;
  const { text } = file;
  const isOfHcl = isHcl(file);
  const header = isOfHcl ? headerAbove(text, start) : start;
  const around = [...hclTokens(text, { start: header, end: Math.min(start + 1, text.length) })].at(-1);
  const list = text.slice(start, Math.min(end, start + 2));
  const isInside = around !== undefined && around.start < start && /^(?:heredoc|string)$/.test(around.kind);
  if (isOfHcl && (isInside || list === "<<")) return null;
  const isList = list.startsWith("[") || (!isOfHcl && /^-\s/.test(list));
  const isBlock = isOfHcl && /^\s*data\s+"aws_iam_policy_document"/.test(text.slice(header, header + 100));
  const key = isBlock ? /\b(?:not_)?actions\b/ : /\b(?:Not)?Action\b/;
  if (isList && !key.test(keyBefore(text, start))) return "items";
  if (!isOfHcl) return null;
  const isMade = listIn(text, range) !== null;
  if (isMade && !key.test(keyBefore(text, start))) return "items";
  return isBlock ? "block" : "object";
}

/** The start of the line that opens the block around the offset. Returns the offset itself if no such line is nearby. */
function headerAbove(text: string, offset: number): number {
  for (let end = offset; end > Math.max(0, offset - LOOK_BACK); ) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    if (HEADER.test(text.slice(start, Math.min(end, start + 200)))) return start;
    end = start - 1;
  }
  return offset;
}

/** The line up to the offset, or the line above if the list starts on its own line. */
function keyBefore(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - 500), offset).trimEnd();
  return before.slice(before.lastIndexOf("\n") + 1);
}

/**
 * The place to paste at: the role if a separate policy is missing, the statement if its list is created elsewhere, or else the finding's
 * place.
 */
export function placeToFix({ place, remedy }: Pick<Finding, "place" | "remedy">): Place {
  if (remedy?.kind === "add-policy") return remedy.role.place;
  const statement = remedy?.kind === "add-actions" ? remedy.lists[0]?.statement.place : undefined;
  const [list, around] = [rangeOf(place), statement === undefined ? null : rangeOf(statement)];
  if (statement === undefined || list === null || around === null || pasteForm(place) === "items") return place;
  return list.file === around.file && list.start >= around.start && list.end <= around.end ? place : statement;
}
