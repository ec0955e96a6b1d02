import type { CrowdedProfile } from "../../../iam/model.js";
import { arnsOf } from "../../../iam/named-policies.js";
import { append } from "../../../source/append.js";
import { property } from "../../../source/json-node.js";
import type { Unresolved } from "../../../source/node.js";
import { textIn } from "../model/fields.js";
import { listed } from "../model/listed.js";
import type { PlannedResource } from "../model/plan.js";
import { ExclusiveAttachments } from "./exclusive-attachments.js";
import { type NamedRoles, type OutsideRole, openTo, RoleNames } from "./named-roles.js";
import { type Attached, inDoubt } from "./policies.js";
import type { Reading } from "./reading.js";

/** The policies that separate resources attach to roles. */
export interface Attachments {
  readonly policies: ReadonlyMap<PlannedResource, readonly Attached[]>;
  /** The `_exclusive` resources of each role. */
  readonly exclusive: ReadonlyMap<PlannedResource, readonly PlannedResource[]>;
  /** `_exclusive` resources that may apply to each role. */
  readonly perhapsExclusive: ReadonlyMap<PlannedResource, readonly PlannedResource[]>;
  /** Attachments that detach their policy from everything they don't name. */
  readonly detaching: ExclusiveAttachments;
  readonly profiles: ReadonlyMap<PlannedResource, true | Unresolved>;
  readonly crowded: ReadonlyMap<PlannedResource, CrowdedProfile>;
  /** Attachments to roles that aren't in the plan. */
  readonly outside: readonly OutsideAttachments[];
}

export interface OutsideAttachments {
  /** A unique ID. If a name occurs in several accounts, the ID also contains the provider's key. */
  readonly id: string;
  readonly name: string;
  readonly data: PlannedResource | null;
  readonly policies: readonly Attached[];
  readonly exclusive: readonly PlannedResource[];
  readonly profile: boolean;
}

/** How a resource type attaches policies: the attribute that names its role or roles, and the policies that it attaches. */
interface AttachingType {
  readonly role: string;
  readonly policies: (reading: Reading, from: PlannedResource) => readonly Attached[];
}

const TYPES: ReadonlyMap<string, AttachingType> = new Map([
  ["aws_iam_role_policy", { role: "role", policies: ownDocument }],
  ["aws_iam_role_policy_attachment", { role: "role", policies: namedPolicies }],
  ["aws_iam_policy_attachment", { role: "roles", policies: namedPolicies }],
  [
    "aws_iam_role_policy_attachments_exclusive",
    { role: "role_name", policies: (reading, from) => reading.policies.listed(from, "policy_arns") },
  ],
  ["aws_iam_role_policies_exclusive", { role: "role_name", policies: () => [] }],
]);

function ownDocument(reading: Reading, from: PlannedResource): readonly Attached[] {
  return reading.policies.inline(from, ["policy"], from.address, textIn(from.values, "name") || null);
}

function namedPolicies(reading: Reading, from: PlannedResource): readonly Attached[] {
  return reading.policies.attached(from, "policy_arn");
}

/** Links every attachment and instance profile to the roles that it names. */
export function attachmentsOf(reading: Reading, roles: readonly PlannedResource[]): Attachments {
  const collected = new Collected();
  const names = new RoleNames(reading, roles);
  for (const resource of reading.plan.resources) {
    if (resource.deleted) continue;
    const type = resource.mode === "managed" ? TYPES.get(resource.type) : undefined;
    if (type !== undefined)
      collect(reading, resource, type, stillNamed(names.in(resource, type.role), resource), collected);
    else if (resource.type === "aws_iam_instance_profile") {
      for (const attribute of PROFILE_ROLES) {
        const targets = stillNamed(names.in(resource, attribute), resource);
        collected.profile(targets, whyOpen(resource));
        const listed = [resource.values, resource.unknown].map((object) => property(object, attribute));
        const roles = Math.max(...listed.map((list) => (Array.isArray(list) ? list.length : 0)));
        if (roles < 2) continue;
        const crowded = { name: resource.address, roles, place: reading.sources.placeOf(resource) };
        for (const role of targets.roles) collected.crowded.set(role, crowded);
      }
    }
  }
  return collected;
}

/** The data source has `role_name`. Version 2 of the provider had `roles`. */
const PROFILE_ROLES = ["role", "roles", "role_name"];

/**
 * Omits a role that is replaced under the same name: it loses the attachments of the old role unless this apply
 * attaches them again, because the provider detaches everything before it deletes a role.
 */
function stillNamed(named: NamedRoles, by: PlannedResource): NamedRoles {
  if (by.mode === "data" || by.change !== "none") return named;
  const isLost = ({ change, before, values }: PlannedResource): boolean =>
    change === "replace" && textIn(before, "name") === textIn(values, "name");
  return { ...named, roles: named.roles.filter((role) => !isLost(role)) };
}

function collect(
  reading: Reading,
  resource: PlannedResource,
  type: AttachingType,
  targets: NamedRoles,
  collected: Collected,
): void {
  const detaches = resource.type === "aws_iam_policy_attachment";
  const reached = detaches || targets.roles.length + targets.outside.length > 0;
  const carried = reached ? broughtBy(reading, resource, type) : [];
  const isExclusive = resource.type.endsWith("_exclusive");
  if (detaches) collected.detaching.add(resource, carried, targets.roles);
  for (const role of targets.roles) {
    append(collected.policies, role, ...carried);
    if (isExclusive) append(collected.exclusive, role, resource);
  }
  for (const outside of targets.outside) collected.reachOutside(outside, carried, isExclusive ? [resource] : []);
  if (targets.perhaps.length > 0) {
    const open = perhaps(reading, resource, targets.open);
    collected.perhaps(withDenies(open, type.policies(reading, resource)), targets.perhaps, isExclusive);
  }
}

/** The policies that a resource attaches. If Terraform defers the resource to a later plan, none of them is certain. */
function broughtBy(reading: Reading, resource: PlannedResource, type: AttachingType): readonly Attached[] {
  const why = whyOpen(resource);
  if (why === null) return type.policies(reading, resource);
  return withDenies(open(reading, resource, why.expression), type.policies(reading, resource));
}

/** The reason why a resource might not exist. Returns null if it exists. */
function whyOpen({ address, deferred }: PlannedResource): Unresolved | null {
  return deferred === null ? null : { kind: "unresolved", expression: `${address} ${deferred}` };
}

function perhaps(reading: Reading, resource: PlannedResource, references: readonly string[]): Attached {
  return open(reading, resource, `attached to ${listed(references)}, which may be this role`);
}

function open(reading: Reading, by: PlannedResource, expression: string): Attached {
  const place = reading.sources.placeOf(by);
  const kind = by.type === "aws_iam_role_policy" ? "inline" : "managed";
  return { policy: { kind: "unresolved", name: by.address, expression, place }, kind, by, id: null, holder: null };
}

class Collected implements Attachments {
  readonly policies = new Map<PlannedResource, Attached[]>();
  readonly exclusive = new Map<PlannedResource, PlannedResource[]>();
  readonly perhapsExclusive = new Map<PlannedResource, PlannedResource[]>();
  readonly detaching = new ExclusiveAttachments();
  readonly profiles = new Map<PlannedResource, true | Unresolved>();
  readonly crowded = new Map<PlannedResource, CrowdedProfile>();
  private readonly outsideRoles = new Map<string, Map<string, OutsideEntry>>();
  private readonly doubts = new Set<string>();

  /** If several instances of one block are undecided because of the same references, they count as a single doubt. */
  perhaps([open, ...denies]: WithDenies, roles: readonly PlannedResource[], isExclusive: boolean): void {
    const { module, type, name } = open.by;
    const doubt = JSON.stringify([
      module.map((step) => step.name),
      type,
      name,
      expressionOf(open),
      arnsOf(open.policy),
    ]);
    const isNew = !this.doubts.has(doubt);
    this.doubts.add(doubt);
    for (const role of roles) {
      if (isExclusive && isNew) append(this.perhapsExclusive, role, open.by);
      append(this.policies, role, ...(isNew ? [open, ...denies] : denies));
    }
  }

  /**
   * Records the roles of an instance profile.
   * @param open the reason why the profile might not exist; null if it exists
   */
  profile(targets: NamedRoles, open: Unresolved | null): void {
    const { profiles } = this;
    for (const role of targets.roles) profiles.set(role, open === null ? true : (profiles.get(role) ?? open));
    for (const role of targets.perhaps) profiles.set(role, profiles.get(role) ?? openTo(targets));
    for (const outside of open === null ? targets.outside : []) this.outsideRole(outside).profile = true;
  }

  reachOutside(role: OutsideRole, policies: readonly Attached[], exclusive: readonly PlannedResource[]): void {
    const entry = this.outsideRole(role);
    for (const policy of policies) entry.policies.push(policy);
    entry.exclusive.push(...exclusive);
  }

  get outside(): readonly OutsideAttachments[] {
    return [...this.outsideRoles.values()].flatMap((accounts) => [...accounts.values()]);
  }

  private outsideRole({ id, account, data }: OutsideRole): OutsideEntry {
    const accounts = this.outsideRoles.get(id) ?? new Map<string, OutsideEntry>();
    this.outsideRoles.set(id, accounts);
    const shown = accounts.size === 0 ? id : `${id} (${account})`;
    const known = accounts.get(account) ?? { id: shown, name: id, data, policies: [], exclusive: [], profile: false };
    accounts.set(account, known);
    return known;
  }
}

interface OutsideEntry extends OutsideAttachments {
  readonly policies: Attached[];
  readonly exclusive: PlannedResource[];
  profile: boolean;
}

type WithDenies = readonly [Attached, ...Attached[]];

/** A policy that may exist, followed by the Deny statements that it then has. */
function withDenies(open: Attached, all: readonly Attached[]): WithDenies {
  const arns = all.flatMap(({ policy }) => arnsOf(policy));
  return [{ ...open, policy: { ...open.policy, arns } }, ...all.flatMap((one) => inDoubt(one, open))];
}

function expressionOf({ policy }: Attached): string {
  return policy.kind === "unresolved" ? policy.expression : "";
}
