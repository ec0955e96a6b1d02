import { append } from "../../source/append.js";
import { firstFew } from "../../source/first-few.js";
import type { Facts } from "./parameter-facts.js";
import { showValues } from "./value-set.js";

/** One way in which a template's conditions can fall out. */
export interface Scenario {
  /** What each condition that matters is; one that is not here is not decided. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** What that says of the parameters that matter. */
  readonly facts: Facts;
  /** Parameters of which nothing is known, not even that they have their defaults. */
  readonly unsettled: ReadonlySet<string>;
  /** Those with other known values than their defaults, in more ways than are tried out: how many are. */
  readonly untried: ReadonlyMap<string, number>;
  /** Whether it is the way with the parameters' defaults, as far as they have any. */
  readonly byDefault: boolean;
  /** Why there are conditions that are not decided; null: those that matter are. */
  readonly undecided: string | null;
  /** The same of those at fault, by their names. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Why a condition is not decided; null: nothing asked for it. */
export function whyOpen(name: string, { faults, undecided }: Scenario): string | null {
  return faults.get(name)?.replace(`condition ${name} `, "it ") ?? undecided;
}

/** Nothing is known of any condition. */
export const NO_SCENARIO: Scenario = {
  conditions: new Map(),
  facts: new Map(),
  unsettled: new Set(),
  untried: new Map(),
  byDefault: true,
  undecided: null,
  faults: new Map(),
};

/** `condition IsProd is true`, `Env is dev`: what tells one scenario from the others of a role. */
export function settingsOf(scenario: Scenario, all: readonly Scenario[]): readonly string[] {
  const settings = known.get(all) ?? new Map(settingsOfAll(all));
  known.set(all, settings);
  return settings.get(scenario) ?? [];
}

/** What can be said of a scenario; null: nothing. */
type Aspect = (scenario: Scenario) => string | null;

/** The same for all roles that use the same conditions. */
const known = new WeakMap<readonly Scenario[], ReadonlyMap<Scenario, readonly string[]>>();

function settingsOfAll(all: readonly Scenario[]): readonly (readonly [Scenario, readonly string[]])[] {
  const telling = findTelling(all);
  return all.map((scenario) => [scenario, telling.flatMap((aspect) => aspect(scenario) ?? [])]);
}

/** Leaves out what those before it decide: condition `NotProd` beside `IsProd`, and `Env` where both say enough. */
function findTelling(all: readonly Scenario[]): readonly Aspect[] {
  const telling: Aspect[] = [];
  let groups: readonly (readonly Scenario[])[] = [all];
  for (const aspect of aspectsOf(all)) {
    const finer = groups.flatMap((group) => grouped(group, aspect));
    if (finer.length === groups.length) continue;
    telling.push(aspect);
    groups = finer;
  }
  return telling;
}

function aspectsOf(all: readonly Scenario[]): readonly Aspect[] {
  const conditions = new Set(all.flatMap((one) => [...one.conditions.keys()]));
  const parameters = new Set(all.flatMap((one) => [...one.facts.keys()]));
  return [
    ...[...conditions].map(
      (name): Aspect =>
        (one) =>
          `condition ${name} is ${one.conditions.get(name) ?? "unknown"}`,
    ),
    ({ untried }) => (untried.size === 0 ? null : untriedText(untried)),
    ...[...parameters].map(
      (name): Aspect =>
        ({ facts, untried }) => {
          const values = facts.get(name);
          return values === undefined || untried.has(name) ? null : `${name} is ${showValues(values)}`;
        },
    ),
    ({ unsettled }) => (unsettled.size === 0 ? null : `not each of ${[...unsettled].join(", ")} has its default`),
  ];
}

function untriedText(untried: Scenario["untried"]): string {
  const most = Math.max(...untried.values());
  return `not each of ${firstFew([...untried.keys()], 5)} has its default (in more than ${most} ways, which are not tried out)`;
}

function grouped(scenarios: readonly Scenario[], aspect: Aspect): readonly (readonly Scenario[])[] {
  const groups = new Map<string | null, Scenario[]>();
  for (const scenario of scenarios) {
    const said = aspect(scenario);
    append(groups, said, scenario);
  }
  return [...groups.values()];
}
