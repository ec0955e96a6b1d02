import { isHcl } from "../hcl/hcl-file.js";
import { hclComments } from "../hcl/tokens.js";
import type { TextFile } from "../source/text-file.js";
import { insertionOrder } from "./insertion-order.js";
import { commaStyleAt, endOfLine, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";
import type { WrittenItem, WrittenList } from "./written-list.js";

/**
 * The edits that add strings to a list in the list's own style: its quotes, indentation, line ends, and order if it is
 * sorted. Comments stay with their items. Returns null if the list is written in a way that can't be edited cleanly.
 */
export function addToList(list: WrittenList, texts: readonly string[]): readonly TextEdit[] | null {
  const known = new Set(list.items.map(({ text }) => text.toLowerCase()));
  const added = texts.filter((text) => !known.has(text.toLowerCase()));
  if (added.length === 0) return [];
  switch (list.kind) {
    case "flow":
      return flowInsertions(list, added);
    case "block":
      return blockEdits(list, added);
    case "single":
      return singleEdits(list, added);
  }
}

/** A comment in HCL or YAML. Nothing else between items contains these characters. */
const COMMENT = /#|\/[/*]/;

function flowInsertions(list: FlowList, added: readonly string[]): readonly TextEdit[] | null {
  const edits = insertions(list, added).map(({ after, words }) => flowEdits(list, after, words));
  return edits.every((some) => some !== null) ? edits.flat() : null;
}

interface Words {
  readonly after: number;
  /** The items' words, with their quotes. */
  readonly words: readonly string[];
}

function insertions(list: WrittenList, added: readonly string[]): readonly Words[] {
  const quote = commonQuote(list.items);
  const { file, items } = list;
  // `terraform fmt` aligns the comments of neighboring lines. A line without a comment between them would break the
  // alignment.
  const isAligned =
    isHcl(file) &&
    items.some(({ end }, at) => /^[ \t,]*(?:#|\/\/)/.test(file.text.slice(end, items[at + 1]?.start ?? end + 200)));
  const order = isAligned
    ? [{ after: items.length - 1, texts: added }]
    : insertionOrder(
        items.map(({ text }) => text),
        added,
      );
  return order.map(({ after, texts }) => ({ after, words: texts.map((text) => `${quote}${text}${quote}`) }));
}

/** The quote of most items. In a tie, the last item's. */
function commonQuote(items: readonly WrittenItem[]): string {
  const counts = new Map<string, number>();
  for (const { quote } of items) counts.set(quote, (counts.get(quote) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return items.findLast(({ quote }) => counts.get(quote) === most)?.quote ?? "";
}

type FlowList = Extract<WrittenList, { kind: "flow" }>;

function flowEdits(list: FlowList, after: number, words: readonly string[]): readonly TextEdit[] | null {
  const { file, items, close } = list;
  const item = items[after];
  const next = items[after + 1];
  const separator = separatorNear(list, after);
  if (item === undefined) return [insertion(list, items[0].start, words.map((word) => word + separator).join(""))];
  const gap = file.text.slice(item.end, next?.start ?? close);
  if (!COMMENT.test(gap)) return [insertion(list, item.end, words.map((word) => separator + word).join(""))];
  if (next !== undefined) return [insertion(list, next.start, words.map((word) => word + separator).join(""))];
  // The comment after the last item is about that item, so new items go below it.
  const lineEnd = endOfLine(file, item.end);
  if (lineEnd >= close) return null;
  const comments = hclComments(gap).map((comment) => gap.slice(comment.start, comment.end));
  const hasComma = gap.split(COMMENT)[0]?.includes(",") === true;
  // A comma, or the rest of a comment, may be on a line below.
  const bare = comments.reduce((text, comment) => text.replace(comment, () => ""), gap);
  if ((!hasComma && bare.includes(",")) || comments.some((comment) => comment.includes("\n"))) return null;
  const lead = lineEndOf(file.text) + lineBefore(file, item.start).replace(/[^ \t]/g, " ");
  const below = insertion(list, lineEnd, lead + words.join(`,${lead}`) + (hasComma ? "," : ""));
  return hasComma ? [below] : [...commaBehind(list, item), below];
}

/** Adds a comma between the last item and its comment. `terraform fmt` keeps the comment aligned with the comments above. */
function commaBehind(list: FlowList, last: WrittenItem): readonly TextEdit[] {
  const { file, items } = list;
  const behind = ({ end }: WrittenItem): string => file.text.slice(end, end + 200);
  if (!isHcl(file) || !/^[ \t]+(?:#|\/\/)/.test(behind(last))) return [insertion(list, last.end, ",")];
  if (/^[ \t]{2}/.test(behind(last))) return [{ file, start: last.end, end: last.end + 1, newText: "," }];
  const edits = [insertion(list, last.end, ",")];
  for (let at = items.length - 2; at >= 0; at -= 1) {
    const item = items[at];
    const [aligned] = (item && /^,[ \t]+(?=(?:#|\/\/)[^\n]*\n[ \t]*")/.exec(behind(item))) ?? [];
    if (item === undefined || aligned === undefined) break;
    edits.unshift(insertion(list, item.end + aligned.length, " "));
  }
  return edits;
}

/** The separator between items: copied from two items nearby, or else one that fits how the list begins. */
function separatorNear({ file, items }: FlowList, after: number): string {
  const { text } = file;
  const gapBehind = (index: number): string | null => {
    const item = items[index];
    const next = items[index + 1];
    return item === undefined || next === undefined ? null : text.slice(item.end, next.start);
  };
  const gap = gapBehind(Math.max(after, 0)) ?? gapBehind(after - 1);
  if (gap !== null && !COMMENT.test(gap)) return gap;
  const lead = gap ?? text.slice(text.lastIndexOf("[", items[0].start) + 1, items[0].start);
  const lineStart = lead.lastIndexOf("\n");
  if (lineStart !== -1) return `,${lineEndOf(text)}${lead.slice(lineStart + 1)}`;
  return /^(?:\\[nrt])/.test(lead) ? `,${lead}` : commaStyleAt(text, items[0].start);
}

function blockEdits(list: Extract<WrittenList, { kind: "block" }>, added: readonly string[]): TextEdit[] | null {
  const { file, items } = list;
  const lead = lineBefore(file, items.at(-1)?.start ?? 0);
  // Items of a list within a list share a line with its dash, so nothing can be inserted between them.
  if (!items.every(({ start }) => /^[ \t]*-[ \t]+$/.test(lineBefore(file, start)))) return null;
  const lineEnd = lineEndOf(file.text);
  return insertions(list, added).map(({ after, words }) => {
    const item = items[after];
    if (item !== undefined) {
      return insertion(list, endOfLine(file, item.end), words.map((word) => lineEnd + lead + word).join(""));
    }
    const own = lineBefore(file, items[0].start);
    const start = commentsAbove(file.text, items[0].start - own.length);
    return insertion(list, start, words.map((word) => own + word + lineEnd).join(""));
  });
}

/** The start of the comments directly above a line, which are about that line. */
function commentsAbove(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/** Turns a string into a list of itself and the added strings. */
function singleEdits(list: Extract<WrittenList, { kind: "single" }>, added: readonly string[]): TextEdit[] {
  const { file, items } = list;
  const [item] = items;
  const { text } = file;
  const words = added.map((word) => `${item.quote}${word}${item.quote}`);
  const before = lineBefore(file, item.start);
  const lineEnd = lineEndOf(text);
  if (/^[ \t]*(?:-[ \t]+)*(?:Action|"Action"|'Action'):[ \t]+$/.test(before) && endsPlainly(file, item.end)) {
    const column = /^[ \t]*(?:-[ \t]+)*/.exec(before)?.[0].replace(/-/g, " ") ?? "";
    const lead = `${lineEnd}${column}${dashIndent(text)}- `;
    const blank = before.length - before.trimEnd().length;
    return [
      { file, start: item.start - blank, end: item.start, newText: lead },
      insertion(list, endOfLine(file, item.end), words.map((word) => lead + word).join("")),
    ];
  }
  const indent = /^([ \t]*)"Action"[ \t]*:[ \t]*$/.exec(before)?.[1];
  if (indent === undefined) {
    const comma = commaStyleAt(text, item.start);
    return [insertion(list, item.start, "["), insertion(list, item.end, `${comma}${words.join(comma)}]`)];
  }
  const lead = `${lineEnd}${indent}${indentUnit(text, item.start, indent)}`;
  return [
    insertion(list, item.start, `[${lead}`),
    insertion(list, item.end, `${words.map((word) => `,${lead}${word}`).join("")}${lineEnd}${indent}]`),
  ];
}

/** Whether only a comment follows on the line, as after a scalar in block YAML. */
function endsPlainly(file: TextFile, end: number): boolean {
  return /^[ \t]*(?:[ \t]#.*)?$/.test(file.text.slice(end, endOfLine(file, end)));
}

/** How much deeper than its key the file indents a list's dashes, as spaces. */
export function dashIndent(text: string): string {
  const written = /^([ \t]*)[^\s#-].*:[ \t]*\r?\n([ \t]*)-[ \t]/m.exec(text);
  const deeper = (written?.[2]?.length ?? 2) - (written?.[1]?.length ?? 0);
  return deeper === 0 ? "" : "  ";
}

/** One step of the file's indentation: the difference from the nearest line above that is indented less. */
function indentUnit(text: string, offset: number, indent: string): string {
  const lines = text.slice(0, offset).split("\n").reverse();
  for (const line of lines) {
    const own = /^[ \t]*/.exec(line)?.[0] ?? "";
    if (line.trim() !== "" && own.length < indent.length && indent.startsWith(own)) return indent.slice(own.length);
  }
  return "  ";
}

function insertion({ file }: WrittenList, at: number, newText: string): TextEdit {
  return { file, start: at, end: at, newText };
}
