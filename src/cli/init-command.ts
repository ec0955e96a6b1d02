import { join, relative } from "node:path";
import { check } from "../check.js";
import { CONFIG_FILES, RECOMMENDED_CONFIG_FILE } from "../config/config-names.js";
import { findRepository } from "../discover/find-repository.js";
import { writeNewFile } from "../publish/write-new-file.js";
import type { Report } from "../report/report.js";
import { visible } from "../report/visible.js";
import { catalogueVersions } from "../requirements/catalogue/index.js";
import { plural } from "../source/plural.js";
import type { CommandLine } from "./arguments.js";
import { configText } from "./init/config-text.js";
import { workflowText } from "./init/workflow-text.js";
import { readOptions } from "./read-options.js";
import { refuse } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

const WORKFLOW = ".github/workflows/worker-iam-check.yml";

/** Runs `init`: writes the workflow and a configuration for the roles that are found. What is there already stays as it is. */
export async function initCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const report = await findRoles(line, terminal);
  if (typeof report === "number") return report;
  const scope = localScope(terminal);
  const root = findRepository(scope, terminal.workingDirectory) ?? terminal.workingDirectory;
  const asked = line.inputs.get("requirements") ?? "";
  const requirements = asked === "" ? report.requirements.version : asked;
  const files = [
    { paths: [WORKFLOW], text: workflowText(requirements) },
    { paths: [RECOMMENDED_CONFIG_FILE, ...CONFIG_FILES], text: configText(report, requirements) },
  ];
  terminal.progress.end();
  terminal.say(`${found(report)}\n`);
  for (const { paths, text } of files) {
    const written = writeNewFile(root, paths, text);
    if ("fault" in written) return refuse([{ message: written.fault, help: null, place: null }], terminal);
    const path = relative(terminal.workingDirectory, join(root, written.path));
    terminal.say(
      `${written.isNew ? "wrote" : "kept"} ${visible(path)}${written.isNew ? "" : ", which is there already"}\n`,
    );
  }
  terminal.say(NEXT);
  return 0;
}

const NEXT = `
Next: in the workflow, put the account that holds the Action in place of OWNER;
in the configuration, set the version and the appliance. Then:
  worker-iam-check check
`;

function found({ roles, notChecked, requirements }: Report): string {
  const others = notChecked.length === 0 ? "" : `, ${notChecked.length} more seen`;
  return `${plural(roles.length, "worker role")} found${others}; requirements of version ${requirements.version}`;
}

/**
 * The report by which the files are written: by the version that is asked for, else by the newest that finds nothing wrong, else by the
 * newest. A number is the status of a run that can't be made.
 */
async function findRoles(line: CommandLine, terminal: Terminal): Promise<Report | number> {
  const asked = line.inputs.get("requirements") ?? "";
  const versions = asked === "" ? [...catalogueVersions()].reverse() : [asked];
  const reports: Report[] = [];
  for (const version of versions) {
    const report = await reportFor(version, line, terminal);
    if (typeof report === "number") return report;
    if (report.conclusion === "success" && report.roles.length > 0) return report;
    reports.push(report);
  }
  const [newest] = reports;
  return newest ?? 2;
}

async function reportFor(version: string, line: CommandLine, terminal: Terminal): Promise<Report | number> {
  const inputs = new Map(line.inputs).set("requirements", version).set("if-no-roles", "ignore");
  const read = readOptions({ ...line, inputs }, terminal);
  if (read.kind === "refused") return read.status;
  const { today, progress } = terminal;
  const outcome = await check(read.options.check, { scope: read.scope, today, onReading: progress.reading });
  return "problems" in outcome ? refuse(outcome.problems, terminal) : outcome.report;
}
