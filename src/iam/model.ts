import type { Text, Unresolved } from "../source/node.js";
import type { Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Problem } from "../source/unknown-keys.js";

/** The formats that roles are read from. */
export type Format = "policy-json" | "cloudformation" | "terraform-plan" | "terraform-source";

/** One string of a policy where IAM matches patterns (an action, a resource, a condition value), and where it stands. */
export interface PolicyText {
  readonly text: Text;
  readonly place: Place;
  /** It may be shown only where it is a word of AWS's. */
  readonly isSecret?: true;
}

/** `Action` and `Resource`, or with `negated` `NotAction` and `NotResource`. `place` is the whole value (the list). */
export interface PatternList {
  readonly negated: boolean;
  readonly patterns: readonly PolicyText[];
  readonly place: Place;
}

export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

export interface Principal {
  /** `"Principal": "*"` is read as type AWS, id `*`: IAM treats both alike in a role's trust policy. */
  readonly type: PrincipalType;
  readonly id: Text;
  readonly place: Place;
}

/** `Principal`, or with `negated` `NotPrincipal`. */
export interface PrincipalList {
  readonly negated: boolean;
  readonly principals: readonly Principal[];
  readonly place: Place;
}

/** One `operator: { key: values }` triple as written; or a block that is unknown as a whole. */
export type Condition = ConditionTest | UnresolvedCondition;

export interface ConditionTest {
  readonly kind: "test";
  readonly operator: string;
  readonly key: string;
  readonly values: readonly PolicyText[];
  readonly place: Place;
}

export interface UnresolvedCondition extends Unresolved {
  readonly place: Place;
}

export type Effect = "Allow" | "Deny";

export interface Statement {
  readonly place: Place;
  readonly sid: string | null;
  readonly effect: Effect | Unresolved;
  readonly actions: PatternList;
  /** `null` in a trust policy, which has no resources. */
  readonly resources: PatternList | null;
  /** `null` in an identity policy, which has no principals. */
  readonly principals: PrincipalList | null;
  readonly conditions: readonly Condition[];
  /** It breaks the grammar, so that parts of it stand as unknown. */
  readonly isFaulty?: true;
}

/** A fault against the policy grammar: the rule `invalid-policy` reports it. */
export interface GrammarProblem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
}

/** Something that exists and could not be resolved: a statement, a document, an attachment. */
export interface UnresolvedPart extends Unresolved {
  readonly place: Place;
}

export interface PolicyDocument {
  readonly place: Place;
  /** `2008-10-17` when the document names none. */
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
  /** Statements (or the whole statement list) that are there but not known. */
  readonly unresolved: readonly UnresolvedPart[];
  readonly problems: readonly GrammarProblem[];
  /** What AWS refuses of its Version in a managed policy only. */
  readonly versionFault?: GrammarProblem | null;
  /** Characters without white space, as IAM's quotas count; `null` when parts are unknown. */
  readonly size: number | null;
}

export type Attachment = "inline" | "managed";

/** A policy that bears on a role, as attached or as its permissions boundary. */
export type Policy = (DocumentPolicy | ReferencedPolicy | UnresolvedPolicy) & {
  /** The address or logical ID of what attaches it from outside of the role; absent for what somebody else attached. */
  readonly by?: string;
  /** The name of an inline policy, where it is known. */
  readonly inlineName?: string;
  /** Where it is unknown which policy it is: those that it may be, as `arnsIn` gives them. */
  readonly arns?: readonly string[];
};

/** A policy whose document is known (perhaps with unknown parts). */
export interface DocumentPolicy {
  readonly kind: "document";
  /** For messages: the policy's name, logical ID, address or file. */
  readonly name: string;
  readonly attachment: Attachment;
  readonly document: PolicyDocument;
  /** Set for an AWS-managed policy whose document came from our data: nobody can edit it. */
  readonly awsManaged: boolean;
  /** The actions, in lower case, for which the document says all that the policy does; left out for every action. */
  readonly heldFor?: ReadonlySet<string>;
  /** It denies some of the others. */
  readonly deniesOthers?: true;
  /** Of what is held for some actions only: its ARN, with `*` for a partition that is unknown. */
  readonly arn?: string;
  /** Set where the config names the file as a copy of a policy that is deployed elsewhere: an edit of it changes nothing. */
  readonly isCopy?: true;
  /** Set where it may be another role's: it tells nothing of what the role is for. */
  readonly isAnothers?: true;
  /** That it is a version which is not in effect. */
  readonly superseded?: GrammarProblem;
  readonly place: Place;
}

/** A managed policy named by ARN that the files do not hold: AWS's own, or one deployed elsewhere. */
export interface ReferencedPolicy {
  readonly kind: "reference";
  readonly arn: Text;
  readonly place: Place;
}

/** A policy that is attached, with a document that is unknown at all. */
export interface UnresolvedPolicy {
  readonly kind: "unresolved";
  readonly name: string;
  readonly expression: string;
  /** What it is called, where it is looked up by its name: if AWS has a policy of that name, it is that. */
  readonly awsName?: string;
  readonly place: Place;
}

/**
 * What a role holds. A CloudFormation role has one variant for each way its template's conditions can fall out that
 * changes the role (`when` says which); a Terraform role has one for each file of values that makes it. Every other role has exactly one, with
 * `when` null.
 */
export interface RoleVariant {
  readonly when: string | null;
  /** The parts of `when`, each of which holds in several variants: `condition IsProd is true`. */
  readonly settings?: readonly string[];
  /** The file of values of a Terraform root that makes it; absent where the configuration names none for the root. */
  readonly varFile?: TextFile;
  /** False for one that needs other values of the template's parameters than their defaults. */
  readonly byDefault?: boolean;
  /** The partitions that a template's conditions leave, where they leave not all. */
  readonly partitions?: readonly string[];
  /** `aws` in its trust stands for any partition, as that is a value of `AWS::Partition`. */
  readonly trustsAnyPartition?: true;
  readonly policies: readonly Policy[];
  readonly boundary: Policy | null;
  /** `null` when the role's trust is out of scope (loose policy files); unresolved when it is unknown. */
  readonly trust: PolicyDocument | Unresolved | null;
  /** What IAM refuses of the names and ARNs that the role, or what is attached to it, is written with; absent: nothing. */
  readonly nameFaults?: readonly GrammarProblem[];
}

/**
 * What is attached at one level of an organization: at its root, at a unit, or at the account. AWS attaches FullAWSAccess at every level by
 * itself, unless somebody replaces it by an allow list.
 */
export interface GuardrailLevel {
  /** For messages: `level 2 of `guardrails``. */
  readonly name: string;
  readonly policies: readonly Policy[];
  readonly isAllowList: boolean;
  /** Resource control policies, which deny what is done with some services' resources. */
  readonly isOfResources?: true;
  /** The accounts that it is attached to, where it is attached to nothing else. */
  readonly of?: readonly string[];
  readonly place: Place;
}

/** What has policies and is no role that is checked. */
export type OtherHolder = Pick<StandingPolicy, "id" | "place" | "policies">;

/** A policy that belongs to no role: of a resource, or of an organization. */
export interface StandingPolicy {
  /** Address, logical ID or the file's name. */
  readonly id: string;
  /** `file`: a document of which nothing tells what it is of. */
  readonly of: "key" | "file" | OrganizationPolicyType;
  readonly file: string;
  readonly place: Place;
  /** One for each way in which a template's conditions fall out; none where AWS's own stands. */
  readonly policies: readonly Policy[];
  /** Of an organization's: the accounts, units and root that it is attached to. */
  readonly targets?: readonly Text[];
  /** Where it is unknown which: those that stand in what names it. */
  readonly mayBeOn?: readonly Text[];
}

export type OrganizationPolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

export function isOrganizationPolicyType(text: unknown): text is OrganizationPolicyType {
  return text === "SERVICE_CONTROL_POLICY" || text === "RESOURCE_CONTROL_POLICY";
}

/** Where a new permission, trust statement or instance profile belongs when none of the role's own places fits. */
export interface Role {
  /** Address, logical ID or group name: unique within its file. */
  readonly id: string;
  readonly name: string | null;
  /** Set where another role of the run is called so as well: then only the file tells them apart. */
  readonly sharesId?: true;
  /** What `id` was before, where a `moved` block says so. */
  readonly previousId?: string;
  /** For a name that is known in part only: with `${...}` for the rest. */
  readonly partialName?: string;
  /** Files that its source names, or takes values from, and that git does not track. */
  readonly untracked?: ReadonlySet<string>;
  /** What stands before the name in its ARN, with `${...}` for what is unknown of it; `/` where it is left out. */
  readonly path?: string;
  readonly format: Format;
  readonly place: Place;
  /** The file that the role was read from (a plan, where `place` is in its `.tf` source). */
  readonly file: string;
  /** The templates that nest the one in `file`, the outermost first; absent where none does. */
  readonly nestedIn?: readonly string[];
  /** `[kinds]` of a marker on the role itself (tag or metadata), as written; `null` when it has none. */
  readonly marker: { readonly text: string; readonly place: Place } | null;
  /** Suppressions that stand in the role's own metadata, as written. */
  readonly ignores?: readonly PolicyText[];
  /** Keys of that metadata that are nearly the right ones. */
  readonly misspelt?: readonly Problem[];
  readonly variants: readonly [RoleVariant, ...RoleVariant[]];
  /** `true`, `false`, or unresolved; `null` when instance profiles are out of scope for the format. */
  readonly instanceProfile: boolean | Unresolved | null;
  /** Where no instance profile holds it, though one does elsewhere. */
  readonly profileLackedWhere?: string;
  /** An instance profile that names it beside other roles. */
  readonly crowdedProfile?: CrowdedProfile | undefined;
  /** The service control policies that bear on it, from the organization's root to the account; absent where none are declared. */
  readonly guardrails?: readonly GuardrailLevel[];
  /** The condition under which a template makes the role, where it does not hold by the parameters' defaults. */
  readonly onlyUnder?: string;
  /** The files of values of its root with which it is in an instance profile, where it is not with each. */
  readonly profiledWith?: readonly string[];
  /** Set where some of its root's files of values do not make it. */
  readonly isOfSomeFiles?: true;
  /** A plan that deletes the role: what it held no longer matters. */
  readonly removed: boolean;
  /** Read from an answer of AWS: an edit of the file changes nothing. */
  readonly isAnswer?: true;
  /** A role that the file attaches to and does not make. */
  readonly isElsewhere?: true;
  /** What takes from such a role the policies that it does not list. */
  readonly exclusives?: readonly Exclusive[];
  /** The account that it is known to be in, where Terraform, a stack set or an answer of AWS tells. */
  readonly account?: string;
  /** What tells the account of the provider or stack set that makes it or attaches to it, where that may be another one than its file's. */
  readonly provider?: string;
  /** Of Terraform: the provider configuration that makes it; one for each file of values of its root. */
  readonly madeBy?: readonly MakingProvider[];
  /** Of Terraform's source: whether its root names a backend, a provider or values of its variables, as roots do that are deployed. */
  readonly isRooted?: boolean | undefined;
  /** Of a plan: what the source beside it writes otherwise. */
  readonly stale?: () => readonly StalePart[];
}

/** `listed`: names of inline policies, or ARNs of managed ones. */
export interface Exclusive {
  readonly by: string;
  readonly attachment: Attachment;
  readonly listed: readonly string[];
  readonly place: Place;
}

export interface MakingProvider {
  /** `aws.other`. */
  readonly key: string;
  readonly account: string | null;
  /** All that its account hangs on; the number where that is known. */
  readonly credentials: string;
  /** The role that it assumes, as written. */
  readonly assumes: string;
  readonly varFile?: string;
}

/** AWS takes one role in an instance profile: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export interface CrowdedProfile {
  readonly name: string;
  readonly roles: number;
  readonly place: Place;
}

/** What a plan and its source say otherwise: terms of a policy (`Allow sqs:SendMessage`), or what a role has. */
export interface StalePart {
  /** For messages: whose it is. */
  readonly name: string;
  /** In the source. */
  readonly place: Place;
  readonly onlyPlanned: readonly string[];
  readonly onlyWritten: readonly string[];
}

/** The role with each of its variants changed. */
export function overVariantsOf(role: Role, change: (variant: RoleVariant) => RoleVariant): Role {
  const [first, ...others] = role.variants;
  return { ...role, variants: [change(first), ...others.map(change)] };
}

/** The trust policies of its variants, as far as they are known. */
export function trustsOf({ variants }: Role): readonly PolicyDocument[] {
  return variants.flatMap(({ trust }) => (trust !== null && "statements" in trust ? trust : []));
}

export function principalsIn({ statements }: PolicyDocument): readonly Principal[] {
  return statements.flatMap(({ principals }) => principals?.principals ?? []);
}
