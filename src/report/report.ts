import type { Severity } from "../config/severity.js";
import type { PasteForm } from "../fixes/paste-form.js";
import type { RequestCondition } from "../iam/asked-resources.js";
import type { Format } from "../iam/model.js";
import type { TrustParty, TrustVerdictName } from "../iam/verdict.js";
import type { Location } from "../source/location.js";

export const SCHEMA_VERSION = 1;

export type Conclusion = "success" | "failure" | "neutral";

/** The report: the one type that every output is rendered from, and what `report-file` holds. Its schema is published. */
export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly conclusion: Conclusion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly requirements: ReportedRequirements;
  /** `paths` are those of the files that were read. */
  readonly files: {
    readonly matched: number;
    readonly read: number;
    readonly unreadable: number;
    readonly paths: readonly string[];
  };
  readonly roles: readonly ReportedRole[];
  readonly notChecked: readonly NotChecked[];
  /** Most severe first; suppressed ones are included and count for nothing. */
  readonly findings: readonly ReportedFinding[];
  /** Absent when there was nothing to compare with and nothing to say about it. */
  readonly baseline?: ReportedBaseline;
  /** What is declared of where the product works; absent when nothing is. */
  readonly deployment?: ReportedDeployment;
  /** How many levels of the organization the roles were held against; absent when none is declared. */
  readonly guardrails?: number;
  /** What `guardrails` and `keys` name that no file of the run holds; absent when there is nothing of the kind. */
  readonly unseen?: readonly string[];
  /** Absent where no more of them is seen than roles. */
  readonly paths?: readonly ReportedPath[];
}

/** Missing: not granted for certain. Open: it can't be settled. Unseen: nothing here tells. */
export type LinkState = "granted" | "missing" | "open" | "unseen";

/** A way from the appliance to an instance that works for it. */
export interface ReportedPath {
  readonly kinds: readonly string[];
  /** The appliance's own role. */
  readonly caller: string | null;
  readonly assumes: LinkState;
  readonly role: string;
  readonly passes: LinkState;
  /** The role that instances carry. */
  readonly worker: string | null;
  /** Whether the caller may assume the worker's role; absent where no kind of that needs it. */
  readonly assumesWorker?: LinkState;
  readonly profile: LinkState;
  /** The policies of the declared keys; absent where none is declared. */
  readonly keys?: LinkState;
}

/** What the requirements' `*` had to cover. A list that is empty stands for all. */
export interface ReportedDeployment {
  readonly partition: string | null;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** ARNs by patterns of actions. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/** What a report says of a role that is granted what it needs there, and not on every resource. */
export const DECLARED_SCOPE = "within the declared deployment";

/** What the findings were compared with. */
export interface ReportedBaseline {
  readonly sources: readonly BaselineSource[];
  /** Why the base commit was not compared with, and what to do; null when it was, or was not asked for. */
  readonly note: string | null;
  /** Whether old findings are left out of the verdict. */
  readonly failOnNewOnly: boolean;
}

/** A commit by the name of its branch (`main`), or a baseline file or report. */
export interface BaselineSource {
  readonly kind: "commit" | "file";
  readonly name: string;
}

export interface ReportedRequirements {
  readonly version: string;
  readonly title: string;
  readonly source: string;
  readonly date: string;
  /** Present where no `requirements` is set, so that the version is the default. */
  readonly assumed?: true;
}

export interface ReportedRole {
  readonly id: string;
  readonly name: string | null;
  readonly format: Format;
  readonly location: Location;
  /** The rule of selection that chose the role and its kinds. */
  readonly selectedBy: string;
  /** By kind. Action names as in the catalogue. */
  readonly kinds: Readonly<Record<string, ReportedKind>>;
  readonly trust: Readonly<Partial<Record<TrustParty, TrustVerdictName>>>;
  /** False when no `appliance` was given, so that any AWS principal counted as it. */
  readonly applianceVerified: boolean;
  /** `null` when out of scope or not known. */
  readonly instanceProfile: boolean | null;
  /** Versions of the vendor's lists that the role meets in full; absent when it was checked against other requirements. */
  readonly satisfies?: readonly string[];
  /** The file that the role was read from, where it is another than that of `location` (a plan). */
  readonly file?: string;
  /** How what is checked of the role stands to the base; absent when there was nothing to compare with. */
  readonly coverage?: CoverageState;
  /** Absent where all that counts as granted is so on every resource. */
  readonly scope?: typeof DECLARED_SCOPE;
  /** The roles of this check that are all its `iam:PassRole` is needed and granted on; absent where it is granted on every role. */
  readonly passes?: readonly string[];
  /** The ARNs on which the appliance's own role needs `sts:AssumeRole`; absent where a file holds that role, or the trust may be enough. */
  readonly assumedAs?: readonly string[];
}

/** `lost`: the base checked it for a kind that it is not checked for now. */
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
  /** What is known of the requests that need the actions; absent when they are needed in any. */
  readonly condition?: RequestCondition;
  /** Which of the actions which files of values lack (`iam:GetRole not when env/dev.tfvars`); absent where that is not why. */
  readonly lacking?: readonly string[];
  /** Absent where what is missing is pasted as a statement in the file's own format. */
  readonly pasteAs?: PasteForm;
  readonly message: string;
  readonly help: string | null;
  readonly location: Location;
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  /** Identifies the finding over time: rule, role, kind and file, never line numbers. */
  readonly fingerprint: string;
  /** `isNew`: by a suppression that the base does not have. */
  readonly suppressed: { readonly reason: string; readonly isNew?: true } | null;
  readonly fix: ReportedFix | null;
  /** Absent when there was nothing to compare with. */
  readonly baseline?: BaselineMark;
}

/**
 * How a finding stands to the baseline, in SARIF's words. `unchanged`: the baseline has it with all its actions; `updated`: it
 * has the finding, with less; `new`: it has not.
 */
export interface BaselineMark {
  readonly state: "new" | "updated" | "unchanged";
  /** Null for a new finding. */
  readonly source: BaselineSource | null;
  /** The actions that are not in the baseline's finding. */
  readonly newActions: readonly string[];
}

/** Text edits that mend a finding, in the file's own style. Applying all of them is one fix. */
export interface ReportedFix {
  readonly description: string;
  readonly edits: readonly ReportedEdit[];
}

export interface ReportedEdit {
  readonly location: Location;
  /** What stands in the range afterwards. */
  readonly newText: string;
}
