import { property } from "../../../source/json-node.js";
import { opened } from "../../opened-policy.js";
import { unknownOnes } from "../links/candidate.js";
import { textsIn } from "../model/fields.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import type { Attached } from "./policies.js";
import type { Reading } from "./reading.js";

/** The policies that a list names, and whether the list is complete. */
interface Named {
  readonly kind: Attached["kind"];
  readonly closed: boolean;
  names(policy: Attached): boolean;
}

/** The policies that a role keeps if an `_exclusive` resource removes every policy that it doesn't name. */
export function policiesKeptBy(
  reading: Reading,
  exclusive: PlannedResource,
  policies: readonly Attached[],
): readonly Attached[] {
  const named =
    exclusive.type === "aws_iam_role_policies_exclusive"
      ? inlineNamed(reading, exclusive)
      : managedNamed(policies.filter(({ by }) => by === exclusive));
  return policies.flatMap((one) => {
    if (one.kind !== named.kind || one.by === exclusive || named.names(one)) return [one];
    return named.closed ? [] : [possiblyRemoved(one, exclusive)];
  });
}

/** A role's policies if it is unknown whether an `_exclusive` resource applies to the role: no policies of that kind are certain. */
export function uncertainUnder(exclusive: PlannedResource, policies: readonly Attached[]): readonly Attached[] {
  const kind = exclusive.type === "aws_iam_role_policies_exclusive" ? "inline" : "managed";
  return policies.map((one) => (one.kind === kind && one.by !== exclusive ? possiblyRemoved(one, exclusive) : one));
}

function managedNamed(own: readonly Attached[]): Named {
  return {
    kind: "managed",
    closed: own.every(({ policy }) => policy.kind !== "unresolved"),
    names: (policy) => own.some((one) => samePolicy(one, policy)),
  };
}

function inlineNamed(reading: Reading, exclusive: PlannedResource): Named {
  const attribute = "policy_names";
  const names = textsIn(exclusive.values, attribute);
  const candidates = isUnknown(exclusive, attribute)
    ? reading.links.candidates(exclusive, [attribute], "inline policy")
    : [];
  const linked = unknownOnes(candidates);
  const flags = property(exclusive.unknown, attribute);
  const count = Array.isArray(flags) ? flags.filter((flag) => flag === true).length : flags === true ? null : 0;
  return {
    kind: "inline",
    closed: count === linked.length,
    names: ({ id, holder }) => (id !== null && names.includes(id)) || (holder !== null && linked.includes(holder)),
  };
}

/**
 * The policies attached by other resources that a role keeps despite its `inline_policy` or `managed_policy_arns`. An
 * update of the role removes them, but policies attached in the same apply come later and stay.
 */
export function keptByRole(
  policies: readonly Attached[],
  owned: Readonly<Record<Attached["kind"], boolean>>,
  role: PlannedResource,
): readonly Attached[] {
  if (role.change === "none") return policies;
  const own = policies.filter(({ by }) => by === role);
  const isOpen = ({ policy }: Attached) => policy.kind === "unresolved" && role.change !== "unknown";
  return policies.flatMap((one) => {
    const isKept =
      one.by === role ||
      !owned[one.kind] ||
      own.some((mine) => mine.kind === one.kind && (isOpen(mine) || samePolicy(mine, one)));
    if (isKept) return [one];
    // If both exist before apply, this apply removes the policy, and the next one attaches it again.
    if (role.change === "unknown") return [possiblyRemoved(one, role)];
    return one.by.change === "none" ? [] : [one];
  });
}

export function samePolicy(a: Attached, b: Attached): boolean {
  return (a.id !== null && a.id === b.id) || (a.holder !== null && a.holder === b.holder);
}

export function possiblyRemoved(one: Attached, exclusive: PlannedResource): Attached {
  const expression = `${one.holder?.address ?? one.by.address} stays only if ${exclusive.address} names it`;
  return { ...one, policy: opened(one.policy, expression, one.policy.place) };
}
