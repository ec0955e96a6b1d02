import { join, resolve } from "node:path";
import process from "node:process";
import * as core from "@actions/core";
import { check } from "../check.js";
import { compareWithFile } from "../compare.js";
import { resolveOptions } from "../config/resolve-options.js";
import { type ConfigProblem, SETTINGS } from "../config/settings.js";
import { findConfig } from "../discover/find-config.js";
import type { Scope } from "../discover/scope.js";
import { mergeReports } from "../report/merge-reports.js";
import { hasLine } from "../source/location.js";
import { locate } from "../source/place.js";
import { isSharedWorkflow, readBase } from "./event.js";
import { loadReports } from "./load-reports.js";
import { publishReport } from "./publish-report.js";

// A log that takes no more must not end the run before its verdict, which is the exit code.
process.stdout.on("error", () => {});

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
  const resolved = resolveOptions(inputs, config.file, config.prefix, {
    narrowed: scope.workingDirectory !== root,
    sharedInputs: isSharedWorkflow(process.env),
    sharedConfig: config.shared,
  });
  if ("problems" in resolved) return refuse(resolved.problems);
  const { check: options, reports } = resolved.options;
  if (reports.length > 0) {
    const comparison = compareWithFile(options, scope);
    if ("problems" in comparison) return refuse(comparison.problems);
    const merged = mergeReports(loadReports(scope, reports), options, comparison);
    // A merged report has no fixes; the suggestions that earlier jobs made are not its to take back.
    return publishReport(merged, { ...resolved.options.publish, suggestions: false }, scope);
  }
  const today = new Date().toISOString().slice(0, 10);
  const base = readBase(process.env);
  const outcome = await check(options, { scope, today, base, unread: config.unread });
  if ("problems" in outcome) return refuse(outcome.problems);
  await publishReport(outcome.report, resolved.options.publish, scope);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
