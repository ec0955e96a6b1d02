import type { Policy } from "../iam/model.js";
import { showText } from "../source/node.js";
import type { Place } from "../source/place.js";

/** A policy that a role may have: what it allows or denies may be so. */
export function opened(policy: Policy, expression: string, place: Place): Policy {
  const open = { kind: "unresolved", expression, place } as const;
  if (policy.kind !== "document")
    return { ...open, name: policy.kind === "reference" ? showText(policy.arn) : policy.name };
  const { document } = policy;
  const statements = document.statements.map((one) => ({ ...one, conditions: [...one.conditions, open] }));
  return { ...policy, isCopy: true, document: { ...document, statements, size: null } };
}
