import type { Place } from "../source/place.js";
import type { Statement } from "./model.js";
import { urlSuffix } from "./regions.js";

/** True, false, or not decidable with what is known. */
export type Three = "yes" | "no" | "unknown";

/**
 * What a role may do with one required action on every resource:
 * `granted`; `partial`: on some resources only; `conditional`: under a condition that can't be settled; `denied`: allowed,
 * then taken back by a Deny statement, or left out of the permissions boundary or of a guardrail; `missing`: no statement allows it;
 * `undetermined`: a value or a managed policy that could decide it is unknown.
 */
export type Verdict = "granted" | "partial" | "conditional" | "denied" | "missing" | "undetermined";

/** Whether nothing of it is allowed, by a role's policies or by the trust in it. */
export function isRefused({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === "missing" || verdict === "denied";
}

/** A statement (or an unknown policy) that bears on a verdict, and how. */
export interface Cause {
  readonly effect: "allows" | "denies" | "limits" | "unknown";
  /** Name of the policy, as messages call it; `null` when a way in which a template's conditions fall out is the cause. */
  readonly policy: string | null;
  /** `null` when a whole policy is the cause (a boundary without a matching Allow, a policy that is unknown). */
  readonly statement: Statement | null;
  readonly place: Place;
  /** What about it, in words that complete a sentence: `resource arn:aws:s3:::x only`, `condition aws:RequestedRegion`. */
  readonly detail: string | null;
  /** It is a file of values: what one environment lacks, it lacks for certain. */
  readonly isOfVarFile?: true;
}

/** A statement of the role's policies, its permissions boundary, or a guardrail of the organization. */
export type DeniedBy = "statement" | "boundary" | "guardrail";

export interface ActionVerdict {
  /** As the catalogue spells it. */
  readonly action: string;
  readonly verdict: Verdict;
  /** For `denied`: what takes it away. */
  readonly deniedBy: DeniedBy | null;
  readonly causes: readonly Cause[];
  /** For `granted`: within what the user declares of the deployment, and not on every resource. */
  readonly declaredOnly?: true;
  /** For `partial`: also what is granted is granted under a condition that can't be settled. */
  readonly underCondition?: true;
  /** ARNs that it is asked on beside those that the requirements list. */
  readonly beside?: readonly string[];
  /** What falls short is told of the roles that it is needed on. */
  readonly isTold?: true;
  /** For `granted`: the roles of this check that are all it is granted on, as no others are passed. */
  readonly passes?: readonly string[];
  /** For what is granted with some files of values only: what says which lack it. */
  readonly lacking?: readonly Cause[];
  /** For what is not granted however a template's conditions fall out: it is with the parameters' defaults. */
  readonly byDefault?: () => boolean;
}

/** An AWS service by its principal, of which ec2 goes by its short name. */
export type TrustedService = "ec2" | `${string}.amazonaws.com`;

/** Who has to be able to assume a role: an AWS principal, which the user may name, or a service. */
export type TrustParty = "appliance" | TrustedService;

export function isTrustParty(text: string): text is TrustParty {
  return text === "appliance" || text === "ec2" || /^[a-z0-9.-]+\.amazonaws\.com$/.test(text);
}

/** In China ec2 goes by its own name; most other services keep theirs. */
export function servicePrincipal(service: TrustedService, partition: string | null = null): string {
  return service === "ec2" ? `ec2.${urlSuffix(partition)}` : service;
}

export type TrustVerdictName = "granted" | "missing" | "denied" | "conditional" | "undetermined";

/**
 * `anyone`: `"AWS": "*"`; `unidentified`: callers without the keys that narrow it; `account`: an account is trusted where a role was
 * asked for.
 */
export type TrustWidth = "anyone" | "unidentified" | "organization" | "account";

export interface TooWide {
  readonly width: TrustWidth;
  /** The condition keys that narrow a wider principal to that. */
  readonly narrowedBy: readonly string[];
  readonly place: Place;
  /** How a template's conditions fall out where it is so; left out where it always is. */
  readonly when?: string;
}

export interface TrustVerdict {
  readonly party: TrustParty;
  readonly verdict: TrustVerdictName;
  /** Where the role lives, as far as something tells: services have other names in some partitions. */
  readonly partition?: string | null;
  /** False when no `appliance` was given, so that any AWS principal had to do. */
  readonly verified: boolean;
  /** The statement that lets in more than the party; `null` when none does. */
  readonly tooWide: TooWide | null;
  readonly causes: readonly Cause[];
  /** As of an action. */
  readonly byDefault?: true;
  /** It was certain with another external id, or with none. */
  readonly asksNewId?: true;
}

/** A principal that is most likely a mistake: a deleted role's unique id, an `sts` role ARN, another partition's service. */
export interface SuspectPrincipal {
  readonly id: string;
  readonly message: string;
  readonly help: string;
  readonly place: Place;
}

/** Values of condition keys that the user declares (`context:`): lower-cased key to its values. Undeclared is unknown. */
export type DeclaredContext = ReadonlyMap<string, readonly string[]>;
