import type { Text } from "../source/node.js";
import { noUnknowns } from "./condition/context.js";
import type { Principal, PrincipalList } from "./model.js";
import { literal } from "./pattern.js";
import { type AwsPrincipal, readAwsPrincipal, readPartialPrincipal } from "./principal-id.js";
import { matchText, readText } from "./text-pattern.js";
import { any, not } from "./three.js";
import { servicePrincipal, type Three, type TrustedService, type TrustParty } from "./verdict.js";

/** Who asks to assume the role: a service, or an AWS principal (`null`: nobody in particular was named). */
export interface TrustedParty {
  readonly party: TrustParty;
  readonly principal: string | null;
  /** `null` when nothing says which partition the role lives in. */
  readonly partition: string | null;
}

/** How a principal of a statement meets a party. */
export interface Meeting {
  readonly meets: Three;
  readonly wide: "anyone" | "account" | null;
}

/** Which principals may count as a party that nobody named: with a condition on who asks, "*" is not everyone. */
export type Counted = "named" | "everyone";

const NO: Meeting = { meets: "no", wide: null };

/** Whether a statement's principals hold the party; the narrowest principal that does decides how wide it is. */
export function meetParty(
  { negated, principals }: PrincipalList,
  party: TrustedParty,
  effect: "allow" | "deny",
  counted: Counted = "named",
): Meeting {
  const meetings = principals.map((principal) => meet(principal, party, effect, counted));
  if (negated) return { meets: not(any(meetings.map(({ meets }) => meets))), wide: null };
  const anyone = meetings.find(({ wide }) => wide === "anyone");
  const best =
    meetings.find(({ meets, wide }) => meets === "yes" && wide === null) ??
    meetings.find(({ meets }) => meets === "yes") ??
    meetings.find(({ meets }) => meets === "unknown") ??
    NO;
  return { meets: best.meets, wide: anyone === undefined ? best.wide : "anyone" };
}

function meet({ type, id }: Principal, party: TrustedParty, effect: "allow" | "deny", counted: Counted): Meeting {
  if (party.party !== "appliance") {
    if (type === "Service") return { meets: meetService(id, party.party, party.partition), wide: null };
    // A Deny on everyone denies services too; an Allow on everyone is no way to let a service in.
    return { meets: type === "AWS" && id === "*" && effect === "deny" ? "yes" : "no", wide: null };
  }
  if (type !== "AWS" || readPartialPrincipal(id)?.kind === "invalid") return NO;
  if (party.principal === null) return meetAnyone(id, effect, counted);
  return typeof id === "string"
    ? meetKnown(id, party.principal)
    : { meets: meetUnknown(id, party.principal), wide: null };
}

/** Without a named appliance any principal will do, also one that is known at deployment only; but not everyone. */
function meetAnyone(id: Text, effect: "allow" | "deny", counted: Counted): Meeting {
  if (typeof id !== "string") return { meets: effect === "allow" ? "yes" : "unknown", wide: null };
  const { kind } = readAwsPrincipal(id);
  if (kind === "anyone") return { meets: effect === "allow" && counted === "named" ? "no" : "yes", wide: "anyone" };
  return { meets: kind === "account" || kind === "entity" ? "yes" : "no", wide: null };
}

function meetKnown(id: string, wanted: string): Meeting {
  const trusted = readAwsPrincipal(id);
  const caller = readAwsPrincipal(wanted);
  if (trusted.kind === "anyone") return { meets: "yes", wide: "anyone" };
  if (trusted.kind === "deleted" || trusted.kind === "invalid") return NO;
  if (caller.kind !== "account" && caller.kind !== "entity") return NO;
  if (trusted.account !== caller.account || !samePartition(trusted, caller)) return NO;
  if (trusted.kind === "account") return { meets: "yes", wide: caller.kind === "entity" ? "account" : null };
  if (caller.kind === "account") return { meets: "yes", wide: null };
  return { meets: trusted.arn === caller.arn ? "yes" : "no", wide: null };
}

function samePartition(
  first: AwsPrincipal & { readonly partition: string | null },
  second: AwsPrincipal & { readonly partition: string | null },
): boolean {
  return first.partition === null || second.partition === null || first.partition === second.partition;
}

/** Whether a principal that is known in parts may be the appliance, its account, or (of an account) a role in it. */
function meetUnknown(id: Text, wanted: string): Three {
  const caller = readAwsPrincipal(wanted);
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

/** Whether an ARN that begins so, and whose rest is not known, may be of the account. */
function mayBeOf(account: string, start: string): boolean {
  const [, , , , written = "", ...behind] = start.split(":");
  return behind.length > 0 ? written === account : account.startsWith(written);
}

function meetService(id: Text, service: TrustedService, partition: string | null): Three {
  const name = servicePrincipal(service);
  const inChina = `${name}.cn`;
  if (typeof id !== "string") {
    // CloudFormation's AWS::URLSuffix is the partition's own.
    const parts = id.kind === "partial" ? id.parts : [];
    const [start, suffix] = parts;
    const own =
      `${start}amazonaws.com` === name && typeof suffix === "object" && suffix.expression === "AWS::URLSuffix";
    if (own && parts.length === 2) return "yes";
    const pattern = readText(id, { wildcards: false, foldCase: false, variables: null, unknowns: noUnknowns() });
    return matchText(pattern, literal(name)) === "no" && matchText(pattern, literal(inChina)) === "no"
      ? "no"
      : "unknown";
  }
  // In China ec2 goes by its own name there; most other services keep theirs.
  if (id === name) return partition === "aws-cn" && service === "ec2" ? "no" : "yes";
  return id === inChina && (partition === null || partition === "aws-cn") ? "yes" : "no";
}

/** The partition that a trust policy's own ARNs, or the appliance's, say the role lives in. */
export function partitionOf(lists: readonly PrincipalList[], appliance: readonly string[]): string | null {
  const ids = lists.flatMap(({ principals }) => principals.map(({ id }) => (typeof id === "string" ? id : "")));
  for (const id of [...appliance, ...ids]) {
    const principal = readAwsPrincipal(id);
    if ((principal.kind === "account" || principal.kind === "entity") && principal.partition !== null) {
      return principal.partition;
    }
  }
  return null;
}
