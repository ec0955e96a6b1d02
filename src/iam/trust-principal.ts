import type { Text } from "../source/node.js";
import { noUnknowns } from "./condition/context.js";
import type { Principal, PrincipalList } from "./model.js";
import { literal } from "./pattern.js";
import { type AwsPrincipal, mayAssumeRoles, readAwsPrincipal } from "./principal-id.js";
import { PARTITIONS, urlSuffix } from "./regions.js";
import { any, not } from "./ternary.js";
import { matchText, readText } from "./text-pattern.js";
import { servicePrincipal, type Ternary, type TrustedService, type TrustParty } from "./verdict.js";

/** An organization, and the path of the caller's account in it. */
export interface Organization {
  readonly id: string;
  readonly path: string;
  /** Whether a policy names exactly this organization. */
  readonly isNamed: boolean;
}

/** The party that requests to assume the role: a service or an AWS principal. */
export interface TrustedParty {
  readonly party: TrustParty;
  /** The ARN of a role or user. An account, or null, for a caller that the policy names by a value known only at deployment. */
  readonly principal: string | null;
  /** `null` if the role's partition is unknown. */
  readonly partition: string | null;
  /** Null for none. Absent if unknown. */
  readonly organization?: Organization | null;
  /** Set for a caller that requests don't identify. */
  readonly isAnonymous?: true;
  /** Set for a caller that meets every condition that it can meet on its own. */
  readonly isEager?: true;
  /** The ID that the caller sends, or null for none. Absent for a caller that sends any ID that a statement requires. */
  readonly externalId?: string | null;
  /** Set if the caller sends no other ID. An unknown ID that a statement requires must then be the same expression. */
  readonly isExact?: true;
}

/** Whether a statement's principals include the party. */
export function includesParty(
  { negated, principals }: PrincipalList,
  party: TrustedParty,
  effect: "allow" | "deny",
  narrowsToUnknown = false,
): Ternary {
  const caller = party.principal === null ? null : readAwsPrincipal(party.principal);
  const met = any(principals.map((principal) => meet(principal, party, caller, effect, narrowsToUnknown)));
  return negated ? not(met) : met;
}

function meet(
  { type, id }: Principal,
  party: TrustedParty,
  caller: AwsPrincipal | null,
  effect: "allow" | "deny",
  narrowsToUnknown: boolean,
): Ternary {
  if (party.party !== "appliance") {
    if (type === "Service") return meetService(id, party.party, party.partition);
    // A Deny on everyone also denies services, but an Allow on everyone doesn't let a service in.
    return type === "AWS" && id === "*" && effect === "deny" ? "yes" : "no";
  }
  if (type !== "AWS") return "no";
  if (caller?.kind === "entity" && typeof id === "string") return meetKnown(id, caller);
  if (!mayAssumeRoles(id)) return "no";
  if (caller?.kind === "entity") return meetUnknown(id, caller);
  const { principal } = party;
  if (typeof id === "string") return meetsAtDeployment(id, principal, effect, narrowsToUnknown) ? "yes" : "no";
  if (caller === null) return effect === "allow" ? "yes" : "unknown";
  return meetUnknown(id, caller);
}

/** Whether a known principal includes a caller that is known only at deployment. */
function meetsAtDeployment(id: string, principal: string | null, effect: "allow" | "deny", narrowsToUnknown: boolean) {
  return effect === "deny" ? id === "*" || id === principal : principal === null && narrowsToUnknown;
}

type Entity = Extract<AwsPrincipal, { readonly kind: "entity" }>;

function meetKnown(id: string, caller: Entity): Ternary {
  // A quick test first: thousands of accounts may each be compared with hundreds of callers.
  if (id !== "*" && !id.includes(caller.account)) return "no";
  const trusted = readAwsPrincipal(id);
  if (trusted.kind === "anyone") return "yes";
  if (trusted.kind === "deleted" || trusted.kind === "invalid") return "no";
  if (trusted.account !== caller.account || !samePartition(trusted, caller)) return "no";
  return trusted.kind === "account" || trusted.arn === caller.arn ? "yes" : "no";
}

function samePartition(
  first: AwsPrincipal & { readonly partition: string | null },
  second: AwsPrincipal & { readonly partition: string | null },
): boolean {
  return first.partition === null || second.partition === null || first.partition === second.partition;
}

/** Whether a partly unknown principal may be the appliance, its account, or, if the appliance is an account, a role in it. */
function meetUnknown(id: Text, caller: AwsPrincipal): Ternary {
  if (caller.kind !== "account" && caller.kind !== "entity") return "no";
  const pattern = readText(id, { wildcards: false, foldCase: false, variables: null, unknowns: noUnknowns() });
  const partition = caller.partition ?? "aws";
  const forms = [caller.account, `arn:${partition}:iam::${caller.account}:root`];
  if (caller.kind === "entity") forms.push(caller.arn);
  if (forms.some((form) => matchText(pattern, literal(form)) !== "no")) return "unknown";
  if (caller.kind === "entity") return "no";
  const parts = typeof id === "object" && id.kind === "partial" ? id.parts : [];
  const start = typeof parts[0] === "string" ? parts[0] : "";
  return parts.length > 1 && mayBeOf(caller.account, start) ? "unknown" : "no";
}

/** Whether an ARN with this beginning and an unknown rest may be in the account. */
function mayBeOf(account: string, start: string): boolean {
  const [, , , , written = "", ...behind] = start.split(":");
  return behind.length > 0 ? written === account : account.startsWith(written);
}

/** The suffix of the role's own partition, in CloudFormation and in Terraform. */
const OWN_SUFFIX = /^AWS::URLSuffix$|^(?:module\.[^ ]+\.)?data\.aws_partition\.[\w-]+(?:\[0\])?\.dns_suffix$/;

function meetService(id: Text, service: TrustedService, partition: string | null): Ternary {
  const names = servicePrincipals(service, partition);
  if (typeof id !== "string") {
    const parts = id.kind === "partial" ? id.parts : [];
    const [start, suffix] = parts;
    const own =
      `${start}${urlSuffix(null)}` === servicePrincipal(service) &&
      typeof suffix === "object" &&
      OWN_SUFFIX.test(suffix.expression);
    if (own && parts.length === 2) return "yes";
    const pattern = readText(id, { wildcards: false, foldCase: false, variables: null, unknowns: noUnknowns() });
    return names.every((name) => matchText(pattern, literal(name)) === "no") ? "no" : "unknown";
  }
  return names.includes(id) ? "yes" : "no";
}

/** A service's names in a partition, or in all: the name with the partition's suffix, and the name that most services keep everywhere. */
function servicePrincipals(service: TrustedService, partition: string | null): readonly string[] {
  const everywhere = servicePrincipal(service).slice(0, -urlSuffix(null).length);
  return (partition === null ? PARTITIONS : [partition]).flatMap((one) => [
    servicePrincipal(service, one),
    `${everywhere}${urlSuffix(one)}`,
  ]);
}

/** The role's partition, from the ARNs of the appliance or of the trust policy itself. */
export function partitionOf(
  lists: readonly PrincipalList[],
  appliance: readonly string[],
  isAny?: true,
): string | null {
  const ids = lists.flatMap(({ principals }) => principals.map(({ id }) => (typeof id === "string" ? id : "")));
  for (const id of [...appliance, ...(isAny ? ids.filter((one) => !one.startsWith("arn:aws:")) : ids)]) {
    const principal = readAwsPrincipal(id);
    if ((principal.kind === "account" || principal.kind === "entity") && principal.partition !== null) {
      return principal.partition;
    }
  }
  return null;
}
