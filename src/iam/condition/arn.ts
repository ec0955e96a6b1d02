import { covers, literal, type Pattern } from "../pattern.js";
import type { TextPattern } from "../text-pattern.js";
import type { Ternary } from "../verdict.js";

const COLON = 0x3a;
const PARTS = 6;

/** Whether an ARN matches a pattern. AWS compares each of the six parts of an ARN separately: a `*` never crosses the first five colons. */
export function matchArn(expected: TextPattern | null, value: string): Ternary {
  if (expected === null) return "no";
  const arn = literal(value);
  if (expected.open) return covers(expected.pattern, arn) ? "unknown" : "no";
  if (expected.pattern.length === 1 && covers(expected.pattern, arn)) return "yes";
  const wanted = splitParts(expected.pattern);
  const given = splitParts(arn);
  if (wanted.length !== PARTS || given.length !== PARTS) return "no";
  return wanted.every((part, index) => covers(part, given[index] ?? [])) ? "yes" : "no";
}

export function splitParts(tokens: Pattern): Pattern[] {
  const parts: Pattern[] = [];
  let start = 0;
  while (parts.length < PARTS - 1) {
    const colon = tokens.indexOf(COLON, start);
    if (colon === -1) break;
    parts.push(tokens.slice(start, colon));
    start = colon + 1;
  }
  parts.push(tokens.slice(start));
  return parts;
}
