import type { Deployment } from "../iam/deployment.js";
import type { DeclaredResources } from "../iam/resource-set.js";
import type { DeclaredContext } from "../iam/verdict.js";
import type { Place } from "../source/place.js";
import type { RuleId } from "./rule-ids.js";
import type { Severity } from "./severity.js";

export type FailOn = "error" | "warning" | "never";
export type IfNoRoles = "error" | "warning" | "ignore";
/** `auto`: the job's own check run if the token may write to it, otherwise workflow commands. */
export type AnnotationsMode = "auto" | "commands" | "check-run" | "off";
export type CommentMode = "auto" | "always" | "on-failure" | "never";

/** `PATTERN: kind, kind` or `PATTERN: ignore`. */
export interface RoleMapping {
  readonly pattern: string;
  /** Kind names as given, with aliases not yet expanded. `null` for `ignore`. */
  readonly kinds: readonly string[] | null;
  /** As written, for `selectedBy`. */
  readonly text: string;
  /** The line's place in the configuration file. Null for an input or a command-line option. */
  readonly place: Place | null;
}

/**
 * Why a line of `roles` may match no role and still be right: the run covers only part of the files, or several
 * repositories share the lines.
 */
export type RolesBeyond = "narrowed" | "shared";

/** Loose policy files that together form one role. Paths and globs are relative to the root, like the report's paths. */
export interface Group {
  readonly name: string;
  readonly policies: readonly string[];
  readonly trust: readonly string[];
  readonly boundary: readonly string[];
}

export interface Suppression {
  /** A role pattern, as in `roles`. Empty for a suppression written at the resource. */
  readonly role: string;
  readonly rule: RuleId;
  /** If empty, every action. */
  readonly actions: readonly string[];
  readonly reason: string;
  /** The last day on which it applies, as `YYYY-MM-DD`. `null` means forever. */
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

/** A CloudFormation template (path or glob) and the file with its parameter values. */
export interface ParameterFile {
  readonly template: string;
  readonly file: string;
}

/** A file with a policy document, and a description of the setting that names it, for messages. */
export interface NamedFile {
  readonly file: string;
  readonly namedBy: string;
  readonly place: Place;
}

/** The ARN of a managed policy, or a glob of such ARNs, and the file with a copy of its document. */
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

/** A policy, named by the logical ID or address of its resource, or by its file. */
export interface NamedKey extends NamedFile {
  readonly isFile: boolean;
}

export function keyFiles(keys: readonly NamedKey[]): readonly NamedKey[] {
  return keys.filter(({ isFile }) => isFile);
}

/** The options of a check: inputs, command line, and configuration file combined and validated, with all defaults filled in. */
export interface CheckOptions {
  readonly files: readonly string[];
  readonly roles: readonly RoleMapping[];
  /** Null if every line of `roles` must match a role. */
  readonly rolesBeyond: RolesBeyond | null;
  readonly appliance: readonly string[];
  /** A catalog version, or the path of a custom file. */
  readonly requirements: string;
  /** Whether a version is set. If not, the default applies. */
  readonly requirementsGiven: boolean;
  /** The configuration's path, if it sets the version and no input does. */
  readonly requirementsFrom: string | null;
  readonly terraformRoot: string | null;
  readonly failOn: FailOn;
  readonly ifNoRoles: IfNoRoles;
  readonly groups: readonly Group[];
  readonly context: DeclaredContext;
  readonly contextKeys: readonly PlacedKey[];
  /** Where the product works. Null means everywhere. */
  readonly deployment: Deployment | null;
  readonly resources: readonly PlacedResources[];
  readonly severities: ReadonlyMap<RuleId, Severity | "off">;
  readonly suppressions: readonly Suppression[];
  readonly parameters: readonly ParameterFile[];
  readonly policies: readonly PolicyFile[];
  /** From the organization's root to the account. */
  readonly guardrails: readonly GuardrailFiles[];
  readonly keys: readonly NamedKey[];
  /** Paths or globs of `.tfvars` files, relative to a root module's folder or to the repository's root. */
  readonly varFiles: readonly string[];
  /** The Terraform workspaces in which root modules are applied. */
  readonly workspaces: readonly string[];
  /** A baseline file or an earlier report. Findings in it aren't new. */
  readonly baseline: string | null;
  /** The commit whose findings aren't new: `auto` (the pull request's base), `off`, or a branch, tag, or commit. */
  readonly base: string;
  /** Whether only new findings count toward the verdict. */
  readonly failOnNewOnly: boolean;
}

/** Where to publish a check's report. Only the Action publishes on GitHub, but both the Action and the command line write the files. */
export interface PublishOptions {
  readonly annotations: AnnotationsMode;
  readonly comment: CommentMode;
  readonly commentKey: string;
  /** Whether to suggest fixes on the lines of a pull request. */
  readonly suggestions: boolean;
  readonly jobSummary: boolean;
  readonly reportFile: string | null;
  readonly sarifFile: string | null;
}

export interface Options {
  readonly check: CheckOptions;
  /** Globs of report files to merge and publish instead of running a check. If empty, a check runs. */
  readonly reports: readonly string[];
  readonly publish: PublishOptions;
}
