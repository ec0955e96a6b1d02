import type { Cause } from "../iam/verdict.js";

const DECLARE = "declare the value of the condition's key under `context` in the config";

/** What settles the conditions on which a verdict hangs: those of a template, or those of statements. */
export function settlingHelp(causes: readonly Cause[]): string {
  if (causes[0]?.policy === null) {
    return "grant it however the template's conditions fall out, or give their parameters under `parameters` in the config";
  }
  // A Deny without its condition denies always.
  const denies = causes.some(({ effect }) => effect === "denies");
  if (!denies) return `${DECLARE}, or drop the condition`;
  const denied = causes.every(({ effect }) => effect === "denies" || effect === "allows");
  return denied ? `${DECLARE}, or take what is needed out of the Deny` : DECLARE;
}
