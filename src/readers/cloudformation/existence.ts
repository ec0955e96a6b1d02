import type { Unresolved } from "../../source/node.js";
import { type Scenario, whyOpen } from "./scenario.js";
import type { Resource } from "./template.js";

/** Whether something is so; an expression: that hangs on it. */
export type Certainty = "yes" | "no" | Unresolved;

/** Whether a resource or an export exists where conditions fall out like this. `given` are those that hold. */
export function existence(
  { conditions }: Pick<Resource, "conditions">,
  given: readonly string[],
  scenario: Scenario,
): Certainty {
  const own = conditions.filter((name) => !given.includes(name));
  if (own.some((name) => scenario.conditions.get(name) === false)) return "no";
  const open = own.find((name) => !scenario.conditions.has(name));
  if (open === undefined) return "yes";
  const why = whyOpen(open, scenario);
  return { kind: "unresolved", expression: `condition ${open}${why === null ? "" : `: ${why}`}` };
}
