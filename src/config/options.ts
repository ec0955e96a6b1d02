import type { DeclaredContext } from "../iam/verdict.js";
import type { Severity } from "./severity.js";

export type FailOn = "error" | "warning" | "never";
export type IfNoRoles = "error" | "warning" | "ignore";

/** `PATTERN: kind, kind` or `PATTERN: ignore`. */
export interface RoleMapping {
  readonly pattern: string;
  /** Kind names as given (aliases not yet expanded); `null` for `ignore`. */
  readonly kinds: readonly string[] | null;
  /** As written, for `selectedBy`. */
  readonly text: string;
}

/** Loose policy files that together are one role. Paths are globs relative to the working directory. */
export interface Group {
  readonly name: string;
  readonly policies: readonly string[];
  readonly trust: readonly string[];
  readonly boundary: readonly string[];
}

export interface Suppression {
  readonly role: string;
  readonly rule: string;
  /** Empty: every action. */
  readonly actions: readonly string[];
  readonly reason: string;
  /** `YYYY-MM-DD`: the last day on which it holds; `null` for ever. */
  readonly expires: string | null;
  /** Line of the config file, for `stale-suppression`. */
  readonly line: number;
}

/** What a check is to do: inputs, command line and config file made into one, validated, with every default filled in. */
export interface CheckOptions {
  readonly files: readonly string[];
  readonly roles: readonly RoleMapping[];
  readonly appliance: readonly string[];
  /** A catalogue version or the path of a custom file. */
  readonly requirements: string;
  readonly terraformRoot: string | null;
  readonly failOn: FailOn;
  readonly ifNoRoles: IfNoRoles;
  readonly groups: readonly Group[];
  readonly context: DeclaredContext;
  readonly severities: ReadonlyMap<string, Severity | "off">;
  readonly suppressions: readonly Suppression[];
  /** CloudFormation template (glob) to its parameter file. */
  readonly parameters: readonly { readonly template: string; readonly file: string }[];
  /** The config file that was read, for messages about it. */
  readonly configFile: string | null;
}
