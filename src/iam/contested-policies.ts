import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import type { Condition, Policy, Statement } from "./model.js";

/** A policy of a role, and its name where it is an inline one of a known name. */
export interface NamedPolicy {
  readonly policy: Policy;
  readonly inlineName: string | null;
}

/** How the reason begins that a statement of a contested policy is not certain. */
export const CONTESTED = "which of the inline policies named";

/**
 * A role has one inline policy of a name: whoever writes it last replaces what stood there
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html). Which one that is depends on the order of the deployment, and changes
 * with the next one that touches either. Only statements that all of them have are certain.
 */
export function contested(all: readonly NamedPolicy[]): readonly Policy[] {
  return all.map(({ policy, inlineName }) => {
    if (inlineName === null || policy.kind !== "document") return policy;
    const others = all.filter((one) => one.inlineName === inlineName && one.policy !== policy).map((one) => one.policy);
    if (others.length === 0) return policy;
    const certain = others.map(
      (other) => new Set(other.kind === "document" ? other.document.statements.map(textOf) : []),
    );
    const expression = `${CONTESTED} ${inlineName} stays (this, or ${others.map(shown).join(", or ")})`;
    const open: Condition = { kind: "unresolved", expression, place: policy.place };
    const statements = policy.document.statements.map((one) =>
      certain.every((texts) => texts.has(textOf(one))) ? one : { ...one, conditions: [...one.conditions, open] },
    );
    return { ...policy, document: { ...policy.document, statements } };
  });
}

function shown(policy: Policy): string {
  return `${"name" in policy ? policy.name : ""} at ${formatLocation(locate(policy.place))}`;
}

/** What a statement says, wherever it stands. */
function textOf(statement: Statement): string {
  return JSON.stringify(statement, (key, value: unknown) => (key === "place" || key === "sid" ? undefined : value));
}
