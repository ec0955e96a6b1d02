import { type HclToken, hclTokens } from "../hcl/tokens.js";
import { namesOf, usesOf } from "../path/source-uses.js";
import { firstFew } from "../source/first-few.js";
import { formatLocation } from "../source/location.js";
import { locate, type Place, type RangePlace, rangeOf, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { isAssigned, isHcl } from "./hcl-source.js";
import type { WrittenItem } from "./written-list.js";

/** The elements of a list in brackets, each with a comment between it and its comma; null for what `for` makes, and for what is not closed. */
export function hclItems(text: string, range: TextRange): readonly WrittenItem[] | null {
  const items: WrittenItem[] = [];
  let from: number | null = null;
  let to = 0;
  for (const { kind, start, end, depth } of withDepths(text, range)) {
    const isEnd = depth === 0 || (depth === 1 && text[start] === ",");
    if (isEnd && from !== null) items.push(itemOf(text, { start: from, end: to }, start));
    if (depth === 0) return end === range.end ? items : null;
    if (isEnd) from = null;
    else if (from === null && kind === "name" && text.slice(start, end) === "for") return null;
    else if (start > range.start) from ??= start;
    to = end;
  }
  return null;
}

/** What gives the elements of its lists, whichever these are. */
const PASSES_ON = /^(?:concat|compact|distinct|flatten|setunion|sort|to(?:list|set))$/;

/** The first list in brackets whose elements are always among those of the expression: in parentheses, or an argument of `concat` and the like. */
export function listIn(text: string, range: RangePlace): RangePlace | null {
  const tokens = [...withDepths(text, range)];
  const said = (at: number): string => text.slice(tokens[at]?.start ?? range.end, tokens[at]?.end ?? range.end);
  const begins = (at: number): boolean => at === 0 || /^[(,]$/.test(said(at - 1));
  // So many of the brackets that are open pass on what they hold.
  let passing = 0;
  for (const [at, { kind, start, depth }] of tokens.entries()) {
    if (kind === "close") passing = Math.min(passing, depth);
    if (kind !== "open" || depth !== passing + 1) continue;
    if (said(at) === "(" && (begins(at) || (begins(at - 1) && PASSES_ON.test(said(at - 1))))) passing += 1;
    if (said(at) !== "[" || !begins(at)) continue;
    let close = at + 1;
    while ((tokens[close]?.depth ?? 0) >= depth) close += 1;
    const end = tokens[close]?.end;
    if (end !== undefined && /^[),]?$/.test(said(close + 1))) return { ...range, start, end };
  }
  return null;
}

/** The tokens with how many brackets are open behind them. */
function* withDepths(text: string, range: TextRange): Generator<HclToken & { readonly depth: number }, void> {
  let depth = 0;
  for (const token of hclTokens(text, range)) {
    if (token.kind === "newline") continue;
    if (token.kind === "open") depth += 1;
    if (token.kind === "close") depth -= 1;
    yield { ...token, depth };
  }
}

function itemOf(text: string, { start, end }: TextRange, next: number): WrittenItem {
  const said = text.slice(start, end);
  const [comment = ""] = /^[ \t]*\/\*[^\n]*?\*\/(?=\s*$)/.exec(next - end > 500 ? "" : text.slice(end, next)) ?? [];
  return { start, end: end + comment.length, text: said.startsWith('"') ? said.slice(1, -1) : said, quote: '"' };
}

/** More than anybody passes a list along. */
const MOST_STEPS = 5;

/** The whole of a value, as far as what stands before it says. */
const ASSIGNED = /(?:^|[\s{])"?[\w-]{1,100}"?[ \t]{0,100}=[ \t]{0,100}$/;

/** The same of what stands behind a name, and a key of what it names. */
const WHOLE = /^(?:\.[\w-]+|\["[^"]+"\])?[ \t]{0,100}(?:$|[\r\n,}#]|\/[/*]|\)[ \t]{0,9}~?\})/;

/**
 * Whether a list that stands apart is used for the actions of one statement and for nothing else: a local, a variable's default or value, or
 * the argument of a module's call, whose name stands once in all files of its module.
 */
export function isHeldFor(list: RangePlace, statement: RangePlace): boolean {
  let at = list;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { text } = at.file;
    const [use, ...others] = ASSIGNED.test(text.slice(Math.max(0, at.start - 500), at.start))
      ? (usesApart(at, statement.file)?.uses ?? [])
      : [];
    if (use === undefined || others.length > 0 || !WHOLE.test(use.file.text.slice(use.end, use.end + 200)))
      return false;
    if (use.file === statement.file && use.start > statement.start && use.end < statement.end)
      return isAssigned(use.file.text, use.start);
    at = use;
  }
  return false;
}

/** Of a list that stands apart, its name and where that stands, if all files that it may stand in are known. */
function usesApart(
  list: RangePlace,
  beside: TextFile,
): { readonly name: string; readonly uses: readonly RangePlace[] } | null {
  const [named] = namesOf(list, beside);
  return named === undefined || !/^(?:local|var)\./.test(named.name) || !named.module.isWhole
    ? null
    : { name: [named.name, named.part ?? []].flat().join("."), uses: usesOf(named) };
}

/** Of a list that stands apart and is used several times, in words, where; null for any other. */
export function sharingOf(place: Place): string | null {
  const list = rangeOf(place);
  const apart = list === null || !isHcl(list.file) ? null : usesApart(list, list.file);
  if (apart === null || apart.uses.length < 2) return null;
  const { name, uses } = apart;
  const where = firstFew(
    uses.map((use) => formatLocation(locate(use))),
    3,
  );
  return `${name} is used ${uses.length} times (${where}): what it gets is granted wherever it is used`;
}
