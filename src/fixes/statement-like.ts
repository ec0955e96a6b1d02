import type { Statement } from "../iam/model.js";
import { rangeOf } from "../source/place.js";

/** A principal that a role's trust policy should let in: `Service: ec2.amazonaws.com`. */
export interface TrustedPrincipal {
  readonly type: "AWS" | "Service";
  readonly id: string;
}

/** Matches the text between the principal's key and its value. A list of one item may begin there. */
const KEY_TO_VALUE = /^(\\*["']?)[ \t]*:[ \t]*(?:\[(?:\s|\\[nrt])*|\r?\n[ \t]*-[ \t]+)?$/;

/** In characters. A statement that only lets in one principal has a few hundred, in any style. */
const MAX_LENGTH = 2000;

const KEYS: ReadonlySet<string> = new Set(["Effect", "Principal", "Action", "AWS", "Service"]);

/**
 * A trust statement for another principal, written like the given one: with the same key order, quotes, and lines. Returns null if the
 * given statement says more than that a single principal may assume the role, or if it contains a comment.
 */
export function statementLike(statement: Statement, { type, id }: TrustedPrincipal): string | null {
  const range = rangeOf(statement.place);
  const [principal, ...others] = statement.principals?.principals ?? [];
  const value = principal === undefined ? null : rangeOf(principal.place);
  if (range === null || value === null || value.file !== range.file || others.length > 0) return null;
  if (principal === undefined || !isPlain(statement) || range.end - range.start > MAX_LENGTH) return null;
  const { text } = range.file;
  const before = text.slice(range.start, value.start);
  const key = before.lastIndexOf(principal.type);
  const between = before.slice(key + principal.type.length);
  const keyQuote = KEY_TO_VALUE.exec(between)?.[1];
  const lead = before.slice(0, key);
  const rest = text.slice(value.end, range.end);
  if (key === -1 || keyQuote === undefined || !hasOnlyKnownKeys(before + rest)) return null;
  const own = quoteFor(id, text.slice(value.start, value.end), before + rest, keyQuote);
  return `${lead}${type}${between}${own}${id}${own}${rest}`;
}

/**
 * The quote for the principal's ID. YAML needs quotes around an account ID, which would otherwise be a number. Quotes that are used only
 * for that reason aren't a style to copy.
 */
function quoteFor(id: string, like: string, statement: string, keyQuote: string): string {
  const quote = /^\\*["']/.exec(like)?.[0] ?? keyQuote;
  if (/^\d+$/.test(id)) return quote === "" ? '"' : quote;
  const isPlainWord = /[\s[]sts:AssumeRole/.test(statement);
  return isPlainWord && /^(["'])\d+\1$/.test(like) ? "" : quote;
}

function isPlain({ effect, actions, conditions, principals }: Statement): boolean {
  const [action, ...others] = actions.patterns;
  return (
    effect === "Allow" &&
    conditions.length === 0 &&
    principals?.negated === false &&
    !actions.negated &&
    others.length === 0 &&
    action?.text === "sts:AssumeRole"
  );
}

/** Whether the text has no unknown keys, comments, anchors, tags, or anything else that a copy would repeat. */
function hasOnlyKnownKeys(written: string): boolean {
  if (/[#&!*|>]/.test(written)) return false;
  const keys = written.replace("sts:AssumeRole", "").matchAll(/(?<![\w:])([\w:]+)\\*["']?\s*:/g);
  return [...keys].every(([, key = ""]) => KEYS.has(key));
}
