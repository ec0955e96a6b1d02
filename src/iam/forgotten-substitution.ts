import { showText, type Text } from "../source/node.js";
import type { Place } from "../source/place.js";
import type { GrammarProblems } from "./grammar-problems.js";
import { shown } from "./policy-keys.js";

/** The fix for a string whose variables CloudFormation was meant to replace. */
export const SUBSTITUTION_HELP = "in a CloudFormation template, write the text with Fn::Sub (`!Sub`)";

/**
 * The first `${AWS::Region}` or `${Name}` in a string. CloudFormation replaces these only in Fn::Sub. IAM's own variables are condition
 * keys, which contain a colon (`${aws:username}`; AWS: "IAM policy elements: Variables and tags"), so such a string matches only itself.
 */
export function forgottenSubstitution(text: string): string | null {
  return /\$\{(?:AWS::\w+|[A-Za-z][\w.]*)\}/.exec(text)?.[0] ?? null;
}

/** The first forgotten substitution in the known parts of a string. Returns null if there is none. */
export function findForgottenSubstitution(text: Text): string | null {
  const parts = typeof text === "string" ? [text] : text.kind === "partial" ? text.parts : [];
  for (const part of parts) {
    const found = typeof part === "string" ? forgottenSubstitution(part) : null;
    if (found !== null) return found;
  }
  return null;
}

const NOT_REPLACED = "which is literal text here";

/** Reports a forgotten substitution as a fault of the policy. Returns whether the string has one. */
export function reportForgotten(text: Text, element: string, place: Place, problems: GrammarProblems): boolean {
  const forgotten = findForgottenSubstitution(text);
  if (forgotten === null) return false;
  problems.add(place, `${element} "${shown(showText(text))}" ${notReplaced(forgotten)}`, SUBSTITUTION_HELP);
  return true;
}

/** Completes a sentence about a string. */
export function notReplaced(variable: string): string {
  return `contains ${variable}, ${NOT_REPLACED}`;
}

/** Whether a message reports a forgotten substitution. */
export function reportsForgotten(words: string): boolean {
  return words.includes(NOT_REPLACED);
}
