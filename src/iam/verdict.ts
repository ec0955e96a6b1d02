import type { Place } from "../source/place.js";
import type { Role, Statement } from "./model.js";
import { urlSuffix } from "./regions.js";

/** True, false, or undecidable from the known facts. */
export type Ternary = "yes" | "no" | "unknown";

/**
 * Whether a role may perform one required action on every resource:
 * - `granted`
 * - `partial`: only on some resources
 * - `conditional`: under a condition that can't be settled
 * - `denied`: allowed, but taken back by a Deny statement, or outside the permissions boundary or a guardrail
 * - `missing`: no statement allows it
 * - `undetermined`: a value or a managed policy that could decide it is unknown
 */
export type Verdict = "granted" | "partial" | "conditional" | "denied" | "missing" | "undetermined";

/** Whether nothing is allowed, by a role's policies or by its trust policy. */
export function isRefused({ verdict }: { readonly verdict: Verdict }): boolean {
  return verdict === "missing" || verdict === "denied";
}

/** A statement, or an unknown policy, that affects a verdict, and how. */
export interface Cause {
  readonly effect: "allows" | "denies" | "limits" | "unknown";
  /** The policy's name in messages. `null` if the cause is an outcome of a template's conditions. */
  readonly policy: string | null;
  /** `null` if the cause is a whole policy (a boundary without a matching Allow, an unknown policy). */
  readonly statement: Statement | null;
  readonly place: Place;
  /** The detail, in words that complete a sentence: `only resource arn:aws:s3:::x`, `condition aws:RequestedRegion`. */
  readonly detail: string | null;
  /** Set if the cause is a variable file. A file's values are certain, so the verdict under it is, too. */
  readonly isOfVarFile?: true;
}

/** A statement of the role's policies, its permissions boundary, or a guardrail of the organization. */
export type DeniedBy = "statement" | "boundary" | "guardrail";

export interface ActionVerdict {
  /** The action as spelled in the catalog. */
  readonly action: string;
  readonly verdict: Verdict;
  /** For `denied`: the kind of policy that denies it. */
  readonly deniedBy: DeniedBy | null;
  readonly causes: readonly Cause[];
  /** For `granted`: granted on the declared part of the deployment, but not on every resource. */
  readonly declaredOnly?: true;
  /** For `partial`: the granted part also depends on a condition that can't be settled. */
  readonly underCondition?: true;
  /** ARNs that the action is needed on in addition to those listed in the requirements. */
  readonly addedArns?: readonly string[];
  /** Set if findings about other roles, which the action must cover, report any shortfall, so that findings about this role don't. */
  readonly isReported?: true;
  /**
   * For `granted`: the checked roles that the role may pass, if it needs to pass no others. For `partial`: empty if the role may pass none
   * of the checked roles, or can't pass one that no other role passes.
   */
  readonly passes?: readonly string[];
  /** The checked roles that the role might not be able to pass, if it needs to pass all of them. */
  readonly unpassed?: readonly Pick<Role, "file" | "id" | "nestedIn">[] | undefined;
  /** The variable files or outcomes of a template's conditions that lack the action, if others grant it. */
  readonly lacking?: readonly Cause[];
  /** For an action that isn't granted in every outcome of a template's conditions: whether it is granted under the parameters' defaults. */
  readonly byDefault?: () => boolean;
  /** Whether it is granted if the same parameters have the same values in all templates. Absent if that changes nothing. */
  readonly ifTogether?: () => boolean;
}

/** An AWS service by its service principal, except for ec2, which has a short name. */
export type TrustedService = "ec2" | `${string}.amazonaws.com`;

/** The party that must be able to assume a role: an AWS principal, which the user may name, or a service. */
export type TrustParty = "appliance" | TrustedService;

export function isTrustParty(text: string): text is TrustParty {
  return text === "appliance" || text === "ec2" || /^[a-z0-9.-]+\.amazonaws\.com$/.test(text);
}

/** The principal of a service in a partition. In China, EC2 has a different name. Most other services keep theirs. */
export function servicePrincipal(service: TrustedService, partition: string | null = null): string {
  return service === "ec2" ? `ec2.${urlSuffix(partition)}` : service;
}

export type TrustVerdictName = "granted" | "missing" | "denied" | "conditional" | "undetermined";

/**
 * The reason why a trust policy is too wide. `anyone`: `"AWS": "*"`. `unidentified`: callers without the condition keys that narrow the
 * principal. `account`: the trust policy names an account although the appliance is a role.
 */
export type TrustWidth = "anyone" | "unidentified" | "organization" | "account";

export interface TooWide {
  readonly width: TrustWidth;
  /** The condition keys that narrow a wider principal to this width. */
  readonly narrowedBy: readonly string[];
  readonly place: Place;
  /** The outcomes of a template's conditions in which the statement is too wide. Absent if it always is. */
  readonly when?: string;
}

export interface TrustVerdict {
  readonly party: TrustParty;
  readonly verdict: TrustVerdictName;
  /** The role's partition, if it can be inferred: services have different names in some partitions. */
  readonly partition?: string | null;
  /** False if no `appliance` was given, so that any AWS principal was accepted. */
  readonly verified: boolean;
  /** The statement that lets in more than the party. `null` if none does. */
  readonly tooWide: TooWide | null;
  readonly causes: readonly Cause[];
  /** Set if the role lets in the party under the parameters' defaults, but not in every outcome of the template's conditions. */
  readonly byDefault?: true;
  /** Set if the trust policy certainly accepted a different external ID, or none. */
  readonly asksNewId?: true;
  /** The callers that the role let in on the base but no longer does, if they are known only at deployment. */
  readonly lost?: string;
}

/** A principal that is most likely a mistake: a deleted role's unique ID, an `sts` role ARN, or a service name from another partition. */
export interface SuspectPrincipal {
  readonly id: string;
  readonly message: string;
  readonly help: string;
  readonly place: Place;
}

/** Values of condition keys that the user declares (`context:`), keyed by lower-case key. An undeclared key is unknown. */
export type DeclaredContext = ReadonlyMap<string, readonly string[]>;
