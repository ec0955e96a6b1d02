/** One way in which a template's conditions can fall out: what each condition that matters is. */
export type Scenario = ReadonlyMap<string, boolean>;

/** `condition IsProd is true`; null when no condition matters. */
export function describeScenario(scenario: Scenario): string | null {
  if (scenario.size === 0) return null;
  return [...scenario].map(([name, value]) => `condition ${name} is ${value}`).join(" and ");
}
