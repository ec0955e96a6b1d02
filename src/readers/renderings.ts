import type { Placeholder } from "../source/placeholder.js";

/**
 * What another tool may make of a text, of the same length and with the same lines: blanks in the place of directives, digits in that
 * of values, which are a value by themselves and text within a text. A value that has its lines for itself may stand for any number of
 * entries, none as well. Then what the directives choose between: only what stands before each `else`, and only what stands behind it.
 */
export function* renderings(text: string, placeholders: readonly Placeholder[]): Generator<string, void> {
  const plain = placeholders.map((one): Piece => [one.start, one.end, isBlank(text, one) ? " " : "1"]);
  yield replaced(text, plain);
  const values = placeholders.map(({ start, end, kind }): Piece => [start, end, kind === "directive" ? " " : "1"]);
  if (values.some(([, , sign], index) => sign !== plain[index]?.[2])) yield replaced(text, values);
  const { before, behind } = branches(text, placeholders);
  for (const dropped of [behind, before]) if (dropped.length > 0) yield replaced(replaced(text, plain), dropped);
}

type Piece = readonly [start: number, end: number, sign: string];

/** Pieces in order; one that begins within another one before it is passed over. */
function replaced(text: string, pieces: readonly Piece[]): string {
  const made: string[] = [];
  let at = 0;
  for (const [start, end, sign] of pieces) {
    if (start < at) continue;
    made.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, sign));
    at = end;
  }
  return made.join("") + text.slice(at);
}

function isBlank(text: string, { start, end, kind }: Placeholder): boolean {
  if (kind === "directive") return true;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const lineEnd = text.indexOf("\n", end);
  const after = text.slice(end, lineEnd === -1 ? text.length : lineEnd);
  return before.trim() === "" && after.trim() === "";
}

const OPENS = /^(?:if|unless|case|for|range|with|define|block|each|while|macro|filter|call|raw|#\w+)\b|\bdo\b/;
const CONTINUES = /^(?:else|elif|elsif|elseif|when|\^)/;
const CLOSES = /^(?:end|\/)/;

/** What stands between a directive that opens a block and the one that closes it, both included. */
export function blocks(
  text: string,
  placeholders: readonly Placeholder[],
): readonly Pick<Placeholder, "start" | "end">[] {
  const found: Pick<Placeholder, "start" | "end">[] = [];
  const open: number[] = [];
  for (const one of placeholders) {
    const words = one.kind === "directive" ? wordsIn(text, one) : "";
    if (OPENS.test(words)) open.push(one.start);
    else if (CLOSES.test(words)) {
      const start = open.pop();
      if (start !== undefined && open.length === 0) found.push({ start, end: one.end });
    }
  }
  return found;
}

function wordsIn(text: string, { start, end }: Placeholder): string {
  return text.slice(start + 2, Math.min(end - 2, start + 200)).replace(/^[-~+\s]*/, "");
}

/** Of each block of directives with an `else`: what stands before the first one, and what stands behind it. */
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
  for (const pieces of Object.values(found)) pieces.sort(([one], [other]) => one - other);
  return found;
}
