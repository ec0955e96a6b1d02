import process from "node:process";
import * as core from "@actions/core";
import { check } from "../check.js";
import { compareWithFile } from "../compare.js";
import type { CheckOptions, PublishOptions } from "../config/options.js";
import { type Resolved, resolveOptions } from "../config/resolve-options.js";
import { type ConfigProblem, SETTINGS } from "../config/settings.js";
import { withMergedCoverage } from "../coverage/merged-coverage.js";
import { isClosed } from "../discover/closed-descriptor.js";
import type { CommitTree } from "../discover/commit-tree.js";
import { configIn, findConfig } from "../discover/find-config.js";
import { findRequirements } from "../discover/find-requirements.js";
import type { Scope } from "../discover/scope.js";
import { BrokenInstallation } from "../iam/broken-installation.js";
import { mergeReports } from "../report/merge-reports.js";
import type { Requirements } from "../requirements/requirements.js";
import { hasLine } from "../source/location.js";
import { locate } from "../source/place.js";
import { isSharedWorkflow, readBase } from "./event.js";
import { loadReports } from "./load-reports.js";
import { publishRefusal } from "./publish-refusal.js";
import { publishReport } from "./publish-report.js";
import { setOutputs } from "./set-output.js";
import { workingDirectory, workspaceRoot } from "./workspace-root.js";

// A closed log must not end the run before its verdict, which is the exit code. Other write errors fail the run,
// because hidden findings must not look like success.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE") failLog(message);
});
if (isClosed(1)) failLog("it is closed");

/** Where to publish, as far as known, if the run ends without a verdict. */
let publish: PublishOptions = publishOptionsOf(resolveOptions(readInputs(), null));

await main().catch(async (error: unknown) => {
  const isBroken = error instanceof BrokenInstallation;
  const message = `worker-iam-check failed${isBroken ? "" : " because of a bug"}: ${messageOf(error)}`;
  setOutputs({ conclusion: "failure" });
  core.setFailed(message);
  const help = isBroken ? "check that `uses` names a complete release" : "report it to the maintainers";
  await publishRefusal([{ message, help, location: null }], publish);
});

function failLog(reason: string): void {
  process.exitCode = 1;
  process.stderr.write(`error: the log can't be written: ${reason}\n`);
}

function readInputs(): ReadonlyMap<string, string> {
  return new Map(Object.keys(SETTINGS).map((name) => [name, core.getInput(name)]));
}

function publishOptionsOf(resolved: Resolved): PublishOptions {
  return "problems" in resolved ? resolved.publish : resolved.options.publish;
}

async function main(): Promise<void> {
  const root = workspaceRoot();
  if (typeof root !== "string") {
    return refuse([{ message: root.fault, help: "check out the repository in a step before this one", place: null }]);
  }
  const folder = workingDirectory(root, core.getInput("working-directory") || ".");
  if (typeof folder !== "string")
    return refuse([{ message: folder.fault, help: "name a folder by its path from the workspace", place: null }]);
  const scope: Scope = { root, workingDirectory: folder, confined: true };
  const named = core.getInput("config") || null;
  const config = findConfig(scope, named);
  if ("problem" in config) return refuse([config.problem]);
  const resolved = resolveOptions(readInputs(), config.file, config.prefix, {
    narrowed: scope.workingDirectory !== root,
    sharedInputs: isSharedWorkflow(process.env),
    sharedConfig: config.shared,
  });
  publish = publishOptionsOf(resolved);
  if ("problems" in resolved) return refuse(resolved.problems);
  const { check: options, reports } = resolved.options;
  const today = new Date().toISOString().slice(0, 10);
  if (reports.length > 0) {
    const comparison = compareWithFile(options, scope);
    if ("problems" in comparison) return refuse(comparison.problems);
    const required = await findRequirements(scope, options.requirements, options.requirementsFrom);
    if ("problems" in required) return refuse(required.problems);
    const files = loadReports(scope, reports);
    const merged = mergeReports(files, options, comparison);
    const { report: before, baselines } = comparison;
    // If a report is missing, its coverage can't be distinguished from lost coverage.
    const covered =
      before === null || !files.every((file) => "report" in file)
        ? merged
        : await withMergedCoverage(merged, before, { options, ...required, today, baselines });
    // A merged report has no fixes, and it must not withdraw the suggestions of earlier jobs.
    return publishReport(
      covered,
      { ...resolved.options.publish, suggestions: false },
      scope,
      pasteable(required.requirements),
    );
  }
  const base = readBase(process.env);
  const optionsAt = (commit: CommitTree): CheckOptions | null => {
    const before = configIn(commit, scope, named, config);
    if (before === null) return null;
    const then = resolveOptions(readInputs(), before.file, before.prefix);
    return "problems" in then ? null : then.options.check;
  };
  const outcome = await check(options, { scope, today, base, optionsAt, unread: config.unread });
  if ("problems" in outcome) return refuse(outcome.problems);
  await publishReport(outcome.report, resolved.options.publish, scope);
}

/** The actions that an untrusted report may offer to paste: only actions that this run itself requires on every resource. */
function pasteable({ kinds }: Requirements): ReadonlyMap<string, string> {
  const everywhere = kinds.flatMap(({ actions }) => actions.filter(({ resources }) => resources.includes("*")));
  return new Map(everywhere.map(({ action }) => [action.toLowerCase(), action]));
}

async function refuse(problems: readonly ConfigProblem[]): Promise<void> {
  for (const { message, help, place } of problems) {
    const location = place === null ? null : locate(place);
    const position =
      location !== null && hasLine(location) ? { startLine: location.line, startColumn: location.column } : {};
    core.error(`${message}${help === null ? "" : `\nhelp: ${help}`}`, {
      title: "worker-iam-check configuration",
      ...(location === null ? {} : { file: location.file, ...position }),
    });
  }
  setOutputs({ conclusion: "failure" });
  core.setFailed("worker-iam-check is not configured correctly, so nothing was checked");
  const refusals = problems.map(({ message, help, place }) => ({
    message,
    help,
    location: place === null ? null : locate(place),
  }));
  await publishRefusal(refusals, publish);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
