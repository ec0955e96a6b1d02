import type { Unresolved } from "../../source/node.js";
import { type Scenario, whyUndecided } from "./scenario.js";
import { areInOneAccount } from "./stack-set.js";
import type { Resource } from "./template.js";

/** An answer, or the expression that the answer depends on. */
export type Certainty = "yes" | "no" | Unresolved;

/** A resource or an export that exists under conditions, in the accounts where its template is deployed. */
export type Existing = Pick<Resource, "conditions" | "scope">;

/** Whether a resource or an export exists in a scenario, in the same account as `existing`, which is known to exist. */
export function existence(one: Existing, existing: Existing | null, scenario: Scenario): Certainty {
  const own = one.conditions.filter((name) => existing?.conditions.includes(name) !== true);
  const here = existing === null ? "yes" : areInOneAccount(one.scope, existing.scope, (set) => set.isHere(scenario));
  if (own.some((name) => scenario.conditions.get(name) === false) || here === "no") return "no";
  const open = own.find((name) => !scenario.conditions.has(name));
  if (open === undefined) return here;
  const why = whyUndecided(open, scenario);
  return { kind: "unresolved", expression: `condition ${open}${why === null ? "" : `: ${why}`}` };
}
