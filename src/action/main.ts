import { appendFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import * as core from "@actions/core";
import { check } from "../check.js";
import type { PublishOptions } from "../config/options.js";
import { resolveOptions } from "../config/resolve-options.js";
import { type ConfigProblem, SETTINGS } from "../config/settings.js";
import { findConfig } from "../discover/find-config.js";
import type { Scope } from "../discover/scope.js";
import { publishComment } from "../publish/sticky-comment.js";
import { writeReportFiles } from "../publish/write-report.js";
import { annotations } from "../report/annotations.js";
import { describeConclusion } from "../report/conclusion.js";
import type { Repository } from "../report/markdown/link.js";
import { renderMarkdown } from "../report/markdown/render.js";
import type { Report } from "../report/report.js";
import { plain, renderText } from "../report/text.js";
import { hasLine } from "../source/location.js";
import { locate } from "../source/place.js";
import { type RunContext, readRunContext } from "./event.js";
import { outputsOf } from "./outputs.js";

/** GitHub refuses comments of more than 65,536 characters; the marker and a margin are taken off. */
const COMMENT_LIMIT = 65_000;

/** Above 1 MiB the runner uploads nothing of a step's summary. */
const SUMMARY_LIMIT = 1_000_000;

await main().catch((error: unknown) =>
  core.setFailed(`worker-iam-check failed, which is a defect of it: ${messageOf(error)}`),
);

async function main(): Promise<void> {
  const root = resolve(process.env.GITHUB_WORKSPACE ?? process.cwd());
  const scope: Scope = {
    root,
    workingDirectory: join(root, core.getInput("working-directory") || "."),
    confined: true,
  };
  const config = findConfig(scope, core.getInput("config") || null);
  if ("problem" in config) return refuse([config.problem]);
  const inputs = new Map(Object.keys(SETTINGS).map((name) => [name, core.getInput(name)]));
  const resolved = resolveOptions(inputs, config.file);
  if ("problems" in resolved) return refuse(resolved.problems);
  const outcome = await check(resolved.options.check, { scope, today: new Date().toISOString().slice(0, 10) });
  if ("problems" in outcome) return refuse(outcome.problems);
  await publish(outcome.report, resolved.options.publish, scope);
}

function refuse(problems: readonly ConfigProblem[]): void {
  for (const { message, help, place } of problems) {
    const location = place === null ? null : locate(place);
    const position =
      location !== null && hasLine(location) ? { startLine: location.line, startColumn: location.column } : {};
    core.error(`${message}${help === null ? "" : `\nhelp: ${help}`}`, {
      title: "worker-iam-check configuration",
      ...(location === null ? {} : { file: location.file, ...position }),
    });
  }
  core.setOutput("conclusion", "failure");
  core.setFailed("worker-iam-check was not configured rightly, so nothing was checked");
}

/** Each sink in turn; one that fails costs a warning and never the others or the verdict. */
async function publish(report: Report, options: PublishOptions, scope: Scope): Promise<void> {
  const run = readRunContext(process.env);
  const repository: Repository | null =
    run.repo === "" || run.commit === ""
      ? null
      : { url: `${run.serverUrl}/${run.owner}/${run.repo}`, commit: run.commit };
  writeOutputs(report);
  for (const fault of writeReportFiles(scope, report, options)) core.warning(fault);
  core.setOutput("report-file", options.reportFile ?? "");
  core.setOutput("sarif-file", options.sarifFile ?? "");
  if (options.jobSummary) writeSummary(report, repository);
  writeLog(report, options);
  await comment(report, options, run, repository);
  if (report.conclusion === "failure") core.setFailed(describeConclusion(report));
}

function writeOutputs(report: Report): void {
  for (const [name, value] of Object.entries(outputsOf(report))) core.setOutput(name, value);
}

function writeSummary(report: Report, repository: Repository | null): void {
  const file = process.env.GITHUB_STEP_SUMMARY ?? "";
  if (file === "") return;
  try {
    appendFileSync(file, renderMarkdown(report, repository, SUMMARY_LIMIT));
  } catch (error) {
    core.warning(`the job summary can't be written: ${messageOf(error)}`);
  }
}

/** The whole report in the log, in which no line can be a workflow command, and the annotations. */
function writeLog(report: Report, options: PublishOptions): void {
  const pause = `worker-iam-check-${crypto.randomUUID()}`;
  process.stdout.write(`::stop-commands::${pause}\n${renderText(report, plain, 120)}\n::${pause}::\n`);
  if (options.annotations === "off") return;
  const { commands, shown, all } = annotations(report);
  for (const command of commands) process.stdout.write(`${command}\n`);
  if (shown < all)
    core.info(`${shown} of ${all} findings shown as annotations, most severe first; the log above has all`);
}

async function comment(
  report: Report,
  options: PublishOptions,
  run: RunContext,
  repository: Repository | null,
): Promise<void> {
  const token = core.getInput("token");
  if (run.pullRequest === null || token === "" || run.repo === "") return;
  const body = renderMarkdown(report, repository, COMMENT_LIMIT);
  const sticky = { pullRequest: run.pullRequest, key: options.commentKey, mode: options.comment, body };
  try {
    // A chunk of its own: most runs of other events need no client at all.
    const { octokitGitHub } = await import("./octokit-github.js");
    const url = await publishComment(octokitGitHub(token, run.owner, run.repo, run.apiUrl), report, sticky);
    if (url !== null) core.setOutput("comment-url", url);
  } catch (error) {
    core.warning(`the pull request gets no comment: ${messageOf(error)}${adviceFor(error)}`);
  }
}

/** Forks and Dependabot get a token that can't write, whatever the workflow's `permissions:` say. */
function adviceFor(error: unknown): string {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
  return status === 403
    ? " (the token may not write: `permissions: pull-requests: write`, and a fork's token never may)"
    : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
