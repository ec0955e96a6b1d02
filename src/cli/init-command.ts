import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type Checked, check } from "../check.js";
import { CONFIG_FILES, RECOMMENDED_CONFIG_FILE } from "../config/config-names.js";
import type { ConfigProblem } from "../config/settings.js";
import { findRepository } from "../discover/find-repository.js";
import { absolutePath, type Scope } from "../discover/scope.js";
import { type WrittenFile, writeNewFile } from "../publish/write-new-file.js";
import type { Report } from "../report/report.js";
import { visible } from "../report/visible.js";
import { catalogVersions } from "../requirements/catalog/index.js";
import { patternOf } from "../select/role-pattern.js";
import type { SplitDocuments } from "../select/split-documents.js";
import type { Location } from "../source/location.js";
import { plural } from "../source/plural.js";
import type { CommandLine } from "./arguments.js";
import { cdkSteps } from "./init/cdk-steps.js";
import { configText, countSatisfiedRoles } from "./init/config-text.js";
import { workflowText } from "./init/workflow-text.js";
import { readOptions } from "./read-options.js";
import { refuse } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

const WORKFLOWS = ["yml", "yaml"].map((end) => `.github/workflows/worker-iam-check.${end}`);

const FOLDER = ".github/workflows";

/** Matches a use of the Action, of our reusable workflow, or of the command, but not our configuration's path or a comment. */
const RUNS_US = /^[^#\n\r\u2028\u2029]*worker-iam-check(?:[@#]| check|\/\.github)/m;

/** The path of an existing workflow that already runs the check. */
function workflowOfOurs(root: string): string | undefined {
  try {
    return readdirSync(join(root, FOLDER), { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map(({ name }) => `${FOLDER}/${name}`)
      .find((path) => RUNS_US.test(readFileSync(join(root, path), "utf8")));
  } catch {
    return undefined;
  }
}

/** Runs `init`: writes the workflow and a configuration for the roles it finds. Existing files are left as they are. */
export async function initCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const { workingDirectory } = terminal;
  const root = findRepository(localScope(terminal), workingDirectory) ?? workingDirectory;
  const found = await findRoles(line, line.operands.length === 0 ? { ...terminal, workingDirectory: root } : terminal);
  if (typeof found === "number") return found;
  const fromRoot = (path: string): string =>
    relative(root, resolve(workingDirectory, path)).split(sep).join("/") || ".";
  const text = configText(withPaths(found, fromRoot), {
    requirements: found.requirements,
    appliance: found.appliance,
    files: line.operands.map(fromRoot),
    groups: found.joined.map(({ name, files, list }) => ({
      name,
      list,
      files: files.map((file) => fromRoot(absolutePath(found.scope, file))),
    })),
  });
  terminal.progress.end();
  terminal.say(`${describeFound(found)}\n`);
  const tell = (file: WrittenFile): number | null => {
    if ("fault" in file) return refuse([{ message: file.fault, help: null, place: null }], terminal);
    const path = visible(relative(workingDirectory, join(root, file.path)));
    terminal.say(file.isNew ? `wrote ${path}\n` : `kept ${path}, which already exists\n`);
    return null;
  };
  const config = writeNewFile(root, [RECOMMENDED_CONFIG_FILE, ...CONFIG_FILES], text);
  // Sets the version in only one place, because the workflow's setting would override the configuration's.
  const isSet = "isNew" in config && (config.isNew || found.inConfig);
  const failed = tell(config);
  if (failed !== null) return failed;
  const own = workflowOfOurs(root);
  const workflow =
    own === undefined
      ? writeNewFile(root, WORKFLOWS, workflowText(isSet ? null : found.requirements, cdkSteps(root)))
      : { path: own, isNew: false };
  const status = tell(workflow);
  if (status !== null) return status;
  const isNew = (file: WrittenFile): boolean => "isNew" in file && file.isNew;
  if (own === undefined && !isNew(workflow))
    terminal.say("  but it does not run worker-iam-check, and no other workflow does\n");
  const isGiven = found.inConfig || (line.inputs.get("requirements") ?? "") !== "";
  const open = [...(isGiven ? [] : ["the version"]), ...(found.appliance.length > 0 ? [] : ["the appliance"])];
  const steps = [
    ...(isNew(workflow) ? ["in the workflow, replace OWNER with the account that hosts the Action"] : []),
    ...(isNew(config) && open.length > 0 ? [`in the configuration, set ${open.join(" and ")}`] : []),
  ];
  terminal.say(`\nNext:${steps.map((step, at) => `${at === 0 ? " " : ";\n"}${step}`).join("")}`);
  terminal.say(`${steps.length === 0 ? "" : ". Then:"}\n  worker-iam-check check\n`);
  return 0;
}

function describeFound({ report }: FoundRoles): string {
  const { roles, notChecked, requirements, findings } = report;
  const none = findings.find(({ rule }) => rule === "no-worker-role");
  const met = roles.length === 0 ? "" : `${countSatisfiedRoles(report)} of ${roles.length} fully meet the `;
  const others = notChecked.length === 0 ? "" : `, ${notChecked.length} more seen`;
  const what = none?.help ?? `${met}requirements of version ${requirements.version}`;
  return `${plural(roles.length, "worker role")} found${others}; ${what}`;
}

/**
 * The report with file paths relative to the repository's root. Each role's ID is replaced with a `roles` pattern that matches the role.
 */
function withPaths({ report, checked, scope }: FoundRoles, fromRoot: (path: string) => string): Report {
  const path = (file: string): string => fromRoot(absolutePath(scope, file));
  const moved = <T extends { readonly location: Location }>(one: T): T => ({
    ...one,
    location: { ...one.location, file: path(one.location.file) },
  });
  const roles = report.roles.map((one, at) => {
    const role = checked[at]?.role;
    return moved(role === undefined ? one : { ...one, id: patternOf({ ...role, file: path(role.file) }) });
  });
  return { ...report, roles, notChecked: report.notChecked.map(moved) };
}

interface FoundRoles {
  readonly report: Report;
  readonly checked: Checked["roles"];
  /** Policies split across files. In the report, each is one role. */
  readonly joined: readonly SplitDocuments[];
  readonly scope: Scope;
  /** The version that the report is based on, or the path of a requirements file. */
  readonly requirements: string;
  readonly appliance: readonly string[];
  /** Whether the existing configuration sets the version. */
  readonly inConfig: boolean;
}

/**
 * The report to base the files on. Uses the requested or configured version, if any. Otherwise, prefers versions without findings, then the
 * version that the most roles meet, then the one with the largest share of granted actions, then the newest. If no role meets any version
 * and the shares are equal, uses the default, as `check` does. Returns an exit status if the check can't run.
 */
async function findRoles(line: CommandLine, terminal: Terminal): Promise<FoundRoles | number> {
  const read = readOptions(line, terminal);
  if (read.kind === "refused") return read.status;
  const { requirements, requirementsGiven, requirementsFrom } = read.options.check;
  const versions = requirementsGiven ? [requirements] : [...catalogVersions()].reverse();
  let best: FoundRoles | null = null;
  for (const version of versions) {
    const one = await findBy(version, requirementsFrom !== null, line, terminal);
    if (typeof one === "number") return one;
    if (best === null || isNearer(one, best, requirements)) best = one;
  }
  const absent = best !== null && best.report.files.matched === 0 && line.operands.length > 0 ? absentIn(best) : [];
  return absent.length > 0 ? refuse(absent, terminal) : (best ?? 2);
}

/** Named files that don't exist or can't be read. */
function absentIn({ report }: FoundRoles): readonly ConfigProblem[] {
  const unread = report.findings.filter(({ rule }) => rule === "unreadable-file");
  return unread.map(({ message, help }) => ({ message, help, place: null }));
}

function isNearer(a: FoundRoles, b: FoundRoles, used: string): boolean {
  const [isGood, met, share] = [successScore, countSatisfiedRoles, grantedShare].map(
    (of) => of(a.report) - of(b.report),
  );
  return (isGood || met || share || Number(a.requirements === used && countSatisfiedRoles(a.report) === 0)) > 0;
}

function successScore({ conclusion, roles }: Report): number {
  return Number(conclusion === "success" && roles.length > 0);
}

/** The granted share of all actions that the report's roles need. */
function grantedShare({ roles }: Report): number {
  const kinds = roles.flatMap((role) => Object.values(role.kinds));
  const required = kinds.reduce((sum, kind) => sum + kind.required, 0);
  return required === 0 ? 0 : kinds.reduce((sum, { granted }) => sum + granted, 0) / required;
}

/** Drops groups that share a file or a name with an earlier one. */
function joining(splits: readonly SplitDocuments[]): readonly SplitDocuments[] {
  const taken = new Set<string>();
  return splits.filter(({ name, files }) => {
    const isApart = ![name, ...files].some((one) => taken.has(one));
    if (isApart) for (const one of [name, ...files]) taken.add(one);
    return isApart;
  });
}

async function findBy(
  version: string,
  inConfig: boolean,
  line: CommandLine,
  terminal: Terminal,
): Promise<FoundRoles | number> {
  const inputs = new Map(line.inputs);
  if (!inConfig) inputs.set("requirements", version);
  const read = readOptions({ ...line, inputs }, terminal);
  if (read.kind === "refused") return read.status;
  const { today, progress } = terminal;
  const { scope } = read;
  const options = read.options.check;
  const environment = { scope, today, onReading: progress.reading };
  const outcome = await check(options, environment);
  if ("problems" in outcome) return refuse(outcome.problems, terminal);
  const joined = joining(outcome.splits);
  const made = joined.map(({ name, files }) => ({ name, policies: files, trust: [], boundary: [] }));
  const whole =
    joined.length === 0 ? outcome : await check({ ...options, groups: [...options.groups, ...made] }, environment);
  if ("problems" in whole) return refuse(whole.problems, terminal);
  const { appliance } = options;
  return { report: whole.report, checked: whole.roles, joined, scope, requirements: version, appliance, inConfig };
}
