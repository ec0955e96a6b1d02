import { type CompareEnvironment, compare } from "./compare.js";
import { isInline } from "./config/inline-suppressions.js";
import type { CheckOptions } from "./config/options.js";
import { type ConfigProblem, looksEverywhere } from "./config/settings.js";
import { callersLost } from "./coverage/callers-lost.js";
import type { Coverage, Loss } from "./coverage/compare-coverage.js";
import { keepsIds } from "./coverage/kept-ids.js";
import { linesFor, linesOf } from "./coverage/matched-lines.js";
import { findSources, findSourcesBelow, type RoleSource } from "./discover/find-sources.js";
import type { UnreadConfig } from "./discover/unread-configs.js";
import { type Examined, examine } from "./examine.js";
import type { Role } from "./iam/model.js";
import { evaluateTrust } from "./iam/trust.js";
import { trustWithIds } from "./iam/trusted-principals.js";
import type { TrustVerdict } from "./iam/verdict.js";
import type { Intake, OnProgress } from "./readers/read-files.js";
import { buildReport, type CheckResult } from "./report/build-report.js";
import type { Report } from "./report/report.js";
import { kindNames, type Requirements } from "./requirements/requirements.js";
import { type EvaluatedFinding, RuleRunner } from "./rules/apply-rules.js";
import { adoptedCoverage, coverageLost, type Lines, lostCoverage, unguardedCoverage } from "./rules/coverage-lost.js";
import type { InlineSuppressions } from "./rules/inline-suppressions.js";
import { movedAccountCoverage } from "./rules/moved-account.js";
import type { EvaluatedRole, RoleBefore } from "./rules/rule.js";
import * as run from "./rules/run-rules.js";
import { unmatchedMapping, unmatchedRole } from "./rules/unmatched-role.js";
import { isLoose } from "./select/attach-policies.js";
import { mappingLines } from "./select/mapping-lines.js";
import type { Selection } from "./select/select-roles.js";
import type { SplitDocuments } from "./select/split-documents.js";
import { isInFolder } from "./source/folder-path.js";
import { nearestWord } from "./source/nearest-word.js";
import { filePlace, textFileOf } from "./source/place.js";
import type { TextFile } from "./source/text-file.js";

export type { OnProgress };

/** A check's inputs other than its options. */
export interface CheckEnvironment extends CompareEnvironment {
  /** Files that look like a configuration but aren't read. */
  readonly unread?: readonly UnreadConfig[];
}

/** A report and the files that its findings point into, or the configuration problems that prevented the check. */
export type CheckOutcome = Checked | { readonly problems: readonly ConfigProblem[] };

export interface Checked {
  readonly report: Report;
  /** In the same order as the report's roles. */
  readonly roles: readonly EvaluatedRole[];
  /** Files by path. Excludes plans and variable files, because text near a finding may be a secret. */
  readonly sources: ReadonlyMap<string, TextFile>;
  /** Policies split across files, one for each line of `groups` that would join them. */
  readonly splits: readonly SplitDocuments[];
}

/** The result of a check, with the examined state that other commands need, or the configuration problems. */
export type Inspected =
  | { readonly examined: Examined; readonly result: CheckResult; readonly otherRoles: readonly Role[] }
  | { readonly problems: readonly ConfigProblem[] };

/**
 * Runs the pipeline: options in, report out.
 *
 * @param examined the result of an earlier examination with the same options and environment
 */
export async function check(
  options: CheckOptions,
  environment: CheckEnvironment,
  examined?: Examined,
): Promise<CheckOutcome> {
  const head = examined ?? (await examine(options, environment));
  if ("problems" in head) return head;
  const compared = await compare(head, environment, (examined, coverage) =>
    checkExamined(examined, environment, coverage),
  );
  if ("problems" in compared) return compared;
  const { result, comparison } = compared;
  const { selection } = head;
  const splits = [...result.roles.flatMap(({ kinds }) => kinds), ...selection.notChecked].flatMap(
    ({ split }) => split ?? [],
  );
  return {
    report: buildReport(result, options.failOn, comparison),
    roles: result.roles,
    sources: sourcesOf(result, head.grouped.roles),
    splits: [...new Map(splits.map((split) => [split.line, split])).values()],
  };
}

function sourcesOf({ findings }: CheckResult, roles: readonly Role[]): Checked["sources"] {
  const plans = new Set(roles.filter(({ format }) => format === "terraform-plan").map(({ file }) => file));
  const files = findings.flatMap(({ place, commit }) => (commit === undefined ? (textFileOf(place) ?? []) : []));
  const isShown = ({ path }: TextFile): boolean => !plans.has(path) && !/\.tfvars(?:\.json)?$/.test(path);
  return new Map(files.filter(isShown).map((file) => [file.path, file]));
}

/** Runs the pipeline up to the report, without any comparison. */
export async function inspect(options: CheckOptions, environment: CheckEnvironment): Promise<Inspected> {
  const examined = await examine(options, environment);
  if ("problems" in examined) return examined;
  const selected = new Set(examined.selection.selected.map(({ role }) => role));
  return {
    examined,
    otherRoles: examined.grouped.roles.filter((role) => !selected.has(role)),
    result: checkExamined(examined, environment, null),
  };
}

/** Applies the rules to the examined roles and returns the report. */
function checkExamined(examined: Examined, environment: CheckEnvironment, coverage: Coverage | null): CheckResult {
  const { options, requirements, authorization, intake, grouped, selection, inline } = examined;
  const workers = examined.workers.map(({ role, evaluated }) => {
    const before = coverage?.before.get(role) ?? null;
    const { today } = environment;
    const trusting = withAppliance(evaluated, before, coverage?.appliance ?? null, today, grouped.roles);
    const adjusted = withIds(trusting, before, today, grouped.roles);
    return { role, evaluated: { ...adjusted, before } };
  });
  const roles = workers.map(({ evaluated }) => evaluated);
  const rules = new RuleRunner(options, authorization, environment.today, inline, coverage?.severities);
  const ended = mappingLines(
    (coverage?.losses ?? []).flatMap(({ now, names, endedBy }) =>
      endedBy === null || now === null ? [] : [{ role: now, kinds: names }],
    ),
  );
  const isOfRun = ({ folder, why }: UnreadConfig): boolean =>
    folder === undefined ? why !== "below" || !isPiped(options) : intake.read.some((path) => isInFolder(path, folder));
  const unread = (environment.unread ?? []).filter(isOfRun);
  const loose = grouped.roles.flatMap((role) => (isLoose(role) ? role.file : []));
  const findings = [
    ...unread.flatMap((config) => rules.run(unreadConfig, run.unreadConfig(config))),
    ...intake.problems.flatMap((problem) => rules.run(unreadable, run.unreadableFile(problem))),
    ...grouped.unmatched.flatMap((unmatched, at) => {
      const near = at < MAX_COMPARED ? nearestWord(unmatched.pattern, loose) : null;
      return rules.run(unreadable, run.unmatchedGroup(unmatched, intake.passedOver, near));
    }),
    ...examined.unmatchedFiles.flatMap((line) =>
      rules.run(unreadable, run.unmatchedPolicy(line, intake.passedOver, intake.problems)),
    ),
    ...(coverage?.losses ?? []).flatMap((loss) =>
      lossFindings(rules, loss, grouped.roles, linesFor(loss, workers, options, ended)),
    ),
    ...(coverage?.adopted ?? []).flatMap((adopted) =>
      rules.about(coverageLost, () => adoptedCoverage(adopted, linesOf(workers)), [adopted.role]),
    ),
    ...(coverage?.unguarded ?? []).flatMap((one) =>
      rules.about(coverageLost, (keep) => unguardedCoverage(one, keep), [one.role]),
    ),
    ...(coverage?.maybeMoved ?? []).flatMap((one) =>
      rules.about(coverageLost, () => movedAccountCoverage(one), [one.role]),
    ),
    ...roles.flatMap((role, index) => {
      environment.onReading?.(index, roles.length, "checking");
      return rules.role(role);
    }),
    ...runFindings(rules, options, {
      intake,
      named: grouped.roles,
      selection,
      requirements,
      input: environment.scope.standardInput,
      sources: () => sourcesFor(intake, options.files, environment),
    }),
  ];
  return {
    requirements,
    assumed: !options.requirementsGiven,
    files: {
      matched: intake.matched,
      read: intake.read.length,
      unreadable: intake.problems.filter(({ isRead }) => isRead !== true).length,
      paths: intake.read,
    },
    roles,
    coverage:
      coverage === null
        ? null
        : new Map(workers.map(({ role, evaluated }) => [evaluated, coverage.states.get(role) ?? "new"])),
    notChecked: [
      ...intake.passedOver,
      ...selection.notChecked.map(({ role, reason }) => ({ id: role.id, place: role.place, reason })),
    ],
    findings: [...findings, ...staleFindings(rules, inline, intake.problems.length > 0)],
    declared: { ...options, guardrails: examined.guardrails.levels.filter((one) => !one.isOfResources) },
    unseen: examined.unseen,
  };
}

/**
 * If the head declares no appliance, uses the base's declaration, or the principal that the role trusted on the base. Otherwise, a trust
 * policy that lets in a different principal would pass, too. `declared` is null if the head declares one or the base is unknown.
 */
function withAppliance(
  evaluated: EvaluatedRole,
  before: RoleBefore | null,
  declared: readonly string[] | null,
  today: string,
  roles: readonly Role[],
): EvaluatedRole {
  if (declared === null || before?.trust.has("appliance") !== true) return evaluated;
  const appliance = declared.length > 0 ? declared : (before.trusted ?? []);
  const { role, trust, context, partition = null, accounts = [] } = evaluated;
  const decided = (one: TrustVerdict) =>
    one.party === "appliance" ? (evaluateTrust(role, one.party, appliance, context, today, partition) ?? []) : one;
  if (declared.length === 0) {
    const now = { role, roles, accounts };
    const lost = before.trusting ? callersLost(before.trusting, now, { context, today, partition }) : null;
    if (lost === null) return evaluated;
    const isLost = (one: TrustVerdict) => one.party === "appliance" && one.verdict === "granted";
    const withLoss = (all: readonly TrustVerdict[]) => all.map((one) => (isLost(one) ? lost : one));
    return appliance.length === 0
      ? { ...evaluated, trust: withLoss(trust) }
      : { ...evaluated, trust: withLoss(trust.flatMap(decided)), appliance };
  }
  const again = trust.flatMap(decided);
  return { ...evaluated, trust: again, appliance };
}

/**
 * Makes a trust verdict conditional if the policy requires an external ID that the base didn't require. Somebody must first enter that ID
 * in the appliance's settings.
 */
function withIds(
  evaluated: EvaluatedRole,
  before: RoleBefore | null,
  today: string,
  roles: readonly Role[],
): EvaluatedRole {
  const { role, trust, accounts = [] } = evaluated;
  const appliance = evaluated.appliance.length > 0 ? evaluated.appliance : (before?.trusted ?? []);
  const known = { ...evaluated, today };
  const isNew = ({ party, verdict, byDefault }: TrustVerdict) =>
    party === "appliance" &&
    (verdict === "granted" || byDefault === true) &&
    !keepsIds(before ?? {}, { role, roles, accounts }, appliance, known);
  const adjusted = trust.map((one) => {
    if (!isNew(one)) return one;
    const { causes } = trustWithIds(role, appliance, [null], known) ?? one;
    return { ...one, verdict: "conditional" as const, asksNewId: true as const, causes };
  });
  return { ...evaluated, trust: adjusted };
}

function lossFindings(
  rules: RuleRunner,
  loss: Loss,
  roles: readonly Role[],
  lines: Lines,
): readonly EvaluatedFinding[] {
  const { identity } = loss.before;
  const deleted =
    roles.find(({ removed, id, file }) => removed && id === identity.id && file === identity.file) ?? null;
  const called = loss.now === null ? [identity] : [identity, loss.now];
  return rules.about(coverageLost, (keep) => lostCoverage(loss, deleted, lines, keep), called);
}

const { unreadableFile: unreadable, noWorkerRole, staleSuppression, unreadConfig } = run.runRules;

/** The sources from which to create a plan or template. Empty if a role was found. */
function sourcesFor({ roles }: Intake, files: readonly string[], { scope }: CheckEnvironment): readonly RoleSource[] {
  if (roles.length > 0) return [];
  if (looksEverywhere(files)) return findSources(scope);
  const [named = "", ...others] = files;
  return others.length === 0 ? findSourcesBelow(scope, named) : [];
}

interface Seen {
  /** The content of standard input, which `-` names in `files`. */
  readonly input: Buffer | undefined;
  readonly sources: () => readonly RoleSource[];
  readonly intake: Intake;
  /** The roles that were read, with the files of each group joined into one role. */
  readonly named: readonly Role[];
  readonly selection: Selection;
  readonly requirements: Requirements;
}

/** The maximum number of unmatched lines of `roles` or of `groups` for which a similar role or file is looked up. Each is compared with all. */
const MAX_COMPARED = 100;

function isPiped({ files }: CheckOptions): boolean {
  return files.join() === "-";
}

function runFindings(rules: RuleRunner, options: CheckOptions, seen: Seen): readonly EvaluatedFinding[] {
  const { intake, selection, requirements, sources } = seen;
  const known = kindNames(requirements);
  const misnamed = selection.misnamed.flatMap(({ role, kinds, namedBy }) =>
    rules.run(noWorkerRole, run.misnamedKind(role, kinds, namedBy, known)),
  );
  const { matched, read, roles, problems } = intake;
  const misnamedLines = selection.misnamedLines.flatMap(({ mapping, kinds }) =>
    rules.run(noWorkerRole, run.misnamedLine(mapping, kinds, known)),
  );
  const unmatched = selection.unmatched.flatMap((mapping, at) => {
    const near = at < MAX_COMPARED ? seen.named : [];
    return rules.run(unmatchedRole, unmatchedMapping(mapping, near, options.rolesBeyond));
  });
  const removed = selection.selected.filter(({ role }) => role.removed);
  if (selection.selected.length > removed.length || options.ifNoRoles === "ignore")
    return [...misnamed, ...misnamedLines, ...unmatched];
  const looked = {
    matched,
    read: read.length,
    unreadable: problems.length,
    roles,
    kinds: known,
    sources: sources(),
    split: selection.notChecked.find(({ split }) => split)?.split,
    piped: isPiped(options) ? (seen.input ?? null) : null,
  };
  return [
    ...misnamed,
    ...misnamedLines,
    ...unmatched,
    ...rules.run(noWorkerRole, run.noWorkerRole(looked, options.ifNoRoles)),
  ];
}

/** Reports stale suppressions. If a file is unreadable, it may contain the suppressed finding, so only expired suppressions are stale. */
function staleFindings(
  rules: RuleRunner,
  { problems, doubts }: InlineSuppressions,
  isInPart: boolean,
): readonly EvaluatedFinding[] {
  const stale = rules.stale().flatMap(({ suppression, reason, isExpired }) => {
    if (isInPart && !isExpired) return [];
    const here = "move it to the line that the finding names or the line above, or remove it";
    const help = isInline(suppression) ? here : "remove it from the configuration";
    return run.staleSuppression(reason, suppression.place, isExpired ? "give it a later date, or remove it" : help);
  });
  const idle = [...problems.map((one) => ({ ...one, message: `has no effect: ${one.message}` })), ...doubts].map(
    ({ message, help, place }) => run.staleSuppression(message, place ?? filePlace("."), help ?? ""),
  );
  return [...stale, ...idle].flatMap((draft) => rules.run(staleSuppression, draft));
}
