import { type HclToken, hclTokens } from "../hcl/tokens.js";
import { firstFew } from "../source/first-few.js";
import { formatLocation } from "../source/location.js";
import { locate, type Place, type RangePlace, rangeOf, type TextRange } from "../source/place.js";
import { filesBeside } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { beforeOpenBrace, isAssigned, isHcl } from "./hcl-source.js";
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

/**
 * Whether a list that stands apart is used for the actions of one statement and for nothing else: a local, a variable's default or value, or
 * the argument of a module's call, whose name stands once in all files of its module.
 */
export function isHeldFor(list: RangePlace, statement: RangePlace): boolean {
  let [file, at] = [list.file, list.start];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const holder = holderOf(file, at);
    if (holder === null) return false;
    const isPassed = holder.isOfCall;
    const use = onlyUse(holder.name, isPassed ? statement.file : siblingOf(file, statement.file));
    if (use === null) return false;
    if (use.file === statement.file && use.start > statement.start && use.end < statement.end)
      return isAssigned(use.file.text, use.start);
    if (isPassed) return false;
    [file, at] = [use.file, use.start];
  }
  return false;
}

/** A file of the module in which a name counts: a file of values belongs to the root, whose files are those beside it. */
function siblingOf(file: TextFile, other: TextFile): TextFile {
  const folderOf = ({ path }: TextFile): string => path.slice(0, path.lastIndexOf("/") + 1);
  return filesBeside(file).length === 0 && folderOf(file) === folderOf(other) ? other : file;
}

/** By what name the value at an offset is known, if it is the whole value of something that has one. */
function holderOf({ path, text }: TextFile, at: number): { readonly name: string; readonly isOfCall: boolean } | null {
  const before = text.slice(Math.max(0, at - 500), at);
  const [, key] = /(?:^|[\s{])"?([\w-]{1,100})"?[ \t]{0,100}=[ \t]{0,100}$/.exec(before) ?? [];
  const around = beforeOpenBrace(text, at);
  const outer = around?.slice(-200) ?? "";
  if (key === undefined) return null;
  if (path.endsWith(".tfvars")) return outer === "" ? { name: `var.${key}`, isOfCall: false } : null;
  if (/(?:^|\s)locals$/.test(outer)) return { name: `local.${key}`, isOfCall: false };
  const [, map] = /(?:^|\s)([\w-]{1,100})[ \t]{0,100}=$/.exec(outer) ?? [];
  const isLocal = /(?:^|\s)locals$/.test(beforeOpenBrace(text, around?.length ?? 0)?.slice(-20) ?? "");
  if (map !== undefined && isLocal) return { name: `local.${map}.${key}`, isOfCall: false };
  const [, type, label] = /(?:^|\s)(variable|module)[ \t]+"([\w-]+)"$/.exec(outer) ?? [];
  if (type === "module") return { name: `var.${key}`, isOfCall: true };
  return type === "variable" && key === "default" ? { name: `var.${label}`, isOfCall: false } : null;
}

/** The one place in a module that names something, where it is a whole value. A map's is named by nothing that takes more of the map. */
function onlyUse(name: string, file: TextFile): RangePlace | null {
  const [use, ...others] = usesOf(name, file) ?? [];
  if (use === undefined || others.length > 0) return null;
  return /^[ \t]{0,100}(?:$|[\r\n,}#]|\/[/*]|\)[ \t]{0,9}~?\})/.test(use.file.text.slice(use.end, use.end + 110))
    ? use
    : null;
}

/** Null where more than that is taken of a map. */
function usesOf(name: string, file: TextFile): readonly RangePlace[] | null {
  const map = /^local\.([\w-]+)\./.exec(name)?.[1];
  const whole = new RegExp(`\\blocal\\s{0,9}\\.\\s{0,9}${map}(?![\\w-]|\\.[\\w-])`);
  if (map !== undefined && filesBeside(file).some((one) => whole.test(one.text))) return null;
  return filesBeside(file).flatMap((one) =>
    [...one.text.matchAll(new RegExp(`\\b${name.replaceAll(".", "\\s{0,9}\\.\\s{0,9}")}(?![\\w-])`, "g"))].map(
      ({ 0: said, index }): RangePlace => ({ kind: "range", file: one, start: index, end: index + said.length }),
    ),
  );
}

/** Of a list that stands apart and is used several times, in words, where; null for any other. */
export function sharingOf(place: Place): string | null {
  const list = rangeOf(place);
  const holder = list === null || !isHcl(list.file) ? null : holderOf(list.file, list.start);
  if (list === null || holder === null || holder.isOfCall) return null;
  const uses = (usesOf(holder.name, list.file) ?? []).map((use) => formatLocation(locate(use)));
  if (uses.length < 2) return null;
  return `${holder.name} is used ${uses.length} times (${firstFew(uses, 3)}): what it gets is granted wherever it is used`;
}
