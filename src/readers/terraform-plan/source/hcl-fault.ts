import type { TextRange } from "../../../source/place.js";
import { bodyFault } from "./body-fault.js";
import { type HclToken, hclTokens, openComment } from "./hcl-tokens.js";

/** Why a text is not HCL, in words that complete "FILE is not HCL: ...". */
export interface HclFault extends TextRange {
  readonly message: string;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** What Terraform refuses a file for, as far as it is told without its schema: the first fault; null where there is none. */
export function hclFault(text: string): HclFault | null {
  return openFault(text) ?? bodyFault(text);
}

/** The first quote, heredoc, comment or bracket that is not closed; null where all are. */
export function openFault(text: string): HclFault | null {
  const open: HclToken[] = [];
  let lastEnd = 0;
  for (const token of hclTokens(text, { start: 0, end: text.length })) {
    const { kind, start, end } = token;
    const at = { start, end: start + 1 };
    lastEnd = end;
    if (kind === "string" && !isClosedString(text.slice(start, end)))
      return { ...at, message: "a quoted text is not closed" };
    if (kind === "heredoc" && !isClosedHeredoc(text.slice(start, end)))
      return { ...at, message: "a heredoc is not closed" };
    if (kind === "open") open.push(token);
    if (kind !== "close") continue;
    const opening = open.pop();
    const sign = opening === undefined ? "" : (text[opening.start] ?? "");
    if (CLOSING[sign] !== text[start])
      return {
        ...at,
        message: sign === "" ? `"${text[start]}" closes nothing` : `"${text[start]}" does not close "${sign}"`,
      };
  }
  return faultAtEnd(text, lastEnd, open.at(-1));
}

function faultAtEnd(text: string, lastEnd: number, open: HclToken | undefined): HclFault | null {
  const comment = openComment(text, lastEnd);
  if (comment !== null) return { start: comment, end: comment + 2, message: "a comment is not closed" };
  return open === undefined
    ? null
    : { start: open.start, end: open.end, message: `"${text[open.start]}" is not closed` };
}

/** A quote behind a backslash closes nothing. */
function isClosedString(token: string): boolean {
  return token.length > 1 && /(?:^|[^\\])(?:\\\\)*"$/.test(token.slice(1));
}

function isClosedHeredoc(token: string): boolean {
  const label = /^<<-?([^\r\n]*)/.exec(token)?.[1];
  return token.slice(token.lastIndexOf("\n") + 1).trim() === label;
}
