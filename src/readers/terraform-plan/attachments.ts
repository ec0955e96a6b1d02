import type { Policy } from "../../iam/model.js";
import { property } from "../../source/json-node.js";
import type { Unresolved } from "../../source/node.js";
import { type PlannedResource, textIn } from "./plan.js";
import { documentPolicy, policiesByArn } from "./policies.js";
import type { Reading } from "./reading.js";

/** What resources of their own attach to roles. */
export interface Attachments {
  readonly policies: ReadonlyMap<PlannedResource, readonly Policy[]>;
  readonly profiles: ReadonlyMap<PlannedResource, true | Unresolved>;
  /** Policies by the name of a role that the plan does not hold. */
  readonly outside: ReadonlyMap<string, readonly Policy[]>;
}

/** The attribute by which a type names its role or roles, and how it carries policies. */
const TYPES: ReadonlyMap<
  string,
  { readonly role: string; readonly policies: (reading: Reading, from: PlannedResource) => readonly Policy[] }
> = new Map([
  ["aws_iam_role_policy", { role: "role", policies: ownDocument }],
  [
    "aws_iam_role_policy_attachment",
    { role: "role", policies: (reading, from) => policiesByArn(reading, from, "policy_arn") },
  ],
  [
    "aws_iam_policy_attachment",
    { role: "roles", policies: (reading, from) => policiesByArn(reading, from, "policy_arn") },
  ],
  [
    "aws_iam_role_policy_attachments_exclusive",
    { role: "role_name", policies: (reading, from) => policiesByArn(reading, from, "policy_arns") },
  ],
]);

function ownDocument(reading: Reading, from: PlannedResource): readonly Policy[] {
  return [documentPolicy(reading, from, ["policy"], from.address, "inline")];
}

/** Links every attachment and instance profile to the roles that it names, by name or through the configuration. */
export function attachmentsOf(reading: Reading, roles: readonly PlannedResource[]): Attachments {
  const known: KnownRoles = { roles, byName: new Map(roles.map((role) => [textIn(role.values, "name"), role])) };
  const attachments = {
    policies: new Map<PlannedResource, Policy[]>(),
    profiles: new Map(),
    outside: new Map<string, Policy[]>(),
  };
  for (const resource of reading.plan.resources.filter(({ deleted }) => !deleted)) {
    const type = TYPES.get(resource.type);
    if (type !== undefined) {
      const targets = rolesNamed(reading, resource, type.role, known);
      const reached = targets.roles.length + targets.names.length > 0;
      const carried = reached ? type.policies(reading, resource) : [];
      for (const role of targets.roles) append(attachments.policies, role, carried);
      for (const name of targets.names) append(attachments.outside, name, carried);
      for (const role of targets.perhaps)
        append(attachments.policies, role, [perhaps(reading, resource, targets.open)]);
    } else if (resource.type === "aws_iam_instance_profile") {
      noteProfile(attachments.profiles, rolesNamed(reading, resource, "role", known));
    }
  }
  return attachments;
}

function noteProfile(profiles: Map<PlannedResource, true | Unresolved>, targets: Targets): void {
  for (const role of targets.roles) profiles.set(role, true);
  const unknown: Unresolved = { kind: "unresolved", expression: targets.open.join(", ") };
  for (const role of targets.perhaps) profiles.set(role, profiles.get(role) ?? unknown);
}

interface KnownRoles {
  readonly roles: readonly PlannedResource[];
  readonly byName: ReadonlyMap<string, PlannedResource>;
}

function append<K>(map: Map<K, Policy[]>, key: K, policies: readonly Policy[]): void {
  map.set(key, [...(map.get(key) ?? []), ...policies]);
}

interface Targets {
  readonly roles: readonly PlannedResource[];
  /** Known names of roles that are not in the plan. */
  readonly names: readonly string[];
  /** Roles that a reference may mean, when it can't be told which: what is attached may be theirs. */
  readonly perhaps: readonly PlannedResource[];
  readonly open: readonly string[];
}

function rolesNamed(
  reading: Reading,
  from: PlannedResource,
  attribute: string,
  { roles, byName }: KnownRoles,
): Targets {
  const values = [property(from.values, attribute)].flat().filter((value) => typeof value === "string" && value !== "");
  const unknown = property(from.unknown, attribute);
  const names = values.map(String);
  const known = names.flatMap((name) => byName.get(name) ?? []);
  const outside = names.filter((name) => !byName.has(name));
  if (unknown !== true && !(Array.isArray(unknown) && unknown.includes(true))) {
    return { roles: known, names: outside, perhaps: [], open: [] };
  }
  const link = reading.links.from(from, [attribute]);
  const linked = link.resources.filter((target) => roles.includes(target));
  const perhapsAny = link.open.length > 0 && linked.length === 0;
  return {
    roles: [...known, ...linked],
    names: outside,
    perhaps: perhapsAny ? roles.filter((role) => mayMean(link.open, role)) : [],
    open: link.open,
  };
}

/** An open reference to `aws_iam_role.x` means an instance of it; any other one (a local) may mean every role. */
function mayMean(open: readonly string[], role: PlannedResource): boolean {
  const named = open.filter((text) => text.startsWith("aws_iam_role."));
  return named.length === 0 || named.some((text) => text.split(".")[1]?.split("[")[0] === role.name);
}

function perhaps(reading: Reading, resource: PlannedResource, open: readonly string[]): Policy {
  const place = reading.sources.placeOf(resource);
  return {
    kind: "unresolved",
    name: resource.address,
    expression: `attached to ${open.join(", ")}, which may be this role`,
    place,
  };
}
