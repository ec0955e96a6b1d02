import { isDeepStrictEqual } from "node:util";
import { namesFile } from "./config/config-paths.js";
import { isInline } from "./config/inline-suppressions.js";
import type { CheckOptions, RoleMapping, Suppression } from "./config/options.js";
import type { ConfigProblem } from "./config/settings.js";
import { adoptedKinds } from "./coverage/adopt-kinds.js";
import { baseRoles } from "./coverage/base-roles.js";
import { callersLost } from "./coverage/callers-lost.js";
import {
  type BaseLists,
  type Coverage,
  compareCoverage,
  type HeadCoverage,
  type TrustedBefore,
} from "./coverage/compare-coverage.js";
import type { CoveredRole } from "./coverage/covered-role.js";
import { describeDroppedGroups, withDroppedFiles } from "./coverage/dropped-groups.js";
import {
  type DroppedLimits,
  describeDroppedGuardrails,
  movedPolicy,
  type Unguarded,
  unguarded,
} from "./coverage/dropped-guardrails.js";
import { withDroppedLines } from "./coverage/dropped-lines.js";
import { withoutGranted } from "./coverage/granted-before.js";
import { keepsIds } from "./coverage/kept-ids.js";
import { lostKeyActions } from "./coverage/lost-key-actions.js";
import { namingAccounts } from "./coverage/named-accounts.js";
import { reportedRoles, withReported } from "./coverage/reported-roles.js";
import { withMergedStates } from "./coverage/states-of-roles.js";
import { type Base, withBaseCommit } from "./discover/base-commit.js";
import type { CommitTree } from "./discover/commit-tree.js";
import { lookAt } from "./discover/file-tree.js";
import { readOwnFile } from "./discover/find-config.js";
import { findRequirements } from "./discover/find-requirements.js";
import { GitFault } from "./discover/git.js";
import { absolutePath, filesOf, type Scope } from "./discover/scope.js";
import { isTracked } from "./discover/tracked-files.js";
import { holdsSettings } from "./discover/unread-configs.js";
import { checkedFor, type Examined, type ExamineEnvironment, examineIntake } from "./examine.js";
import type { Role, StandingPolicy } from "./iam/model.js";
import { declaredPartition } from "./iam/role-partitions.js";
import { evaluateTrust } from "./iam/trust.js";
import type { TrustParty } from "./iam/verdict.js";
import { readGuardrailFiles } from "./path/guardrails.js";
import { declaredKeys } from "./path/keys.js";
import { idInRun } from "./path/same-deployment.js";
import { type Intake, readFiles } from "./readers/read-files.js";
import { readsAlike } from "./readers/reads-alike.js";
import { type Baseline, knownFinding } from "./report/baseline.js";
import { readBaselineFile } from "./report/baseline-file.js";
import type { CheckResult, Comparison } from "./report/build-report.js";
import { fingerprint } from "./report/fingerprint.js";
import { readReport } from "./report/read-report.js";
import type { Report } from "./report/report.js";
import type { Requirements } from "./requirements/requirements.js";
import type { EvaluatedFinding } from "./rules/apply-rules.js";
import { isLoose, policyFiles } from "./select/attach-policies.js";
import { declaring } from "./select/declaring.js";
import { JsonField, JsonShapeError } from "./source/json-field.js";
import { formatLocation } from "./source/location.js";
import { parseJson } from "./source/parse-json.js";
import { fileOf, locate, type Place } from "./source/place.js";
import { plural } from "./source/plural.js";
import { whyUnread } from "./source/why-unread.js";

const NO_COVERAGE = "Coverage was not compared.";

type BaselineOptions = Pick<CheckOptions, "baseline" | "failOnNewOnly">;

export interface CompareEnvironment extends ExamineEnvironment {
  /** The event's base, which `base: auto` refers to. */
  readonly base?: Base | null;
  /** The options from a commit's configuration and this run's inputs. Returns null if there are none. */
  readonly optionsAt?: (commit: CommitTree) => CheckOptions | null;
}

/** The head's result, and its comparison with the base. */
export interface Compared {
  readonly result: CheckResult;
  readonly comparison: Comparison;
}

type CheckExamined = (examined: Examined, coverage: Coverage | null) => CheckResult;

/** The state before the head, and the lines of `roles` that applied. */
interface Before {
  readonly roles: readonly CoveredRole[];
  readonly mappings: readonly RoleMapping[] | null;
  readonly lists: BaseLists;
  readonly appliance: readonly string[];
  /** The accounts that the base's `deployment` declares. Absent if unknown. */
  readonly accounts?: readonly string[];
  /** The guardrails, groups, and policies that the base declares and the head doesn't. */
  readonly limits?: readonly DroppedLimits[];
  /** Suppressions in the base's configuration and files. Absent if unknown. */
  readonly suppressions?: readonly Suppression[];
  /** The keys that either configuration declares, with their policies on the head. */
  readonly keys?: readonly StandingPolicy[];
  readonly severities?: CheckOptions["severities"];
  readonly failOn?: CheckOptions["failOn"];
}

/**
 * Compares coverage and findings with the base: its commit, the prior states that plans contain, and a baseline file or report. Coverage
 * follows the base's own configuration. The findings of both sides are evaluated under the head's configuration.
 */
export async function compare(
  head: Examined,
  environment: CompareEnvironment,
  checkExamined: CheckExamined,
): Promise<Compared | { readonly problems: readonly ConfigProblem[] }> {
  const { options } = head;
  const withFile = readBaseline(options, environment.scope);
  if ("problems" in withFile) return withFile;
  const [base, isOwn] = await baseOfChange(options, environment);
  const { failOnNewOnly } = options;
  const alone = async (noteOf: (before: Before | null) => string | null): Promise<Compared> => {
    const before = await beforeWithout(head, withFile.report);
    const result = await resultWith(head, before, checkExamined, environment.scope);
    return { result, comparison: { baselines: withFile.baselines, failOnNewOnly, note: noteOf(before) } };
  };
  if (base !== null) {
    try {
      return await withBaseCommit(environment.scope, base, async (commit, checkedOut, isFork) => {
        const side: CommitSide = { head, environment, base, commit };
        const { baselines, report } = baselineOf(side, withFile);
        const [before, alike] = await beforeIn(side, report);
        const result = withNewSuppressions(
          await resultWith(head, before, checkExamined, environment.scope),
          head,
          before,
        );
        const wanted = result.findings.some(isCounting);
        const old = wanted ? (await findingsIn(side, alike, checkExamined)).filter(isCounting) : [];
        const findings = withoutGranted(old, before?.roles ?? []).map(known);
        const source = { kind: "commit", name: base.name } as const;
        const made = filesInNoCommit(side, checkedOut, wanted);
        const comparison = { baselines: [{ source, findings }, ...baselines], failOnNewOnly };
        const unmade = baselines.length > 0 ? null : describeMade(made, base.name);
        const changed = baselines === withFile.baselines ? null : describeChanged(options.baseline ?? "", base.name);
        const held = failOnBefore(result, options, before);
        const tip = isFork ? null : describeTip(base.name);
        const note = joined([
          isOwn ? null : BASE_LATER,
          held?.note,
          changed,
          tip,
          unmade,
          describeUncompared(baselines, before),
        ]);
        return { result, comparison: { ...comparison, note, failOn: held?.failOn } };
      });
    } catch (error) {
      if (!(error instanceof GitFault)) throw error;
      const unread = `Not compared with ${base.name}: ${error.message}; ${error.help}.`;
      // A report of the base replaces the commit, but a list of old findings doesn't show what was checked.
      if (withFile.report === null) return alone((before) => (before === null ? `${unread} ${NO_COVERAGE}` : unread));
    }
  }
  return alone((before) => describeUncompared(withFile.baselines, before));
}

async function resultWith(
  given: Examined,
  before: Before | null,
  checkExamined: CheckExamined,
  scope: Scope,
): Promise<CheckResult> {
  if (before === null) return checkExamined(given, null);
  const { roles, lists, appliance, severities = given.options.severities } = before;
  const { intake, options, requirements, today } = given;
  const naming = namingAccounts(roles, given.grouped.roles, before.accounts) ?? undefined;
  const head = naming ? await examineIntake(options, requirements, intake, today, [], undefined, naming) : given;
  const adopted = await adoptedKinds(roles, headCoverage(head, before, scope), lists);
  const more = adopted.map(({ role, kinds, where }) => {
    const kindNames = kinds.map(({ name }) => name);
    return { role, kinds, kindNames, selectedBy: `inferred ${where}, and fully met since` };
  });
  const whole = await checkedFor(head, more);
  const compared = await compareCoverage(roles, headCoverage(whole, before, scope), lists);
  const grantedOf = (role: Role, kind: string): ReadonlySet<string> =>
    compared.before.get(role)?.granted.get(kind) ?? new Set(roles.flatMap(({ kinds }) => [...(kinds.get(kind) ?? [])]));
  const limited = (before.limits ?? []).map((dropped) => withLimits(whole, dropped, grantedOf));
  const coverage = { ...compared, adopted, severities, unguarded: (await Promise.all(limited)).flat() };
  return checkExamined(whole, head.options.appliance.length > 0 ? coverage : { ...coverage, appliance });
}

/** Evaluates the head's roles under limits that the same change drops. */
async function withLimits(
  head: Examined,
  dropped: DroppedLimits,
  grantedOf: (role: Role, kind: string) => ReadonlySet<string>,
): Promise<readonly Unguarded[]> {
  const selected = head.selection.selected.filter(({ role }) => !role.removed);
  const again = await head.evaluateAll(selected.map((one) => ({ ...one, role: dropped.attach(one.role) })));
  return unguarded(head.workers, again, dropped, grantedOf).filter(({ actions }) => actions.length > 0);
}

function headCoverage(head: Examined, { mappings, appliance, ...before }: Before, scope: Scope): HeadCoverage {
  const texts = new Set(mappings?.map(({ text }) => text));
  const { inferable, inferenceEndedBy } = head.selection;
  const accounts = head.options.deployment?.accounts ?? [];
  const accountsBefore = before.accounts ?? accounts;
  const { keys, standing } = { ...head.options, ...head.intake };
  const known = {
    all: before.keys ?? declaredKeys(keys, standing).keys,
    declared: new Set(keys.map(({ file }) => file)),
    keys: head.keys,
  };
  return {
    roles: head.grouped.roles,
    workers: head.workers,
    kinds: head.requirements.kinds,
    aliases: head.requirements.aliases,
    declared: declaring(head.options.roles, head.requirements).filter(({ text }) => !texts.has(text)),
    inferable,
    inferenceEndedBy,
    verdictsOf: head.verdictsOf,
    varFiles: head.intake.varFiles,
    accounts: { all: accounts, added: accounts.filter((one) => !accountsBefore.includes(one)) },
    isGone: isGoneIn(scope),
    lostKeyActions: (was, evaluated) => lostKeyActions(was, evaluated, known),
    trusts: (role: Role, party: TrustParty, { trusted, trusting, externalIds }: TrustedBefore) => {
      const declared = head.options.appliance.length > 0 ? head.options.appliance : appliance;
      const principals = declared.length > 0 ? declared : trusted;
      const { context } = head.options;
      const known = { context, today: head.today, partition: declaredPartition(head.options) };
      const trust = evaluateTrust(role, party, principals, context, known.today, known.partition);
      const isIn = trust?.verdict === "granted";
      if (party !== "appliance" || trust === null) return isIn;
      const now = { role, roles: head.grouped.roles, accounts };
      const isKept =
        declared.length > 0 || trusting === null
          ? isIn
          : (isIn || trusted.length > 0) && callersLost(trusting, now, known) === null;
      return isKept && keepsIds({ trusting, externalIds }, now, principals, known);
    },
  };
}

interface CommitSide {
  readonly head: Examined;
  readonly environment: CompareEnvironment;
  readonly base: Base;
  readonly commit: CommitTree;
}

/**
 * The commit's state under its own configuration, with the prior states of plans that aren't committed. The second value is the same
 * examination under the head's options, or null if it would differ. If the two sides can't differ, reuses the head's examination.
 */
async function beforeIn(side: CommitSide, report: Report | null): Promise<readonly [Before, Examined | null]> {
  const { head, environment, base, commit } = side;
  const { scope } = environment;
  const options = environment.optionsAt?.(commit) ?? head.options;
  const absent = isAbsentFrom(commit, scope);
  const added = head.intake.before.filter(({ path }) => absent(path));
  const states = added.flatMap(({ roles }) => roles());
  const requirements = await requirementsIn(side, options.requirements);
  const checkedAlike = options === head.options && requirements === head.requirements && states.length === 0;
  const examined =
    checkedAlike && readsAlike(options, scope, commit, head.intake)
      ? head
      : await examineSide(side, options, requirements, states);
  const planned = new Set(added.map(({ path }) => path));
  const origin = { where: `on ${base.name}`, commit: commit.name };
  const all = baseRoles(
    examined.grouped.roles,
    examined.workers,
    ({ file }) => (planned.has(file) ? BEFORE_PLAN : origin),
    options.context,
    head.today,
    examined.intake.varFiles,
  );
  const roles = withMergedStates(all, head.grouped.roles);
  const alike = checkedAlike ? examined : null;
  // If both configurations use versions of the vendor's lists, an action that only the older one requires isn't needed.
  // A requirements file of the repository is binding, as is a version if the head sets none.
  const isOwn = [options, head.options].some((one) => namesFile(one.requirements));
  const isUnset = options.requirementsGiven && !head.options.requirementsGiven;
  const lists = { aliases: requirements.aliases, binding: isOwn || isUnset ? requirements.kinds : [] };
  return [
    {
      roles: withReported(
        roles.map((role) => withDroppedLines(role, options, head.options)),
        reported(head, report).filter(({ identity }) => absent(identity.file)),
      ),
      mappings: options.roles,
      lists,
      appliance: options.appliance,
      accounts: options.deployment?.accounts ?? [],
      severities: options.severities,
      failOn: options.failOn,
      limits: droppedLimits(side, options, examined.intake.roles, origin.where),
      keys: keysNow(side, options),
      suppressions: [...options.suppressions, ...examined.inline.all],
    },
    alike,
  ];
}

function isGoneIn(scope: Scope): (path: string) => boolean {
  return (path) => lookAt(filesOf(scope), absolutePath(scope, path)) === undefined;
}

/** The keys of both configurations. If the change drops a key's line, the key's policy is still read from the head. */
function keysNow(side: CommitSide, { keys }: CheckOptions): readonly StandingPolicy[] {
  const { options } = side.head;
  const dropped = keys.filter(({ file }) => options.keys.every((one) => one.file !== file));
  const { standing } = dropped.length === 0 ? side.head.intake : filesNow(side, { keys: dropped }, []);
  const found = declaredKeys([...options.keys, ...dropped], standing).keys;
  return [...new Map(found.map((key) => [idInRun(key), key])).values()];
}

/** The limits that the change drops, with their files as they are on the head: the change may also edit a file whose line it drops. */
function droppedLimits(
  side: CommitSide,
  { guardrails, groups, policies }: CheckOptions,
  before: readonly Role[],
  where: string,
): readonly DroppedLimits[] {
  const { options } = side.head;
  const unnamed = policies.filter(({ arn }) => options.policies.every((line) => line.arn !== arn));
  const all: readonly (readonly [DroppedLimits["setting"], string, () => DroppedLimits["attach"]])[] = [
    [
      "guardrails",
      describeDroppedGuardrails(guardrails, options.guardrails),
      () => {
        const { roles, standing } = filesNow(side, { guardrails }, before);
        const { levels } = readGuardrailFiles(guardrails, roles, standing);
        return (role) => ({ ...role, guardrails: [...(role.guardrails ?? []), ...levels] });
      },
    ],
    [
      "groups",
      describeDroppedGroups(groups, options.groups),
      () => {
        const loose = filesNow(side, { groups: [...groups, ...options.groups] }, before).roles.filter(isLoose);
        return (role) => withDroppedFiles(role, groups, options.groups, loose);
      },
    ],
    [
      "policies",
      unnamed.map(({ file }) => file).join(", "),
      () => policyFiles(unnamed, filesNow(side, { policies: unnamed }, before).roles).attach,
    ],
  ];
  return all.flatMap(([setting, what, attach]) => (what === "" ? [] : [{ setting, what, where, attach: attach() }]));
}

/**
 * Reads the policy files that the base's configuration names, as they are on the head. For deleted ones, uses `before`,
 * the contents on the base.
 */
function filesNow(
  { head, environment, commit }: CommitSide,
  declared: Partial<CheckOptions>,
  before: readonly Role[],
): Pick<Intake, "roles" | "standing"> {
  const { options, requirements, intake } = head;
  const named = { ...options, files: [], groups: [], policies: [], guardrails: [], keys: [], ...declared };
  const { roles, looked, standing } = readFiles(named, { scope: environment.scope }, requirements.nameMarks);
  const gone = new Set(looked.notFound.map(({ named: path }) => path));
  const absent = isAbsentFrom(commit, environment.scope);
  const added = intake.roles.filter((role) => isLoose(role) && absent(role.file));
  const kept = before
    .filter((role) => isLoose(role) && gone.has(role.file))
    .map((role) => movedPolicy(role, added, declared.guardrails === undefined ? [] : options.guardrails));
  return { roles: [...roles, ...kept], standing: () => [...intake.standing(), ...standing()] };
}

function intakeOf(side: CommitSide, options: CheckOptions, { nameMarks }: Requirements): Intake {
  return readFiles(options, { scope: committedScope(side) }, nameMarks);
}

function committedScope({ environment, commit }: CommitSide): Scope {
  return { ...environment.scope, edited: new Map(), commit };
}

/** The lists that the base's configuration names. If they are in a file that is unreadable in the commit, returns the head's lists. */
async function requirementsIn(side: CommitSide, named: string): Promise<Requirements> {
  const found = await findRequirements(committedScope(side), named);
  const { head } = side;
  if ("problems" in found) return head.requirements;
  // Lists read from two files are the same if their contents are equal.
  return isDeepStrictEqual(found.requirements, head.requirements) ? head.requirements : found.requirements;
}

const BEFORE_PLAN = { where: "before this plan", commit: null };

/** The prior state if there is no base commit: it comes from plans and a report. Everything else counts as unchanged. */
async function beforeWithout(head: Examined, report: Report | null): Promise<Before | null> {
  const { intake, options, requirements } = head;
  if (intake.before.length === 0 && report === null) return null;
  const plans = new Set(intake.before.map(({ path }) => path));
  // A loose policy file that the plan may read isn't a role in the prior state either, even if that state is empty.
  const read = new Set(head.selection.notChecked.map(({ role }) => idInRun(role)));
  const rest = intake.roles.filter((role) => !plans.has(role.file) && !(isLoose(role) && read.has(idInRun(role))));
  const states = intake.before.flatMap(({ roles }) => roles());
  const examined = await examineIntake(options, requirements, { ...intake, roles: [...states, ...rest] }, head.today);
  const files = new Set(states);
  const kept = report === null ? examined.grouped.roles : states;
  const roles = baseRoles(
    kept.filter((role) => report === null || files.has(role)),
    examined.workers,
    () => BEFORE_PLAN,
    options.context,
    head.today,
    examined.intake.varFiles,
  );
  return {
    roles: withReported(roles, reported(head, report)),
    mappings: report === null ? options.roles : null,
    lists: { aliases: requirements.aliases, binding: [] },
    appliance: [],
  };
}

function reported({ requirements, options }: Examined, report: Report | null): readonly CoveredRole[] {
  return report === null ? [] : reportedRoles(report, requirements, options.baseline ?? "");
}

function examineSide(
  side: CommitSide,
  options: CheckOptions,
  requirements: Requirements,
  states: readonly Role[] = [],
): Promise<Examined> {
  const { head, environment } = side;
  const intake = intakeOf(side, options, requirements);
  return examineIntake(options, requirements, intake, head.today, states, environment.onReading);
}

/** The findings of the base under the head's options, so that both sides are checked alike. */
async function findingsIn(
  side: CommitSide,
  alike: Examined | null,
  checkExamined: CheckExamined,
): Promise<readonly EvaluatedFinding[]> {
  const { environment } = side;
  const { options, requirements } = side.head;
  const examined = alike ?? (await examineSide(side, options, requirements));
  const before = environment.optionsAt?.(side.commit) ?? options;
  const old = oldSuppressions(options.suppressions, before.suppressions);
  const fresh = new Set(options.suppressions.map(({ place }) => place).filter((place) => !old.has(place)));
  const added = namedOnlyIn(options, before);
  // Findings about the configuration are about the head's file. They are old only if the base's configuration has the same problem.
  return checkExamined(examined, null).findings.filter(({ rule, place, message }) => {
    if (rule === "stale-suppression") return !fresh.has(place);
    if (OF_NAMES.has(rule))
      return !added.some((name) => message.includes(name) || message.startsWith("nothing was checked"));
    const scope = committedScope(side);
    return rule !== "unread-config" || holdsSettings(scope, absolutePath(scope, fileOf(place)));
  });
}

/**
 * The places of suppressions that the base also has. If the head repeats one, only as many count as the base has. Reasons are not compared.
 */
function oldSuppressions(now: readonly Suppression[], before: readonly Suppression[]): ReadonlySet<Place> {
  const keyOf = (one: Suppression) =>
    JSON.stringify({ ...one, reason: "", place: isInline(one) ? fileOf(one.place) : null });
  const left = new Map<string, number>();
  for (const key of before.map(keyOf)) {
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const old = now.filter((one) => {
    const key = keyOf(one);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
  return new Set(old.map(({ place }) => place));
}

/** Marks findings that a new suppression removes from the verdict. */
function withNewSuppressions(result: CheckResult, head: Examined, { suppressions }: Before): CheckResult {
  if (suppressions === undefined || result.findings.every(isCounting)) return result;
  const old = oldSuppressions([...head.options.suppressions, ...head.inline.all], suppressions);
  const findings = result.findings.map((finding) =>
    finding.suppressedBy === null || old.has(finding.suppressedBy.place)
      ? finding
      : { ...finding, isNewlySuppressed: true as const },
  );
  return { ...result, findings };
}

/**
 * If a change sets `fail-on: never` and loses something, the base's `fail-on` applies, so that no change excuses itself. Returns null if
 * the head's `fail-on` applies.
 */
function failOnBefore(result: CheckResult, { failOn: now }: CheckOptions, { failOn }: Pick<Before, "failOn">) {
  if (failOn === undefined || failOn === "never" || now !== "never") return null;
  const fails = result.findings.some((one) => isCounting(one) && one.isLoss === true && one.severity === "error");
  if (!fails) return null;
  return {
    failOn,
    note: `\`fail-on: never\` takes effect with the next change: in this one, \`${failOn}\` still applies to losses.`,
  };
}

function joined(notes: readonly (string | null | undefined)[]): string | null {
  const shown = notes.filter((note) => typeof note === "string");
  return shown.length === 0 ? null : shown.join(" ");
}

const OF_NAMES: ReadonlySet<string> = new Set(["no-worker-role", "unmatched-role", "unreadable-file"]);

/** The lines of `roles` and the files that only the first configuration names. */
function namedOnlyIn(one: CheckOptions, other: CheckOptions): readonly string[] {
  const [names = [], known = []] = [one, other].map(
    ({ roles, groups, policies, guardrails, keys, varFiles, workspaces }) => [
      ...roles.map(({ text }) => text),
      ...groups.flatMap((group) => [...group.policies, ...group.trust, ...group.boundary]),
      ...[...policies, ...guardrails.flatMap(({ files }) => files), ...keys].map(({ file }) => file),
      ...varFiles,
      ...workspaces,
    ],
  );
  return names.filter((name) => !known.includes(name));
}

const BASE_LATER = "`base` in the configuration takes effect with the next change.";

/** The base to compare with. If a change edits `base` in the configuration, the setting on the event's base still applies. */
async function baseOfChange(
  options: CheckOptions,
  { base = null, scope, optionsAt }: CompareEnvironment,
): Promise<readonly [Base | null, isOwn: boolean]> {
  const own = chosenBase(options, base);
  if (base === null || own === base || optionsAt === undefined) return [own, true];
  try {
    const then = await withBaseCommit(scope, base, async (commit) => optionsAt(commit)?.base ?? options.base);
    return then === options.base ? [own, true] : [chosenBase({ ...options, base: then }, base), false];
  } catch (error) {
    if (!(error instanceof GitFault)) throw error;
    return [own, true];
  }
}

function chosenBase({ base: named }: Pick<CheckOptions, "base">, base: Base | null): Base | null {
  switch (named) {
    case "auto":
      return base;
    case "off":
      return null;
    default:
      return { name: named, ref: named, head: null, fromFork: true };
  }
}

/**
 * Reads the baseline file. If it is unreadable, the run must fail: otherwise, all findings would count as new, although the user named a
 * baseline.
 */
export function compareWithFile(
  options: BaselineOptions,
  scope: Scope,
): (Comparison & Pick<ReadBaseline, "report">) | { readonly problems: readonly ConfigProblem[] } {
  const read = readBaseline(options, scope);
  if ("problems" in read) return read;
  return { ...read, note: null, failOnNewOnly: options.failOnNewOnly };
}

/** If git tracks the baseline file, the base's version is read, so that a change can't declare its own findings old. */
function baselineOf(side: CommitSide, now: ReadBaseline): ReadBaseline {
  const { head, environment } = side;
  const { baseline } = head.options;
  if (baseline === null || !isTracked(environment.scope, baseline)) return now;
  const then = readBaseline(head.options, committedScope(side));
  const before = "problems" in then ? { baselines: [], report: null } : then;
  return isDeepStrictEqual(before.baselines, now.baselines) ? now : before;
}

function describeChanged(path: string, base: string): string {
  return `The change adds or changes ${path}; its state on ${base} counts.`;
}

interface ReadBaseline {
  readonly baselines: readonly Baseline[];
  /** The report, if the baseline file is a report. Null otherwise. */
  readonly report: Report | null;
}

function readBaseline(
  { baseline }: BaselineOptions,
  scope: Scope,
): ReadBaseline | { readonly problems: readonly ConfigProblem[] } {
  if (baseline === null) return { baselines: [], report: null };
  const loaded = loadBaseline(scope, baseline);
  return "problem" in loaded ? { problems: [loaded.problem] } : loaded;
}

/**
 * The files that were read but are in no commit. Plans that contain a prior state count only if findings are compared (`wanted`), because
 * that state shows the old roles but not the old findings.
 */
function filesInNoCommit(
  { head, environment, commit }: CommitSide,
  checkedOut: () => CommitTree,
  wanted: boolean,
): string[] {
  const plans = new Set(head.intake.before.map(({ path }) => path));
  const added = head.intake.read
    .filter((path) => wanted || !plans.has(path))
    .filter(isAbsentFrom(commit, environment.scope));
  return added.length === 0 ? [] : added.filter(isAbsentFrom(checkedOut(), environment.scope));
}

/** Describes what the baseline file leaves uncompared. */
function describeUncompared([file]: readonly Baseline[], before: Before | null): string | null {
  if (file === undefined) return null;
  const { name } = file.source;
  if (before === null) return `${name} lists findings. ${NO_COVERAGE}`;
  const isUsed = before.roles.some(({ where }) => where === `in ${name}`);
  return isUsed
    ? `${name} is a report: the accounts, principals, external IDs, and variable files of its roles are not compared.`
    : null;
}

function describeTip(base: string): string {
  return `Compared with ${base} as it is now, because this checkout does not have the commit where the two branched; fetch it (\`fetch-depth: 0\` at actions/checkout).`;
}

function isAbsentFrom(commit: CommitTree, scope: Scope): (path: string) => boolean {
  return (path) => commit.lstat(absolutePath(scope, path)) === undefined;
}

/** Says that findings in generated files, usually plans, can't be compared: no commit contains the base's version of them. */
function describeMade(paths: readonly string[], base: string): string | null {
  const [first, ...others] = paths;
  if (first === undefined) return null;
  const what = others.length === 0 ? `${first} is` : `${first} and ${plural(others.length, "more file")} are`;
  return `Not compared with ${base}: ${what} not in any commit; give \`baseline\` a report of ${base}.`;
}

function isCounting({ suppressedBy }: EvaluatedFinding): boolean {
  return suppressedBy === null;
}

function known(finding: EvaluatedFinding) {
  return knownFinding({ ...finding, fingerprint: fingerprint(finding) });
}

/** Reads the findings of a baseline file or report. The path is relative to the root. */
function loadBaseline(scope: Scope, path: string): ReadBaseline | { readonly problem: ConfigProblem } {
  const read = readOwnFile(scope, path, "baseline");
  if ("problem" in read) return read;
  const refused = (reason: string) => {
    const help = "write it with `worker-iam-check baseline`, or name a report written with `report-file`";
    return { problem: { message: `the baseline ${path} ${reason}`, help, place: null } };
  };
  const parsed = parseJson(read.file);
  if ("fault" in parsed) {
    const { message, place } = parsed.fault;
    return refused(`${whyUnread("JSON", message)} (${formatLocation(locate(place))})`);
  }
  try {
    const document = new JsonField(parsed.value);
    const findings = readBaselineFile(document);
    const isReport = document.field("schemaVersion").optional((version) => version) !== null;
    return {
      baselines: [{ source: { kind: "file", name: path }, findings }],
      report: isReport ? readReport(document) : null,
    };
  } catch (error) {
    if (!(error instanceof JsonShapeError)) throw error;
    return refused(`is neither a baseline nor a report: ${error.message}`);
  }
}
