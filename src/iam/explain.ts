import type { Authorization } from "./authorization.js";
import { contextOfRole, requestContext } from "./condition/context.js";
import { knownExpressions } from "./deployment.js";
import { FULL_ACCESS, guardrailLimits, type Limit } from "./guardrail.js";
import { absentKeys } from "./instance-keys.js";
import type { Role } from "./model.js";
import { outsideBoundary, PolicySet } from "./policy-set.js";
import { RequestsOfRun, type RequiredAction } from "./requests.js";
import { NOTHING_DECLARED } from "./resource-set.js";
import { causeOf, type StatementMatch } from "./statement-match.js";
import type { Cause, DeclaredContext, Verdict } from "./verdict.js";

/** Everything that affects one action on one resource, in the order in which AWS evaluates it. */
export interface Explanation {
  /** The outcome of a template's conditions. `null` if there is only one. */
  readonly when: string | null;
  readonly resource: string;
  readonly steps: readonly Step[];
  /** The verdict of each part on its own, in the order of evaluation. Empty without guardrails and keys. */
  readonly chain: readonly PartVerdict[];
}

export interface PartVerdict {
  readonly name: string;
  readonly verdict: Verdict;
}

/** A key, whose own policy must also allow the action. */
export interface ExplainedKey extends PartVerdict {
  readonly steps: readonly Step[];
}

/** An unknown policy, or a statement that names the action. */
export interface Step {
  readonly side: "identity" | "key" | Limit["by"];
  /** `idle`: the statement names the action but does not affect the request. */
  readonly effect: Cause["effect"] | "idle";
  readonly cause: Cause;
}

/** Every statement of a role that names an action, whether or not it decides. `evaluateRole` returns the verdict. */
export function explainAction(
  role: Role,
  wanted: RequiredAction,
  context: DeclaredContext,
  authorization: Authorization,
  declared = NOTHING_DECLARED,
  today: string | null = null,
  keys: readonly ExplainedKey[] = [],
): readonly Explanation[] {
  const run = new RequestsOfRun(authorization, declared, context);
  const parts = run.parts(role).flatMap((part) => part.role.variants.map((variant) => ({ variant, role: part.role })));
  return parts.flatMap(({ variant: { when, policies, boundary }, role: part }) => {
    const requests = run.for(part);
    const { action, resources } = requests.of(wanted);
    const conditions = contextOfRole(
      requests.arnsOf(part),
      absentKeys(part),
      requestContext(context, wanted.condition),
      today,
      declared.deployment === null ? new Map() : knownExpressions(declared.deployment),
      requests.standsFor(part),
    );
    const identity = PolicySet.ofIdentity(policies, conditions);
    const limit = boundary === null ? null : PolicySet.ofBoundary(boundary, conditions);
    const guardrails = guardrailLimits(part, conditions).filter((one) => one.concerns(action));
    const sets = [
      { name: "policies", set: identity },
      ...(limit === null ? [] : [{ name: "boundary", set: limit }]),
      ...guardrails.map((one) => ({ name: one.name, set: one })),
    ];
    return resources.map((target, index) => {
      const stepsOf = (set: PolicySet, side: Step["side"]): Step[] => [
        ...set.matched(action, target).map((match) => stepFor(match, side)),
        ...set.unknownFor(action).map((cause): Step => ({ side, effect: "unknown", cause })),
      ];
      const limits = limit === null ? [] : stepsOf(limit, "boundary");
      if (boundary !== null && limits.every(({ effect }) => effect === "idle")) {
        limits.push({ side: "boundary", effect: "limits", cause: outsideBoundary(boundary) });
      }
      for (const { set, by, outside } of guardrails) {
        const all = stepsOf(set, by);
        if (all.every(({ effect }) => effect === "idle")) limits.push({ side: by, effect: "limits", cause: outside });
        // It is obvious that AWS's own policy allows everything.
        limits.push(...all.filter(({ cause }) => cause.policy !== FULL_ACCESS.name));
      }
      const steps = [...stepsOf(identity, "identity"), ...limits, ...keys.flatMap((key) => key.steps)];
      const chain = sets.map(({ name, set }): PartVerdict => ({ name, verdict: set.decide(action, target).verdict }));
      const resource = target.type ?? wanted.resources[index] ?? "*";
      return {
        ...{ when, resource, chain: guardrails.length + keys.length === 0 ? [] : [...chain, ...keys] },
        steps: steps.sort((first, second) => rankOf(first) - rankOf(second)),
      };
    });
  });
}

function stepFor(match: StatementMatch, side: Step["side"]): Step {
  const cause = causeOf(match);
  return { side, effect: match.strength === "none" ? "idle" : cause.effect, cause };
}

/** A Deny always wins. Next, the boundary limits what can be granted at all. */
function rankOf({ side, effect }: Step): number {
  if (effect === "denies") return 0;
  if (effect === "idle") return 4;
  if (effect === "unknown") return 3;
  return side === "identity" ? 2 : 1;
}
