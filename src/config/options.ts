import type { Deployment } from "../iam/deployment.js";
import type { DeclaredResources } from "../iam/resource-set.js";
import type { DeclaredContext } from "../iam/verdict.js";
import type { Place } from "../source/place.js";
import type { RuleId } from "./rule-ids.js";
import type { Severity } from "./severity.js";

export type FailOn = "error" | "warning" | "never";
export type IfNoRoles = "error" | "warning" | "ignore";
/** `auto`: the job's own check run when the token may write it, else workflow commands. */
export type AnnotationsMode = "auto" | "commands" | "check-run" | "off";
export type CommentMode = "auto" | "always" | "on-failure" | "never";

/** `PATTERN: kind, kind` or `PATTERN: ignore`. */
export interface RoleMapping {
  readonly pattern: string;
  /** Kind names as given (aliases not yet expanded); `null` for `ignore`. */
  readonly kinds: readonly string[] | null;
  /** As written, for `selectedBy`. */
  readonly text: string;
  /** Its line in the config file; null for an input or an option. */
  readonly place: Place | null;
}

/**
 * Why a line of `roles` may fit no role here and be right all the same: the run looks at a part of the files, or the lines are shared
 * between repositories.
 */
export type RolesBeyond = "narrowed" | "shared";

/** Loose policy files that together are one role. Paths and globs as the report writes paths. */
export interface Group {
  readonly name: string;
  readonly policies: readonly string[];
  readonly trust: readonly string[];
  readonly boundary: readonly string[];
}

export interface Suppression {
  /** A role pattern, as in `roles`. */
  readonly role: string;
  readonly rule: RuleId;
  /** Empty: every action. */
  readonly actions: readonly string[];
  readonly reason: string;
  /** `YYYY-MM-DD`: the last day on which it holds; `null` for ever. */
  readonly expires: string | null;
  readonly place: Place;
}

/** A line of `resources`. */
export interface PlacedResources extends DeclaredResources {
  readonly place: Place;
}

/** A key of `context`, as written. */
export interface PlacedKey {
  readonly key: string;
  readonly place: Place;
}

/** A CloudFormation template (path or glob) and the file with the values of its parameters. */
export interface ParameterFile {
  readonly template: string;
  readonly file: string;
}

/** A file with the document of a policy, and what messages say names it. */
export interface NamedFile {
  readonly file: string;
  readonly namedBy: string;
  readonly place: Place;
}

/** The ARN of a managed policy, or a glob of such ARNs, and the file that holds a copy of its document. */
export interface PolicyFile extends NamedFile {
  readonly arn: string;
}

/** The policies at one level of an organization. */
export interface GuardrailFiles {
  readonly name: string;
  readonly files: readonly NamedKey[];
  readonly isAllowList: boolean;
  readonly place: Place;
}

/** A policy by the logical ID or address of what holds it, or by its file. */
export interface NamedKey extends NamedFile {
  readonly isFile: boolean;
}

export function keyFiles(keys: readonly NamedKey[]): readonly NamedKey[] {
  return keys.filter(({ isFile }) => isFile);
}

/** What a check is to do: inputs, command line and config file made into one, validated, with every default filled in. */
export interface CheckOptions {
  readonly files: readonly string[];
  readonly roles: readonly RoleMapping[];
  /** Null when every line of `roles` has to fit a role. */
  readonly rolesBeyond: RolesBeyond | null;
  readonly appliance: readonly string[];
  /** A catalogue version or the path of a custom file. */
  readonly requirements: string;
  /** False where nobody has set a version, so that the default decides. */
  readonly requirementsGiven: boolean;
  /** The configuration, where it names them and no input does. */
  readonly requirementsFrom: string | null;
  readonly terraformRoot: string | null;
  readonly failOn: FailOn;
  readonly ifNoRoles: IfNoRoles;
  readonly groups: readonly Group[];
  readonly context: DeclaredContext;
  readonly contextKeys: readonly PlacedKey[];
  /** Where the product works; null for everywhere. */
  readonly deployment: Deployment | null;
  readonly resources: readonly PlacedResources[];
  readonly severities: ReadonlyMap<RuleId, Severity | "off">;
  readonly suppressions: readonly Suppression[];
  readonly parameters: readonly ParameterFile[];
  readonly policies: readonly PolicyFile[];
  /** From the organization's root to the account. */
  readonly guardrails: readonly GuardrailFiles[];
  readonly keys: readonly NamedKey[];
  /** Paths or globs of `.tfvars` files, relative to the folder of a root module or to the root of the repository. */
  readonly varFiles: readonly string[];
  /** Terraform's workspaces that root modules are applied in. */
  readonly workspaces: readonly string[];
  /** A baseline file, or an earlier report: what it has is not new. */
  readonly baseline: string | null;
  /** The commit whose findings are not new: `auto` (that of the pull request), `off`, or a branch, tag or commit. */
  readonly base: string;
  /** Whether only new findings count for the verdict. */
  readonly failOnNewOnly: boolean;
}

/** Where the report of a check goes. Only the Action has sinks on GitHub; the files serve both. */
export interface PublishOptions {
  readonly annotations: AnnotationsMode;
  readonly comment: CommentMode;
  readonly commentKey: string;
  /** Review suggestions on the lines of a pull request. */
  readonly suggestions: boolean;
  readonly jobSummary: boolean;
  readonly reportFile: string | null;
  readonly sarifFile: string | null;
}

export interface Options {
  readonly check: CheckOptions;
  /** Globs of report files to merge and publish instead of a check; empty: check. */
  readonly reports: readonly string[];
  readonly publish: PublishOptions;
}
