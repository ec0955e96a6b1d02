import type { Placeholder } from "../source/placeholder.js";

/**
 * The possible results of rendering text with another tool, each with the same length and lines. Directives, and macros
 * that they define, become spaces. Values become digits, which are valid as a value, inside a string, and as a key in
 * quotes. A value alone on its lines may become any number of entries, or none. Further renderings keep only the text
 * before each `else`, or only the text after it. In the last one, all values become empty.
 */
export function* renderings(text: string, placeholders: readonly Placeholder[]): Generator<string, void> {
  const macros = blocks(text, placeholders).flatMap(({ start, end, isMacro }): readonly Piece[] =>
    isMacro ? [[start, end, " "]] : [],
  );
  const seen = new Set<string>();
  const make = (isBlank: (one: Placeholder) => boolean): string => {
    const pieces = placeholders.map((one): Piece => [one.start, one.end, isBlank(one) ? " " : signOf(text, one)]);
    return replaced(text, inOrder([...macros, ...pieces]));
  };
  const plain = make((one) => one.kind === "directive" || isAlone(text, one));
  const { before, behind } = branches(text, placeholders);
  const ways = [
    () => plain,
    () => make(({ kind }) => kind === "directive"),
    ...[behind, before].map((dropped) => () => replaced(plain, inOrder(dropped))),
    () => make(() => true),
  ];
  for (const way of ways) {
    const rendering = way();
    if (seen.has(rendering)) continue;
    seen.add(rendering);
    yield rendering;
  }
}

/** A range of text in which the sign replaces each character. With `'"1"'`, the first and last characters become quotes. */
type Piece = readonly [start: number, end: number, sign: " " | "1" | '"1"'];

function inOrder(pieces: readonly Piece[]): readonly Piece[] {
  return [...pieces].sort(([one, oneEnd], [other, otherEnd]) => one - other || otherEnd - oneEnd);
}

/** Expects the pieces in order. Skips a piece that starts inside the previous one. */
function replaced(text: string, pieces: readonly Piece[]): string {
  const made: string[] = [];
  let at = 0;
  for (const [start, end, sign] of pieces) {
    if (start < at) continue;
    const filled = text.slice(start, end).replace(/[^\r\n]/g, sign === " " ? " " : "1");
    made.push(text.slice(at, start), sign === '"1"' ? `"${filled.slice(1, -1)}"` : filled);
    at = end;
  }
  return made.join("") + text.slice(at);
}

function signOf(text: string, { start, end }: Placeholder): Piece[2] {
  const isKey = /[{,]/.test(text[skip(text, start - 1, -1, WHITE)] ?? "") && text[skip(text, end, 1, WHITE)] === ":";
  return isKey ? '"1"' : "1";
}

/** Whether a placeholder is alone on its lines. */
function isAlone(text: string, { start, end }: Placeholder): boolean {
  return [text[skip(text, start - 1, -1, BLANK)], text[skip(text, end, 1, BLANK)]].every(
    (sign) => sign === undefined || sign === "\n",
  );
}

const BLANK = " \t\r";
const WHITE = `${BLANK}\n`;

/** The first offset in one direction at which the text has no whitespace. */
function skip(text: string, from: number, step: 1 | -1, white: string): number {
  let at = from;
  while (at >= 0 && at < text.length && white.includes(text[at] ?? "")) at += step;
  return at;
}

const OPENS = /^(?:if|unless|case|for|range|with|define|block|each|while|macro|filter|call|raw|#\w+)\b|\bdo\b/;
const CONTINUES = /^(?:else|elif|elsif|elseif|when|\^)/;
const CLOSES = /^(?:end|\/)/;

interface Block extends Pick<Placeholder, "start" | "end"> {
  readonly isMacro: boolean;
}

/** The ranges from a directive that opens a block to the directive that closes it, including both. */
export function blocks(text: string, placeholders: readonly Placeholder[]): readonly Block[] {
  const found: Block[] = [];
  const open: { readonly start: number; readonly isMacro: boolean }[] = [];
  for (const one of placeholders) {
    const words = one.kind === "directive" ? wordsIn(text, one) : "";
    if (OPENS.test(words)) open.push({ start: one.start, isMacro: /^(?:macro|define)\b/.test(words) });
    else if (CLOSES.test(words)) {
      const block = open.pop();
      if (block !== undefined && open.length === 0) found.push({ ...block, end: one.end });
    }
  }
  return found;
}

function wordsIn(text: string, { start, end }: Placeholder): string {
  return text.slice(start + 2, Math.min(end - 2, start + 200)).replace(/^[-~+\s]*/, "");
}

/** For each block with an `else`: the text before the first `else`, and the text after it. */
function branches(text: string, placeholders: readonly Placeholder[]): Record<"before" | "behind", Piece[]> {
  const found: Record<"before" | "behind", Piece[]> = { before: [], behind: [] };
  const open: { readonly from: number; other: Placeholder | null }[] = [];
  for (const one of placeholders) {
    if (one.kind !== "directive") continue;
    const inside = wordsIn(text, one);
    const block = open.at(-1);
    if (OPENS.test(inside)) open.push({ from: one.end, other: null });
    else if (CONTINUES.test(inside) && block !== undefined) block.other ??= one;
    else if (CLOSES.test(inside)) {
      open.pop();
      if (!block?.other) continue;
      found.before.push([block.from, block.other.start, " "]);
      found.behind.push([block.other.end, one.start, " "]);
    }
  }
  return found;
}
