import { isHcl } from "../hcl/hcl-file.js";
import { fileOf, type Place, type RangePlace, rangeOf, type TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { isShared } from "../source/yaml-anchors.js";
import { hclItems, isUsedOnlyBy, listIn } from "./hcl-list.js";
import { isAssigned } from "./hcl-source.js";
import { isSynthesized } from "./text-edit.js";

/** An item as written. The range includes its quotes; `quote` is the quote as written (`\"` in JSON within JSON). */
export interface WrittenItem extends TextRange {
  readonly text: string;
  readonly quote: string;
}

type Items = readonly [WrittenItem, ...WrittenItem[]];

/** A list as written in a file: in brackets, with YAML's dashes, or a single string instead of a list. */
export type WrittenList =
  | { readonly kind: "flow"; readonly file: TextFile; readonly items: Items; readonly close: number }
  | { readonly kind: "block"; readonly file: TextFile; readonly items: Items }
  | { readonly kind: "single"; readonly file: TextFile; readonly items: readonly [WrittenItem] };

/** A list's values with their places, as in the model. */
export interface PlacedList {
  readonly place: Place;
  readonly items: readonly { readonly text: unknown; readonly place: Place }[];
}

/**
 * In characters. The text between items is repeated for each added word, and is matched with patterns that use the engine's stack. No
 * author leaves gaps this long.
 */
const MAX_GAP = 10_000;

/** More items than a policy of AWS's maximum size (10,240 characters) can contain. */
const MAX_ITEMS = 10_000;

const BLANK = String.raw`(?:\s|\\[nrt])*`;
const COMMENTED = String.raw`(?:\s|\\[nrt]|(?<=\s)#[^\n]*\n|(?<=,)#[^\n]*\n)*`;
const BETWEEN = new RegExp(`^${COMMENTED},${COMMENTED}$`);
/** Matches an anchor. It must have no alias, because the list would then be shared. */
const ANCHOR = String.raw`(?:&[^\s,[\]{}]+[ \t]+)?`;
const OPENING = new RegExp(String.raw`^\[${COMMENTED}$`);
const CLOSING = new RegExp(`^${COMMENTED}(?:,${COMMENTED})?$`);
const BETWEEN_DASHES = /^[ \t]*(?:[ \t]#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*-[ \t]+$/;
const BEFORE_BLOCK = /:[ \t]*(?:&[^\s,[\]{}]+[ \t]*)?(?:[ \t]#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*$/;

/**
 * The list as its author wrote it after the key. Returns null unless the text at its place is plainly that list: not
 * the result of a function, a parameter's value, shared through an alias, or in a string whose characters can't be
 * located one by one.
 */
export function writtenList(list: PlacedList, key: string, statement: Place): WrittenList | null {
  const range = rangeOf(list.place);
  if (range === null || list.items.length > MAX_ITEMS || isSynthesized(fileOf(list.place))) return null;
  const { file } = range;
  const isOfHcl = isHcl(file) && isAssigned(file.text, range.start);
  const inHcl = listOfHcl(list, range, isOfHcl, statement);
  if (inHcl !== null) return inHcl;
  const items = writtenItems(list, file);
  const [first, ...others] = items ?? [];
  if (first === undefined || isShared(file, range.start)) return null;
  const all: Items = [first, ...others];
  if (isSpread(file.text, range, all)) return null;
  const before = file.text.slice(0, range.start);
  const name = `(?:^|[^A-Za-z])${key}(?:\\\\*["'])?`;
  const isBehindKey = (blank: string) => isOfHcl || new RegExp(`${name}${BLANK}:${blank}$`).test(tail(before));
  if (first.start === range.start && first.end === range.end) {
    return isBehindKey(BLANK) && others.length === 0 ? { kind: "single", file, items: [first] } : null;
  }
  if (file.text[range.start] === "[") {
    const close = range.end - 1;
    return isBehindKey(`${COMMENTED}${ANCHOR}`) && isFlow(file.text, range.start, all, close)
      ? { kind: "flow", file, items: all, close }
      : null;
  }
  const below = BEFORE_BLOCK.exec(tail(before));
  const isValue = below !== null && new RegExp(`${name}$`).test(tail(before).slice(0, below.index));
  return isValue && isBlock(file.text, range.start, all) ? { kind: "block", file, items: all } : null;
}

/** A list in brackets in HCL. Comments may be anywhere in it, and elements may be computed. */
function listOfHcl(list: PlacedList, range: RangePlace, isOfHcl: boolean, statement: Place): WrittenList | null {
  const { file, start, end } = range;
  if (!isHcl(file) || end - start > MAX_ITEMS * 100) return null;
  const own = file.text[start] === "[" ? range : listIn(file.text, range);
  const whole = rangeOf(statement);
  if (own === null || (!isOfHcl && (whole === null || !isUsedOnlyBy(range, whole)))) return null;
  const [first, ...others] = hclItems(file.text, own) ?? [];
  if (first === undefined || isSpread(file.text, own, [first, ...others])) return null;
  // A plan may come from other source code, in which the list is different.
  const known = new Set(list.items.map(({ text }) => text));
  const literal = [first, ...others].filter((item) => file.text[item.start] === '"' && !/[$%]\{/.test(item.text));
  if (literal.some(({ text }) => !known.has(text))) return null;
  return { kind: "flow", file, items: [first, ...others], close: own.end - 1 };
}

/** Whether the list, or the text before its first item, contains more whitespace and comments than any author would write. */
function isSpread(text: string, { start, end }: TextRange, items: Items): boolean {
  const bounds = [start, ...items.flatMap((item) => [item.start, item.end]), end];
  const isFar = bounds.some((bound, at) => at % 2 === 1 && bound - (bounds[at - 1] ?? 0) > MAX_GAP);
  const before = text.slice(0, items[0].start).slice(-MAX_GAP);
  return isFar || (before.length === MAX_GAP && /^[\s-]*(?:["']?Action["']?[ \t]*:[ \t]*)?$/.test(before));
}

/** In characters: enough text before a list to find its key, even with comments in between, without searching the whole file. */
const LOOK_BACK = 2000;

/**
 * Whether the offset is the start of the first item of a key's list in brackets, the first item after a dash, or the
 * key's value itself.
 */
export function isBelow(text: string, offset: number, key: string, way: "bracket" | "dashes" | "value"): boolean {
  const name = `(?:^|[^A-Za-z])${key}(?:\\\\*["'])?`;
  const before = tail(text.slice(0, offset));
  switch (way) {
    case "bracket":
      return new RegExp(`${name}${BLANK}[:=]${BLANK}\\[${BLANK}$`).test(before);
    case "value":
      return new RegExp(`${name}${BLANK}[:=]${BLANK}$`).test(before);
    case "dashes": {
      const dash = /-[ \t]+$/.exec(before);
      const below = dash === null ? null : BEFORE_BLOCK.exec(before.slice(0, dash.index));
      return below !== null && new RegExp(`${name}$`).test(before.slice(0, below.index));
    }
  }
}

/** Whether the ranges are separated only by commas, or only by line ends and dashes. */
export function isBetween(text: string, ranges: readonly TextRange[], what: "commas" | "dashes"): boolean {
  const pattern = what === "commas" ? BETWEEN : BETWEEN_DASHES;
  return ranges.slice(1).every((range, index) => {
    const gap = text.slice(ranges[index]?.end, range.start);
    return gap.length <= MAX_GAP && pattern.test(gap);
  });
}

/** The whitespace, literal or escaped, that ends at the offset. */
export function blankBefore(text: string, offset: number): string {
  let start = offset;
  for (;;) {
    if (/^\s$/.test(text[start - 1] ?? "")) start -= 1;
    else if (/^\\[nrt]$/.test(text.slice(Math.max(0, start - 2), start))) start -= 2;
    else return text.slice(start, offset);
  }
}

function tail(text: string): string {
  return text.slice(-LOOK_BACK);
}

function writtenItems(list: PlacedList, file: TextFile): readonly WrittenItem[] | null {
  const items: WrittenItem[] = [];
  let last = -1;
  for (const { text, place } of list.items) {
    const range = rangeOf(place);
    if (range === null || range.file !== file || range.start < last || typeof text !== "string") return null;
    const quote = /^\\*["']/.exec(file.text.slice(range.start, range.end))?.[0] ?? "";
    if (file.text.slice(range.start, range.end) !== `${quote}${text}${quote}` || text.includes("\n")) return null;
    items.push({ start: range.start, end: range.end, text, quote });
    last = range.end;
  }
  return items;
}

function gaps(text: string, items: Items): readonly string[] {
  return items.slice(1).map((item, index) => text.slice(items[index]?.end, item.start));
}

function isFlow(text: string, open: number, items: Items, close: number): boolean {
  const last = items.at(-1) ?? items[0];
  return (
    text[close] === "]" &&
    OPENING.test(text.slice(open, items[0].start)) &&
    gaps(text, items).every((gap) => BETWEEN.test(gap)) &&
    CLOSING.test(text.slice(last.end, close))
  );
}

function isBlock(text: string, start: number, items: Items): boolean {
  return (
    /^-[ \t]+$/.test(text.slice(start, items[0].start)) && gaps(text, items).every((gap) => BETWEEN_DASHES.test(gap))
  );
}
