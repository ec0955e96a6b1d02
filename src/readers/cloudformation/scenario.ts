import { append } from "../../source/append.js";
import { firstFew } from "../../source/first-few.js";
import type { Facts } from "./parameter-facts.js";
import { showValues } from "./value-set.js";

/** A combination of outcomes that a template's conditions can have. */
export interface Scenario {
  /** The outcomes of the relevant conditions. A condition without an outcome is undecided. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** The resulting facts about the relevant parameters. */
  readonly facts: Facts;
  /** Parameters about which nothing is known, not even whether they have their defaults. */
  readonly unsettled: ReadonlySet<string>;
  /**
   * Parameters that may have known values other than their defaults, but too many to try. Maps each one to the number
   * of values that are tried.
   */
  readonly untried: ReadonlyMap<string, number>;
  /** The parameters that conditions compare in this scenario without restricting their values. */
  readonly left: Facts;
  /** Whether this is the scenario in which parameters have their defaults, if they have any. */
  readonly byDefault: boolean;
  /** The reason why some conditions are undecided. Null if all relevant ones are decided. */
  readonly undecided: string | null;
  /** The faults of faulty conditions, keyed by condition name. */
  readonly faults: ReadonlyMap<string, string>;
}

/** The reason why a condition is undecided. Returns null if the condition wasn't needed. */
export function whyUndecided(name: string, { faults, undecided }: Scenario): string | null {
  return faults.get(name)?.replace(`condition ${name} `, "it ") ?? undecided;
}

/** The scenario in which nothing is known about any condition. */
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

/** The scenarios with the parameters' defaults, or all scenarios if there are none. */
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

/** Describes one aspect of a scenario. Returns null if the scenario has no such aspect. */
type Aspect = (scenario: Scenario) => string | null;

/** The settings of each scenario, shared by all roles that use the same conditions. */
const known = new WeakMap<readonly Scenario[], ReadonlyMap<Scenario, readonly string[]>>();

function settingsOfAll(all: readonly Scenario[]): readonly (readonly [Scenario, readonly string[]])[] {
  const distinguishing = findDistinguishing(all);
  return all.map((scenario) => [scenario, distinguishing.flatMap((aspect) => aspect(scenario) ?? [])]);
}

/**
 * The aspects that distinguish scenarios. Omits aspects that earlier ones decide: condition `NotProd` after `IsProd`,
 * and `Env` if both together determine it. If not all combinations are tried, only aspects that a single other aspect
 * decides are omitted, because several together may seem to decide anything in a sample.
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
    // Skips conditions that the check itself creates (`AWS::...`), because facts already show their outcomes.
    ...[...conditions].flatMap((name): Aspect | readonly Aspect[] =>
      name.startsWith("AWS::") ? [] : (one) => `condition ${name} is ${one.conditions.get(name) ?? "unknown"}`,
    ),
    ({ untried }) => (untried.size === 0 ? null : untriedText(untried)),
    // Aspects that apply to the most scenarios come first.
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
