import { showText } from "../source/node.js";
import { ActionIndex } from "./action-index.js";
import { type RequestedAction, requestedAction } from "./action-pattern.js";
import type { Authorization } from "./authorization.js";
import { bearingOf } from "./bearing.js";
import { type ConditionContext, declaredContext } from "./condition/context.js";
import { type Decision, decide, overResources, overVariants, withinBoundary } from "./decision.js";
import type { DocumentPolicy, Policy, Role, RoleVariant, Statement } from "./model.js";
import { PreparedStatement } from "./prepared-statement.js";
import { type AskedResource, askedResource, noResource } from "./resource-reach.js";
import type { ActionVerdict, Cause, DeclaredContext } from "./verdict.js";

/** An action that a role needs, and the resources that it needs it on (`["*"]`: every resource). */
export interface AskedAction {
  readonly action: string;
  readonly resources: readonly string[];
}

/**
 * Decides what a role may do: the union of its identity policies, less what a Deny takes back, within its permissions
 * boundary. One verdict for each action asked, in the same order.
 */
export function evaluateRole(
  role: Role,
  actions: readonly AskedAction[],
  context: DeclaredContext,
  authorization: Authorization,
): ActionVerdict[] {
  const asked = new AskedResources(role.variants.every(isOpen) ? null : authorization);
  const conditions = declaredContext(context);
  const variants = role.variants.map((variant) => new EvaluatedVariant(variant, conditions));
  const whens = role.variants.map((variant) => whenCause(role, variant));
  return actions.map(({ action, resources }) => {
    const requested = requestedAction(action);
    const targets = asked.of(action, resources);
    const decisions = variants.map((variant) =>
      overResources(targets.map((target) => variant.decide(requested, target))),
    );
    return { action, ...overVariants(decisions, whens) };
  });
}

/** Whether every statement of every policy is on `*`: then each reaches all resources of whatever action. */
function isOpen({ policies, boundary }: RoleVariant): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary])].every(
    (policy) => policy.kind !== "document" || policy.document.statements.every(isOnEverything),
  );
}

function isOnEverything({ resources }: Statement): boolean {
  return resources === null || (!resources.negated && resources.patterns.some(({ text }) => text === "*"));
}

/** One object for each resource asked for, so that statements can remember their answer. */
class AskedResources {
  /** Null where what an action knows of resources makes no difference: unpacking the data takes longer than a check. */
  readonly #authorization: Authorization | null;
  readonly #known = new Map<string, AskedResource>();

  constructor(authorization: Authorization | null) {
    this.#authorization = authorization;
  }

  of(action: string, resources: readonly string[]): AskedResource[] {
    if (this.#authorization?.isWildcardOnly(action)) return [noResource];
    const services = this.#authorization?.resourceServices(action) ?? null;
    return resources.map((resource) => {
      const key = `${services === null ? "" : [...services].join()} ${resource}`;
      const asked = this.#known.get(key) ?? askedResource(resource, services);
      this.#known.set(key, asked);
      return asked;
    });
  }
}

class EvaluatedVariant {
  readonly #identity: PolicySet;
  readonly #boundary: { readonly policies: PolicySet; readonly outside: Cause } | null;

  constructor({ policies, boundary }: RoleVariant, context: ConditionContext) {
    this.#identity = new PolicySet(policies, context);
    if (boundary === null) {
      this.#boundary = null;
      return;
    }
    const outside = wholePolicy(boundary, "limits", "the permissions boundary does not allow it");
    this.#boundary = { policies: new PolicySet([boundary], context, faultsOf(boundary)), outside };
  }

  decide(action: RequestedAction, asked: AskedResource): Decision {
    const granted = this.#identity.decide(action, asked);
    if (this.#boundary === null) return granted;
    const { policies, outside } = this.#boundary;
    return withinBoundary(granted, policies.decide(action, asked), outside);
  }
}

/** Policies whose statements are joined. */
class PolicySet {
  readonly #index: ActionIndex<PreparedStatement>;
  readonly #unknown: readonly Cause[];

  constructor(policies: readonly Policy[], context: ConditionContext, unknown: readonly Cause[] = []) {
    const documents = policies.filter((policy) => policy.kind === "document");
    this.#index = new ActionIndex(documents.flatMap((policy) => prepare(policy, context)));
    this.#unknown = [...policies.flatMap(unknownCauses), ...unknown];
  }

  decide(action: RequestedAction, asked: AskedResource): Decision {
    const named = this.#index.find(action);
    return decide(
      named.map((statement) => bearingOf(statement, asked)),
      this.#unknown,
    );
  }
}

function prepare({ name, document }: DocumentPolicy, context: ConditionContext): PreparedStatement[] {
  return document.statements.map((statement) => new PreparedStatement(name, statement, document.version, context));
}

function unknownCauses(policy: Policy): Cause[] {
  if (policy.kind !== "document") return [wholePolicy(policy, "unknown", "its document is not known here")];
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

function wholePolicy(policy: Policy, effect: Cause["effect"], detail: string): Cause {
  const name = policy.kind === "reference" ? showText(policy.arn) : policy.name;
  return { effect, policy: name, statement: null, place: policy.place, detail };
}

function whenCause(role: Role, { when }: RoleVariant): Cause {
  const detail = when === null ? null : `not when ${when}`;
  return { effect: "limits", policy: role.name ?? role.id, statement: null, place: role.place, detail };
}
