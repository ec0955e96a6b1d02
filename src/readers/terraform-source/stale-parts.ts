import type { Policy, PolicyDocument, Role, RoleVariant, StalePart } from "../../iam/model.js";
import type { Planned } from "../reader.js";
import { idOf, pairPolicies } from "./stale-policies.js";
import { differenceOf } from "./stale-terms.js";

/** The source of a plan's root, evaluated with the plan's variables. */
export interface Written {
  readonly roles: readonly Role[];
  /** Whether a resource certainly doesn't exist. */
  lacks(address: string): boolean;
  /** Whether `ignore_changes` makes Terraform keep any of the given attributes (`a|b`), regardless of the source. */
  ignores(address: string, attributes: string): boolean;
}

/**
 * How a plan's role differs from the same role in the source. Parts don't count as different if either is unknown, if
 * they differ only in notation, if they are attached from elsewhere, or if the plan didn't examine them.
 */
export function staleParts(role: Role, source: Role, written: Written, planned: Planned): readonly StalePart[] {
  if (role.variants.length > 1) return [];
  const [now] = role.variants;
  const [then] = source.variants;
  const comparison = new Comparison(role, source, written, planned);
  return [
    ...comparison.trust(now, then),
    ...comparison.policies(now.policies, then.policies),
    ...comparison.boundary(now, then),
    ...comparison.profile(),
  ];
}

/**
 * Whether the plan examines a resource that its configuration declares. Resources that are only in the plan's state may
 * be missing from the source: Terraform removes them from the state, or `-target` excludes them.
 */
export function isPlanned(address: string, planned: Planned): boolean {
  return planned.changes().has(address) && planned.configures(address);
}

/** Finds a role by address or by name, because its address may have changed. */
export function counterpart(role: Role, roles: readonly Role[]): Role | undefined {
  return roles.find(({ id }) => id === role.id) ?? roles.find(({ name }) => name !== null && name === role.name);
}

class Comparison {
  constructor(
    private readonly role: Role,
    private readonly source: Role,
    private readonly written: Written,
    private readonly planned: Planned,
  ) {}

  trust({ trust: now }: RoleVariant, { trust: then }: RoleVariant): readonly StalePart[] {
    if (!this.isCompared(this.role.id, "assume_role_policy")) return [];
    return partsOf(`the trust policy of ${this.role.id}`, documentIn(now), documentIn(then));
  }

  policies(now: readonly Policy[], then: readonly Policy[]): readonly StalePart[] {
    const { pairs, onlyPlanned, onlyWritten } = pairPolicies(now, then);
    const isOpen = this.isOneOfSeveral || [...onlyPlanned, ...onlyWritten].some((one) => this.isIgnored(one));
    const gone = onlyPlanned.filter(({ by }) => by !== undefined && isPlanned(by, this.planned));
    const added = onlyWritten.filter(({ by }) => by !== undefined && this.isNew(by));
    return [
      ...pairs.flatMap((pair) => this.pair(...pair)),
      ...(isOpen ? [] : this.oneSided(gone.map(shown("policy")), added.map(shown("policy")), added[0]?.place)),
    ];
  }

  boundary({ boundary: now }: RoleVariant, { boundary: then }: RoleVariant): readonly StalePart[] {
    if (!this.isCompared(this.role.id, "permissions_boundary")) return [];
    const { pairs, onlyPlanned, onlyWritten } = pairPolicies(...([listed(now), listed(then)] as const));
    const [gone, added] = [onlyPlanned, onlyWritten].map((some) => some.map(shown("boundary")));
    return [...pairs.flatMap((pair) => this.pair(...pair)), ...this.oneSided(gone, added)];
  }

  profile(): readonly StalePart[] {
    const [now, then] = [this.role, this.source].map(({ instanceProfile }) => instanceProfile);
    const areKnown = typeof now === "boolean" && typeof then === "boolean" && now !== then;
    if (!areKnown || this.isRecreated || !this.planned.lookedAtAll("aws_iam_instance_profile")) return [];
    return this.oneSided(now ? [PROFILE] : [], then ? [PROFILE] : []);
  }

  /** Whether several roles have this name, in different accounts. This role's account may depend on values that only a plan has. */
  private get isOneOfSeveral(): boolean {
    const { name } = this.role;
    return name !== null && this.written.roles.filter((one) => one.name === name).length > 1;
  }

  private isIgnored({ by = "" }: Policy): boolean {
    return this.written.ignores(by, LISTS);
  }

  /** Whether the role is replaced. It then loses attachments that the plan doesn't change. */
  private get isRecreated(): boolean {
    return this.planned.changes().get(this.role.id) === "replace";
  }

  /** Whether the plan was created from a source in which this resource didn't yet exist or have this effect. */
  private isNew(address: string): boolean {
    const change = this.planned.changes().get(address);
    if (!this.planned.configures(address)) return true;
    if (change === undefined) return this.planned.isWhole();
    return change !== "delete" && !(change === "none" && this.isRecreated);
  }

  private pair(now: Policy, then: Policy): readonly StalePart[] {
    const name = idOf(now);
    // A policy that isn't identified by an address is a block in the role.
    const isOwn = !isAddress(name);
    const isCompared = this.isCompared(isOwn ? this.role.id : name, isOwn ? "inline_policy" : "policy");
    return isCompared ? partsOf(name, documentIn(now), documentIn(then)) : [];
  }

  private isCompared(address: string, attribute: string): boolean {
    return this.planned.changes().has(address) && !this.written.ignores(address, attribute);
  }

  private oneSided(
    onlyPlanned: readonly string[] = [],
    onlyWritten: readonly string[] = [],
    place = this.source.place,
  ): readonly StalePart[] {
    if (onlyPlanned.length + onlyWritten.length === 0) return [];
    return [{ name: this.role.id, place, onlyPlanned, onlyWritten }];
  }
}

const PROFILE = "an instance profile";
const LISTS = "policy|policy_arns?|policy_names|roles?|role_name|inline_policy|managed_policy_arns";

function isAddress(name: string): boolean {
  return /(?:^|\.)aws_iam_\w+\./.test(name);
}

function shown(what: string): (policy: Policy) => string {
  return (policy) => `${what} ${idOf(policy)}`;
}

function listed(policy: Policy | null): readonly Policy[] {
  return policy === null ? [] : [policy];
}

function documentIn(part: RoleVariant["trust"] | Policy): PolicyDocument | null {
  if (part === null || !("kind" in part)) return part;
  return part.kind === "document" && !part.awsManaged ? part.document : null;
}

function partsOf(name: string, now: PolicyDocument | null, then: PolicyDocument | null): readonly StalePart[] {
  const difference = now === null || then === null ? null : differenceOf(now, then);
  return then === null || difference === null ? [] : [{ name, place: then.place, ...difference }];
}
