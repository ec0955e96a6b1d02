import type { Severity } from "../config/severity.js";
import type { PasteForm } from "../fixes/paste-form.js";
import type { Format } from "../iam/model.js";
import type { RequestCondition } from "../iam/requests.js";
import type { TrustParty, TrustVerdictName } from "../iam/verdict.js";
import type { Location } from "../source/location.js";

export const SCHEMA_VERSION = 1;

export type Conclusion = "success" | "failure" | "neutral";

/** The report. Every output is rendered from this type, and `report-file` contains it. Its schema is published. */
export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly conclusion: Conclusion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly requirements: ReportedRequirements;
  /** `paths` lists the files that were read. */
  readonly files: {
    readonly matched: number;
    readonly read: number;
    readonly unreadable: number;
    readonly paths: readonly string[];
  };
  readonly roles: readonly ReportedRole[];
  readonly notChecked: readonly NotChecked[];
  /** Most severe first. Includes suppressed findings, which don't count. */
  readonly findings: readonly ReportedFinding[];
  /** Absent if there was nothing to compare with and nothing to say about it. */
  readonly baseline?: ReportedBaseline;
  /** The declared deployment of the product. Absent if none is declared. */
  readonly deployment?: ReportedDeployment;
  /** The number of organization levels that the roles were checked against. Absent if none is declared. */
  readonly guardrails?: number;
  /** Names in `guardrails` and `keys` that no file of the run contains. Absent if there are none. */
  readonly unseen?: readonly string[];
  /** Absent if no role passes a role or has a known caller. */
  readonly paths?: readonly ReportedPath[];
}

/** `missing`: certainly not granted. `open`: undecided. `unseen`: no file shows it. */
export type LinkState = "granted" | "missing" | "open" | "unseen";

/** A path from the appliance to an instance that works for it. */
export interface ReportedPath {
  readonly kinds: readonly string[];
  /** The appliance's own role. */
  readonly caller: string | null;
  readonly assumes: LinkState;
  readonly role: string;
  readonly passes: LinkState;
  /** The role that instances carry. */
  readonly worker: string | null;
  /** Whether the caller may assume the worker's role. Absent if none of that role's kinds needs it. */
  readonly assumesWorker?: LinkState;
  readonly profile: LinkState;
  /** The state of the declared keys' policies. Absent if no key is declared. */
  readonly keys?: LinkState;
}

/** The scope that the requirements' `*` had to cover. An empty list means all. */
export interface ReportedDeployment {
  readonly partition: string | null;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** ARNs, keyed by action pattern. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/** How a report marks a role that has all required permissions in the declared deployment, but not on every resource. */
export const DECLARED_SCOPE = "within the declared deployment";

/** The baselines that the findings were compared with. */
export interface ReportedBaseline {
  readonly sources: readonly BaselineSource[];
  /** Why the base commit wasn't compared, and what to do about it. Null if it was, or if no comparison was requested. */
  readonly note: string | null;
  /** Whether old findings are left out of the verdict. */
  readonly failOnNewOnly: boolean;
}

/** A commit, named by its branch (`main`), or a baseline file or report. */
export interface BaselineSource {
  readonly kind: "commit" | "file";
  readonly name: string;
}

export interface ReportedRequirements {
  readonly version: string;
  readonly title: string;
  readonly source: string;
  readonly date: string;
  /** Present if `requirements` isn't set, so that the version is the default. */
  readonly assumed?: true;
}

export interface ReportedRole {
  readonly id: string;
  readonly name: string | null;
  readonly format: Format;
  readonly location: Location;
  /** The selection rule that chose the role and its kinds. */
  readonly selectedBy: string;
  /** Keyed by kind. Action names are spelled as in the catalog. */
  readonly kinds: Readonly<Record<string, ReportedKind>>;
  readonly trust: Readonly<Partial<Record<TrustParty, TrustVerdictName>>>;
  /** False if `appliance` isn't set, so that any AWS principal counts as the appliance. */
  readonly applianceVerified: boolean;
  /** `null` if out of scope or unknown. */
  readonly instanceProfile: boolean | null;
  /** The versions of the vendor's lists that the role fully meets. Absent if it was checked against other requirements. */
  readonly satisfies?: readonly string[];
  /** The file that the role was read from, if it differs from the file in `location` (for a plan). */
  readonly file?: string;
  /** How the role's coverage compares to the base. Absent if there was nothing to compare with. */
  readonly coverage?: CoverageState;
  /** Set if a permission counts as granted only because of the declared deployment. Absent if everything is granted on every resource. */
  readonly scope?: typeof DECLARED_SCOPE;
  /** The checked roles that `iam:PassRole` is granted on, if the role needs only those. Absent if it is granted on every role. */
  readonly passes?: readonly string[];
  /**
   * The ARNs on which the appliance's own role needs `sts:AssumeRole`. Absent if a file contains that role, or if the
   * trust policy may be enough.
   */
  readonly assumedAs?: readonly string[];
}

/** `lost`: the base checked the role for a kind that it is no longer checked for. */
export type CoverageState = "same" | "new" | "lost";

export interface ReportedKind {
  readonly required: number;
  readonly granted: number;
  readonly missing: readonly string[];
  readonly denied: readonly string[];
  readonly partial: readonly string[];
  readonly conditional: readonly string[];
  readonly undetermined: readonly string[];
}

export interface NotChecked {
  readonly id: string;
  readonly location: Location;
  readonly reason: string;
}

export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly role: string | null;
  readonly kind: string | null;
  readonly actions: readonly string[];
  /** Known facts about the requests that need the actions. Absent if any request needs them. */
  readonly condition?: RequestCondition;
  /**
   * The actions that are missing with some variable files (`iam:GetRole not when env/dev.tfvars`) or in some outcomes of a template's
   * conditions. Absent if these aren't the reason.
   */
  readonly lacking?: readonly string[];
  /** The form in which to paste the missing permissions. Absent if they are pasted as a statement in the file's own format. */
  readonly pasteAs?: PasteForm;
  readonly message: string;
  readonly help: string | null;
  readonly location: Location;
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  /** Identifies the finding over time by rule, role, kind, and file, never by line number. */
  readonly fingerprint: string;
  readonly suppressed: Accepted | null;
  readonly fix: ReportedFix | null;
  /** Absent if there was nothing to compare with. */
  readonly baseline?: BaselineMark;
}

/**
 * How a finding compares to the baseline, in SARIF's terms. `unchanged`: the baseline has it with all its actions.
 * `updated`: the baseline has it with fewer. `new`: the baseline doesn't have it.
 */
export interface BaselineMark {
  readonly state: "new" | "updated" | "unchanged";
  /** Null for a new finding. */
  readonly source: BaselineSource | null;
  /** The actions that the baseline's finding doesn't have. */
  readonly newActions: readonly string[];
}

/** Text edits that fix a finding, in the file's own style. They form one fix and belong together. */
export interface ReportedFix {
  readonly description: string;
  readonly edits: readonly ReportedEdit[];
}

export interface ReportedEdit {
  readonly location: Location;
  /** The text that replaces the range. */
  readonly newText: string;
}

/** Why a finding is suppressed. */
export interface Accepted {
  readonly reason: string;
  /** The last day, as `YYYY-MM-DD`. Absent if the suppression never ends. */
  readonly until?: string;
  /** Set if the base doesn't have this suppression. */
  readonly isNew?: true;
}
