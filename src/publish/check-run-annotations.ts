import type { Severity } from "../config/severity.js";
import { type AnnotationLine, annotationMessage, columnsOf } from "../report/annotations.js";
import type { ReportedFinding } from "../report/report.js";
import type { Location } from "../source/location.js";
import { type CheckRunAnnotation, type GitHub, GitHubFault } from "./github.js";

/** GitHub takes 50 in one request and adds those of later requests. */
const BATCH = 50;

/** Ten requests: nobody reads more, and requests are rationed. */
const MOST = 500;

/** A message may hold 64 KB. */
const LONGEST_MESSAGE = 65_000;

const LONGEST_TITLE = 255;

/** What became of the annotations: how many are shown, which findings still have to be shown otherwise, and why. */
export interface Annotated {
  readonly shown: number;
  readonly left: readonly ReportedFinding[];
  readonly fault: GitHubFault | null;
}

/**
 * Adds findings, most severe first, to the annotations of the job's own check run: it is the one place that is sure to
 * show under the right workflow. Findings about no file of the repository can't stand there.
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
  const wanted = placed.slice(0, MOST);
  const summary = `${title}\n\n${wanted.length} of ${findings.length} findings shown as annotations, most severe first.`;
  for (let start = 0; start < wanted.length; start += BATCH) {
    const annotations = wanted.slice(start, start + BATCH).map((finding) => toAnnotation(finding, lineOf));
    try {
      await github.annotateCheckRun(checkRun, { title: title.slice(0, LONGEST_TITLE), summary, annotations });
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
    message: annotationMessage(finding, LONGEST_MESSAGE),
    title: rule,
  };
}
