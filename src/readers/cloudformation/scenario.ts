/** One way in which a template's conditions can fall out: what each condition that matters is. */
export type Scenario = ReadonlyMap<string, boolean>;

/** `condition IsProd is true`: what tells one scenario from the others of a role; null for the only one. */
export function describeScenario(scenario: Scenario, all: readonly Scenario[]): string | null {
  const names = tellingConditions(all);
  if (names.length === 0) return null;
  return names.map((name) => `condition ${name} is ${scenario.get(name)}`).join(" and ");
}

/** Leaves out a condition that those before it decide: `NotProd` beside `IsProd`. */
function tellingConditions(all: readonly Scenario[]): readonly string[] {
  const telling: string[] = [];
  for (const name of all[0]?.keys() ?? []) {
    const outcomes = (names: readonly string[]): number =>
      new Set(all.map((scenario) => JSON.stringify(names.map((one) => scenario.get(one))))).size;
    if (outcomes([...telling, name]) > outcomes(telling)) telling.push(name);
  }
  return telling;
}
