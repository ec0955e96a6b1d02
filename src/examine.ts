import { type CheckOptions, keyFiles, type NamedFile } from "./config/options.js";
import { type ConfigProblem, looksEverywhere } from "./config/settings.js";
import { findRequirements } from "./discover/find-requirements.js";
import type { Authorization } from "./iam/authorization.js";
import { Evaluation } from "./iam/evaluate.js";
import { withResourcePolicies } from "./iam/guardrail.js";
import { resolveManagedPolicies } from "./iam/managed-policies.js";
import type { Role, StandingPolicy } from "./iam/model.js";
import { withOwnPolicies } from "./iam/own-policies.js";
import type { RequiredAction } from "./iam/requests.js";
import { declaredPartition, inDeclaredPartitions, partitionsOf } from "./iam/role-partitions.js";
import { loadAuthorization } from "./iam/service-authorization.js";
import { evaluateTrust } from "./iam/trust.js";
import type { ActionVerdict, TrustVerdict } from "./iam/verdict.js";
import type { Call } from "./path/call.js";
import { callableIn } from "./path/callable-in.js";
import { applianceRoles, Calling } from "./path/calling.js";
import { type Guardrails, missingGuardrails, readGuardrailFiles } from "./path/guardrails.js";
import { declaredKeys, Keys } from "./path/keys.js";
import { withNamedRoles } from "./path/named-roles.js";
import { withAccountsOfFiles } from "./path/own-accounts.js";
import { Passing, passedKinds } from "./path/passing.js";
import { RoleReach } from "./path/role-reach.js";
import { isSameRole } from "./path/same-deployment.js";
import { Sharing } from "./path/sharing.js";
import { type Simulation, simulate } from "./path/simulation.js";
import { trustInEach } from "./path/with-resolved-values.js";
import { type Intake, type ReadEnvironment, readFiles } from "./readers/read-files.js";
import { catalogVersions } from "./requirements/catalog/index.js";
import { LATEST } from "./requirements/read-lists.js";
import { APPLIANCE, expandKinds, type Kind, kindNames, type Requirements } from "./requirements/requirements.js";
import { InlineSuppressions } from "./rules/inline-suppressions.js";
import type { EvaluatedRole } from "./rules/rule.js";
import { misnamedLine } from "./rules/run-rules.js";
import { isLoose, missingPolicies, policyFiles } from "./select/attach-policies.js";
import { checkedRoles, leftUnchecked } from "./select/checked-roles.js";
import { NamedByRoles } from "./select/fitting-kinds.js";
import { fulfilledKinds } from "./select/fulfilled-kinds.js";
import { type Grouped, groupDocuments } from "./select/group-documents.js";
import { listsOfOtherVersions } from "./select/kinds-of-other-versions.js";
import { markSharedIds } from "./select/role-pattern.js";
import { satisfiedVersions } from "./select/satisfied-versions.js";
import { type SelectedRole, type Selection, selectRoles } from "./select/select-roles.js";
import { SplitPolicies } from "./select/split-documents.js";
import { withUncheckedParts } from "./select/unchecked-parts.js";
import { unlistedKeys } from "./select/unlisted-keys.js";
import { unlistedResources } from "./select/unlisted-resources.js";
import { fileOf } from "./source/place.js";

export interface ExamineEnvironment extends ReadEnvironment {
  /** `YYYY-MM-DD`. Conditions on the current time are compared with it. */
  readonly today: string;
}

/** A state of the repository before the rules are applied. */
export interface Examined {
  readonly options: CheckOptions;
  readonly today: string;
  readonly requirements: Requirements;
  readonly authorization: Authorization;
  readonly intake: Intake;
  readonly grouped: Grouped;
  readonly guardrails: Guardrails;
  /** Names in `guardrails` and `keys` that none of the files contains. */
  readonly unseen: readonly string[];
  /** Files named in `policies` and `guardrails` that contain no policy. */
  readonly unmatchedFiles: readonly NamedFile[];
  readonly selection: Selection;
  readonly inline: InlineSuppressions;
  /** One worker for each selected role that isn't removed, in the same order. */
  readonly workers: readonly Worker[];
  /** Evaluates roles for kinds. */
  readonly evaluateAll: (selected: readonly SelectedRole[]) => Promise<readonly Worker[]>;
  /** The appliance's own roles. */
  readonly callers: readonly Role[];
  readonly keys: Keys;
  /** The policies of the keys that the configuration names. */
  readonly declaredKeys: readonly StandingPolicy[];
  /** Evaluates a kind for a role, even if the role isn't checked for it. */
  readonly verdictsOf: (role: Role, kind: Kind) => Promise<readonly ActionVerdict[]>;
}

export interface Worker {
  /** The role as read. `evaluated` is the same role with the contents of AWS-managed policies in place of references. */
  readonly role: Role;
  readonly evaluated: EvaluatedRole;
}

/** Discovers, reads, selects, and evaluates. `moreRoles` are roles that aren't in any file that was read. */
export async function examine(
  options: CheckOptions,
  environment: ExamineEnvironment,
  moreRoles: readonly Role[] = [],
): Promise<Examined | { readonly problems: readonly ConfigProblem[] }> {
  const found = await findRequirements(environment.scope, options.requirements, options.requirementsFrom);
  if ("problems" in found) return found;
  const authorization = await loadAuthorization();
  const problems = [
    ...unlistedKeys(options.contextKeys, authorization),
    ...unlistedResources(options.resources, found.requirements, authorization),
    ...misnamedOptions(options.roles, found.requirements),
  ];
  if (problems.length > 0) return { problems };
  const intake = readFiles(options, environment, found.requirements.nameMarks);
  const inGuardrails = options.guardrails.flatMap(({ files }) => files);
  const named = [...options.policies, ...keyFiles([...inGuardrails, ...options.keys])];
  const absent = missingPolicies(named, intake.looked.notFound);
  const missing = absent.length > 0 ? absent : missingNames(options, intake);
  if (missing.length > 0) return { problems: missing };
  return examineIntake(options, found.requirements, intake, environment.today, moreRoles, environment.onReading);
}

/**
 * Reports unknown kinds in inputs and command-line options. An unknown kind in the configuration file becomes a finding instead, because it
 * has a place.
 */
function misnamedOptions(lines: CheckOptions["roles"], requirements: Requirements): readonly ConfigProblem[] {
  return lines.flatMap((line) => {
    const { unknown } = expandKinds(requirements, line.kinds ?? []);
    if (line.place !== null || unknown.length === 0) return [];
    const { message, help } = misnamedLine(line, unknown, kindNames(requirements));
    return [{ message, help, place: null }];
  });
}

/** Examines files that were already read. `naming` adds the accounts that a role's ARNs may be in. */
export async function examineIntake(
  options: CheckOptions,
  requirements: Requirements,
  intake: Intake,
  today: string,
  moreRoles: readonly Role[] = [],
  onReading?: ReadEnvironment["onReading"],
  naming = (role: Role, _index: number): Role => role,
): Promise<Examined> {
  const policies = policyFiles(options.policies, intake.roles);
  const guardrails = readGuardrailFiles(
    options.guardrails,
    intake.roles,
    intake.standing,
    options.deployment?.accounts,
    options.appliance,
  );
  const ofKeys = new Set(keyFiles(options.keys).map(({ file }) => file));
  const isDocument = (role: Role): boolean =>
    policies.isDocument(role) || guardrails.isDocument(role) || (isLoose(role) && ofKeys.has(role.file));
  const joined = groupDocuments([...intake.roles, ...moreRoles], options.groups);
  const grouped: Grouped = {
    ...joined,
    roles: withNamedRoles(
      markSharedIds(joined.roles.filter((role) => !isDocument(role)))
        .map(withAccountsOfFiles)
        .map(naming)
        .map((role) => guardrails.attach(policies.attach(withOwnPolicies(role, options)))),
      options,
    ),
  };
  const named = selectRoles(grouped.roles, options.roles, requirements);
  const [checked, left] = checkedRoles(named.selected);
  const authorization = await loadAuthorization();
  const selected = checked.filter(({ role }) => !role.removed);
  const evaluation = new Evaluation(options.context, authorization, today, options);
  const callers = applianceRoles(selected, grouped.roles, options.appliance);
  const reach = new RoleReach(
    options,
    (declared, expressions) => new Evaluation(options.context, authorization, today, declared, expressions),
    grouped.roles,
    (role) => callableIn(role, callers),
  );
  const passing = new Passing(selected, reach);
  const splits = new SplitPolicies(
    grouped.roles,
    (role) => evaluation.of(role),
    requirements.kinds,
    () => listsOfOtherVersions(requirements),
  );
  const notChecked = withUncheckedParts(named, splits, requirements.kinds);
  const selection = { ...named, selected: checked, notChecked };
  const keys = new Keys(reach, grouped.roles);
  const declared = declaredKeys(options.keys, intake.standing);
  const trial = simulate(options, requirements, authorization, today);
  const deciding = { evaluation, passing, splits, trial, named: new NamedByRoles() };
  const deployed = (role: Role): Role => inDeclaredPartitions(role, options, options.context);
  const trusting = selected.flatMap(({ role, kinds }) =>
    kinds.some(({ trust }) => trust.includes("appliance")) ? role : [],
  );
  const calling = new Calling(
    await resolveManagedPolicies(callers.map(deployed)),
    reach,
    options,
    today,
    grouped.roles,
    trusting,
  );
  const called = trusting.flatMap((role) => {
    const calls = calling.of(role);
    return calls.length === 0 ? [] : [[role, calls] as const];
  });
  const callsOf = new Map(called);
  const evaluateAll = async (roles: readonly SelectedRole[]): Promise<readonly Worker[]> => {
    const resolved = await resolveManagedPolicies(roles.map(({ role }) => deployed(role)));
    const sharing = new Sharing(grouped.roles, [...selected, ...roles], intake);
    return roles.map((worker, index) => {
      onReading?.(index, roles.length, "deciding");
      const role = resolved[index] ?? worker.role;
      const calls = callsOf.get(worker.role);
      const own = evaluate({ ...worker, role }, options, deciding, today);
      const evaluated = lettingIn(own, calling.areKnown ? calls : undefined);
      const isShown = callers.length + guardrails.levels.length + options.keys.length > 0;
      const links = isShown ? { passing: passing.links(role, worker.kinds) } : {};
      const onKeys = options.keys.length === 0 ? {} : { keys: keys.of(declared.keys, role, worker.kinds) };
      return {
        role: worker.role,
        evaluated: {
          ...(calls === undefined
            ? asCaller(evaluated, [...callsOf.values()].flat(), trusting)
            : { ...evaluated, calls }),
          ...calling.details(role, evaluated.trust, calls),
          ...links,
          ...onKeys,
          sharedWith: sharing.of(role),
        },
      };
    });
  };
  return {
    options,
    today,
    requirements,
    authorization,
    intake: withoutNamed(
      { ...intake, problems: [...intake.problems, ...leftUnchecked(left)] },
      options,
      guardrails.unattached,
    ),
    grouped,
    guardrails,
    unseen: [...new Set([...missingGuardrails(options.guardrails, intake.standing).names, ...declared.names])],
    unmatchedFiles: [...policies.unmatched, ...guardrails.unmatched],
    selection,
    inline: new InlineSuppressions(grouped.roles),
    workers: await evaluateAll(selected),
    evaluateAll,
    callers,
    keys,
    declaredKeys: declared.keys,
    verdictsOf: async (role, kind) => {
      const [whole = role] = await resolveManagedPolicies([deployed(guardrails.attach(policies.attach(role)))]);
      const verdicts = evaluation.of(whole);
      return kind.actions.map((required) => passing.verdict(whole, kind, required, verdicts));
    },
  };
}

/** If the appliance is unknown, an appliance role in the run can settle an otherwise undecided trust verdict. */
function lettingIn(role: EvaluatedRole, calls: readonly Call[] = []): EvaluatedRole {
  if (!calls.some(({ trusts }) => trusts === "granted")) return role;
  const trust = role.trust.map((one): TrustVerdict => {
    const isOpen = one.party === "appliance" && (one.verdict === "undetermined" || one.verdict === "conditional");
    return isOpen ? { ...one, verdict: "granted", causes: [] } : one;
  });
  return { ...role, trust };
}

/**
 * If a run covers only some files, a missing name may be in another file, so only missing files are reported. A missing key of a module
 * that isn't available is not reported, either.
 */
function missingNames(options: CheckOptions, { standing, passedOver }: Intake): readonly ConfigProblem[] {
  const { files, guardrails, rolesBeyond } = options;
  const keys = options.keys.filter(({ file }) => !passedOver.some(({ id }) => file.startsWith(`${id}.`)));
  const isWhole = looksEverywhere(files) && rolesBeyond === null;
  const { problems } = declaredKeys(isWhole ? keys : keyFiles(keys), standing);
  return isWhole ? [...problems, ...missingGuardrails(guardrails, standing).problems] : problems;
}

/**
 * Updates the intake's `passedOver` list: drops the resource policies that the configuration names, and adds unattached organization
 * policies.
 */
function withoutNamed(
  intake: Intake,
  { keys, guardrails }: CheckOptions,
  unattached: Guardrails["unattached"],
): Intake {
  const named = new Set(keyFiles([...keys, ...guardrails.flatMap(({ files }) => files)]).map(({ file }) => file));
  if (named.size + unattached.length === 0) return intake;
  const reason =
    "an organization's policy that might not be attached to a declared account: name it in `guardrails` if it applies to the roles";
  const more = unattached.map(({ id, place }) => ({ id, place, reason }));
  const read = intake.standing().filter(({ of, file }) => of === "file" && named.has(file));
  const taken = new Set(read.map(({ file }) => file));
  return { ...intake, passedOver: [...intake.passedOver.filter(({ place }) => !taken.has(fileOf(place))), ...more] };
}

/** Repeats the examination with some roles checked for more kinds. `more` lists these roles and why each was selected. */
export async function checkedFor(examined: Examined, more: readonly SelectedRole[]): Promise<Examined> {
  if (more.length === 0) return examined;
  const { selection, grouped } = examined;
  const known = new Map(selection.selected.map((one) => [one.role, one]));
  const also = new Map(more.map((one) => [one.role, one]));
  const again = [...also.values()].map((one) => joined(known.get(one.role), one));
  const workers = new Map([...examined.workers, ...(await examined.evaluateAll(again))].map((one) => [one.role, one]));
  for (const one of again) known.set(one.role, one);
  const inOrder = <T>(some: ReadonlyMap<Role, T>): readonly T[] =>
    grouped.roles.flatMap((role) => some.get(role) ?? []);
  const notChecked = selection.notChecked.filter(({ role }) => !also.has(role));
  return { ...examined, selection: { ...selection, selected: inOrder(known), notChecked }, workers: inOrder(workers) };
}

function joined(one: SelectedRole | undefined, also: SelectedRole): SelectedRole {
  if (one === undefined) return also;
  return {
    ...one,
    kinds: [...one.kinds, ...also.kinds],
    kindNames: [...one.kindNames, ...also.kindNames],
    selectedBy: `${one.selectedBy}; ${also.kindNames.join(", ")} ${also.selectedBy}`,
  };
}

/**
 * Returns the appliance's role with its own `sts:AssumeRole` verdicts marked as already reported, because the findings are at the roles
 * that trust it. If all roles in `meant` leave it out, those roles report that, and the appliance's role doesn't need the permission on
 * every role.
 */
function asCaller(evaluated: EvaluatedRole, calls: readonly Call[], meant: readonly Role[]): EvaluatedRole {
  const own = calls.filter(({ caller }) => isSameRole(caller, evaluated.role));
  const isTrusted = own.length > 0;
  if (!isTrusted && meant.length === 0) return evaluated;
  const isWell = isTrusted && own.every(({ verdict }) => verdict === "granted");
  // If a boundary or a Deny blocks the action, the role's own Allow statements don't matter.
  const isLacking = own.some(({ verdict }) => verdict === "missing");
  const kinds = evaluated.kinds.map(({ kind, verdicts, ...rest }) => ({
    ...rest,
    kind,
    verdicts:
      kind.name !== APPLIANCE.name
        ? verdicts
        : verdicts.map((one) => ({
            ...one,
            ...(isWell ? { verdict: "granted" as const } : {}),
            ...((isTrusted ? isLacking && one.verdict === "missing" : one.verdict !== "partial")
              ? {}
              : { isReported: true as const }),
          })),
  }));
  return { ...evaluated, kinds };
}

type KindVerdicts = (required: RequiredAction, kind: Kind) => ActionVerdict;

/** The other versions whose lists the role satisfies. */
function otherLists(
  { role, kinds, kindNames }: SelectedRole,
  requirements: string,
  verdicts: KindVerdicts,
  named: NamedByRoles,
) {
  const satisfies = satisfiedVersions(kindNames, verdicts);
  if (satisfies.length > 0) return { satisfies, fulfills: null };
  const version = requirements === LATEST ? catalogVersions().at(-1) : requirements;
  return { satisfies, fulfills: fulfilledKinds(role, { version, kinds }, verdicts, named) };
}

/** The evaluators of roles, which take the run's other roles into account. */
interface Deciding {
  readonly evaluation: Evaluation;
  readonly passing: Passing;
  readonly splits: SplitPolicies;
  readonly trial: (role: Role) => Simulation;
  readonly named: NamedByRoles;
}

function evaluate(
  worker: SelectedRole,
  options: CheckOptions,
  { evaluation, passing, splits, trial, named }: Deciding,
  today: string,
): EvaluatedRole {
  const ofCatalog = [...catalogVersions(), LATEST].includes(options.requirements);
  const { role, kinds, selectedBy } = worker;
  const onAll = evaluation.of(role);
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const verdicts: KindVerdicts = (required, kind) => passing.verdict(role, passedKinds(kind, byName), required, onAll);
  const partition = declaredPartition(options);
  const parties = [...new Set(kinds.flatMap((kind) => kind.trust))];
  const { accounts = [] } = options.deployment ?? {};
  const guarded = withResourcePolicies(role, () => partitionsOf(role, options, options.context), accounts);
  return {
    role,
    selectedBy,
    kinds: kinds.map((kind) => {
      const decided = kind.actions.map((required) => verdicts(required, kind));
      const split = splits.of(role, kind, (required) => verdicts(required, kind), kinds);
      return { kind, verdicts: decided, ...(split === null ? {} : { split }) };
    }),
    trust: parties.flatMap(
      (party) =>
        trustInEach(accounts, guarded, (one) =>
          evaluateTrust(one, party, options.appliance, options.context, today, partition),
        ) ?? [],
    ),
    appliance: options.appliance,
    partition,
    context: options.context,
    regions: options.deployment?.regions ?? [],
    accounts,
    trying: trial(role),
    before: null,
    ...(ofCatalog ? otherLists(worker, options.requirements, verdicts, named) : {}),
  };
}
