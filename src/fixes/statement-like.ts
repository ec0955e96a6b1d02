import type { Statement } from "../iam/model.js";
import { rangeOf } from "../source/place.js";

/** Whom a role's trust policy is to let in: `Service: ec2.amazonaws.com`. */
export interface TrustedPrincipal {
  readonly type: "AWS" | "Service";
  readonly id: string;
}

/** From the principal's key to its value: a list of one may be begun in between. */
const KEY_TO_VALUE = /^(\\*["']?)[ \t]*:[ \t]*(?:\[(?:\s|\\[nrt])*|\r?\n[ \t]*-[ \t]+)?$/;

/** Characters; one that lets in one principal and says no more has a few hundred, whatever its style. */
const LONGEST = 2000;

const KEYS: ReadonlySet<string> = new Set(["Effect", "Principal", "Action", "AWS", "Service"]);

/**
 * A trust statement for another principal, written as this one is: order of keys, quotes, lines. Null for a statement that
 * says more than that one principal may assume the role, or that a comment explains.
 */
export function statementLike(statement: Statement, { type, id }: TrustedPrincipal): string | null {
  const range = rangeOf(statement.place);
  const [principal, ...others] = statement.principals?.principals ?? [];
  const value = principal === undefined ? null : rangeOf(principal.place);
  if (range === null || value === null || value.file !== range.file || others.length > 0) return null;
  if (principal === undefined || !isPlain(statement) || range.end - range.start > LONGEST) return null;
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

/** YAML needs quotes for the id of an account, which would be a number; what is quoted for that alone is no style. */
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

/** Without comments, anchors, tags and whatever else a copy would repeat. */
function hasOnlyKnownKeys(written: string): boolean {
  if (/[#&!*|>]/.test(written)) return false;
  const keys = written.replace("sts:AssumeRole", "").matchAll(/(?<![\w:])([\w:]+)\\*["']?\s*:/g);
  return [...keys].every(([, key = ""]) => KEYS.has(key));
}
