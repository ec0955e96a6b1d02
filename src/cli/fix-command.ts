import { check } from "../check.js";
import type { Scope } from "../discover/scope.js";
import { writeMended } from "../publish/write-mended.js";
import { renderText } from "../report/text.js";
import { visible } from "../report/visible.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import { plural } from "../source/plural.js";
import type { CommandLine } from "./arguments.js";
import { exitStatus } from "./exit-status.js";
import { type Mended, type MendedFile, mend } from "./mend.js";
import { readOptions } from "./read-options.js";
import { chooseFormat, refuse } from "./refuse.js";
import type { Terminal } from "./terminal.js";
import { terraformStatements } from "./terraform-statement.js";
import { textLook } from "./text-look.js";
import { unifiedDiff } from "./unified-diff.js";

/**
 * Runs `fix` and returns the exit status: that of a check after the fixes, with `--dry-run` that of a check before
 * them, or 2 if a file couldn't be written.
 */
export async function fixCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  if (chooseFormat(line, ["text"], terminal) === null) return 2;
  const read = readOptions(line, terminal);
  if (read.kind === "refused") return read.status;
  const { scope } = read;
  const { check: options, publish } = read.options;
  const environment = { scope, today: terminal.today, onReading: terminal.progress.reading };
  const mended = await mend(options, environment);
  terminal.progress.end();
  if ("problems" in mended) return refuse(mended.problems, terminal);
  const edited = new Map(line.dryRun ? [] : mended.files.map(({ path, after }) => [path, after]));
  const judged = await check(
    options,
    { ...environment, scope: { ...scope, edited }, optionsAt: read.optionsAt },
    line.dryRun ? mended.examined.before : mended.examined.after,
  );
  if ("problems" in judged) return refuse(judged.problems, terminal);
  const { report } = judged;
  if (line.dryRun) {
    for (const { path, before, after } of mended.files) terminal.patch(unifiedDiff(path, before, after));
    for (const words of byHand(mended)) terminal.error(`${visibleLines(words)}\n`);
    terminal.error(`${countWords(mended, "would make")}; ${leftWords(mended)}\n`);
    return exitStatus(report);
  }
  for (const words of describe(mended, terminal)) terminal.say(`${words}\n\n`);
  const { writeAskedFiles } = await import("./report-files.js");
  const faults = [...writeAll(scope, mended.files), ...writeAskedFiles(line, scope, report, publish)];
  if (faults.length === 0) {
    terminal.say(renderText(report, textLook(line, terminal, judged.sources)));
    for (const words of byHand(mended)) terminal.say(`\n${visibleLines(words)}`);
    terminal.say(`\n${countWords(mended, "made")}; ${leftWords(mended)}\n`);
    return exitStatus(report);
  }
  for (const fault of faults) terminal.error(`error: ${fault}\n`);
  return 2;
}

const REPLAN = "the plan that was read still holds the policy as it was: make it anew";

function writeAll(scope: Scope, files: readonly MendedFile[]): readonly string[] {
  return files.map((file) => writeMended(scope, file)).filter((fault) => fault !== null);
}

function describe({ findings }: Mended, terminal: Terminal): readonly string[] {
  return findings.map(({ finding, description, isPlanned }) =>
    [
      `${terminal.paint("success", `fixed[${finding.rule}]`)} ${visible(finding.message)}`,
      `  --> ${visible(formatLocation(locate(finding.place)))}`,
      `  ${visible(description)}`,
      ...(isPlanned ? [`  ${REPLAN}`] : []),
    ].join("\n"),
  );
}

function byHand({ after, findings }: Mended): readonly string[] {
  const planned = findings.filter(({ isPlanned }) => isPlanned).map(({ finding }) => finding);
  const left = after.findings.filter(
    ({ suppressedBy, role, kind }) =>
      suppressedBy === null && !planned.some((fixed) => fixed.role === role && fixed.kind === kind),
  );
  return terraformStatements(left);
}

function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

function countWords({ findings, files }: Mended, verb: "made" | "would make"): string {
  if (findings.length === 0) return "nothing that can be fixed here";
  const fixes = `${findings.length} ${findings.length === 1 ? "fix" : "fixes"}`;
  return `${verb} ${fixes} in ${plural(files.length, "file")}`;
}

function leftWords({ after }: Mended): string {
  return `${plural(after.findings.filter(({ suppressedBy }) => suppressedBy === null).length, "finding")} left`;
}
