import { showText } from "../source/node.js";
import { ActionIndex, type Named } from "./action-index.js";
import type { RequestedAction } from "./action-pattern.js";
import type { ConditionContext } from "./condition/context.js";
import { type Decision, decide, inDoubt } from "./decision.js";
import type { DocumentPolicy, Policy, Statement } from "./model.js";
import { PreparedStatement } from "./prepared-statement.js";
import type { RequestedResource } from "./resource-reach.js";
import { matchStatement, type StatementMatch } from "./statement-match.js";
import { unknownWords } from "./unknown-words.js";
import type { Cause } from "./verdict.js";

type NamedStatements = readonly Named<PreparedStatement>[];

/** The maximum length of a list that gets a key. */
const MAX_KEY_LENGTH = 64;
/** Each long list is compared in full, so only this many of each length are kept. */
const MAX_LONG = 20;

/** The statements of policies, each prepared once for all variants of a role that contain it. */
export class SharedStatements {
  readonly #index: ActionIndex<PreparedStatement>;
  readonly #found = new Map<RequestedAction, NamedStatements>();
  /** Lists of statements that certainly name an action, shared by all actions that the same statements name. */
  readonly #lists = new Map<string, NamedStatements>();
  /** Long lists, keyed by length. */
  readonly #long = new Map<number, NamedStatements[]>();
  readonly #numbers: ReadonlyMap<PreparedStatement, number>;
  readonly #ofDocuments = new Map<DocumentPolicy["document"], Map<string, readonly PreparedStatement[]>>();

  constructor(policies: readonly Policy[], context: ConditionContext) {
    const known = new Map<Statement, Map<string, PreparedStatement>>();
    const all = new Set<PreparedStatement>();
    for (const policy of policies) {
      if (policy.kind !== "document" || this.of(policy).length > 0) continue;
      const { name, document } = policy;
      const prepared = document.statements.map((statement) => {
        // Messages contain the policy's name, and its version determines what a variable is.
        const key = `${document.version} ${name}`;
        const here = known.get(statement) ?? new Map<string, PreparedStatement>();
        const one = here.get(key) ?? new PreparedStatement(name, statement, document.version, context);
        known.set(statement, here.set(key, one));
        return one;
      });
      const named = this.#ofDocuments.get(document) ?? new Map<string, readonly PreparedStatement[]>();
      this.#ofDocuments.set(document, named.set(name, prepared));
      for (const one of prepared) all.add(one);
    }
    this.#index = new ActionIndex([...all]);
    this.#numbers = new Map([...all].map((one, number) => [one, number]));
  }

  of({ name, document }: DocumentPolicy): readonly PreparedStatement[] {
    return this.#ofDocuments.get(document)?.get(name) ?? [];
  }

  find(action: RequestedAction): NamedStatements {
    const found = this.#found.get(action) ?? this.#shared(this.#index.find(action));
    this.#found.set(action, found);
    return found;
  }

  #shared(found: NamedStatements): NamedStatements {
    if (found.length > MAX_KEY_LENGTH) return this.#sharedLong(found);
    if (!found.every(({ named }) => named === "yes")) return found;
    const key = found.map(({ statement }) => this.#numbers.get(statement)).join(" ");
    const list = this.#lists.get(key) ?? found;
    this.#lists.set(key, list);
    return list;
  }

  #sharedLong(found: NamedStatements): NamedStatements {
    const lists = this.#long.get(found.length) ?? [];
    const list = lists.find((one) => one.every((named, at) => isSame(named, found[at])));
    if (list === undefined && lists.length < MAX_LONG) this.#long.set(found.length, [...lists, found]);
    return list ?? found;
  }
}

function isSame(one: Named<PreparedStatement>, other: Named<PreparedStatement> | undefined): boolean {
  return one.statement === other?.statement && one.named === other.named;
}

/** The statements of a policy set that name an action, and the decisions on them. */
interface Held {
  readonly named: NamedStatements;
  readonly isUnconditional: boolean;
  /** Whether the conditions test only keys that are the same for all requests. */
  readonly isUsual: boolean;
  /** Whether each of the statements covers every resource. */
  readonly isOnEverything: boolean;
  /** Keyed by requested resource, or by the object that requests share if the statements can't tell them apart. */
  readonly decisions: Map<object, Decision>;
}

/** Policies whose statements are combined: a role's identity policies, its permissions boundary, or one level of guardrails. */
export class PolicySet {
  readonly #statements: SharedStatements;
  readonly #held: ReadonlySet<PreparedStatement>;
  /** Results keyed by list of statements: a hundred actions may share a list, and so its result. */
  readonly #lists = new Map<NamedStatements, Held>();
  /** Policies that may allow more than is known, for any action. */
  readonly #unknown: readonly Cause[];
  readonly #heldInPart: readonly HeldInPart[];

  private constructor(policies: readonly Policy[], statements: SharedStatements, unknown: readonly Cause[]) {
    const documents = policies.filter((policy) => policy.kind === "document");
    this.#statements = statements;
    this.#held = new Set(documents.flatMap((policy) => statements.of(policy)));
    this.#unknown = [...policies.flatMap(unknownCauses), ...unknown];
    this.#heldInPart = documents.flatMap(heldInPart);
  }

  static ofIdentity(policies: readonly Policy[], context: ConditionContext): PolicySet {
    return PolicySet.identityAmong(policies, new SharedStatements(policies, context));
  }

  static ofBoundary(boundary: Policy, context: ConditionContext): PolicySet {
    return PolicySet.boundaryAmong(boundary, new SharedStatements([boundary], context));
  }

  /** The set of a role's identity policies, if they share statements with other roles' policies. */
  static identityAmong(policies: readonly Policy[], statements: SharedStatements): PolicySet {
    return new PolicySet(policies, statements, []);
  }

  static boundaryAmong(boundary: Policy, statements: SharedStatements): PolicySet {
    return new PolicySet([boundary], statements, faultsOf(boundary, "the permissions boundary"));
  }

  /** Everything that is attached at one level of an organization. */
  static guardrailsOf(policies: readonly Policy[], context: ConditionContext): PolicySet {
    return new PolicySet(
      policies,
      new SharedStatements(policies, context),
      policies.flatMap((one) => faultsOf(one, "the guardrail")),
    );
  }

  /** The effect of each statement that names the action, in the order of the statements. */
  matched(action: RequestedAction, requested: RequestedResource): readonly StatementMatch[] {
    return this.#find(action).map((statement) => matchStatement(statement, requested));
  }

  /** The statements that may allow the action on some of the requested resource. */
  allowing(action: RequestedAction, requested: RequestedResource): readonly StatementMatch[] {
    return this.matched(action, requested).filter(({ side, strength }) => side !== "deny" && strength !== "none");
  }

  /** The number of resource patterns in the statements that name the action. */
  patternsFor(action: RequestedAction): number {
    return this.#find(action).reduce(
      (sum, { statement }) => sum + (statement.statement.resources?.patterns.length ?? 0),
      0,
    );
  }

  /** Policies that may allow more than is known, for this action. */
  unknownFor(action: RequestedAction): readonly Cause[] {
    const more = this.#notHeldFor(action);
    return more.length === 0 ? this.#unknown : [...this.#unknown, ...more.map(({ otherwise }) => otherwise)];
  }

  #notHeldFor({ folded }: RequestedAction): readonly HeldInPart[] {
    return this.#heldInPart.filter(({ completeFor }) => !completeFor.has(folded));
  }

  /** Whether the verdict depends only on the request's keys, not on its resource. */
  isOnEverything(action: RequestedAction): boolean {
    return this.#heldOf(action).isOnEverything;
  }

  decide(action: RequestedAction, requested: RequestedResource): Decision {
    const { named, isUnconditional, isUsual, decisions } = this.#heldOf(action);
    const unknown = this.unknownFor(action);
    if (unknown !== this.#unknown) {
      const denying = this.#notHeldFor(action).filter(({ deniesOthers }) => deniesOthers);
      return inDoubt(
        this.#decide(named, requested, unknown),
        denying.map(({ otherwise }) => otherwise),
      );
    }
    // Without conditions, the known facts about the requests don't matter.
    const isAlike = isUnconditional || (isUsual && requested.keys !== null && requested.region === null);
    const alike = isAlike ? (requested.extent ?? requested) : requested;
    const decision = decisions.get(alike) ?? this.#decide(named, requested, unknown);
    decisions.set(alike, decision);
    return decision;
  }

  #find(action: RequestedAction): NamedStatements {
    return this.#heldOf(action).named;
  }

  #heldOf(action: RequestedAction): Held {
    const all = this.#statements.find(action);
    const known = this.#lists.get(all);
    if (known !== undefined) return known;
    const isHeld = ({ statement }: Named<PreparedStatement>): boolean => this.#held.has(statement);
    const named = all.every(isHeld) ? all : all.filter(isHeld);
    const isUnconditional = named.every(({ statement }) => statement.statement.conditions.length === 0);
    const isUsual = named.every(({ statement }) => statement.isUsual);
    const isOnEverything = named.every(({ statement }) => statement.isOnEverything);
    const held = { named, isUnconditional, isUsual, isOnEverything, decisions: new Map<object, Decision>() };
    this.#lists.set(all, held);
    return held;
  }

  #decide(named: NamedStatements, requested: RequestedResource, unknown: readonly Cause[]): Decision {
    return decide(
      named.map((statement) => matchStatement(statement, requested)),
      unknown,
    );
  }
}

/** A policy whose document is complete for some actions, and the reason why the others are unknown. */
interface HeldInPart {
  readonly completeFor: ReadonlySet<string>;
  readonly deniesOthers: boolean;
  readonly otherwise: Cause;
}

const SAYS_OTHERS = "its effect on actions outside the catalog is unknown here";

/** The reason for an unknown Deny. No grant overrides it. */
export const DENIES_OTHERS = "it is unknown here which actions outside the catalog it denies";

function heldInPart(policy: DocumentPolicy): HeldInPart[] {
  const { completeFor, deniesOthers = false } = policy;
  if (completeFor === undefined) return [];
  return [
    {
      completeFor,
      deniesOthers,
      otherwise: wholePolicy(policy, "unknown", deniesOthers ? DENIES_OTHERS : SAYS_OTHERS),
    },
  ];
}

/** The start of the detail of a cause whose policy can't be read. Messages put the policy's name into it. */
export const UNKNOWN_DOCUMENT = "its document is unknown";

function unknownCauses(policy: Policy): Cause[] {
  if (policy.kind !== "document") {
    const because = policy.kind === "unresolved" && policy.expression !== policy.name ? policy.expression : "";
    const isReason = because !== "" && unknownWords(because) === because;
    const document = `${UNKNOWN_DOCUMENT}${because === "" ? "" : ` (${because})`}`;
    return [wholePolicy(policy, "unknown", isReason ? because : document)];
  }
  return policy.document.unresolved.map(({ expression, place }) => {
    return { effect: "unknown", policy: policy.name, statement: null, place, detail: unknownWords(expression) };
  });
}

/**
 * The faults of a boundary or guardrail, as causes. AWS rejects an invalid document, so it is unknown what a boundary or guardrail will
 * allow after a fix. For an identity policy, it is enough that an invalid Allow grants nothing.
 */
function faultsOf(limit: Policy, what: string): readonly Cause[] {
  const [first] = limit.kind === "document" ? limit.document.problems : [];
  if (first === undefined) return [];
  return [{ ...wholePolicy(limit, "unknown", `${what} is not a valid policy: ${first.message}`), place: first.place }];
}

/** The cause if none of the boundary's statements allows an action. */
export function outsideBoundary(boundary: Policy): Cause {
  return wholePolicy(boundary, "limits", "the permissions boundary does not allow it");
}

function wholePolicy(policy: Policy, effect: Cause["effect"], detail: string): Cause {
  const name = policy.kind === "reference" ? showText(policy.arn) : policy.name;
  return { effect, policy: name, statement: null, place: policy.place, detail };
}
