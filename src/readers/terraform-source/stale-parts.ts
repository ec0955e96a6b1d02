import type { Policy, PolicyDocument, Role, RoleVariant, StalePart } from "../../iam/model.js";
import type { Planned } from "../reader.js";
import { idOf, pairPolicies } from "./stale-policies.js";
import { differenceOf } from "./stale-terms.js";

/** The source of a plan's root, evaluated with the plan's variables. */
export interface Written {
  readonly roles: readonly Role[];
  /** Whether Terraform leaves one of some attributes (`a|b`) unchanged, whatever the source says. */
  ignores(address: string, attributes: string): boolean;
}

/**
 * How a plan's role differs from the same role in the source next to it. Anything unknown in either counts as equal, and so does
 * anything that differs only in spelling, that somebody else attached, or that the plan didn't examine.
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
 * Whether the plan changes the address and its configuration declares it. Addresses that the plan has only from its state may be missing in the
 * source: resources that it removes from the state, or that `-target` excludes.
 */
export function isPlanned(address: string, planned: Planned): boolean {
  return planned.changes().has(address) && planned.configures(address);
}

/** Finds a role by its address or its name: its address may have changed since. */
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
    if (!areKnown || this.isMadeAnew || !this.planned.lookedAtAll("aws_iam_instance_profile")) return [];
    return this.oneSided(now ? [PROFILE] : [], then ? [PROFILE] : []);
  }

  /** Several accounts have a role of this name. Which account this one is in may depend on something that only a plan knows. */
  private get isOneOfSeveral(): boolean {
    const { name } = this.role;
    return name !== null && this.written.roles.filter((one) => one.name === name).length > 1;
  }

  private isIgnored({ by = "" }: Policy): boolean {
    return this.written.ignores(by, LISTS);
  }

  /** A replaced role has lost what the plan leaves unchanged. */
  private get isMadeAnew(): boolean {
    return this.planned.changes().get(this.role.id) === "replace";
  }

  /** Whether the plan was created from a source in which a resource didn't do what it does now. */
  private isNew(address: string): boolean {
    const change = this.planned.changes().get(address);
    if (!this.planned.configures(address)) return true;
    if (change === undefined) return this.planned.isWhole();
    return change !== "delete" && !(change === "none" && this.isMadeAnew);
  }

  private pair(now: Policy, then: Policy): readonly StalePart[] {
    const name = idOf(now);
    // A policy that isn't named by an address is a block of the role.
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
