import { isOrganizationPolicyType, type Policy, type StandingPolicy } from "../../../iam/model.js";
import { textOf } from "../../../source/node.js";
import { nodesIn } from "../../../source/nodes-in.js";
import { formatModuleAddress } from "../model/address.js";
import { textIn } from "../model/fields.js";
import type { PlannedResource } from "../model/plan.js";
import { documentPolicy } from "./policies.js";
import type { Reading } from "./reading.js";

export type ReadingOfPolicies = Pick<Reading, "accounts" | "documents" | "sources" | "modules" | "file" | "links">;

export function isStanding(type: string): boolean {
  return /^aws_(?:kms_key(?:_policy)?|organizations_policy(?:_attachment)?)$/.test(type);
}

/** The policies of a plan that belong to no role. */
export function standingPolicies(
  reading: ReadingOfPolicies,
  all: readonly PlannedResource[],
): readonly StandingPolicy[] {
  const { file, sources } = reading;
  const made = all.filter(({ mode, deleted }) => mode === "managed" && !deleted);
  const ofType = (type: string) => made.filter((one) => one.type === type);
  const keys = ofType("aws_kms_key").map((key): StandingPolicy => {
    const [own] = ofType("aws_kms_key_policy").filter((one) => isOf(reading, one, "key_id", key));
    const policies = policyOf(reading, own ?? key, "policy", key.address);
    const { provider } = reading.accounts.makingOf(key);
    const place = sources.placeOf(own ?? key);
    return { id: key.address, of: "key", file, place, policies, ...(provider === undefined ? {} : { provider }) };
  });
  const ofOrganizations = ofType("aws_organizations_policy").flatMap((one): readonly StandingPolicy[] => {
    // "Currently, the only valid values are ... Defaults to SERVICE_CONTROL_POLICY": the provider's page.
    const of = textIn(one.values, "type") || "SERVICE_CONTROL_POLICY";
    if (!isOrganizationPolicyType(of)) return [];
    const attached = ofType("aws_organizations_policy_attachment").filter(
      (other) => isOf(reading, other, "policy_id", one) || isSameId(other, one),
    );
    const targets = attached.map((other) => textIn(other.values, "target_id"));
    const open = attached.flatMap((other) => reading.links.written(other, "target_id"));
    const mayBeOn = nodesIn(open).flatMap((part) => textOf(part) ?? []);
    const policies = [
      documentPolicy(reading, one, ["content"], one.address, of === "SERVICE_CONTROL_POLICY" ? "managed" : "resource"),
    ];
    return [{ id: one.address, of, file, place: sources.placeOf(one), policies, targets, mayBeOn }];
  });
  return [...keys, ...ofOrganizations];
}

function isSameId(attachment: PlannedResource, policy: PlannedResource): boolean {
  const id = textIn(policy.values, "id");
  return id !== "" && id === textIn(attachment.values, "policy_id");
}

/** Whether an attribute refers to another resource in the same module, with the same key if that has one. */
function isOf(
  { modules }: ReadingOfPolicies,
  one: PlannedResource,
  attribute: string,
  other: PlannedResource,
): boolean {
  if (formatModuleAddress(one.module) !== formatModuleAddress(other.module)) return false;
  const expression = modules.expressionAt(one, [attribute]);
  const references = expression.kind === "constant" ? [] : expression.references;
  const name = `${other.type}.${other.name}`;
  const isNamed = references.some(
    (text) => text === name || (/^[.[]/.test(text.slice(name.length)) && text.startsWith(name)),
  );
  return isNamed && (other.key === null || other.key === one.key);
}

/** Returns no policy if none is written: AWS makes its own. */
function policyOf(
  reading: ReadingOfPolicies,
  holder: PlannedResource,
  attribute: string,
  name: string,
): readonly Policy[] {
  const written = reading.modules.expressionAt(holder, [attribute]);
  const isWritten = written.kind === "constant" ? written.value !== null : written.references.length > 0;
  if (!isWritten && typeof holder.values[attribute] !== "string") return [];
  return [documentPolicy(reading, holder, [attribute], name, "resource")];
}
