import { showText } from "../source/node.js";
import { ActionIndex, type Named } from "./action-index.js";
import type { RequestedAction } from "./action-pattern.js";
import { type Bearing, bearingOf } from "./bearing.js";
import type { ConditionContext } from "./condition/context.js";
import { type Decision, decide } from "./decision.js";
import type { DocumentPolicy, Policy } from "./model.js";
import { PreparedStatement } from "./prepared-statement.js";
import type { AskedResource } from "./resource-reach.js";
import type { Cause } from "./verdict.js";

/** Policies whose statements are joined: all identity policies of a role, or its permissions boundary. */
export class PolicySet {
  readonly #index: ActionIndex<PreparedStatement>;
  /** What comes of a statement that alone names an action: the same for each of the hundred actions of its list. */
  readonly #alone = new Map<PreparedStatement, Map<AskedResource, Decision>>();
  /** What may allow more than is known, whatever the action. */
  readonly #unknown: readonly Cause[];
  readonly #heldInPart: readonly HeldInPart[];

  private constructor(policies: readonly Policy[], context: ConditionContext, unknown: readonly Cause[]) {
    const documents = policies.filter((policy) => policy.kind === "document");
    this.#index = new ActionIndex(documents.flatMap((policy) => prepare(policy, context)));
    this.#unknown = [...policies.flatMap(unknownCauses), ...unknown];
    this.#heldInPart = documents.flatMap(heldInPart);
  }

  static ofIdentity(policies: readonly Policy[], context: ConditionContext): PolicySet {
    return new PolicySet(policies, context, []);
  }

  static ofBoundary(boundary: Policy, context: ConditionContext): PolicySet {
    return new PolicySet([boundary], context, faultsOf(boundary));
  }

  /** What each statement that names the action does to it, in the statements' order. */
  bearings(action: RequestedAction, asked: AskedResource): readonly Bearing[] {
    return this.#index.find(action).map((statement) => bearingOf(statement, asked));
  }

  /** What may allow the action on some of what is asked. */
  allowing(action: RequestedAction, asked: AskedResource): readonly Bearing[] {
    return this.bearings(action, asked).filter(({ side, strength }) => side !== "deny" && strength !== "none");
  }

  /** How many patterns of resources stand in the statements that name the action. */
  patternsFor(action: RequestedAction): number {
    return this.#index
      .find(action)
      .reduce((sum, { statement }) => sum + (statement.statement.resources?.patterns.length ?? 0), 0);
  }

  /** What may allow more of the action than is known. */
  unknownFor(action: RequestedAction): readonly Cause[] {
    const more = this.#heldInPart.filter(({ heldFor }) => !heldFor.has(action.folded));
    return more.length === 0 ? this.#unknown : [...this.#unknown, ...more.map(({ otherwise }) => otherwise)];
  }

  decide(action: RequestedAction, asked: AskedResource): Decision {
    const named = this.#index.find(action);
    const unknown = this.unknownFor(action);
    const [only] = named;
    if (only === undefined || named.length > 1 || only.named !== "yes" || unknown !== this.#unknown) {
      return this.#decide(named, asked, unknown);
    }
    const known = this.#alone.get(only.statement)?.get(asked);
    if (known !== undefined) return known;
    const decision = this.#decide(named, asked, unknown);
    const decisions = this.#alone.get(only.statement) ?? new Map<AskedResource, Decision>();
    this.#alone.set(only.statement, decisions.set(asked, decision));
    return decision;
  }

  #decide(named: readonly Named<PreparedStatement>[], asked: AskedResource, unknown: readonly Cause[]): Decision {
    return decide(
      named.map((statement) => bearingOf(statement, asked)),
      unknown,
    );
  }
}

/** A policy whose document is known for some actions, and the reason why nothing is known of others. */
interface HeldInPart {
  readonly heldFor: ReadonlySet<string>;
  readonly otherwise: Cause;
}

function heldInPart(policy: DocumentPolicy): HeldInPart[] {
  const { heldFor } = policy;
  if (heldFor === undefined) return [];
  return [
    {
      heldFor,
      otherwise: wholePolicy(policy, "unknown", "what it says of other actions than the catalogue's is not known here"),
    },
  ];
}

function prepare({ name, document }: DocumentPolicy, context: ConditionContext): PreparedStatement[] {
  return document.statements.map((statement) => new PreparedStatement(name, statement, document.version, context));
}

function unknownCauses(policy: Policy): Cause[] {
  if (policy.kind !== "document") {
    const because = policy.kind === "unresolved" && policy.expression !== policy.name ? ` (${policy.expression})` : "";
    return [wholePolicy(policy, "unknown", `its document is not known here${because}`)];
  }
  return policy.document.unresolved.map(({ expression, place }) => {
    return { effect: "unknown", policy: policy.name, statement: null, place, detail: `${expression} is not known` };
  });
}

/**
 * AWS takes no invalid document, so what such a boundary will allow once it is mended is not known. In an identity policy
 * it is enough that an invalid Allow grants nothing.
 */
function faultsOf(boundary: Policy): readonly Cause[] {
  if (boundary.kind !== "document" || boundary.document.problems.length === 0) return [];
  return [wholePolicy(boundary, "unknown", "the permissions boundary is not a valid policy")];
}

/** The boundary as the reason why an action that no statement of it allows can't be done. */
export function outsideBoundary(boundary: Policy): Cause {
  return wholePolicy(boundary, "limits", "the permissions boundary does not allow it");
}

function wholePolicy(policy: Policy, effect: Cause["effect"], detail: string): Cause {
  const name = policy.kind === "reference" ? showText(policy.arn) : policy.name;
  return { effect, policy: name, statement: null, place: policy.place, detail };
}
