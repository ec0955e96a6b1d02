import { type JsonValue, property } from "../../../source/json-node.js";
import { listIn, objectIn, textIn, textsIn } from "../model/fields.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import type { Attached } from "./policies.js";
import type { Reading } from "./reading.js";

/**
 * The policies in a role's own attributes. If `inline_policy` or `managed_policy_arns` is set, it owns all policies of
 * its kind. If not, the provider fills it with the policies that are attached when the plan is created.
 */
export interface OwnPolicies {
  readonly policies: readonly Attached[];
  readonly ownsInline: boolean;
  readonly ownsManaged: boolean;
}

/**
 * The policies in a role's own attributes.
 * @param before the plan's own resources that attached policies to the role before apply. Those policies belong to
 * these resources.
 */
export function ownPolicies(reading: Reading, role: PlannedResource, before: readonly PlannedResource[]): OwnPolicies {
  const ownsInline = isSet(reading, role, "inline_policy");
  const ownsManaged = isSet(reading, role, "managed_policy_arns");
  return {
    policies: [
      ...inlinePolicies(reading, role, ownsInline ? new Set() : new Set(before.flatMap(inlineNames))),
      ...managedPolicies(reading, role, ownsManaged ? null : new Set(before.flatMap(arnsBefore))),
    ],
    ownsInline,
    ownsManaged,
  };
}

/** Whether the configuration sets an attribute to something other than null. */
function isSet(reading: Reading, role: PlannedResource, attribute: string): boolean {
  const config = reading.modules.configOf(role);
  if (config === undefined || property(objectIn(config, "expressions"), attribute) === undefined) return false;
  if (role.change === "unknown") return isSetInSource(role, attribute);
  const candidates = reading.links.candidates(role, [attribute], "policy");
  return candidates.length === 0 || !candidates.every((one) => one.kind === "known" && one.value === null);
}

/** If there is only source, the values also show nulls, and blocks that are repeated zero times. */
function isSetInSource({ values, unknown }: PlannedResource, attribute: string): boolean {
  if (property(unknown, attribute) === true) return true;
  const value = property(values, attribute);
  return attribute === "inline_policy" ? Array.isArray(value) && value.length > 0 : (value ?? null) !== null;
}

function inlinePolicies(reading: Reading, role: PlannedResource, others: ReadonlySet<string>): readonly Attached[] {
  const unknown = property(role.unknown, "inline_policy");
  const blocks = listIn(role.values, "inline_policy");
  if (unknown === true) return isSet(reading, role, "inline_policy") ? [unknownBlocks(reading, role)] : [];
  return blocks.flatMap((block, index): readonly Attached[] => {
    const open: JsonValue | undefined = Array.isArray(unknown) ? unknown[index] : undefined;
    const empty = textIn(block, "policy") === "" && (open === undefined || Object.keys(open ?? {}).length === 0);
    const id = textIn(block, "name") || null;
    if (empty || (id !== null && others.has(id))) return [];
    return reading.policies.inline(role, ["inline_policy", index, "policy"], id ?? "inline_policy", id);
  });
}

function unknownBlocks(reading: Reading, role: PlannedResource): Attached {
  const place = reading.sources.placeOf(role);
  const expression = `inline_policy of ${role.address}`;
  return {
    policy: { kind: "unresolved", name: "inline_policy", expression, place },
    kind: "inline",
    by: role,
    id: null,
    holder: role,
  };
}

/**
 * The managed policies in a role's own list. `others` contains the ARNs that the plan's own resources attached. It is
 * null if the role's own list applies.
 */
function managedPolicies(
  reading: Reading,
  role: PlannedResource,
  others: ReadonlySet<string> | null,
): readonly Attached[] {
  const attribute = "managed_policy_arns";
  if (isUnknown(role, attribute) && (others !== null || isNull(reading, role, attribute))) return [];
  return reading.policies.listed(role, attribute).filter(({ id }) => id === null || !others?.has(id));
}

/**
 * Whether an attribute is null. An attribute is null if its value is unknown but its whole expression is known: the
 * provider then computes the value.
 */
function isNull(reading: Reading, role: PlannedResource, attribute: string): boolean {
  return reading.links.candidates(role, [attribute], "policy").every(({ kind }) => kind === "known");
}

function inlineNames(resource: PlannedResource): readonly string[] {
  if (resource.type !== "aws_iam_role_policy") return [];
  return [textIn(resource.before, "name"), textIn(resource.values, "name")];
}

function arnsBefore(resource: PlannedResource): readonly string[] {
  return ["policy_arn", "policy_arns"].flatMap((attribute) => textsIn(resource.before, attribute));
}
