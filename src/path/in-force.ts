import type { Policy, StandingPolicy, Statement } from "../iam/model.js";
import { underUnknownCondition } from "../iam/uncertain-denies.js";

/** A policy as it takes effect: statements that the policy doesn't have in every outcome of its template's conditions are uncertain. */
export function inForce({ policies, doubt }: Pick<StandingPolicy, "policies" | "doubt">): readonly Policy[] {
  if (policies.length === 1 && doubt === undefined) return policies;
  const outcomes = policies.map((one) => new Set(statementsOf(one).map(contentOf)));
  const isCertain = (one: Statement): boolean =>
    doubt === undefined && outcomes.every((others) => others.has(contentOf(one)));
  return policies.map((policy, index) => {
    if (policy.kind !== "document") return policy;
    const statements = statementsOf(policy).flatMap((one) => {
      if (!isCertain(one)) return underUnknownCondition([one], doubt ?? "a condition of its template");
      return index === 0 ? one : [];
    });
    return { ...policy, document: { ...policy.document, statements } };
  });
}

function statementsOf(policy: Policy): readonly Statement[] {
  return policy.kind === "document" ? policy.document.statements : [];
}

/** The content of a statement without the places where it is written. */
function contentOf(statement: Statement): string {
  return JSON.stringify(statement, (_, value: unknown) =>
    typeof value === "object" && value !== null && "place" in value ? { ...value, place: undefined } : value,
  );
}
