import type { Cause } from "../iam/verdict.js";

const DECLARE = "declare the value of the condition's key under `context` in the config";

/** For a statement of which parts are not known because they are faulty. */
export const FIX_GRAMMAR = "fix the statement: the finding of `invalid-policy` says how";

/** What settles the conditions on which a verdict hangs: those of a template, or those of statements. */
export function settlingHelp(causes: readonly Cause[]): string {
  if (causes[0]?.policy === null) {
    return "grant it however the template's conditions fall out, or give their parameters under `parameters` in the config";
  }
  const [first, ...others] = causes.filter(({ effect }) => effect !== "allows");
  if (first !== undefined && [first, ...others].every(isOfTime)) {
    const drop = first.effect === "denies" ? "take what is needed out of the Deny" : "drop the condition";
    return `${drop}, or suppress the finding until its date: no setting tells of a time that is yet to come`;
  }
  // A Deny without its condition denies always.
  const denies = causes.some(({ effect }) => effect === "denies");
  if (!denies) return `${DECLARE}, or drop the condition`;
  const denied = causes.every(({ effect }) => effect === "denies" || effect === "allows");
  return denied ? `${DECLARE}, or take what is needed out of the Deny` : DECLARE;
}

function isOfTime({ detail }: Cause): boolean {
  return detail !== null && /\bcondition aws:(currenttime|epochtime)$/i.test(detail);
}
