import type { Severity } from "../config/severity.js";
import { type AnnotationLine, annotationMessage, columnsOf } from "../report/annotations.js";
import type { ReportedFinding } from "../report/report.js";
import type { Location } from "../source/location.js";
import { type CheckRunAnnotation, type GitHub, GitHubFault } from "./github.js";

/** GitHub accepts 50 annotations per request and adds later requests to them. */
const BATCH = 50;

/** The maximum number of annotations, in ten requests. Nobody reads more, and GitHub limits requests. */
const LIMIT = 500;

/** GitHub limits a message to 64 KB. */
const MAX_MESSAGE_LENGTH = 65_000;

const MAX_TITLE_LENGTH = 255;

/** The outcome: how many annotations are shown, which findings must be shown elsewhere, and why. */
export interface Annotated {
  readonly shown: number;
  readonly left: readonly ReportedFinding[];
  readonly fault: GitHubFault | null;
}

/**
 * Adds findings, most severe first, as annotations to the job's own check run. No other place is certain to appear under
 * the right workflow. Findings that aren't about a file of the repository can't go there.
 */
export async function annotateCheckRun(
  github: GitHub,
  checkRun: number,
  findings: readonly ReportedFinding[],
  title: string,
  lineOf: AnnotationLine,
): Promise<Annotated> {
  const placed = findings.filter(({ location }) => isInRepository(location));
  const elsewhere = findings.filter(({ location }) => !isInRepository(location));
  const wanted = placed.slice(0, LIMIT);
  const summary = `${title}\n\n${wanted.length} of ${findings.length} findings shown as annotations, most severe first.`;
  for (let start = 0; start < wanted.length; start += BATCH) {
    const annotations = wanted.slice(start, start + BATCH).map((finding) => toAnnotation(finding, lineOf));
    try {
      await github.annotateCheckRun(checkRun, { title: title.slice(0, MAX_TITLE_LENGTH), summary, annotations });
    } catch (error) {
      if (!(error instanceof GitHubFault)) throw error;
      return { shown: start, left: [...placed.slice(start), ...elsewhere], fault: error };
    }
  }
  return { shown: wanted.length, left: elsewhere, fault: null };
}

function isInRepository({ file, commit }: Location): boolean {
  return commit === undefined && file !== "." && !file.startsWith("/") && !file.split("/").includes("..");
}

const LEVELS: Readonly<Record<Severity, CheckRunAnnotation["annotation_level"]>> = {
  error: "failure",
  warning: "warning",
  notice: "notice",
};

function toAnnotation(finding: ReportedFinding, lineOf: AnnotationLine): CheckRunAnnotation {
  const { location, severity, rule } = finding;
  const line = lineOf(location);
  const { col, endColumn } = columnsOf(location, line);
  return {
    path: location.file,
    start_line: line,
    end_line: line,
    ...(col === undefined || endColumn === undefined ? {} : { start_column: col, end_column: endColumn }),
    annotation_level: LEVELS[severity],
    message: annotationMessage(finding, MAX_MESSAGE_LENGTH),
    title: rule,
  };
}
