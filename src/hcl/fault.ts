import type { TextRange } from "../source/place.js";
import { bodyFault } from "./body-fault.js";
import { tokensWithin } from "./known-tokens.js";
import { type HclToken, openComment, templateParts } from "./tokens.js";

/** Why text isn't HCL, phrased to complete "FILE is not valid HCL: ...". */
export interface HclFault extends TextRange {
  readonly message: string;
  /** Set if the text is HCL but not a Terraform configuration. */
  readonly isHcl?: true;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The first reason why Terraform would reject a file, as far as it can be known without a schema. Returns null if there is none. */
export function hclFault(text: string): HclFault | null {
  return openFault(text) ?? bodyFault(text);
}

/** The first quote, heredoc, comment, or bracket that isn't closed, or a similar fault. Returns null if there is none. */
export function openFault(text: string): HclFault | null {
  const open: HclToken[] = [];
  let lastEnd = 0;
  for (const token of tokensWithin(text, { start: 0, end: text.length })) {
    const { kind, start, end } = token;
    const at = { start, end: start + 1 };
    lastEnd = end;
    const fault = faultIn(text, token);
    if (fault !== null) return fault;
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

function faultIn(text: string, token: HclToken): HclFault | null {
  const { kind, start, end } = token;
  const alone = loneReturn(text, token);
  if (alone !== null) return { start: alone, end: alone + 1, message: LONE_RETURN };
  const written = text.slice(start, end);
  const at = { start, end: start + 1 };
  if (kind === "string" && !isClosedString(written)) return { ...at, message: "a quoted string is not closed" };
  return kind === "heredoc" && !isClosedHeredoc(written) ? { ...at, message: "a heredoc is not closed" } : null;
}

const LONE_RETURN = "a carriage return has no line feed after it: end lines with LF or CRLF";

/** Outside comments, HCL accepts a carriage return only if a line feed follows it. */
function loneReturn(text: string, { kind, start, end }: HclToken): number | null {
  if (kind === "other") return text[start] === "\r" ? start : null;
  const found = kind === "string" || kind === "heredoc" ? /\r(?!\n)/.exec(text.slice(start, end)) : null;
  if (found === null) return null;
  const at = start + found.index;
  // Code in a template may contain comments. Faults in the code are found when it is parsed.
  const isInCode = [...templateParts(text, { start, end: at })].some((part) => part.end === at);
  return isInCode ? null : at;
}

/** A quote after a backslash doesn't close the string. */
function isClosedString(token: string): boolean {
  return token.length > 1 && /(?:^|[^\\])(?:\\\\)*"$/.test(token.slice(1));
}

function isClosedHeredoc(token: string): boolean {
  const label = /^<<-?([^\r\n]*)/.exec(token)?.[1];
  return token.slice(token.lastIndexOf("\n") + 1).trim() === label;
}
