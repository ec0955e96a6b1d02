import type { Cause, DeclaredContext } from "../iam/verdict.js";

const DECLARE = "declare the value of the condition's key under `context` in the config";

/** For a statement of which parts are not known because they are faulty. */
export const FIX_GRAMMAR = "fix the statement: the finding of `invalid-policy` says how";

/** What settles the conditions on which a verdict hangs: those of a template, or those of statements. */
export function settlingHelp(causes: readonly Cause[], context: DeclaredContext): string {
  if (causes[0]?.policy === null) {
    return "grant it however the template's conditions fall out, or give their parameters under `parameters` in the config";
  }
  const [first, ...others] = causes.filter(({ effect }) => effect !== "allows");
  if (first !== undefined && [first, ...others].every(isOfTime)) {
    const drop = first.effect === "denies" ? "take what is needed out of the Deny" : "drop the condition";
    return `${drop}, or suppress the finding until its date: no setting tells of a time that is yet to come`;
  }
  if (first !== undefined && [first, ...others].every((cause) => isDeclared(cause, context))) {
    const drop = first.effect === "denies" ? "take what is needed out of the Deny" : "grant it without the condition";
    return `${drop}: ${UNDECIDED_BY_CONTEXT}`;
  }
  // A Deny without its condition denies always.
  const denies = causes.some(({ effect }) => effect === "denies");
  if (!denies) return `${DECLARE}, or drop the condition`;
  const denied = causes.every(({ effect }) => effect === "denies" || effect === "allows");
  return denied ? `${DECLARE}, or take what is needed out of the Deny` : DECLARE;
}

/** iam:PassRole is asked within the request of another service, in which global keys can have other values. */
export const UNDECIDED_BY_CONTEXT =
  "the value under `context` does not settle it, as another service asks for the action";

/** Whether a condition stays open although its key's value is declared. */
export function isDeclared({ detail }: Cause, context: DeclaredContext): boolean {
  const key = /\bcondition (\S+)$/.exec(detail ?? "")?.[1]?.toLowerCase();
  return key !== undefined && [...context.keys()].some((one) => one.toLowerCase() === key);
}

function isOfTime({ detail }: Cause): boolean {
  return detail !== null && /\bcondition aws:(currenttime|epochtime)$/i.test(detail);
}
