import type { Place } from "../source/place.js";
import { overVariantsOf, type Policy, type Role } from "./model.js";
import { arnsOf } from "./named-policies.js";
import { lazyDocument } from "./parse-document.js";
import { underUnknownCondition } from "./uncertain-denies.js";

/** Makes a policy uncertain because it might not be attached: its statements may apply, and nothing else in it counts. */
export function uncertainPolicy(policy: Policy, doubt: string): Policy {
  if (policy.kind === "reference") return { ...policy, doubt };
  if (policy.kind === "unresolved") return { ...policy, expression: doubt, doubt };
  const { document } = policy;
  const read = () => ({
    ...document,
    statements: underUnknownCondition(document.statements, doubt),
    problems: [],
    size: null,
  });
  return { ...policy, doubt, document: lazyDocument(document.place, read) };
}

/** The denials of a policy that may or may not exist. Empty if it denies nothing. */
export function uncertainDenies(policy: Policy, expression: string): readonly Policy[] {
  if (policy.kind !== "document") return [];
  const { place, version, statements } = policy.document;
  const denying = underUnknownCondition(
    statements.filter(({ effect }) => effect !== "Allow"),
    expression,
  );
  const document = { place, version, statements: denying, unresolved: [], problems: [], size: null };
  return denying.length === 0 && !policy.deniesOthers ? [] : [{ ...policy, document }];
}

/**
 * Replaces each policy of a role. For an unknown policy, adds the denials of every policy that it may be: otherwise, it would count as
 * denying nothing.
 *
 * @param named returns the policies that an ARN from `arnsOf` may name
 */
export function withResolved(
  role: Role,
  resolve: (policy: Policy) => Policy,
  named: (arn: string, place: Place) => readonly Policy[],
): Role {
  const all = (policy: Policy): readonly Policy[] => {
    const found = resolve(policy);
    const { doubt } = policy;
    const one = doubt === undefined || found.doubt === doubt ? found : uncertainPolicy(found, doubt);
    // A document that replaces the policy already has all of its statements.
    const arns = found === policy || one.kind !== "document" ? arnsOf(one) : [];
    const possible = arns.flatMap((arn) => named(arn, one.place));
    return [one, ...possible.flatMap((each) => uncertainDenies(each, "which policy is attached"))];
  };
  return overVariantsOf(role, (variant) => ({
    ...variant,
    policies: variant.policies.flatMap(all),
    boundary: variant.boundary === null ? null : resolve(variant.boundary),
  }));
}
