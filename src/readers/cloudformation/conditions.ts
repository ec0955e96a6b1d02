import { entryOf, type Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { comparedValues, defaultOf, eachValue, withKnownValues, withUntriedValues } from "./compared-parameters.js";
import { assume, type Comparison, comparisonOf, isJoint, likelyOutcome, outcomeOf } from "./comparison.js";
import { type Deciding, decidingValues, listedValues, tellingValues } from "./deciding-values.js";
import type { Outcomes } from "./equation.js";
import { itemsOf, textArgument } from "./expressions.js";
import { allowDefaults, type Facts } from "./parameter-facts.js";
import { PARTITION_PARAMETERS } from "./possible-partitions.js";
import type { TemplateRule } from "./rules.js";
import { NO_SCENARIO, type Scenario } from "./scenario.js";
import { qualified, type Scope } from "./scope.js";
import { Uses } from "./uses.js";
import { ANY_VALUE, showValues, type ValueSet } from "./value-set.js";

/**
 * The maximum number of scenarios. If there are more, only some are tried. One additional scenario represents all
 * others; in it, values that depend on conditions stay unresolved.
 */
export const MAX_SCENARIOS = 64;

/** Like `MAX_SCENARIOS`, but also counts scenarios that turn out to be equivalent. */
const MAX_TRIALS = 256;

/**
 * How many times conditions may be examined, per question and per deployment. Each trial examines all conditions that
 * depend on one another.
 */
const MAX_LOOKS = { question: 200_000, deployment: 2_000_000 };

/**
 * Limits on the additional scenarios and steps that conditions not named in a question may cause. Beyond these limits,
 * only the parameters' defaults are tried.
 */
const MAX_EXTRA_WAYS = 16;
const MAX_EXTRA_LOOKS = { question: 20_000, deployment: 500_000 };

/** Like `MAX_LOOKS`, for the trials of one condition at a time that follow when another limit is exceeded. */
const MAX_LOOKS_IN_BRIEF = { question: 20_000, deployment: 100_000 };

const MAX_DEPTH = 100;

/** Limits the length of a chain of dependent conditions, because each one uses some of the stack. */
const MAX_CHAIN = 500;

/** All conditions in a deployment, keyed by qualified name. */
export type Conditions = ReadonlyMap<string, { readonly node: Node; readonly scope: Scope }>;

/** A rule in one of the deployment's templates. */
interface ScopedRule {
  readonly rule: TemplateRule;
  readonly scope: Scope;
}

/** Counts how many times conditions were examined. */
interface Looks {
  question: number;
  deployment: number;
  readonly most: { readonly question: number; readonly deployment: number };
}

/** A question: the conditions and parameters of interest, and what is required to hold. */
interface Question {
  readonly conditions: readonly string[];
  readonly parameters: ReadonlySet<string>;
  /** The subset of the parameters for which every value matters. For a region, only the partition matters. */
  readonly telling: ReadonlySet<string>;
  readonly required: ReadonlyMap<string, boolean>;
  /** Conditions that compare these parameters. They are tried for what they imply about the parameters. */
  readonly comparing: readonly string[];
  readonly looks: Looks;
  /** Whether to try comparisons that no longer decide anything, for what they imply about the parameters. */
  readonly isWhole?: boolean;
  /** Whether outcomes with the parameters' defaults are tried exclusively, first, or last. */
  readonly likely?: "only" | "first" | "last";
}

/** The assumptions of a trial. */
interface Assumptions {
  readonly facts: Facts;
  /** Assumed outcomes of undecidable conditions and comparisons, by key. */
  readonly outcomes: ReadonlyMap<string, boolean>;
  /** Comparisons that restrict one parameter further once their other parameters are known. */
  readonly joint: readonly (Compared & { readonly outcome: boolean })[];
}

const NOTHING_ASSUMED: Assumptions = { facts: new Map(), outcomes: new Map(), joint: [] };

/** A comparison, with the outcomes of the conditions inside it. */
interface Compared {
  readonly comparison: Comparison;
  readonly conditions: Outcomes;
}

/** The next outcome to assume (both ways) before more can be decided. */
interface Undecided {
  readonly key: string;
  readonly compared: Compared | null;
  /** The values of a parameter to try instead. Null if there are none to try. */
  readonly values?: readonly Deciding[] | null;
  /** The reason why no outcome can be assumed: CloudFormation rejects the condition. */
  readonly fault?: string;
}

/** The combinations of outcomes that a deployment's conditions can have. */
export class ConditionOutcomes {
  readonly #comparisons = new Map<Scope, Map<Node, Comparison | null>>();
  readonly #answers = new Map<string, readonly Scenario[]>();
  readonly #usesOfRules = new Map<ScopedRule, ReadonlySet<string>>();
  readonly #parametersOf = new Map<string, ReadonlySet<string>>();
  readonly #looks: Looks = { question: 0, deployment: 0, most: MAX_LOOKS };
  readonly #extraLooks: Looks = { question: 0, deployment: 0, most: MAX_EXTRA_LOOKS };
  readonly #looksInBrief: Looks = { question: 0, deployment: 0, most: MAX_LOOKS_IN_BRIEF };

  constructor(
    private readonly conditions: Conditions,
    private readonly rules: readonly ScopedRule[],
  ) {}

  /**
   * Every scenario that affects the question. A comparison of two fixed values is decided. Any other comparison is
   * tried both ways, each with what it implies for its parameters. Contradictory scenarios are dropped. A default
   * doesn't fix a parameter, because the deployer can override it. Empty if the requirements can't hold.
   */
  scenarios({ conditions, parameters }: Uses, required: ReadonlySet<string>): readonly Scenario[] {
    const names = this.#inReadingOrder([...new Set([...conditions, ...required])]);
    const comparing = this.#comparing(parameters).filter((name) => !names.includes(name));
    if (names.length + comparing.length === 0 && this.#relevantTo(parameters).length === 0) return ONLY_SCENARIO;
    const key = JSON.stringify([names, [...parameters].sort(), [...required].sort()]);
    const answer =
      this.#answers.get(key) ??
      this.#answer({
        conditions: names,
        parameters,
        telling: new Set([...parameters].filter((name) => !PARTITION_PARAMETERS.includes(name))),
        required: new Map([...required].map((name) => [name, true])),
        comparing,
        looks: this.#extraLooks,
      });
    this.#answers.set(key, answer);
    return answer;
  }

  /**
   * The conditions that compare parameters that have defaults. If only the defaults were tried, a role's forms in other
   * deployments would be missed.
   */
  #comparing(parameters: ReadonlySet<string>): readonly string[] {
    const [one] = this.conditions.values();
    const open = one === undefined ? [] : [...parameters].filter((name) => defaultOf(name, one.scope) !== null);
    if (open.length === 0) return [];
    return [...this.conditions].flatMap(([name, { node, scope }]) => {
      const used = this.#parametersOf.get(name) ?? new Uses().in(node, scope).parameters;
      this.#parametersOf.set(name, used);
      return open.some((parameter) => used.has(parameter)) ? [name] : [];
    });
  }

  /** The parameters that conditions and rules may restrict, by qualified name. */
  parametersIn(): ReadonlySet<string> {
    const uses = new Uses();
    for (const { node, scope } of this.conditions.values()) uses.in(node, scope);
    return new Set([...uses.parameters, ...this.rules.flatMap((rule) => [...this.#usesOf(rule)])]);
  }

  /**
   * The place of the first rule, if the rules contradict one another or the given values so that no stack can be
   * created. Returns null if they don't, or if finding out takes too long.
   */
  contradiction(): Place | null {
    const [first] = this.rules.flatMap(({ rule }) => rule.assertions);
    const parameters = new Set(this.rules.flatMap((rule) => [...this.#usesOf(rule)]));
    const question = {
      conditions: [],
      parameters,
      telling: new Set<string>(),
      required: new Map(),
      comparing: [],
      looks: this.#looks,
    };
    return first && this.#find(question, { all: this.rules, tried: this.rules }).length === 0 ? first.place : null;
  }

  /** Rules that restrict the parameters. Like a condition, a rule is evaluated for the facts about parameters that it implies. */
  #relevantTo(parameters: ReadonlySet<string>): readonly ScopedRule[] {
    return this.rules.filter((rule) => [...this.#usesOf(rule)].some((name) => parameters.has(name)));
  }

  #usesOf(one: ScopedRule): ReadonlySet<string> {
    const known = this.#usesOfRules.get(one);
    if (known !== undefined) return known;
    const uses = new Uses();
    const { condition, assertions } = one.rule;
    for (const node of [...(condition === null ? [] : [condition]), ...assertions]) uses.in(node, one.scope);
    this.#usesOfRules.set(one, uses.parameters);
    return uses.parameters;
  }

  /**
   * Sorts negated conditions last. Scenarios are described by the first conditions, and "IsProd is false" is easier to
   * read than "IsNotProd is true".
   */
  #inReadingOrder(names: readonly string[]): readonly string[] {
    const isNegation = (name: string): boolean => {
      const node = this.conditions.get(name)?.node;
      return node?.kind === "map" && entryOf(node, "Fn::Not") !== undefined;
    };
    const sorted = names.toSorted();
    return [...sorted.filter((name) => !isNegation(name)), ...sorted.filter(isNegation)];
  }

  /**
   * If parameter values would distinguish too many scenarios, only the requested conditions distinguish them, and
   * values other than the defaults aren't tried.
   */
  #answer(question: Question): readonly Scenario[] {
    const own = this.#keptBy({ ...question, comparing: [], looks: this.#looks });
    const [one] = this.conditions.values();
    if (one === undefined || question.comparing.length === 0) return own;
    const finer = this.#keptBy(question);
    const isWithin = finer.length >= own.length && finer.length <= own.length + MAX_EXTRA_WAYS;
    const isOpen = !isWithin || finer.some(({ undecided }) => undecided !== null);
    return isOpen ? this.#withUntriedValues(own, question, one.scope) : withKnownValues(own, finer, one.scope);
  }

  /** Examines each parameter separately, because a single parameter doesn't have too many values. Only their combinations are too many. */
  #withUntriedValues(own: readonly Scenario[], question: Question, scope: Scope): readonly Scenario[] {
    const left = new Map<string, ValueSet>();
    for (const name of [...question.parameters].sort()) {
      const parameters = new Set([name]);
      const comparing = this.#comparing(parameters).filter((one) => question.comparing.includes(one));
      if (comparing.length === 0) continue;
      const ways = this.#keptBy({
        ...question,
        conditions: [],
        required: new Map(),
        parameters,
        telling: parameters,
        comparing,
      });
      left.set(name, comparedValues(name, ways, scope));
    }
    const isBrief = own.some(({ undecided }) => undecided !== null);
    return own.flatMap((scenario) =>
      isBrief && scenario.undecided === null ? scenario : withUntriedValues(scenario, left, scope, MAX_EXTRA_WAYS),
    );
  }

  /** If no scenario satisfies the template's rules, the check has probably misunderstood the rules, and ignores them. */
  #keptBy(question: Question): readonly Scenario[] {
    const relevant = this.#relevantTo(question.parameters);
    const tried = this.#find(question, { all: this.rules, tried: relevant });
    // Trying the rules leads to too many scenarios. There are fewer if scenarios that break a rule are merely dropped.
    const isOpen = relevant.length > 0 && tried.some(({ undecided }) => undecided !== null);
    const kept = isOpen ? this.#find(question, { all: this.rules, tried: [] }) : tried;
    return kept.length > 0 || this.rules.length === 0 ? kept : this.#find(question, { all: [], tried: [] });
  }

  /**
   * If there are too many scenarios because of comparisons that no longer decide anything, the compared parameters have
   * their defaults or are unknown.
   */
  #find(question: Question, rules: Rules): readonly Scenario[] {
    const whole = this.#tried({ ...question, isWhole: true }, rules);
    const isOver = typeof whole === "string";
    const tried = isOver && question.comparing.length === 0 ? this.#tried(question, rules) : whole;
    if (typeof tried === "string") return this.#inBrief(question, rules, tried);
    const found = this.#withEachValue(tried, question);
    const [one] = this.conditions.values();
    return one === undefined || !isOver
      ? found
      : found.flatMap((scenario) => withUntriedValues(scenario, scenario.left, one.scope, MAX_SCENARIOS));
  }

  /** Returns the scenarios or, if there are too many, the reason as text. */
  #tried(question: Question, rules: Rules): readonly Scenario[] | string {
    const scenarios = new Map<string, Scenario>();
    let trials = 0;
    question.looks.question = 0;
    for (const scenario of this.#trials(question, NOTHING_ASSUMED, rules)) {
      if (scenario === null) return `evaluating its conditions takes more than ${MAX_LOOKS.question} steps`;
      trials += 1;
      addScenario(scenario, question, scenarios);
      if (scenarios.size > MAX_SCENARIOS || trials > MAX_TRIALS)
        return `its conditions have more than ${MAX_SCENARIOS} combinations, which are not tried`;
    }
    return [...scenarios.values()];
  }

  /** Splits scenarios by the values of the parameters that conditions restrict, as long as there are only a few values. */
  #withEachValue(scenarios: readonly Scenario[], { comparing }: Question): readonly Scenario[] {
    const most = comparing.length === 0 ? MAX_SCENARIOS : MAX_EXTRA_WAYS;
    const [one] = this.conditions.values();
    if (one === undefined) return scenarios;
    const inBrief = (scenario: Scenario) => withUntriedValues(scenario, scenario.facts, one.scope, most);
    const detailed = scenarios.flatMap((scenario) => {
      const ways = eachValue(scenario.facts, one.scope, most);
      if (ways === null) return inBrief(scenario);
      return ways.map((facts) => ({ ...scenario, facts, byDefault: scenario.byDefault && this.#isByDefault(facts) }));
    });
    return detailed.length > Math.max(most, scenarios.length) ? scenarios.flatMap(inBrief) : detailed;
  }

  /**
   * A selection of the scenarios: the ones with the parameters' defaults, one with as many opposite outcomes as
   * possible, some in which a single condition differs, and one for all others.
   */
  #inBrief(question: Question, rules: Rules, why: string): readonly Scenario[] {
    const others = this.#undecided(question, why);
    // Conditions that are tried only for what they imply about parameters then imply nothing.
    if (question.comparing.length > 0) return [others];
    const likely: Scenario[] = [];
    question.looks.question = 0;
    for (const scenario of this.#trials({ ...question, likely: "only" }, NOTHING_ASSUMED, rules)) {
      if (scenario === null || likely.length === MAX_EXTRA_WAYS) return [others];
      if (scenario.byDefault) likely.push(scenario);
    }
    const [usual] = likely;
    if (usual === undefined) return [others];
    const found = new Map<string, Scenario>();
    for (const scenario of likely) addScenario(scenario, question, found);
    const looks = this.#looksInBrief;
    looks.question = 0;
    const first = (one: Partial<Question>) =>
      this.#trials({ ...question, looks, ...one }, NOTHING_ASSUMED, rules).next().value;
    const opposite = first({ likely: "last" });
    const tryOthers = (from: Scenario | null | undefined, likely: "first" | "last") => {
      for (const [name, outcome] of from?.conditions ?? []) {
        const scenario = first({ required: new Map([...question.required, [name, !outcome]]), likely });
        if (scenario === null || found.size >= MAX_SCENARIOS) return;
        if (scenario) addScenario(scenario, question, found);
      }
    };
    tryOthers(usual, "first");
    if (opposite) addScenario(opposite, question, found);
    tryOthers(opposite, "last");
    return [...found.values(), { ...others, byDefault: false }];
  }

  /** A scenario that contains only the outcomes that are certain without any trial. */
  #undecided({ conditions, looks }: Question, undecided: string): Scenario {
    const evaluation = new ConditionEvaluation(this.conditions, NOTHING_ASSUMED, this.#comparisons, looks);
    const decided = new Map<string, boolean>();
    for (const name of conditions) {
      const outcome = evaluation.condition(name);
      if (typeof outcome === "boolean") decided.set(name, outcome);
    }
    return { ...NO_SCENARIO, conditions: decided, unsettled: evaluation.parameters, undecided };
  }

  #isByDefault(facts: Facts): boolean {
    const [one = this.rules[0]] = this.conditions.values();
    return one === undefined || allowDefaults(facts, one.scope);
  }

  *#trials(
    question: Question,
    assumed: Assumptions,
    rules: Rules,
    decided: Outcomes = new Map(),
  ): Generator<Scenario | null, undefined> {
    const { conditions, required, looks } = question;
    // Null means that the limit is exceeded.
    if (looks.question > looks.most.question || looks.deployment > looks.most.deployment) return yield null;
    const evaluation = new ConditionEvaluation(this.conditions, assumed, this.#comparisons, looks, decided);
    const outcomes = new Map<string, boolean>();
    const faults = new Map<string, string>();
    for (const name of new Set([...required.keys(), ...conditions])) {
      const outcome = evaluation.condition(name);
      if (typeof outcome !== "boolean") {
        if (outcome.fault !== undefined) {
          faults.set(name, outcome.fault);
          continue;
        }
        yield* this.#bothWays(question, assumed, rules, outcome, outcomes);
        return;
      }
      if ((required.get(name) ?? outcome) !== outcome) return;
      outcomes.set(name, outcome);
    }
    if (rules.all.some(({ rule, scope }) => evaluation.breaks(rule, scope))) return;
    const next = nextOpen(question, evaluation, rules);
    if (next !== null) {
      yield* this.#bothWays(question, assumed, rules, next);
      return;
    }
    const inOrder = new Map(
      conditions.flatMap((name) => {
        const outcome = outcomes.get(name);
        return outcome === undefined ? [] : [[name, outcome] as const];
      }),
    );
    const { facts } = assumed;
    const unsettled = contradicted(assumed);
    const byDefault = unsettled.size === 0 && this.#isByDefault(facts);
    const [undecided = null] = faults.values();
    const left = question.isWhole === true ? new Map() : evaluation.leftOf(question.telling);
    yield { ...NO_SCENARIO, conditions: inOrder, facts, unsettled, left, byDefault, undecided, faults };
  }

  *#bothWays(
    question: Question,
    assumed: Assumptions,
    rules: Rules,
    open: Undecided,
    decided?: Outcomes,
  ): Generator<Scenario | null> {
    const { facts } = assumed;
    const { compared } = open;
    const mode = question.likely;
    const given = compared && { ...compared, facts };
    const values = open.values === undefined ? given && decidingValues(given.comparison, given) : open.values;
    if (values !== null) {
      for (const one of inOrder(values, mode)) {
        const more = withValues(assumed, open.key, one);
        if (more !== null) yield* this.#trials(question, more, rules, mode && decided);
      }
      return;
    }
    const likely = mode && compared ? likelyOutcome(compared.comparison, { ...compared, facts }) : null;
    const first = likely === null || (mode !== "last") === likely;
    for (const one of likely !== null && mode === "only" ? [likely] : [first, !first]) {
      const more = withOutcome(assumed, open, one);
      if (more !== null) yield* this.#trials(question, more, rules, mode && decided);
    }
  }
}

/** The next assumption to try once the conditions are decided. Null if there is none. */
function nextOpen(question: Question, evaluation: ConditionEvaluation, rules: Rules): Undecided | null {
  for (const { rule, scope } of rules.tried) {
    const open = evaluation.openIn(rule, scope);
    if (open !== null) return { ...open, values: null };
  }
  for (const name of question.comparing) {
    const outcome = evaluation.condition(name);
    if (typeof outcome !== "boolean" && outcome.fault === undefined) return outcome;
  }
  return question.isWhole === true ? evaluation.openFor(question.telling) : null;
}

/** Puts the default first or last, or returns only the default. */
function inOrder(values: readonly Deciding[], mode: Question["likely"]): readonly Deciding[] {
  const likely = values.filter(({ isLikely }) => isLikely === true);
  if (mode === undefined || likely.length === 0) return values;
  const others = values.filter(({ isLikely }) => isLikely !== true);
  return mode === "only" ? likely : mode === "first" ? [...likely, ...others] : [...others, ...likely];
}

/** Adds a scenario. If an equivalent one already exists for this question, merges the two. */
function addScenario(scenario: Scenario, { conditions, parameters }: Question, all: Map<string, Scenario>): void {
  const facts = new Map([...scenario.facts].filter(([name]) => parameters.has(name)).sort());
  const unsettled = new Set([...scenario.unsettled].filter((name) => parameters.has(name)).sort());
  const key = JSON.stringify([
    conditions.map((name) => scenario.conditions.get(name)),
    [...facts].map(([name, values]) => [name, showValues(values)]),
    [...unsettled],
    [...scenario.left.keys()],
  ]);
  const byDefault = scenario.byDefault || all.get(key)?.byDefault === true;
  all.set(key, { ...scenario, facts, unsettled, byDefault });
}

/** `all`: the rules that a scenario must not break. `tried`: the rules that are tried like conditions. */
interface Rules {
  readonly all: readonly ScopedRule[];
  readonly tried: readonly ScopedRule[];
}

/** Parameters that can't all have their defaults, because a comparison that involves several of them would have a different outcome. */
function contradicted({ facts, joint }: Assumptions): ReadonlySet<string> {
  const against = joint.filter(({ comparison, conditions, outcome }) => {
    const likely = likelyOutcome(comparison, { facts, conditions });
    return likely !== null && likely !== outcome;
  });
  return new Set(against.flatMap(({ comparison }) => comparison.parameters));
}

const ONLY_SCENARIO: readonly Scenario[] = [NO_SCENARIO];

/** Adds an outcome to the assumptions. Returns null if the outcome contradicts an earlier assumption. */
function withOutcome(assumed: Assumptions, { key, compared }: Undecided, outcome: boolean): Assumptions | null {
  const outcomes = new Map(assumed.outcomes).set(key, outcome);
  if (compared === null) return { ...assumed, outcomes };
  const { comparison, conditions } = compared;
  const added = isJoint(comparison, { ...assumed, conditions }) ? [{ ...compared, outcome }] : [];
  const joint = [...assumed.joint, ...added];
  return propagated({ facts: assume(comparison, outcome, { ...assumed, conditions }), outcomes, joint });
}

function withValues({ outcomes, joint }: Assumptions, key: string, { facts, outcome }: Deciding): Assumptions | null {
  return propagated({ facts, outcomes: outcome === null ? outcomes : new Map(outcomes).set(key, outcome), joint });
}

function propagated({
  outcomes,
  joint,
  ...known
}: Omit<Assumptions, "facts"> & { facts: Facts | null }): Assumptions | null {
  let { facts } = known;
  // Each round may determine another part, which the next round builds on.
  for (let round = 0; round < joint.length && facts !== null; round += 1) {
    const before: Facts = facts;
    for (const one of joint) {
      const { conditions } = one;
      facts = facts === null ? null : assume(one.comparison, one.outcome, { facts, conditions });
    }
    if (facts === before) break;
  }
  return facts === null ? null : { facts, outcomes, joint };
}

class ConditionEvaluation {
  readonly #known = new Map<string, boolean | Undecided>();
  /** Conditions that are being evaluated. CloudFormation rejects a condition that depends on itself. */
  readonly #open = new Set<string>();
  /** The comparisons found in conditions, by key. */
  readonly #met = new Map<string, Compared>();
  /** The parameters that undecided comparisons depend on. */
  readonly parameters = new Set<string>();

  constructor(
    private readonly conditions: Conditions,
    private readonly assumed: Assumptions,
    private readonly comparisons: Map<Scope, Map<Node, Comparison | null>>,
    private readonly looks: Looks,
    /** Outcomes that were decided under fewer assumptions, and so also hold here. */
    private readonly decided: Outcomes = new Map(),
  ) {}

  /** The outcome of a condition, or the assumption to make first. */
  condition(name: string): boolean | Undecided {
    const known = this.decided.get(name) ?? this.#known.get(name);
    if (known !== undefined) return known;
    const condition = this.conditions.get(name);
    if (condition === undefined) return faulty(`condition ${name} is not in the template`);
    if (this.#open.has(name)) return faulty(`condition ${name} depends on itself`);
    if (this.#open.size === MAX_CHAIN)
      return faulty(`condition ${name} depends on a chain of ${MAX_CHAIN} others, the most that are tried`);
    this.#open.add(name);
    const value = this.#evaluate(condition.node, condition.scope, 0);
    this.#open.delete(name);
    this.#known.set(name, value);
    return value;
  }

  /** Whether a rule is certainly broken under the assumptions. */
  breaks({ condition, assertions }: TemplateRule, scope: Scope): boolean {
    if (condition !== null && this.#evaluate(condition, scope, 0) !== true) return false;
    return assertions.some((assertion) => this.#evaluate(assertion, scope, 0) === false);
  }

  /** The assumption that would show whether a rule holds. Returns null if there is none to make. */
  openIn({ condition, assertions }: TemplateRule, scope: Scope): Undecided | null {
    const when = condition === null ? true : this.#evaluate(condition, scope, 0);
    if (when === false) return null;
    const parts = when === true ? assertions.map((one) => this.#evaluate(one, scope, 0)) : [when];
    const open = parts.filter((part) => typeof part !== "boolean");
    return open.find(({ compared }) => compared !== null) ?? null;
  }

  /** The next assumption that makes a comparison imply more about the given parameters. Null if there is none. */
  openFor(parameters: ReadonlySet<string>): Undecided | null {
    const { facts, outcomes } = this.assumed;
    for (const [key, compared] of this.#met) {
      const { comparison } = compared;
      if (!comparison.parameters.some((name) => parameters.has(name))) continue;
      const known = { ...compared, facts };
      const values = tellingValues(parameters, comparison, known) ?? listedValues(parameters, comparison, known);
      if (values !== null) return { key, compared, values };
      if (!outcomes.has(key) && outcomeOf(comparison, known) === null) return { key, compared };
    }
    return null;
  }

  /** The given parameters that comparisons mention but that have no facts, each with `ANY_VALUE`. */
  leftOf(parameters: ReadonlySet<string>): Facts {
    const names = [...this.#met.values()].flatMap(({ comparison }) => comparison.parameters);
    const left = names.filter((name) => parameters.has(name) && !this.assumed.facts.has(name));
    return new Map(left.sort().map((name) => [name, ANY_VALUE]));
  }

  #evaluate(node: Node, scope: Scope, depth: number): boolean | Undecided {
    this.looks.question += 1;
    this.looks.deployment += 1;
    const [entry] = node.kind === "map" ? node.entries : [];
    if (depth > MAX_DEPTH) return faulty(`a condition is nested in more than ${MAX_DEPTH} others`);
    if (entry === undefined) return this.#unknown("an unknown condition");
    const operands = (): (boolean | Undecided)[] =>
      itemsOf(entry.value).map((item) => this.#evaluate(item, scope, depth + 1));
    switch (entry.key) {
      case "Condition":
        return this.condition(qualified(scope, textArgument(entry.value)));
      case "Fn::And":
        return settledBy(false, operands());
      case "Fn::Or":
        return settledBy(true, operands());
      case "Fn::Not": {
        const operand = settledBy(true, operands());
        return typeof operand === "boolean" ? !operand : operand;
      }
      case "Fn::Equals":
        return this.#equals(entry.value, scope);
      default:
        return this.#unknown(`${entry.key} ${textArgument(entry.value)}`);
    }
  }

  #equals(argument: Node, scope: Scope): boolean | Undecided {
    const comparison = this.#comparison(argument, scope);
    if (comparison === null) return this.#unknown("an incomplete Fn::Equals");
    const conditions = new Map<string, boolean>();
    for (const name of comparison.conditions) {
      const outcome = this.condition(name);
      if (typeof outcome !== "boolean") return outcome;
      conditions.set(name, outcome);
    }
    if (this.#open.size > 0) this.#met.set(comparison.key, { comparison, conditions });
    const outcome = outcomeOf(comparison, { ...this.assumed, conditions });
    if (outcome !== null) return outcome;
    const assumed = this.assumed.outcomes.get(comparison.key);
    if (assumed !== undefined) return assumed;
    for (const name of comparison.parameters) this.parameters.add(name);
    return { key: comparison.key, compared: { comparison, conditions } };
  }

  #comparison(argument: Node, scope: Scope): Comparison | null {
    const known = this.comparisons.get(scope) ?? new Map<Node, Comparison | null>();
    this.comparisons.set(scope, known);
    const before = known.get(argument);
    if (before !== undefined) return before;
    const comparison = comparisonOf(argument, scope);
    known.set(argument, comparison);
    return comparison;
  }

  #unknown(key: string): boolean | Undecided {
    return this.assumed.outcomes.get(key) ?? { key, compared: null };
  }
}

function faulty(fault: string): Undecided {
  return { key: fault, compared: null, fault };
}

/**
 * The outcome of `Fn::And` or `Fn::Or`, or the assumption to make first. A false operand decides `Fn::And`, and a true
 * one decides `Fn::Or`, regardless of the other operands.
 */
function settledBy(deciding: boolean, operands: readonly (boolean | Undecided)[]): boolean | Undecided {
  if (operands.includes(deciding)) return deciding;
  const open = operands.filter((operand) => typeof operand !== "boolean");
  // Trying an operand may decide the outcome, even if other operands are faulty.
  return open.find(({ fault }) => fault === undefined) ?? open[0] ?? !deciding;
}
