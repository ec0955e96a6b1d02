import { append } from "../../source/append.js";
import { firstFew } from "../../source/first-few.js";
import type { Facts } from "./parameter-facts.js";
import { showValues } from "./value-set.js";

/** One combination of outcomes that a template's conditions can have. */
export interface Scenario {
  /** The outcome of each condition that matters. A condition that is missing is undecided. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** The resulting facts about the parameters that matter. */
  readonly facts: Facts;
  /** Parameters about which nothing is known, not even that they have their defaults. */
  readonly unsettled: ReadonlySet<string>;
  /** Parameters with known values other than their defaults, but too many to try. Each has the number that is tried. */
  readonly untried: ReadonlyMap<string, number>;
  /** Parameters that conditions compare without any consequence here. */
  readonly left: Facts;
  /** Whether this is the scenario with the parameters' defaults, as far as they have any. */
  readonly byDefault: boolean;
  /** Why some conditions are undecided. Null if all that matter are decided. */
  readonly undecided: string | null;
  /** The same for faulty conditions, by name. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Why a condition is undecided. Returns null if nothing needed it. */
export function whyUndecided(name: string, { faults, undecided }: Scenario): string | null {
  return faults.get(name)?.replace(`condition ${name} `, "it ") ?? undecided;
}

/** Nothing is known about any condition. */
export const NO_SCENARIO: Scenario = {
  conditions: new Map(),
  facts: new Map(),
  unsettled: new Set(),
  untried: new Map(),
  left: new Map(),
  byDefault: true,
  undecided: null,
  faults: new Map(),
};

/** The scenarios with the parameters' defaults, or all if there are none. */
export function likelyOf(scenarios: readonly Scenario[]): readonly Scenario[] {
  const likely = scenarios.filter(({ byDefault }) => byDefault);
  return likely.length > 0 ? likely : scenarios;
}

/** The settings that distinguish a scenario from the others, such as `condition IsProd is true`. */
export function settingsOf(scenario: Scenario, all: readonly Scenario[]): readonly string[] {
  const settings = known.get(all) ?? new Map(settingsOfAll(all));
  known.set(all, settings);
  return settings.get(scenario) ?? [];
}

/** Describes one aspect of a scenario. Returns null if there is nothing to say. */
type Aspect = (scenario: Scenario) => string | null;

/** Shared by all roles that use the same conditions. */
const known = new WeakMap<readonly Scenario[], ReadonlyMap<Scenario, readonly string[]>>();

function settingsOfAll(all: readonly Scenario[]): readonly (readonly [Scenario, readonly string[]])[] {
  const distinguishing = findDistinguishing(all);
  return all.map((scenario) => [scenario, distinguishing.flatMap((aspect) => aspect(scenario) ?? [])]);
}

/**
 * Leaves out what earlier aspects decide: condition `NotProd` after `IsProd`, and `Env` if both say enough. If not all
 * combinations are tried, only what a single one decides: together, those that were tried may decide anything.
 */
function findDistinguishing(all: readonly Scenario[]): readonly Aspect[] {
  const isSample = all.some(({ undecided }) => undecided !== null);
  const distinguishing: Aspect[] = [];
  let bases: readonly (readonly (readonly Scenario[])[])[] = [[all]];
  for (const aspect of aspectsOf(all)) {
    const finer = bases.map((groups) => groups.flatMap((group) => grouped(group, aspect)));
    if (finer.some((groups, index) => groups.length === bases[index]?.length)) continue;
    distinguishing.push(aspect);
    bases = isSample ? [...bases, grouped(all, aspect)] : finer;
  }
  return distinguishing;
}

function aspectsOf(all: readonly Scenario[]): readonly Aspect[] {
  const conditions = new Set(all.flatMap((one) => [...one.conditions.keys()]));
  const parameters = new Map<string, number>();
  for (const { facts } of all) for (const name of facts.keys()) parameters.set(name, (parameters.get(name) ?? 0) + 1);
  return [
    ...[...conditions].map(
      (name): Aspect =>
        (one) =>
          `condition ${name} is ${one.conditions.get(name) ?? "unknown"}`,
    ),
    ({ untried }) => (untried.size === 0 ? null : untriedText(untried)),
    // First those that say something about each scenario.
    ...[...parameters]
      .sort(([, few], [, many]) => many - few)
      .map(
        ([name]): Aspect =>
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
  return `not each of ${firstFew([...untried.keys()], 5)} has its default (in more than ${most} ways, which are not tried)`;
}

function grouped(scenarios: readonly Scenario[], aspect: Aspect): readonly (readonly Scenario[])[] {
  const groups = new Map<string | null, Scenario[]>();
  for (const scenario of scenarios) {
    const said = aspect(scenario);
    append(groups, said, scenario);
  }
  return [...groups.values()];
}
