import type { Step } from "../../src/iam/explain.js";
import type { Verdict } from "../../src/iam/verdict.js";
import type { Report } from "../../src/report/report.js";
import type { Location } from "../../src/source/location.js";
import type { Choices } from "./choices.js";
import type { RoleFormat } from "./make-role.js";
import type { PageFile } from "./memory-tree.js";

/** A file that the worker may already have. Its content is sent only if it has changed. */
export interface SentFile extends Pick<PageFile, "path" | "isNamed"> {
  readonly id: number;
  readonly content?: PageFile["content"];
}

/** A request to the worker. Its answer has the same ID. */
export type Question = { readonly id: number } & (
  | { readonly ask: "check"; readonly files: readonly SentFile[]; readonly choices: Choices; readonly today: string }
  | { readonly ask: "fix-all" }
  | { readonly ask: "why"; readonly role: number; readonly kind: string; readonly action: string }
  | { readonly ask: "make"; readonly choices: Choices; readonly as: RoleFormat }
  | { readonly ask: "render"; readonly as: Rendering }
);

export type Rendering = "json" | "markdown" | "sarif" | "text" | "workflow" | "configuration";

export type Answer =
  | { readonly answer: "progress"; readonly id: number; readonly done: number; readonly total: number }
  | { readonly answer: "checked"; readonly id: number; readonly checked: CheckedFiles }
  | { readonly answer: "refused"; readonly id: number; readonly problems: readonly Problem[] }
  | {
      readonly answer: "fixed";
      readonly id: number;
      readonly fixes: readonly string[];
      readonly files: readonly FixedFile[];
    }
  | { readonly answer: "why"; readonly id: number; readonly steps: readonly WhyStep[] }
  | { readonly answer: "rendered"; readonly id: number; readonly text: string }
  | { readonly answer: "failed"; readonly id: number; readonly message: string };

/** A problem in a configuration among the files. */
export interface Problem {
  readonly message: string;
  readonly help: string | null;
  readonly location: Location | null;
}

export interface CheckedFiles {
  readonly report: Report;
  /** For each role of the report and each of its kinds, the verdicts on the required actions. */
  readonly actions: readonly (readonly KindActions[])[];
}

export interface KindActions {
  readonly kind: string;
  readonly description: string;
  readonly actions: readonly { readonly action: string; readonly verdict: Verdict }[];
}

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A statement that affects an action. */
export interface WhyStep {
  readonly effect: Step["effect"];
  readonly side: Step["side"];
  /** The template conditions under which it applies. Null if they make no difference. */
  readonly when: string | null;
  readonly resource: string;
  readonly words: string;
  readonly location: Location;
}
