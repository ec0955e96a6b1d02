import type { Text, Unresolved } from "../source/node.js";
import type { Place } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Problem } from "../source/unknown-keys.js";

/** The formats in which roles are written. */
export type Format = "policy-json" | "cloudformation" | "terraform-plan" | "terraform-source";

/** A string of a policy in which IAM matches patterns (an action, a resource, a condition value), and its place. */
export interface PolicyText {
  readonly text: Text;
  readonly place: Place;
  /** Set for a secret string. Messages may show it only if it is one of AWS's own words. */
  readonly isSecret?: true;
}

/** `Action` and `Resource`, or `NotAction` and `NotResource` if `negated`. `place` is the whole value (the list). */
export interface PatternList {
  readonly negated: boolean;
  readonly patterns: readonly PolicyText[];
  readonly place: Place;
}

export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

export interface Principal {
  /** `"Principal": "*"` becomes type AWS, ID `*`: IAM treats both alike in a role's trust policy. */
  readonly type: PrincipalType;
  readonly id: Text;
  readonly place: Place;
}

/** `Principal`, or `NotPrincipal` if `negated`. */
export interface PrincipalList {
  readonly negated: boolean;
  readonly principals: readonly Principal[];
  readonly place: Place;
}

/** One `operator: { key: values }` triple as written, or a block that is unknown as a whole. */
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
  /** Set if the statement breaks the grammar, so that some of its parts count as unknown. */
  readonly isFaulty?: true;
  /** The name of the statement's policy, if a trust policy is evaluated together with the statements of other policies. */
  readonly policy?: string;
}

/** A violation of the policy grammar, which the rule `invalid-policy` reports. */
export interface GrammarProblem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
}

/** A part that exists but could not be resolved: a statement, a document, or an attachment. */
export interface UnresolvedPart extends Unresolved {
  readonly place: Place;
}

export interface PolicyDocument {
  readonly place: Place;
  /** `2008-10-17` if the document has none. */
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
  /** Statements, or the whole statement list, that exist but are unknown. */
  readonly unresolved: readonly UnresolvedPart[];
  readonly problems: readonly GrammarProblem[];
  /** A fault of the document's Version that AWS rejects only in a managed policy. */
  readonly versionFault?: GrammarProblem | null;
  /** Characters without whitespace, as IAM's quotas count them. `null` if a part is unknown. */
  readonly size: number | null;
}

export type Attachment = "inline" | "managed";

/** A policy that affects a role, as an attachment or as its permissions boundary. */
export type Policy = (DocumentPolicy | ReferencedPolicy | UnresolvedPolicy) & {
  /** The address or logical ID of the resource that attaches it from outside the role. Absent if nothing in the source does. */
  readonly by?: string;
  /** The name of an inline policy, if it is known. */
  readonly inlineName?: string;
  /** The candidates, as `arnsIn` returns them, if it is unknown which policy is attached. */
  readonly arns?: readonly string[];
  /** The literal ARN by which the policy was found among the policies of the files. */
  readonly foundBy?: string;
  /** Why the policy might not be attached. Absent if it certainly is. */
  readonly doubt?: string;
};

/** A policy whose document is known, although parts may be unknown. */
export interface DocumentPolicy {
  readonly kind: "document";
  /** The name that messages use: the policy's name, logical ID, address, or file. */
  readonly name: string;
  readonly attachment: Attachment;
  readonly document: PolicyDocument;
  /** True for an AWS managed policy whose document is in our data: no user can edit it. */
  readonly awsManaged: boolean;
  /** The name that a managed policy has once deployed, if known. */
  readonly managedName?: string | undefined;
  /** The names under which its template exports its ARN, as `marked` returns them, and `outputs.NAME` of its stack. */
  readonly exports?: readonly string[];
  /** The actions, in lower case, for which the document is complete. Absent if it is complete for every action. */
  readonly completeFor?: ReadonlySet<string>;
  /** Set if the policy denies some of the other actions. */
  readonly deniesOthers?: true;
  /** The ARN of a policy that is complete for some actions only, with `*` for an unknown partition. */
  readonly arn?: string;
  /** Set if the config names the file as a copy of a policy that is deployed elsewhere: an edit of the file changes nothing. */
  readonly isCopy?: true;
  /** Set if the policy may belong to another role, and therefore doesn't show what this role is for. */
  readonly isAnothers?: true;
  /** The fault to report if the document is a version that isn't in effect. */
  readonly superseded?: GrammarProblem;
  readonly place: Place;
}

/** A managed policy that is named by ARN but not in the files: AWS's own, or one that is deployed elsewhere. */
export interface ReferencedPolicy {
  readonly kind: "reference";
  readonly arn: Text;
  readonly place: Place;
}

/** An attached policy whose whole document is unknown. */
export interface UnresolvedPolicy {
  readonly kind: "unresolved";
  readonly name: string;
  readonly expression: string;
  /** The name by which it is looked up. If AWS has a policy of that name, it is that policy. */
  readonly awsName?: string;
  readonly place: Place;
}

/** The values that a parameter or condition has in a variant. */
export interface Assumed {
  readonly kind: "one of" | "none of";
  readonly values: ReadonlySet<string>;
}

/** The conditions under which a variant applies. */
export type Held = Pick<RoleVariant, "varFile" | "assumed">;

/** The names and the account of a role. */
export type Identification = Pick<Role, "name" | "partialName" | "path" | "account" | "provider" | "inEach" | "named">;

/**
 * One form of a role. A CloudFormation role has one variant for each outcome of its template's conditions that changes the role
 * (`when` says which). A Terraform role has one for each variable file that creates it. Every other role has exactly one, with
 * `when` null.
 */
export interface RoleVariant {
  readonly when: string | null;
  /** The parts of `when`, each of which holds in several variants: `condition IsProd is true`. */
  readonly settings?: readonly string[];
  /** The values of parameters and the outcomes of conditions in this variant. Absent if unknown. */
  readonly assumed?: ReadonlyMap<string, Assumed>;
  /** The meanings of names and unknown values in this variant, if they differ between variants. */
  readonly meanings?: Pick<Role, "definitionOf" | "identityOf">;
  /** The role's name and account in this variant, if they differ between variants. Variants with the same ones share the object. */
  readonly own?: Identification;
  /** The variable file of a Terraform root that creates the variant. Absent if the configuration names none for the root. */
  readonly varFile?: TextFile;
  /** False if the variant needs parameter values other than the template's defaults. */
  readonly byDefault?: boolean;
  /** The partitions that the template's conditions allow. Absent if they allow all. */
  readonly partitions?: readonly string[];
  /** `aws` in its trust policy stands for any partition, because it is a value of `AWS::Partition`. */
  readonly trustsAnyPartition?: true;
  readonly policies: readonly Policy[];
  readonly boundary: Policy | null;
  /** `null` if the trust policy is out of scope (loose policy files). Unresolved if it is unknown. */
  readonly trust: PolicyDocument | Unresolved | null;
  /** Faults that IAM rejects in the names and ARNs of the role and its attachments. Absent if there are none. */
  readonly nameFaults?: readonly GrammarProblem[];
}

/**
 * The policies attached at one level of an organization: its root, a unit, or the account. AWS attaches FullAWSAccess at every level unless
 * it is replaced with an allow list.
 */
export interface GuardrailLevel {
  /** The name that messages use: `level 2 of `guardrails``. */
  readonly name: string;
  readonly policies: readonly Policy[];
  readonly isAllowList: boolean;
  /** Set for resource control policies, which deny operations on the resources of some services. */
  readonly isOfResources?: true;
  /** The level's certain and possible targets. Absent if the level is above all roles. */
  readonly on?: Readonly<Record<"certain" | "possible", readonly string[]>>;
  readonly place: Place;
}

/** An owner of policies that isn't a checked role. */
export interface OtherHolder extends Pick<StandingPolicy, "id" | "place" | "policies"> {
  /** The folder of a root module, or the template, that isn't checked. */
  readonly root?: string;
}

/** A policy that belongs to a resource or an organization, not to a role. */
export interface StandingPolicy extends Pick<Role, "environmentSet"> {
  /** Address, logical ID, or file name. */
  readonly id: string;
  /** `file`: a document that may belong to anything. */
  readonly of: "key" | "file" | OrganizationPolicyType;
  readonly file: string;
  readonly place: Place;
  /** One for each outcome of a template's conditions. Empty if AWS's own policy applies, or if an organization's policy doesn't exist. */
  readonly policies: readonly Policy[];
  /** For a key: when each of the policies holds. Absent if that is unknown. */
  readonly holds?: readonly Held[];
  /** For a key: its grants, as policies that name the grantee. */
  readonly grants?: readonly Policy[];
  /** Why the policy might not exist. Absent if it certainly does. */
  readonly doubt?: string;
  /** Like `Role.provider`. */
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
  readonly nestedIn?: readonly string[];
  readonly linkedAs?: LinkedAs;
  /** The accounts, units, and root that an organization's policy is certainly attached to. */
  readonly targets?: readonly Text[];
  /** The targets that the policy may be attached to. */
  readonly mayBeOn?: readonly Text[];
}

/** The name of a key, and the names that distinguish it from keys of other files. */
export function namesOfKey({ of, file, id, nestedIn }: StandingPolicy): readonly [string, ...string[]] {
  return of === "file" ? [file] : [id, `${file}:${id}`, `${nestedIn?.[0]}:${id}`];
}

export type OrganizationPolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

export function isOrganizationPolicyType(text: unknown): text is OrganizationPolicyType {
  return text === "SERVICE_CONTROL_POLICY" || text === "RESOURCE_CONTROL_POLICY";
}

/** A resource's identity among templates that import from one another. */
export interface LinkedAs {
  /** The first of these templates, which stands for all of them. */
  readonly scope: string;
  /** Unique among the templates. */
  readonly id: string;
}

/** For an organization's policy of unknown type, which might not limit anything: it may be a tag policy. */
export const UNKNOWN_TYPE = { of: "SERVICE_CONTROL_POLICY", doubt: "its type" } as const;

/** A role with its policies, its trust policy, and everything else that the files say about it. */
export interface Role {
  /** Address, logical ID, or group name: unique within its file. */
  readonly id: string;
  readonly name: string | null;
  /** Set if another role of the run has the same ID, so that only the file distinguishes them. */
  readonly sharesId?: true;
  /** The earlier `id`, if a `moved` block names it. */
  readonly previousId?: string;
  /** A partly known name, with `${...}` for the rest. */
  readonly partialName?: string | undefined;
  /** Files that its source names or takes values from, but that git does not track. */
  readonly untracked?: ReadonlySet<string>;
  /** The path before the name in its ARN, with `${...}` for unknown parts. Absent means `/`. */
  readonly path?: string | undefined;
  readonly format: Format;
  readonly place: Place;
  /** The file that the role was read from: the plan, if `place` is in the `.tf` source. */
  readonly file: string;
  /** For a plan: the folder of its root module. */
  readonly root?: string | null;
  /** The templates that nest the one in `file`, outermost first. Absent if none does. */
  readonly nestedIn?: readonly string[];
  /** The role's identity in references, if its template is read together with others. */
  readonly linkedAs?: LinkedAs;
  /** `[kinds]` of a marker on the role itself (tag or metadata), as written. `null` if it has none. */
  readonly marker: { readonly text: string; readonly place: Place } | null;
  /** Suppressions in the role's own metadata, as written. */
  readonly ignores?: readonly PolicyText[];
  /** Keys of that metadata that are misspelled. */
  readonly misspelled?: readonly Problem[];
  readonly variants: readonly [RoleVariant, ...RoleVariant[]];
  /** `true`, `false`, or unresolved. `null` if instance profiles are out of scope for the format. */
  readonly instanceProfile: boolean | Unresolved | null;
  /** The settings under which no instance profile contains the role, if one does under other settings. */
  readonly profileLackedWhere?: string;
  /** An instance profile that names this role and others. */
  readonly crowdedProfile?: CrowdedProfile | undefined;
  /** The organization's policies that affect it, from the root to the account. Absent if none are declared. */
  readonly guardrails?: readonly GuardrailLevel[];
  /** The condition under which a template creates the role, if the parameters' defaults don't meet it. */
  readonly onlyUnder?: string;
  /** The variable files of its root that put it in an instance profile, if not all of them do. */
  readonly profiledWith?: readonly string[];
  /**
   * Identifies the environments in which the role's Terraform root is read. Other roots may share these environments. Absent if the root
   * has none.
   */
  readonly environmentSet?: string;
  /** Set if some of its root's variable files don't create the role. */
  readonly isOfSomeFiles?: true;
  /** Set for Terraform source if its root does not read `terraform.workspace`. */
  readonly isOfEveryWorkspace?: true;
  /** True if a plan deletes the role: its policies no longer matter. */
  readonly removed: boolean;
  /** Set if the role was read from a response of AWS: an edit of the file changes nothing. */
  readonly isCliOutput?: true;
  /** Set for a group of which a file is missing or can't be used: the role may have more than the files show. */
  readonly isIncomplete?: true;
  /** Set for a role that the file attaches to but doesn't create. */
  readonly isElsewhere?: true;
  /** The resources that remove from such a role every policy that they don't list. */
  readonly exclusives?: readonly Exclusive[];
  /** The role's known account, from Terraform, a stack set, or a response of AWS. */
  readonly account?: string | undefined;
  /**
   * The accounts in which a stack set creates the role, except undeclared ones. Absent if there is only one, or if the stack set doesn't
   * spell out all of them.
   */
  readonly inEach?: readonly string[] | undefined;
  /** The accounts in which a stack set creates the role with the defaults of parameters. Absent if unknown. */
  readonly madeIn?: readonly string[] | undefined;
  /** The accounts that may be the role's own if a literal ARN names them. Absent if any account may. */
  readonly named?: readonly string[] | undefined;
  /** For a plan beside its source: the role in the source, read as without a plan. */
  readonly written?: () => Role | undefined;
  /**
   * Identifies the account of the provider or stack set that creates the role or attaches to it, if the file may be for a different
   * account.
   */
  readonly provider?: string | undefined;
  /** For Terraform: the provider configuration that creates the role, for each variable file of its root. */
  readonly madeBy?: readonly CreatingProvider[];
  /** For Terraform source: whether its root has a backend, a provider, or values for its variables, as deployed roots do. */
  readonly isRooted?: boolean | undefined;
  /** The declaration of the name that a part of an unknown expression begins with. Absent for formats without declarations. */
  readonly definitionOf?: ((text: string) => Definition | undefined) | undefined;
  /** The identity of an unknown value, however it is written. */
  readonly identityOf?: ((part: Unresolved) => Identity) | undefined;
  /** For a plan: the differences from the source next to it. */
  readonly stale?: () => readonly StalePart[];
  /** For a role in a plan: the role that a new plan with the same variables would have. */
  readonly renewed?: () => Role | undefined;
}

/** The identity of an unknown value. `rows`: the table in which an expression looks up an unknown key. */
export type Identity =
  | string
  | readonly Identity[]
  | { readonly rows: ReadonlyMap<string, Identity>; readonly key: Identity };

/** A parameter, variable, data source, or resource in the files. */
export interface Definition {
  readonly name: string;
  /** Everything in the declaration except the name. */
  readonly definition: string;
  /** The value, if known. */
  readonly value?: string | undefined;
  /** Set if an expression looks up the value, so that the same name may stand for different values. */
  readonly looksUp?: true;
  /** For a table: its values by their keys. */
  readonly values?: ReadonlyMap<string, string>;
}

/** A resource that removes every policy that it doesn't list. `listed`: the names of inline policies, or the ARNs of managed policies. */
export interface Exclusive {
  readonly by: string;
  readonly attachment: Attachment;
  readonly listed: readonly string[];
  readonly place: Place;
}

export interface CreatingProvider {
  /** The provider configuration, such as `aws.other`. */
  readonly key: string;
  readonly account: string | null;
  /** Everything that the provider's account depends on, or the account number if it is known. */
  readonly credentials: string;
  /** The role that the provider assumes, as written. */
  readonly assumes: string;
  readonly varFile?: string;
}

/**
 * An instance profile with several roles. AWS allows only one:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 */
export interface CrowdedProfile {
  readonly name: string;
  readonly roles: number;
  readonly place: Place;
}

/** A difference between a plan and its source: in the terms of a policy (`Allow sqs:SendMessage`), or in the parts of a role. */
export interface StalePart {
  /** The name of the differing part's owner, for messages. */
  readonly name: string;
  /** The place in the source. */
  readonly place: Place;
  readonly onlyPlanned: readonly string[];
  readonly onlyWritten: readonly string[];
}

/** Applies a change to every variant of a role. */
export function overVariantsOf(role: Role, change: (variant: RoleVariant, index: number) => RoleVariant): Role {
  const [first, ...others] = role.variants;
  return { ...role, variants: [change(first, 0), ...others.map((one, at) => change(one, at + 1))] };
}

/** The trust policies of a role's variants, except unknown ones. */
export function trustsOf({ variants }: Role): readonly PolicyDocument[] {
  return variants.flatMap(({ trust }) => (trust !== null && "statements" in trust ? trust : []));
}

export function principalsIn({ statements }: PolicyDocument): readonly Principal[] {
  return statements.flatMap(({ principals }) => principals?.principals ?? []);
}
