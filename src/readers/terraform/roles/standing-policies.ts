import { isOrganizationPolicyType, type StandingPolicy, UNKNOWN_TYPE } from "../../../iam/model.js";
import type { Text } from "../../../source/node.js";
import { textsIn } from "../../../source/nodes-in.js";
import { textIn } from "../model/fields.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import { doubtOf, isOfKeys, isWritten, keyPolicies, type ReadingOfPolicies } from "./key-policies.js";
import { documentPolicy } from "./policies.js";
import { refersTo } from "./refers-to.js";

export function isStanding(type: string): boolean {
  return isOfKeys(type) || /^aws_organizations_policy(?:_attachment)?$/.test(type);
}

/** A plan's policies that don't belong to roles. */
export function standingPolicies(
  reading: ReadingOfPolicies,
  all: readonly PlannedResource[],
): readonly StandingPolicy[] {
  const made = all.filter(({ mode, deleted }) => mode === "managed" && !deleted);
  return [...keyPolicies(reading, made), ...organizationPolicies(reading, made)];
}

function organizationPolicies(reading: ReadingOfPolicies, made: readonly PlannedResource[]): readonly StandingPolicy[] {
  const attachments = made.filter(({ type }) => type === "aws_organizations_policy_attachment");
  return made.flatMap((one): readonly StandingPolicy[] => {
    // From the provider's page: "Currently, the only valid values are ... Defaults to SERVICE_CONTROL_POLICY".
    const of = textIn(one.values, "type") || "SERVICE_CONTROL_POLICY";
    if (one.type !== "aws_organizations_policy" || !isOrganizationPolicyType(of)) return [];
    const type = isUnknown(one, "type") && isWritten(reading, one, "type") ? UNKNOWN_TYPE : { of, ...doubtOf(one) };
    const links = attachments.map((other) => [other, refersTo(reading, other, "policy_id", one)] as const);
    const targets = links.flatMap(([other, is]) =>
      is === "yes" && other.deferred === null ? textIn(other.values, "target_id") : [],
    );
    const mayBeOn = links.flatMap(([other, is]) => (is === "no" ? [] : targetsOf(reading, other)));
    const use = of === "SERVICE_CONTROL_POLICY" ? "managed" : "resource";
    const policies = [documentPolicy(reading, one, ["content"], one.address, use)];
    const { file, sources } = reading;
    return [{ id: one.address, file, place: sources.placeOf(one), policies, targets, mayBeOn, ...type }];
  });
}

/** All targets that an attachment may attach a policy to. */
function targetsOf({ links }: ReadingOfPolicies, attachment: PlannedResource): readonly Text[] {
  const known = textIn(attachment.values, "target_id");
  return known === "" ? textsIn(links.written(attachment, "target_id")) : [known];
}
