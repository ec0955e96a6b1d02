import { check } from "../check.js";
import type { Scope } from "../discover/scope.js";
import { writeFixedFile } from "../publish/write-fixed-file.js";
import { renderText } from "../report/text.js";
import { visible } from "../report/visible.js";
import type { EvaluatedFinding } from "../rules/apply-rules.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import { plural } from "../source/plural.js";
import { applyFixes, type FixedFile, type FixOutcome } from "./apply-fixes.js";
import type { CommandLine } from "./arguments.js";
import { exitStatus } from "./exit-status.js";
import { readOptions } from "./read-options.js";
import { chooseFormat, refuse } from "./refuse.js";
import type { Terminal } from "./terminal.js";
import { terraformStatements } from "./terraform-statement.js";
import { textLook } from "./text-look.js";
import { unifiedDiff } from "./unified-diff.js";

/**
 * Runs `fix` and returns the exit status of a check after the fixes (with `--dry-run`, before them), or 2 if a file couldn't be written.
 */
export async function fixCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  if (chooseFormat(line, ["text"], terminal) === null) return 2;
  const read = readOptions(line, terminal);
  if (read.kind === "refused") return read.status;
  const { scope } = read;
  const { check: options, publish } = read.options;
  const environment = { scope, today: terminal.today, onReading: terminal.progress.reading };
  const fixed = await applyFixes(options, environment);
  terminal.progress.end();
  if ("problems" in fixed) return refuse(fixed.problems, terminal);
  const edited = new Map(line.dryRun ? [] : fixed.files.map(({ path, after }) => [path, after]));
  const checked = await check(
    options,
    { ...environment, scope: { ...scope, edited }, optionsAt: read.optionsAt },
    line.dryRun ? fixed.examined.before : fixed.examined.after,
  );
  if ("problems" in checked) return refuse(checked.problems, terminal);
  const { report } = checked;
  if (line.dryRun) {
    for (const { path, before, after } of fixed.files) terminal.patch(unifiedDiff(path, before, after));
    for (const finding of leftToFix(fixed)) terminal.error(describeLeft(finding));
    for (const words of byHand(fixed)) terminal.error(`${visibleLines(words)}\n`);
    terminal.error(`${countWords(fixed, "would make")}; ${leftWords(fixed)}\n`);
    return exitStatus(report);
  }
  for (const words of describe(fixed, terminal)) terminal.say(`${words}\n\n`);
  const { writeRequestedFiles } = await import("./report-files.js");
  const faults = [...writeAll(scope, fixed.files), ...writeRequestedFiles(line, scope, report, publish)];
  if (faults.length === 0) {
    terminal.say(renderText(report, textLook(line, terminal, checked.sources)));
    for (const words of byHand(fixed)) terminal.say(`\n${visibleLines(words)}`);
    terminal.say(`\n${countWords(fixed, "made")}; ${leftWords(fixed)}\n`);
    return exitStatus(report);
  }
  for (const fault of faults) terminal.error(`error: ${fault}\n`);
  return 2;
}

const REPLAN = "the plan still has the old policy: create a new plan";

function writeAll(scope: Scope, files: readonly FixedFile[]): readonly string[] {
  return files.map((file) => writeFixedFile(scope, file)).filter((fault) => fault !== null);
}

function describe({ findings }: FixOutcome, terminal: Terminal): readonly string[] {
  return findings.map(({ finding, description, isPlanned }) =>
    [
      `${terminal.paint("success", `fixed[${finding.rule}]`)} ${visible(finding.message)}`,
      `  --> ${visible(formatLocation(locate(finding.place)))}`,
      `  ${visible(description)}`,
      ...(isPlanned ? [`  ${REPLAN}`] : []),
    ].join("\n"),
  );
}

/** The remaining findings, except findings that only the plan still has. */
function leftToFix({ after, findings }: FixOutcome): readonly EvaluatedFinding[] {
  const planned = findings.filter(({ isPlanned }) => isPlanned).map(({ finding }) => finding);
  return after.findings.filter(
    ({ suppressedBy, role, kind }) =>
      suppressedBy === null && !planned.some((fixed) => fixed.role === role && fixed.kind === kind),
  );
}

/** Describes a finding that isn't fixed, and why. A dry run needs this because it shows no report. */
function describeLeft({ severity, rule, message, place, help }: EvaluatedFinding): string {
  return [
    `${severity}[${rule}] ${visible(message)}`,
    `  --> ${visible(formatLocation(locate(place)))}`,
    ...(help === null ? [] : [`  help: ${visible(help)}`]),
    "\n",
  ].join("\n");
}

function byHand(outcome: FixOutcome): readonly string[] {
  return terraformStatements(leftToFix(outcome));
}

function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

function countWords({ findings, files }: FixOutcome, verb: "made" | "would make"): string {
  if (findings.length === 0) return "nothing to fix automatically";
  const fixes = `${findings.length} ${findings.length === 1 ? "fix" : "fixes"}`;
  return `${verb} ${fixes} in ${plural(files.length, "file")}`;
}

function leftWords({ after }: FixOutcome): string {
  return `${plural(after.findings.filter(({ suppressedBy }) => suppressedBy === null).length, "finding")} left`;
}
