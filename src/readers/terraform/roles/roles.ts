import { contested } from "../../../iam/contested-policies.js";
import { emptyDocument } from "../../../iam/empty-document.js";
import type { Policy, PolicyDocument, Role, RoleVariant } from "../../../iam/model.js";
import { append } from "../../../source/append.js";
import type { JsonObject } from "../../../source/json-node.js";
import type { Unresolved } from "../../../source/node.js";
import { once } from "../../../source/once.js";
import { filePlace } from "../../../source/place.js";
import { EMPTY, objectIn, textIn, textsIn } from "../model/fields.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import { type Attachments, attachmentsOf, type OutsideAttachments } from "./attachments.js";
import { keptByRole, policiesKeptBy, possiblyRemoved, uncertainUnder } from "./exclusive.js";
import { ownPolicies } from "./own-policies.js";
import type { Attached } from "./policies.js";
import type { Reading } from "./reading.js";

/** A plan's roles as they will be after apply. Includes deleted roles, which are marked, and roles that the plan only attaches to. */
export function planRoles(reading: Reading): readonly Role[] {
  const roles = reading.plan.resources.filter(({ type, mode }) => type === "aws_iam_role" && mode === "managed");
  const attachments = attachmentsOf(
    reading,
    roles.filter(({ deleted }) => !deleted),
  );
  const before = attachingBefore(reading);
  return [
    ...roles.map((role) => new RoleBuilder(reading, role, attachments, before).build()),
    ...attachments.outside.map((outside) => outsideRole(reading, outside)),
  ];
}

/** The plan's own resources that attached something before apply, keyed by role name. */
function attachingBefore(reading: Reading): ReadonlyMap<string, readonly PlannedResource[]> {
  const found = new Map<string, PlannedResource[]>();
  for (const resource of reading.plan.resources) {
    if (resource.mode === "data" || resource.type === "aws_iam_instance_profile") continue;
    for (const name of ["role", "roles", "role_name"].flatMap((attribute) => textsIn(resource.before, attribute))) {
      append(found, name, resource);
    }
  }
  return found;
}

const MARKER_TAG = "worker-iam-check";

class RoleBuilder {
  constructor(
    private readonly reading: Reading,
    private readonly role: PlannedResource,
    private readonly attachments: Attachments,
    private readonly before: ReadonlyMap<string, readonly PlannedResource[]>,
  ) {}

  build(): Role {
    const { role, reading } = this;
    return {
      id: role.address,
      ...(role.previousAddress === null ? {} : { previousId: role.previousAddress }),
      ...nameOf(role, reading.modules.configOf(role)),
      format: reading.format,
      place: reading.sources.placeOf(role),
      file: reading.file,
      ...reading.accounts.makingOf(role),
      marker: markerOf(reading, role),
      variants: [role.deferred === null ? this.asPlanned() : this.asDeferred(role.deferred)],
      instanceProfile: this.attachments.profiles.get(role) ?? false,
      crowdedProfile: this.attachments.crowded.get(role),
      removed: role.deleted,
    };
  }

  /** Lazy, because for most roles in a large plan, the trust policy alone shows that they aren't worker roles. */
  private asPlanned(): RoleVariant {
    const policies = once(() => this.policies());
    const boundary = once(() => this.boundary());
    const trust = once(() => this.trust());
    return {
      when: null,
      get policies() {
        return policies();
      },
      get boundary() {
        return boundary();
      },
      get trust() {
        return trust();
      },
    };
  }

  private asDeferred(reason: string): RoleVariant {
    return unknownVariant([], `${this.role.address} ${reason}`, this.role, this.reading);
  }

  private policies(): readonly Policy[] {
    const { role, reading } = this;
    const before = (this.before.get(textIn(role.before, "name")) ?? []).filter((one) =>
      reading.accounts.same(role, one),
    );
    const own = ownPolicies(reading, role, before);
    const attached = this.attachments.policies.get(role) ?? [];
    const inline = new Set(attached.flatMap(({ kind, id }) => (kind === "inline" ? (id ?? []) : [])));
    const owned = { inline: own.ownsInline, managed: own.ownsManaged };
    // The plan's policy replaces a policy of the same name that the provider found on the role.
    const isLeft = ({ kind, id }: Attached) => own.ownsInline || kind !== "inline" || id === null || !inline.has(id);
    let kept = keptByRole([...own.policies.filter(isLeft), ...attached], owned, role);
    for (const exclusive of this.attachments.exclusive.get(role) ?? []) kept = policiesKeptBy(reading, exclusive, kept);
    for (const exclusive of this.attachments.perhapsExclusive.get(role) ?? []) kept = uncertainUnder(exclusive, kept);
    kept = kept.map((one) => {
      const detacher = this.attachments.detaching.of(one, role, (by) => reading.accounts.same(by, role));
      return detacher === null ? one : possiblyRemoved(one, detacher);
    });
    // Policies that the role lists but doesn't own were attached outside this plan.
    return withoutRepeats(kept, ({ by, kind }) => by === role && !owned[kind]);
  }

  private trust(): PolicyDocument | Unresolved {
    const { values, unknown } = this.role;
    const isSet = ASSUME_ROLE_POLICY in values || ASSUME_ROLE_POLICY in unknown;
    // Terraform rejects a role without a trust policy, and it couldn't be assumed.
    if (this.reading.format === "terraform-source" && !isSet)
      return emptyDocument(this.reading.sources.placeOf(this.role));
    return this.reading.documents.read(this.role, [ASSUME_ROLE_POLICY], "trust");
  }

  private boundary(): Policy | null {
    return this.reading.policies.named(this.role, "permissions_boundary")?.policy ?? null;
  }
}

const ASSUME_ROLE_POLICY = "assume_role_policy";

/** Removes repeated policies: a managed policy that is attached twice counts once. */
function withoutRepeats(
  policies: readonly Attached[],
  isFound: (one: Attached) => boolean = () => false,
): readonly Policy[] {
  const seen = new Set<string | PlannedResource>();
  const kept = policies.filter(({ kind, id, holder, isDoubted }) => {
    const marks = kind === "managed" && !isDoubted ? [id, holder].filter((mark) => mark !== null) : [];
    const repeated = marks.some((mark) => seen.has(mark));
    for (const mark of marks) seen.add(mark);
    return !repeated;
  });
  return contested(
    kept.map((one) => ({
      ...one.policy,
      ...(isFound(one) ? {} : { by: one.by.address }),
      ...(one.kind === "inline" && one.id !== null && !one.isDoubted ? { inlineName: one.id } : {}),
    })),
  );
}

function markerOf(reading: Reading, role: PlannedResource): Role["marker"] {
  const tags = { ...objectIn(role.values, "tags_all"), ...objectIn(role.values, "tags") };
  const text = textIn(tags, MARKER_TAG);
  return text === "" ? null : { text, place: reading.sources.placeOf(role) };
}

/**
 * A role's name and path, as far as they are known. A name that Terraform generates starts with `name_prefix`, or with
 * `terraform-` if there is no prefix:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#name
 */
function nameOf(role: PlannedResource, config: JsonObject = EMPTY): Pick<Role, "name" | "partialName" | "path"> {
  const { values } = role;
  const name = textIn(values, "name") || null;
  const given = Object.keys(objectIn(config, "expressions")).join();
  const prefix = textIn(values, "name_prefix") || (/^(?!.*\bname)./.test(given) ? "terraform-" : "");
  const path = textIn(values, "path") || (isUnknown(role, "path") ? "/${...}/" : "/");
  return {
    name,
    ...(name === null && prefix !== "" ? { partialName: `${prefix}\${...}` } : {}),
    ...(path === "/" ? {} : { path }),
  };
}

/**
 * A role that the plan attaches to but doesn't contain. Everything else about it is unknown, except for values that a
 * data source reads.
 */
function outsideRole(reading: Reading, outside: OutsideAttachments): Role {
  const { id, name, data, policies, exclusive, profile } = outside;
  const at = data ?? policies[0]?.by;
  const expression = `role ${name} is not in this ${reading.format === "terraform-plan" ? "plan" : "configuration"}`;
  const unknown = unknownVariant(withoutRepeats(policies), expression, at, reading);
  const isRead = data !== null && textIn(data.values, ASSUME_ROLE_POLICY) !== "";
  return {
    id,
    name: data === null ? name : textIn(data.values, "name") || null,
    path: "/${...}/",
    format: reading.format,
    place: at === undefined ? filePlace(reading.file) : reading.sources.placeOf(at),
    file: reading.file,
    ...reading.accounts.makingOf(policies[0]?.by ?? data),
    marker: data === null ? null : markerOf(reading, data),
    variants: [
      isRead
        ? {
            ...unknown,
            boundary: reading.policies.named(data, "permissions_boundary")?.policy ?? null,
            trust: reading.documents.read(data, [ASSUME_ROLE_POLICY], "trust"),
          }
        : unknown,
    ],
    instanceProfile: profile ? true : null,
    removed: false,
    isElsewhere: true,
    exclusives: exclusive.map((one) => ({
      by: one.address,
      attachment: one.type === "aws_iam_role_policies_exclusive" ? "inline" : "managed",
      listed: ["policy_names", "policy_arns"].flatMap((attribute) => textsIn(one.values, attribute)),
      place: reading.sources.placeOf(one),
    })),
  };
}

/** A role with only some known policies. Its other policies and its trust policy are unknown. */
function unknownVariant(
  known: readonly Policy[],
  expression: string,
  at: PlannedResource | undefined,
  reading: Reading,
): RoleVariant {
  const place = at === undefined ? filePlace(reading.file) : reading.sources.placeOf(at);
  const rest: Policy = { kind: "unresolved", name: "other policies", expression, place };
  return { when: null, policies: [...known, rest], boundary: null, trust: { kind: "unresolved", expression } };
}
