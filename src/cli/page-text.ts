import { RULE_PAGES } from "../config/rule-ids.js";
import { fold } from "../report/fold.js";

/** Renders a rule's Markdown page for a terminal: wraps prose, indents code, and lists link targets at the end. */
export function pageText(markdown: string, columns: number): string {
  const lines: string[] = [];
  const addresses = new Set<string>();
  for (const block of blocksOf(markdown)) {
    lines.push(...linesOf(block, columns), "");
    if (block.kind !== "code")
      for (const [, , target = ""] of block.lines.join(" ").matchAll(LINK))
        addresses.add(new URL(target, RULE_PAGES).href);
  }
  return [...lines, ...addresses, ""].join("\n");
}

interface Block {
  readonly kind: "heading" | "code" | "item" | "prose" | "table";
  readonly lines: readonly string[];
}

/** Splits Markdown into blocks. Empty lines separate blocks, except within code, and each list item is a block. */
function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let kind: Block["kind"] | null = null;
  const end = (): void => {
    if (kind !== null) blocks.push({ kind, lines });
    [lines, kind] = [[], null];
  };
  for (const line of markdown.trimEnd().split("\n")) {
    const isFence = /^\s*```/.test(line);
    if (kind === "code") {
      if (isFence) end();
      else lines.push(line);
      continue;
    }
    const begun = isFence ? "code" : kindOf(line);
    if (line === "" || isFence || begun === "heading" || begun === "item") end();
    if (line === "") continue;
    kind ??= begun;
    if (!isFence) lines.push(line);
  }
  end();
  return blocks;
}

function kindOf(line: string): "heading" | "item" | "table" | "prose" {
  if (/^#+ /.test(line)) return "heading";
  if (/^\s*(?:[-*]|\d+\.) /.test(line)) return "item";
  return line.startsWith("|") ? "table" : "prose";
}

function linesOf({ kind, lines }: Block, columns: number): readonly string[] {
  switch (kind) {
    case "heading":
      return lines.map((line) => plainText(line.replace(/^#+ /, "")).toUpperCase());
    case "code":
      return lines.map((line) => (line === "" ? "" : `    ${line}`));
    case "table":
      return lines
        .filter((line) => !/^[|\s:-]+$/.test(line))
        .map((line) => line.slice(1, -1).split("|"))
        .flatMap((cells) => itemLines(cells.map((cell) => cell.trim()).join(": "), columns));
    case "item":
      return itemLines(
        lines
          .join(" ")
          .trim()
          .replace(/^(?:[-*]|\d+\.) /, ""),
        columns,
      );
    case "prose":
      return fold(plainText(lines.join(" ")), "", columns);
  }
}

function itemLines(text: string, columns: number): readonly string[] {
  const [first, ...more] = fold(plainText(text), "    ", columns);
  return [`  - ${first?.trimStart()}`, ...more];
}

const LINK = /\[([^\]]*)\]\(([^)]*)\)/g;

/** Replaces `[text](target)` with its text, and removes bold marks. */
function plainText(text: string): string {
  return text.replace(LINK, "$1").replace(/\*\*/g, "").replace(/ {2,}/g, " ");
}
