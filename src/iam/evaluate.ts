import type { RequestedAction } from "./action-pattern.js";
import type { Authorization } from "./authorization.js";
import { byDefault } from "./by-default.js";
import { type ConditionContext, contextOfRole, requestContext } from "./condition/context.js";
import { combineResources, type Decision, overVariants, withinLimit } from "./decision.js";
import { knownExpressions } from "./deployment.js";
import { guardrailLimits, type Limit } from "./guardrail.js";
import { absentKeys } from "./instance-keys.js";
import { failTogether } from "./joint-conditions.js";
import { grantNothingTogether } from "./joint-reach.js";
import type { Policy, Role, RoleVariant } from "./model.js";
import { inRegion, regionsToTry } from "./one-region.js";
import { needsNoPermission } from "./permission-free.js";
import { outsideBoundary, PolicySet, SharedStatements } from "./policy-set.js";
import { conditionText, type Request, RequestsOfRun, type RequiredAction } from "./requests.js";
import type { RequestedResource } from "./resource-reach.js";
import { declaresAnything, NOTHING_DECLARED } from "./resource-set.js";
import { variantLimits } from "./variant-cause.js";
import { VariantGroups } from "./variant-groups.js";
import { type ActionVerdict, type DeclaredContext, isRefused } from "./verdict.js";

/** Decides one action on a role. */
export type RoleVerdicts = (required: RequiredAction) => ActionVerdict;

/**
 * Decides what a role may do: everything that its identity policies allow and no Deny takes back, within its permissions boundary and the
 * guardrails above it. Returns one verdict per action, in the same order.
 */
export function evaluateRole(
  role: Role,
  actions: readonly RequiredAction[],
  context: DeclaredContext,
  authorization: Authorization,
  declared = NOTHING_DECLARED,
): ActionVerdict[] {
  return actions.map(new Evaluation(context, authorization, null, declared).of(role));
}

/** Evaluates many roles against overlapping lists of actions. */
export class Evaluation {
  readonly #requests: RequestsOfRun;
  /** The requests as if nothing were declared. Null if nothing is declared. */
  readonly #everywhere: RequestsOfRun | null;
  readonly #keys = new WeakMap<RequiredAction, string>();
  readonly #context: DeclaredContext;
  readonly #today: string | null;
  readonly #expressions: ReadonlyMap<string, string>;

  /** @param today `YYYY-MM-DD`, or null if the time of the requests is unknown */
  constructor(
    context: DeclaredContext,
    authorization: Authorization,
    today: string | null = null,
    declared = NOTHING_DECLARED,
    /** The values of expressions in policies, in addition to the values that follow from the deployment. */
    expressions: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#requests = new RequestsOfRun(authorization, declared, context);
    const everything = { ...declared, ...NOTHING_DECLARED };
    this.#everywhere = declaresAnything(declared)
      ? new RequestsOfRun(authorization, declared, context, everything)
      : null;
    this.#context = context;
    this.#today = today;
    this.#expressions = new Map([
      ...(declared.deployment === null ? [] : knownExpressions(declared.deployment)),
      ...expressions,
    ]);
  }

  of(role: Role): RoleVerdicts {
    const parts = this.#requests.parts(role).map((part) => ({ ...part, ...this.#part(part.role) }));
    const limits = variantLimits(role);
    const usual = byDefault(role);
    let usually: RoleVerdicts | undefined;
    const isUsual = (part: Role, required: RequiredAction): boolean => {
      usually ??= this.of(part);
      return usually(required).verdict === "granted";
    };
    const decideFor = (required: RequiredAction, isEverywhere: boolean): Decision =>
      overVariants(inPlace(parts.map((part) => [part.indexes, part.decide(required, isEverywhere)])), limits);
    const verdictOf = (required: RequiredAction): ActionVerdict => {
      const request = parts[0]?.requests.of(required);
      if (request !== undefined && needsNoPermission(request.action.folded)) {
        return { action: required.action, verdict: "granted", deniedBy: null, causes: [] };
      }
      const decision = decideFor(required, false);
      const declaredOnly =
        this.#everywhere !== null && decision.verdict === "granted" && decideFor(required, true).verdict !== "granted";
      const addedArns = request?.addedArns ?? [];
      const verdict = {
        action: required.action,
        ...decision,
        ...(declaredOnly ? { declaredOnly } : {}),
        ...(addedArns.length > 0 ? { addedArns } : {}),
      };
      if (decision.verdict === "granted" || usual === null) return verdict;
      // Only a comparison with a base calls `byDefault`.
      return { ...verdict, byDefault: () => isUsual(usual, required) };
    };
    const known = new Map<string, ActionVerdict>();
    return (required) => {
      const key = this.#keyOf(required);
      const verdict = known.get(key) ?? verdictOf(required);
      known.set(key, verdict);
      return verdict;
    };
  }

  /** Kinds request the same action with separate objects. */
  #keyOf(required: RequiredAction): string {
    const known = this.#keys.get(required);
    if (known !== undefined) return known;
    const key = [required.action, conditionText(required.condition), ...required.resources].join("\n");
    this.#keys.set(required, key);
    return key;
  }

  /**
   * Decides an action for variants that work in the same partitions. Returns one decision per variant, or a single one if all
   * agree.
   */
  #part(role: Role) {
    const requests = this.#requests.for(role);
    const everywhere = this.#everywhere?.for(role) ?? null;
    const absent = absentKeys(role);
    const inContext = new Map<string, EvaluatedVariants>();
    const groups = role.variants.length === 1 ? null : new VariantGroups(role.variants);
    const variantsIn = (facts: DeclaredContext): EvaluatedVariants => {
      const arns = requests.arnsOf(role);
      const context = contextOfRole(arns, absent, facts, this.#today, this.#expressions, requests.standsFor(role));
      return new EvaluatedVariants(role, groups, context, guardrailLimits(role, context));
    };
    const variantsFor = ({ condition }: RequiredAction): EvaluatedVariants => {
      const key = conditionText(condition);
      const variants = inContext.get(key) ?? variantsIn(requestContext(this.#context, condition));
      inContext.set(key, variants);
      return variants;
    };
    const decide = (required: RequiredAction, isEverywhere: boolean): readonly Decision[] =>
      variantsFor(required).decideAll((isEverywhere && everywhere !== null ? everywhere : requests).of(required));
    return { requests, decide };
  }
}

/** The decisions for the parts of a role, in the order of its variants. */
function inPlace(parts: readonly (readonly [readonly number[], readonly Decision[]])[]): readonly Decision[] {
  const [[, alone] = [[], []], ...others] = parts;
  if (others.length === 0) return alone;
  const all: Decision[] = [];
  for (const [indexes, decisions] of parts) {
    for (const [at, index] of indexes.entries()) {
      const decision = decisions[decisions.length === 1 ? 0 : at];
      if (decision !== undefined) all[index] = decision;
    }
  }
  return all;
}

/**
 * The maximum number of comparisons of a variant's parts with patterns, so that a long list of accounts and a long policy don't take
 * minutes. Beyond this number, a resource is decided as a whole, which never grants more.
 */
const MAX_COMPARISONS = 1_000_000;

/** All variants of a role. Only one of several variants that can't differ is evaluated. */
class EvaluatedVariants {
  readonly #evaluated = new Map<number, EvaluatedVariant>();
  #statements: Statements | undefined;

  constructor(
    private readonly role: Role,
    private readonly groups: VariantGroups | null,
    private readonly context: ConditionContext,
    private readonly guardrails: readonly Limit[],
  ) {}

  /** Returns one decision per variant, or a single one if all agree. */
  decideAll(request: Request): readonly Decision[] {
    const least = this.groups?.least(request.action) ?? null;
    const leastDecision = least === null ? undefined : this.#variant(least)?.decideAll(request);
    // Other variants only allow more.
    if (leastDecision?.verdict === "granted") return [leastDecision];
    const firsts = this.groups?.firsts(request.action) ?? [0];
    const decisions = new Map<number, Decision>();
    for (const first of new Set(firsts)) {
      const decision = this.#variant(first)?.decideAll(request);
      if (decision !== undefined) decisions.set(first, decision);
    }
    return decisions.size === 1 ? [...decisions.values()] : firsts.flatMap((first) => decisions.get(first) ?? []);
  }

  #variant(index: number): EvaluatedVariant | undefined {
    const variant = this.role.variants[index];
    const evaluated =
      this.#evaluated.get(index) ??
      (variant === undefined ? undefined : new EvaluatedVariant(variant, this.#shared(), this.guardrails));
    if (evaluated !== undefined) this.#evaluated.set(index, evaluated);
    return evaluated;
  }

  #shared(): Statements {
    const { variants } = this.role;
    this.#statements ??= {
      identity: new SharedStatements(distinct(variants.flatMap(({ policies }) => policies)), this.context),
      boundary: new SharedStatements(distinct(variants.flatMap(({ boundary }) => boundary ?? [])), this.context),
    };
    return this.#statements;
  }
}

function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}

/** The statements that a role's variants share. */
interface Statements {
  readonly identity: SharedStatements;
  readonly boundary: SharedStatements;
}

class EvaluatedVariant {
  readonly #identity: PolicySet;
  /** Everything else that must allow: the permissions boundary, then each level of the organization. */
  readonly #limits: readonly Limit[];
  #comparisonsLeft = MAX_COMPARISONS;

  constructor({ policies, boundary }: RoleVariant, statements: Statements, guardrails: readonly Limit[]) {
    this.#identity = PolicySet.identityAmong(policies, statements.identity);
    this.#limits = boundary === null ? guardrails : [boundaryLimit(boundary, statements.boundary), ...guardrails];
  }

  decideAll(request: Request): Decision {
    const { action, resources, needed } = request;
    const decisions = resources.map((resource) => this.#decideParts(action, resource));
    const failing = needed
      .map((some) => combineResources(decisions.filter((_, at) => some.some((one) => one === resources[at]))))
      .find(isRefused);
    return failing ?? this.#inOneRegion(request, combineResources(decisions));
  }

  /** Grants nothing if no region has everything that a request needs. */
  #inOneRegion({ action, needed, regions }: Request, decided: Decision): Decision {
    const isOpen = decided.verdict === "partial" || decided.verdict === "conditional";
    if (!isOpen || needed.length < 2) return decided;
    const all = needed.flat();
    const [one] = all;
    if (one === undefined) return decided;
    // The same statements name the action for every resource.
    const matched = this.#setsFor(action).flatMap((set) => set.matched(action, one));
    const tried = regionsToTry(action.folded, matched, regions);
    const comparisons = tried.length * all.length * this.#patternsFor(action);
    if (comparisons === 0 || comparisons > this.#comparisonsLeft) return decided;
    this.#comparisonsLeft -= comparisons;
    const failing = tried.map((region) =>
      needed
        .map((some) => some.flatMap((requested) => inRegion(requested, region) ?? []))
        .map((some) => combineResources(some.map((one) => this.#decideParts(action, one))))
        .find(isRefused),
    );
    if (failing.includes(undefined)) return decided;
    const denied = failing.find((one) => one?.verdict === "denied");
    return denied ?? { verdict: "missing", deniedBy: null, causes: decided.causes };
  }

  /** A clear verdict on the whole resource also applies to its parts. Otherwise, the parts decide. */
  #decideParts(action: RequestedAction, requested: RequestedResource): Decision {
    const whole = this.#decide(action, requested);
    if (whole.verdict === "granted" || isRefused(whole) || requested.parts === null) return whole;
    const parts = this.#setsFor(action).every((set) => set.isOnEverything(action))
      ? oneOfEach(requested.parts())
      : requested.parts();
    const comparisons = parts.length * this.#patternsFor(action);
    if (comparisons > this.#comparisonsLeft) return whole;
    this.#comparisonsLeft -= comparisons;
    return combineResources(parts.map((part) => this.#decideParts(action, part)));
  }

  #patternsFor(action: RequestedAction): number {
    return [this.#identity, ...this.#limits.map(({ set }) => set)].reduce(
      (sum, set) => sum + set.patternsFor(action),
      0,
    );
  }

  #decide(action: RequestedAction, requested: RequestedResource): Decision {
    const own = this.#identity.decide(action, requested);
    const decided = this.#limits.reduce((granted, limit) => this.#within(limit, own, granted, action, requested), own);
    const isOpen = decided.verdict === "partial" || decided.verdict === "conditional";
    const limit = isOpen ? this.#limits.find((one) => one.decide(action, requested).verdict !== "granted") : undefined;
    if (limit === undefined || !this.#neverHolds(action, requested)) return decided;
    return { verdict: "denied", deniedBy: limit.by, causes: [limit.outside, ...decided.causes] };
  }

  #setsFor(action: RequestedAction): readonly PolicySet[] {
    return [this.#identity, ...this.#limits.flatMap((one) => (one.concerns(action) ? one.set : []))];
  }

  /** Whether every request that all the necessary Allows match is also denied. */
  #neverHolds(action: RequestedAction, requested: RequestedResource): boolean {
    const sets = this.#setsFor(action);
    const denies = sets.flatMap((one) => one.matched(action, requested)).filter(({ side }) => side === "deny");
    return failTogether(
      sets.map((one) => one.allowing(action, requested)),
      denies,
    );
  }

  /** `own` is the decision of the identity policies alone. */
  #within(
    limit: Limit,
    own: Decision,
    granted: Decision,
    action: RequestedAction,
    requested: RequestedResource,
  ): Decision {
    const { set, outside, by } = limit;
    const allowed = limit.decide(action, requested);
    const isInPart = [own, granted, allowed].every(({ verdict }) => verdict === "partial" || verdict === "conditional");
    if (isInPart && this.#isApart(set, action, requested)) {
      // If the limit allows everything, only its Deny statements block the role.
      const isDenied = set.allowing(action, requested).some(({ strength }) => strength === "full");
      return { verdict: "denied", deniedBy: by, causes: [...(isDenied ? [] : [outside]), ...allowed.causes] };
    }
    return withinLimit(granted, allowed, outside, by);
  }

  #isApart(limit: PolicySet, action: RequestedAction, requested: RequestedResource): boolean {
    const sets = [this.#identity, limit];
    const allows = sets.map((one) => one.allowing(action, requested));
    const denies = sets.flatMap((one) => one.matched(action, requested)).filter(({ side }) => side === "deny");
    const [some = [], others = []] = allows;
    return grantNothingTogether(some, others, denies);
  }
}

/** Keeps one of the resources whose requests have the same keys and region. */
function oneOfEach(parts: readonly RequestedResource[]): readonly RequestedResource[] {
  return parts.filter(({ keys, region }, at) => {
    const first = parts.findIndex((one) => one.keys === keys && one.region === region);
    return first === at;
  });
}

function boundaryLimit(boundary: Policy, statements: SharedStatements): Limit {
  const set = PolicySet.boundaryAmong(boundary, statements);
  return {
    set,
    by: "boundary",
    name: "boundary",
    concerns: () => true,
    outside: outsideBoundary(boundary),
    decide: (action, requested) => set.decide(action, requested),
  };
}
