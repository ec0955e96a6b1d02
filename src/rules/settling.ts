import type { Cause } from "../iam/verdict.js";

/** What settles a condition on which a verdict hangs: one of a template, or one of a statement. */
export function settlingHelp(cause: Cause | undefined): string {
  return cause?.policy === null
    ? "grant it however the template's conditions fall out, or give their parameters under `parameters` in the config"
    : "declare the value of the condition's key under `context` in the config, or drop the condition";
}
