import process from "node:process";
import * as core from "@actions/core";
import type { PublishOptions } from "../config/options.js";
import type { Scope } from "../discover/scope.js";
import { lineInDiff, spansLines } from "../publish/annotation-line.js";
import { annotateCheckRun } from "../publish/check-run-annotations.js";
import { type GitHub, GitHubFault } from "../publish/github.js";
import { publishComment } from "../publish/sticky-comment.js";
import { suggestionNote } from "../publish/suggestion-note.js";
import { writeReportFiles } from "../publish/write-report.js";
import { type AnnotationLine, annotated, annotations, firstLine } from "../report/annotations.js";
import { describeConclusion } from "../report/conclusion.js";
import type { Repository } from "../report/markdown/link.js";
import { pathsDiagram } from "../report/markdown/paths-table.js";
import { renderMarkdown } from "../report/markdown/render.js";
import type { Report, ReportedFinding } from "../report/report.js";
import { plain, renderText } from "../report/text.js";
import { type RunContext, readRunContext } from "./event.js";
import { fixNote } from "./fix-note.js";
import {
  clientOnDemand,
  type Deadlines,
  openGitHub,
  publishingDeadlines,
  pullRequestOf,
  REQUEST_TIMEOUT,
} from "./github-client.js";
import { appendToSummary } from "./job-summary.js";
import { outputsOf } from "./outputs.js";
import { readCheckedOut } from "./read-checked-out.js";
import { setOutputs } from "./set-output.js";
import { applySuggestionPlan, plan, type SuggestionSource, type Target } from "./suggest.js";
import { Unpublished } from "./unpublished.js";

/** GitHub refuses comments of more than 65,536 characters. This leaves room for the marker, the run line, and a margin. */
const COMMENT_LIMIT = 65_000;

/** The runner drops a step's summary if it exceeds 1 MiB. */
const SUMMARY_LIMIT = 1_000_000;

/** State that all outputs of a run share. */
interface Publishing {
  readonly report: Report;
  readonly options: PublishOptions;
  readonly run: RunContext;
  /** For links. Null outside GitHub. */
  readonly repository: Repository | null;
  readonly unpublished: Unpublished;
  readonly deadlines: Deadlines;
  /** The command that fixes findings, for the comment and the summary. Null if it can't fix any. */
  readonly fixNote: string | null;
  /** Actions that a statement to paste may name. Null means all. */
  readonly pasteable: ReadonlyMap<string, string> | null;
  /** Returns null without a token. */
  github(): Promise<GitHub | null>;
}

/**
 * Writes to each output in turn, then sets the verdict. An output that fails adds to a single warning and never affects
 * the others or the verdict.
 */
export async function publishReport(
  report: Report,
  options: PublishOptions,
  scope: Scope,
  pasteable: ReadonlyMap<string, string> | null = null,
): Promise<void> {
  const run = readRunContext(process.env);
  const url = `${run.serverUrl}/${run.owner}/${run.repo}`;
  const repository =
    run.repo === "" || run.commit === "" ? null : { url, commit: run.commit, rulePages: run.rulePages };
  const deadlines = publishingDeadlines(Date.now());
  const github = clientOnDemand(run, deadlines.other);
  const unpublished = new Unpublished();
  const publishing: Publishing = {
    report,
    options,
    run,
    repository,
    github,
    unpublished,
    deadlines,
    fixNote: fixNote(report),
    pasteable,
  };
  setOutputs(outputsOf(report));
  writeFiles(publishing, scope);
  if (options.jobSummary) writeSummary(publishing);
  let found: Promise<Target | null> | null = null;
  const target = () => {
    found ??= findTarget(publishing);
    return found;
  };
  await writeLog(publishing, scope, target);
  await writeOnPullRequest(publishing, scope, target);
  const warning = publishing.unpublished.describe();
  if (warning !== null) core.warning(warning);
  if (report.conclusion === "failure") core.setFailed(describeConclusion(report));
}

/** Sets the outputs only for files that were written, because later steps rely on them. */
function writeFiles({ report, options, run }: Publishing, scope: Scope): void {
  const { reportFile, sarifFile, faults } = writeReportFiles(scope, report, options, run.rulePages);
  for (const fault of faults) core.warning(fault);
  setOutputs({ "report-file": reportFile ?? "", "sarif-file": sarifFile ?? "" });
}

function writeSummary({ report, repository, fixNote, pasteable }: Publishing): void {
  const below = [fixNote, pathsDiagram(report)].filter((one) => one !== null).join("\n\n") || null;
  appendToSummary(renderMarkdown(report, repository, SUMMARY_LIMIT, { above: null, below }, pasteable));
}

/** Writes the whole report to the log, with workflow commands disabled, and then the annotations. */
async function writeLog(publishing: Publishing, scope: Scope, target: FindTarget): Promise<void> {
  const { report, options, run } = publishing;
  const pause = `worker-iam-check-${crypto.randomUUID()}`;
  process.stdout.write(
    `::stop-commands::${pause}\n${renderText(report, { paint: plain, columns: 120, rulePages: run.rulePages })}\n::${pause}::\n`,
  );
  if (options.annotations === "off") return;
  const findings = annotated(report);
  const lineOf = findings.some(spansLines) ? await lineOnPullRequest(scope, target) : firstLine;
  const onCheckRun =
    options.annotations === "commands" ? null : await annotateOwnCheckRun(publishing, findings, lineOf);
  const rest = annotations(onCheckRun?.left ?? findings, lineOf);
  for (const command of rest.commands) process.stdout.write(`${command}\n`);
  const shown = (onCheckRun?.shown ?? 0) + rest.shown;
  if (shown < findings.length)
    core.info(
      `${shown} of ${findings.length} findings shown as annotations, most severe first; the log above lists all of them`,
    );
}

/**
 * Puts each annotation on a line of the pull request's diff. Without a diff, uses the finding's first line; the next output that needs the
 * diff reports that it is missing.
 */
async function lineOnPullRequest(scope: Scope, target: FindTarget): Promise<AnnotationLine> {
  try {
    const files = await (await target())?.changedFiles();
    return files === undefined ? firstLine : lineInDiff({ files, readFile: (path) => readCheckedOut(scope, path) });
  } catch {
    return firstLine;
  }
}

/** Returns the outcome, or null if the check run can't be used. */
async function annotateOwnCheckRun(
  { report, options, github, unpublished }: Publishing,
  findings: readonly ReportedFinding[],
  lineOf: AnnotationLine,
) {
  const checkRun = Number(core.getInput("check-run-id"));
  const isRequired = options.annotations === "check-run";
  const client = findings.length > 0 && checkRun > 0 ? await github() : null;
  if (client === null) {
    if (isRequired && findings.length > 0)
      unpublished.add("check-run annotations", "the job's check run is unknown here");
    return null;
  }
  const outcome = await annotateCheckRun(client, checkRun, findings, describeConclusion(report), lineOf);
  // Without `checks: write`, workflow commands also work, so `auto` needs no warning.
  const refused = outcome.fault?.kind === "forbidden" || outcome.fault?.kind === "not-found";
  if (outcome.fault !== null && (isRequired || !refused)) {
    const beyond = outcome.shown === 0 ? "" : ` beyond the first ${outcome.shown}`;
    unpublished.add(`check-run annotations${beyond}`, outcome.fault, "checks: write");
  }
  return outcome;
}

/** Plans the suggestions, because the comment states their number. Then writes the comment, and after it the suggestions. */
async function writeOnPullRequest(publishing: Publishing, scope: Scope, find: FindTarget): Promise<void> {
  const { report, options, run, unpublished } = publishing;
  const target = await find();
  if (target === null) return;
  const source: SuggestionSource = { report, scope, commit: run.commit, key: options.commentKey, unpublished };
  const planned = options.suggestions ? await plan(target, source) : null;
  const url = `${run.serverUrl}/${run.owner}/${run.repo}`;
  const noteOf = (standing: number) => suggestionNote(standing, planned?.left ?? 0, url, target.pullRequest);
  const expected = planned === null ? 0 : planned.standing + planned.fresh.length;
  const refusal = await comment(publishing, target, noteOf(expected));
  if (planned === null) return;
  const standing = await applySuggestionPlan(planned, target, source, refusal);
  if (standing !== expected && refusal === null && !unpublished.has(COMMENT))
    await comment(publishing, target, noteOf(standing), "the number of suggestions in the comment");
  const note = noteOf(standing);
  if (note !== null && options.jobSummary) appendToSummary(`\n${note}\n`);
}

/** Finds the pull request to write to. Searches only once. */
type FindTarget = () => Promise<Target | null>;

async function findTarget({ run, github, unpublished }: Publishing): Promise<Target | null> {
  if (run.pullRequest === null) return null;
  try {
    const client = await github();
    if (client === null) return null;
    const pullRequest = await pullRequestOf(run, client);
    if (pullRequest === null) return null;
    let files: ReturnType<GitHub["changedFiles"]> | null = null;
    const changedFiles = () => {
      files ??= client.changedFiles(pullRequest);
      return files;
    };
    return { client, pullRequest, changedFiles };
  } catch (error) {
    unpublished.add(COMMENT, error, "pull-requests: write");
    return null;
  }
}

const COMMENT = "the comment";

const STALE_COMMENT =
  "\nThe comment on the pull request could not be updated: it may be older than this run, whose verdict is shown here.\n";

/** Returns GitHub's answer if the token lacks permission to write. `what` is the part reported as unpublished if this fails. */
async function comment(
  { report, options, run, repository, unpublished, deadlines, fixNote, pasteable }: Publishing,
  { client, pullRequest, changedFiles }: Target,
  note: string | null,
  what = COMMENT,
): Promise<GitHubFault | null> {
  try {
    const body = renderMarkdown(report, repository, COMMENT_LIMIT, { above: note, below: fixNote }, pasteable);
    const { commentKey: key, comment: mode } = options;
    // If earlier outputs have used up their time, the comment has its own, and a new client. Otherwise the client
    // already knows whether GitHub answers.
    const isSpent = deadlines.other - Date.now() < REQUEST_TIMEOUT;
    const own = isSpent ? ((await openGitHub(run, deadlines.comment)) ?? client) : client;
    const url = await publishComment(own, report, { pullRequest, key, mode, run: run.run, body, changedFiles });
    if (url !== null) setOutputs({ "comment-url": url });
    return null;
  } catch (error) {
    const forbidden = error instanceof GitHubFault && error.kind === "forbidden";
    // A token without write permission can't have left a comment.
    if (!forbidden && options.jobSummary && what === COMMENT && !unpublished.has(COMMENT))
      appendToSummary(STALE_COMMENT);
    unpublished.add(what, error, "pull-requests: write");
    return forbidden ? error : null;
  }
}
