import { isHcl } from "../hcl/hcl-file.js";
import { type HclToken, hclTokens } from "../hcl/tokens.js";
import { namesOf, usesOf } from "../path/source-uses.js";
import { firstFew } from "../source/first-few.js";
import { formatLocation } from "../source/location.js";
import { locate, type Place, type RangePlace, rangeOf, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { isAssigned } from "./hcl-source.js";
import type { WrittenItem } from "./written-list.js";

/**
 * The elements of a list in brackets. An element's range includes a comment before its comma. Returns null for a `for`
 * expression or an unclosed list.
 */
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

/** Matches functions that return the elements of their arguments' lists. */
const PASSES_ON = /^(?:concat|compact|distinct|flatten|setunion|sort|to(?:list|set))$/;

const FIRST = new RegExp(`^\\s*(?:[[(]|#|/[/*]|${PASSES_ON.source.slice(1, -1)})`);

/**
 * The first list in brackets whose elements always end up in the expression's value: in parentheses, or an argument of
 * `concat` and the like.
 */
export function listIn(text: string, range: RangePlace): RangePlace | null {
  // Anything else, such as a variable's whole value, may be long, and would be read again for each role.
  return FIRST.test(text.slice(range.start, range.start + 20)) ? firstList(text, range) : null;
}

function firstList(text: string, range: RangePlace): RangePlace | null {
  const tokens = [...withDepths(text, range)];
  const said = (at: number): string => text.slice(tokens[at]?.start ?? range.end, tokens[at]?.end ?? range.end);
  const begins = (at: number): boolean => at === 0 || /^[(,]$/.test(said(at - 1));
  // The number of open brackets that pass on their contents.
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

/** The tokens, each with the number of brackets open after it. */
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

/** The maximum number of steps by which a list is followed from name to name. Nobody passes a list on more often. */
const MAX_STEPS = 5;

/** Matches the text before a value if that text suggests that the value is a whole assignment. */
const ASSIGNED = /(?:^|[\s{])"?[\w-]{1,100}"?[ \t]{0,100}=[ \t]{0,100}$/;

/** Matches the text after a name if the name, possibly with a key, is the whole value. */
const WHOLE = /^(?:\.[\w-]+|\["[^"]+"\])?[ \t]{0,100}(?:$|[\r\n,}#]|\/[/*]|\)[ \t]{0,9}~?\})/;

/**
 * Whether a list outside the statement is used for that statement's actions and nothing else. It may be a local, a
 * variable's default or value, or an argument of a module call. Its name must occur only once in all files of its
 * module.
 */
export function isUsedOnlyBy(list: RangePlace, statement: RangePlace): boolean {
  let at = list;
  for (let step = 0; step < MAX_STEPS; step += 1) {
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

/**
 * The name and the uses of a list outside a statement. Returns null unless it is a local or variable and all files that
 * may use it are known.
 */
function usesApart(
  list: RangePlace,
  sibling: TextFile,
): { readonly name: string; readonly uses: readonly RangePlace[] } | null {
  const [named] = namesOf(list, sibling);
  return named === undefined || !/^(?:local|var)\./.test(named.name) || !named.module.isWhole
    ? null
    : { name: [named.name, named.part ?? []].flat().join("."), uses: usesOf(named) };
}

/** Says in words where a list outside a statement is used, if it is used several times. Returns null otherwise. */
export function sharingOf(place: Place): string | null {
  const list = rangeOf(place);
  const apart = list === null || !isHcl(list.file) ? null : usesApart(list, list.file);
  if (apart === null || apart.uses.length < 2) return null;
  const { name, uses } = apart;
  const where = firstFew(
    uses.map((use) => formatLocation(locate(use))),
    3,
  );
  return `${name} is used ${uses.length} times (${where}): any addition is granted in all these places`;
}
