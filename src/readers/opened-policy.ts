import type { Policy } from "../iam/model.js";
import { arnsOf } from "../iam/named-policies.js";
import { underUnknownCondition } from "../iam/uncertain-denies.js";
import { showText } from "../source/node.js";
import type { Place } from "../source/place.js";

/** A policy that a role may have. Everything it allows or denies becomes uncertain. */
export function opened(policy: Policy, expression: string, place: Place): Policy {
  if (policy.kind !== "document") {
    const name = policy.kind === "reference" ? showText(policy.arn) : policy.name;
    return { kind: "unresolved", expression, place, name, arns: arnsOf(policy) };
  }
  const { document } = policy;
  const statements = underUnknownCondition(document.statements, expression, place);
  return { ...policy, isCopy: true, document: { ...document, statements, size: null } };
}
