import { compare } from "./compare.js";
import type { CheckOptions } from "./config/options.js";
import type { ConfigProblem } from "./config/settings.js";
import type { Base } from "./discover/base-commit.js";
import { findCandidates } from "./discover/find-candidates.js";
import { findRequirements, LATEST } from "./discover/find-requirements.js";
import { readCandidate } from "./discover/read-candidate.js";
import type { Scope } from "./discover/scope.js";
import type { UnreadConfig } from "./discover/unread-configs.js";
import { openWorkspace } from "./discover/workspace.js";
import { Evaluation } from "./iam/evaluate.js";
import { resolveManagedPolicies } from "./iam/managed-policies.js";
import type { Role } from "./iam/model.js";
import { loadAuthorization } from "./iam/service-authorization.js";
import { evaluateTrust } from "./iam/trust.js";
import { readFile } from "./readers/index.js";
import type { FileProblem, PassedOver, ReadContext, ReadResult } from "./readers/reader.js";
import { buildReport, type CheckResult } from "./report/build-report.js";
import type { Report } from "./report/report.js";
import { catalogueVersions } from "./requirements/catalogue/index.js";
import type { Requirements } from "./requirements/requirements.js";
import { type JudgedFinding, RuleRunner } from "./rules/apply-rules.js";
import type { EvaluatedRole } from "./rules/rule.js";
import * as run from "./rules/run-rules.js";
import { unmatchedMapping, unmatchedRole } from "./rules/unmatched-role.js";
import { groupDocuments } from "./select/group-documents.js";
import { satisfiedVersions } from "./select/satisfied-versions.js";
import { type SelectedRole, type Selection, selectRoles } from "./select/select-roles.js";
import { formatLocation } from "./source/location.js";
import { filePlace, locate } from "./source/place.js";
import type { TextFile } from "./source/text-file.js";

/** What a check needs of the world beside its options. */
export interface CheckEnvironment {
  readonly scope: Scope;
  /** `YYYY-MM-DD`, for suppressions that expire. */
  readonly today: string;
  /** Told before each file how many of how many are read. */
  readonly onReading?: OnReading;
  /** Files that look like a configuration and are not read. */
  readonly unread?: readonly UnreadConfig[];
  /** The base of the pull request that the run is for. */
  readonly base?: Base | null;
}

export type OnReading = (done: number, total: number) => void;

/** A report; or what is wrong in the configuration, so that nothing was checked. */
export type CheckOutcome = { readonly report: Report } | { readonly problems: readonly ConfigProblem[] };

/** All that a check found out, with what the commands beside `check` need; or what is wrong in the configuration. */
export type Inspected =
  | { readonly result: CheckResult; readonly otherRoles: readonly Role[] }
  | { readonly problems: readonly ConfigProblem[] };

/** The pipeline: options in, report out. */
export async function check(options: CheckOptions, environment: CheckEnvironment): Promise<CheckOutcome> {
  const inspected = await inspect(options, environment);
  return "problems" in inspected ? inspected : reportOf(inspected.result, options, environment);
}

/** The report of what was found, compared with what the options name; what is old is looked for only if there is anything. */
export async function reportOf(
  result: CheckResult,
  options: CheckOptions,
  environment: CheckEnvironment,
): Promise<CheckOutcome> {
  const { scope, base = null } = environment;
  const wanted = result.findings.some(({ suppressedBy }) => suppressedBy === null);
  const comparison = await compare(options, { scope, base, wanted, read: result.files.paths }, async (commit) => {
    const inspected = await inspect(options, { ...environment, scope: { ...scope, commit } });
    return "problems" in inspected ? [] : inspected.result.findings;
  });
  return "problems" in comparison ? comparison : { report: buildReport(result, options.failOn, comparison) };
}

/** The pipeline up to the report: discover, read, select, evaluate, rules. */
export async function inspect(options: CheckOptions, environment: CheckEnvironment): Promise<Inspected> {
  const found = await findRequirements(environment.scope, options.requirements);
  if ("problems" in found) return found;
  const { requirements } = found;
  const intake = readFiles(options, environment, requirements.nameMarks);
  const grouped = groupDocuments(intake.roles, options.groups);
  const selection = selectRoles(grouped.roles, options.roles, requirements);
  const authorization = await loadAuthorization();
  const workers = await withManagedPolicies(selection.selected.filter(({ role }) => !role.removed));
  const evaluation = new Evaluation(options.context, authorization);
  const roles = workers.map((worker) => evaluate(worker, options, evaluation));
  const rules = new RuleRunner(options, authorization, environment.today);
  const findings = [
    ...(environment.unread ?? []).flatMap((config) => rules.run(unreadConfig, run.unreadConfig(config))),
    ...intake.problems.flatMap((problem) => rules.run(unreadable, run.unreadableFile(problem))),
    ...grouped.unmatched.flatMap((unmatched) =>
      rules.run(unreadable, run.unmatchedGroup(unmatched, intake.passedOver)),
    ),
    ...roles.flatMap((role) => rules.role(role)),
    ...runFindings(rules, options, { intake, selection, requirements }),
  ];
  const selected = new Set(selection.selected.map(({ role }) => role));
  return {
    otherRoles: grouped.roles.filter((role) => !selected.has(role)),
    result: {
      requirements,
      files: {
        matched: intake.matched,
        read: intake.read.length,
        unreadable: intake.problems.filter(({ isRead }) => isRead !== true).length,
        paths: intake.read,
      },
      roles,
      notChecked: [
        ...intake.passedOver,
        ...selection.notChecked.map(({ role, reason }) => ({ id: role.id, place: role.place, reason })),
      ],
      findings: [...findings, ...staleFindings(rules)],
    },
  };
}

const { unreadableFile: unreadable, noWorkerRole, workerRoleRemoved, staleSuppression, unreadConfig } = run.runRules;

/** What was read of the files that matched. */
interface Intake {
  readonly matched: number;
  /** Paths of the files that were read. */
  readonly read: readonly string[];
  readonly roles: readonly Role[];
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
}

/** Reads every candidate. A file that can't be read is a problem and never stops the others. */
function readFiles(
  options: CheckOptions,
  { scope, onReading }: CheckEnvironment,
  nameMarks: readonly string[],
): Intake {
  const found = findCandidates(scope, options.files, groupFiles(options));
  const workspace = openWorkspace(scope, found.folders);
  const { terraformRoot, parameters } = options;
  const context: ReadContext = { workspace, terraformRoot, parameters };
  const passedOver: PassedOver[] = [];
  const problems: FileProblem[] = found.notFound.map(({ named, reason, help }) => ({
    message: `${named} ${reason}`,
    help,
    place: filePlace(named),
  }));
  const read: ReadFile[] = [];
  for (const [index, candidate] of found.candidates.entries()) {
    onReading?.(index, found.candidates.length);
    const content = readCandidate(scope, candidate);
    if (content.kind === "other") continue;
    if (content.kind === "unreadable") {
      const { path, message, help } = content;
      problems.push({ message: `${path} ${message}`, help, place: filePlace(path) });
      continue;
    }
    const { path } = content.file;
    const outcome = readFile(content.file, context);
    if (content.isNesting && (outcome.kind !== "read" || outcome.result.roles.length === 0)) continue;
    if (outcome.kind === "unreadable") {
      problems.push(outcome.problem);
    } else if (outcome.kind === "foreign") {
      const { message, help, place } = outcome.problem;
      if (candidate.literal || isMarked(content.file, nameMarks)) problems.push(outcome.problem);
      else passedOver.push({ id: path, reason: `${message.slice(path.length + 1)}: ${help}`, place });
    } else if (outcome.kind === "read") {
      read.push({ path, result: outcome.result });
    } else if (candidate.literal) {
      passedOver.push({ id: path, reason: outcome.reason, place: filePlace(path) });
    }
  }
  const results = readOnce(read);
  return {
    matched: found.candidates.length,
    read: read.map(({ path }) => path),
    roles: results.flatMap(({ roles }) => roles),
    problems: withoutRepetitions([...problems, ...results.flatMap((result) => result.problems)]),
    passedOver: [...passedOver, ...results.flatMap((result) => result.passedOver)],
  };
}

/** A template of another tool that says Veeam may well be a worker role's. */
function isMarked({ path, text }: TextFile, nameMarks: readonly string[]): boolean {
  const words = `${path}\n${text}`.toLowerCase();
  return nameMarks.some((mark) => words.includes(mark));
}

interface ReadFile {
  readonly path: string;
  readonly result: ReadResult;
}

/** Leaves out what a file gives by itself that was read as a part of another one. */
function readOnce(files: readonly ReadFile[]): readonly ReadResult[] {
  const parts = new Set<string>();
  for (const { path, result } of files) {
    // Two templates that nest each other do not both fall away.
    if (!parts.has(path)) for (const part of result.partFiles ?? []) parts.add(part);
  }
  return files.flatMap(({ path, result }) => (parts.has(path) ? [] : [result]));
}

/** A file that can't be read is met again by each that nests it. */
function withoutRepetitions(problems: readonly FileProblem[]): readonly FileProblem[] {
  const all = problems.map(
    (problem) => [`${formatLocation(locate(problem.place))} ${problem.message}`, problem] as const,
  );
  return [...new Map(all).values()];
}

function groupFiles(options: CheckOptions): readonly string[] {
  return options.groups.flatMap(({ policies, trust, boundary }) => [...policies, ...trust, ...boundary]);
}

/** Replaces references to AWS's own policies by their documents, in the worker roles only: the data is large. */
async function withManagedPolicies(selected: readonly SelectedRole[]): Promise<readonly SelectedRole[]> {
  const roles = await resolveManagedPolicies(selected.map(({ role }) => role));
  return selected.map((worker, index) => ({ ...worker, role: roles[index] ?? worker.role }));
}

function evaluate(worker: SelectedRole, options: CheckOptions, evaluation: Evaluation): EvaluatedRole {
  const ofCatalogue = [...catalogueVersions(), LATEST].includes(options.requirements);
  const { role, kinds, kindNames, selectedBy } = worker;
  const verdicts = evaluation.of(role);
  const parties = [...new Set(kinds.flatMap((kind) => kind.trust))];
  return {
    role,
    selectedBy,
    kinds: kinds.map((kind) => ({ kind, verdicts: kind.actions.map(verdicts) })),
    trust: parties.flatMap((party) => evaluateTrust(role, party, options.appliance, options.context) ?? []),
    appliance: options.appliance,
    context: options.context,
    ...(ofCatalogue ? { satisfies: satisfiedVersions(kindNames, verdicts) } : {}),
  };
}

interface Seen {
  readonly intake: Intake;
  readonly selection: Selection;
  readonly requirements: Requirements;
}

function runFindings(rules: RuleRunner, options: CheckOptions, seen: Seen): readonly JudgedFinding[] {
  const { intake, selection, requirements } = seen;
  const known = [...requirements.kinds.map(({ name }) => name), ...requirements.aliases.keys()];
  const misnamed = selection.misnamed.flatMap(({ role, kinds, namedBy }) =>
    rules.run(noWorkerRole, run.misnamedKind(role, kinds, namedBy, known)),
  );
  const { matched, read, roles, problems } = intake;
  const misnamedLines = selection.misnamedLines.flatMap(({ mapping, kinds }) =>
    rules.run(noWorkerRole, run.misnamedLine(mapping, kinds, known)),
  );
  const unmatched = selection.unmatched.flatMap((mapping) =>
    rules.run(unmatchedRole, unmatchedMapping(mapping, roles, options.rolesBeyond)),
  );
  const removed = selection.selected.filter(({ role }) => role.removed);
  const removals = removed.flatMap(({ role }) => rules.run(workerRoleRemoved, run.workerRoleRemoved(role)));
  if (selection.selected.length > removed.length || options.ifNoRoles === "ignore")
    return [...misnamed, ...misnamedLines, ...unmatched, ...removals];
  const looked = { matched, read: read.length, unreadable: problems.length, roles, kinds: known };
  return [
    ...misnamed,
    ...misnamedLines,
    ...unmatched,
    ...removals,
    ...rules.run(noWorkerRole, run.noWorkerRole(looked, options.ifNoRoles)),
  ];
}

function staleFindings(rules: RuleRunner): readonly JudgedFinding[] {
  return rules
    .stale()
    .flatMap(({ suppression, reason }) => rules.run(staleSuppression, run.staleSuppression(reason, suppression.place)));
}
