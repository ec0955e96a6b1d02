import type { Policy, Role, RoleVariant } from "../../iam/model.js";
import { parsePolicyDocument } from "../../iam/parse-document.js";
import { accountInArn } from "../../iam/principal-id.js";
import { entryOf, type MapNode, type Node, textOf } from "../../source/node.js";
import { documentIn, isDocument } from "./documents.js";

/**
 * Roles in a response from the AWS CLI. `get-account-authorization-details` returns complete roles (`RoleDetailList`,
 * `Policies`). `get-role` (`Role`) returns only the trust policy and the boundary, so the actions that the role's
 * policies grant are unknown.
 * Shapes: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
export function accountRoles(root: MapNode, file: string): readonly Role[] {
  const managed = managedPolicies(root);
  const details = mapsIn(root, "RoleDetailList").map((detail) => roleFrom(detail, file, managed, true));
  const role = entryOf(root, "Role")?.value;
  return role?.kind === "map" ? [...details, roleFrom(role, file, managed, false)] : details;
}

type ManagedPolicies = ReadonlyMap<string, MapNode>;

/** The response's managed policies, keyed by ARN: the document of the default version. */
function managedPolicies(root: MapNode): ManagedPolicies {
  const policies = new Map<string, MapNode>();
  for (const policy of mapsIn(root, "Policies")) {
    const versions = mapsIn(policy, "PolicyVersionList");
    const inForce = versions.find((version) => scalar(version, "IsDefaultVersion") === "true");
    const document = inForce === undefined ? undefined : documentIn(entryOf(inForce, "Document")?.value);
    const arn = scalar(policy, "Arn");
    if (arn !== null && isDocument(document)) policies.set(arn, document);
  }
  return policies;
}

function roleFrom(detail: MapNode, file: string, managed: ManagedPolicies, whole: boolean): Role {
  const name = scalar(detail, "RoleName");
  const path = scalar(detail, "Path") ?? "/";
  const account = accountInArn(scalar(detail, "Arn") ?? "");
  const trust = documentIn(entryOf(detail, "AssumeRolePolicyDocument")?.value);
  const boundary = entryOf(detail, "PermissionsBoundary")?.value;
  const variant: RoleVariant = {
    when: null,
    policies: whole ? attachedPolicies(detail, managed) : [unseenPolicies(detail)],
    boundary: boundary?.kind === "map" ? managedPolicy(boundary, "PermissionsBoundaryArn", managed) : null,
    trust: trust === undefined ? null : parsePolicyDocument(trust, "trust"),
  };
  return {
    id: name ?? "role",
    name,
    ...(path === "/" ? {} : { path }),
    ...(account === undefined ? {} : { account }),
    format: "policy-json",
    place: detail.place,
    file,
    marker: markerTag(detail),
    variants: [variant],
    instanceProfile: whole ? mapsIn(detail, "InstanceProfileList").length > 0 : null,
    removed: false,
    isCliOutput: true,
  };
}

function unseenPolicies(detail: MapNode): Policy {
  return {
    kind: "unresolved",
    name: "policies of the role",
    expression: "not part of `aws iam get-role`",
    place: detail.place,
  };
}

function attachedPolicies(detail: MapNode, managed: ManagedPolicies): readonly Policy[] {
  const inline = mapsIn(detail, "RolePolicyList").map((entry): Policy => {
    const name = scalar(entry, "PolicyName") ?? "inline policy";
    const document = documentIn(entryOf(entry, "PolicyDocument")?.value);
    if (document === undefined) return { kind: "unresolved", name, expression: "PolicyDocument", place: entry.place };
    const parsed = parsePolicyDocument(document, "identity");
    return { kind: "document", name, attachment: "inline", document: parsed, awsManaged: false, place: entry.place };
  });
  const attached = mapsIn(detail, "AttachedManagedPolicies").map((entry) => managedPolicy(entry, "PolicyArn", managed));
  return [...inline, ...attached];
}

function managedPolicy(entry: MapNode, key: string, managed: ManagedPolicies): Policy {
  const arn = scalar(entry, key) ?? "";
  const document = managed.get(arn);
  if (document === undefined) return { kind: "reference", arn, place: entry.place };
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const parsed = parsePolicyDocument(document, "identity");
  const awsManaged = arn.includes(":iam::aws:");
  return { kind: "document", name, attachment: "managed", document: parsed, awsManaged, place: document.place };
}

const MARKER_TAG = "worker-iam-check";

function markerTag(detail: MapNode): Role["marker"] {
  const tag = mapsIn(detail, "Tags").find((entry) => scalar(entry, "Key") === MARKER_TAG);
  const text = tag === undefined ? null : scalar(tag, "Value");
  return tag === undefined || text === null ? null : { text, place: tag.place };
}

function mapsIn(node: MapNode, key: string): readonly MapNode[] {
  const list: Node | undefined = entryOf(node, key)?.value;
  return list?.kind === "list" ? list.items.filter((item) => item.kind === "map") : [];
}

function scalar(node: MapNode, key: string): string | null {
  const value = entryOf(node, key)?.value;
  const text = value === undefined ? undefined : textOf(value);
  return typeof text === "string" ? text : null;
}
