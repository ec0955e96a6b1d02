import type { CheckOptions, RoleMapping } from "../config/options.js";
import type { Role } from "../iam/model.js";
import type { ActionVerdict, TrustParty } from "../iam/verdict.js";
import { idInRun } from "../path/same-deployment.js";
import type { CoverageState } from "../report/report.js";
import type { Kind } from "../requirements/requirements.js";
import type { EvaluatedKind, EvaluatedRole, LostKeyActions, RoleBefore } from "../rules/rule.js";
import { matchRole, type RoleIdentity } from "../select/role-pattern.js";
import type { Adopted } from "./adopt-kinds.js";
import type { CoveredRole } from "./covered-role.js";
import type { Unguarded } from "./dropped-guardrails.js";
import { filesLost, filesOfLost, type HeadFiles, type LostFile } from "./files-lost.js";
import { type KindNames, namesNow } from "./kind-names.js";
import { type DeclaredAccounts, type MovedAccount, movedAccount } from "./moved-accounts.js";
import { pairRoles } from "./pair-roles.js";
import { partiesLost } from "./parties-lost.js";
import { SuccessorRoles } from "./successor-roles.js";
import { uncalledRoles } from "./uncalled-roles.js";
import { uncalledTemplates } from "./uncalled-templates.js";

/** The callers that a role trusted on the base, and their external IDs. */
export type TrustedBefore = Pick<CoveredRole, "trusted" | "trusting" | "externalIds">;

/** The head's side of the comparison. */
export interface HeadCoverage extends HeadFiles {
  readonly roles: readonly Role[];
  readonly workers: readonly { readonly role: Role; readonly evaluated: EvaluatedRole }[];
  readonly kinds: readonly Kind[];
  readonly aliases: KindNames["aliases"];
  /** Lines of `roles` that the base's configuration doesn't have. They declare the current purpose of a role. */
  readonly declared: readonly RoleMapping[];
  /** Roles that are left to inference. */
  readonly inferable: ReadonlySet<Role>;
  /** The line or marker that leaves nothing to inference. Null if there is none. */
  readonly inferenceEndedBy: string | null;
  readonly accounts: DeclaredAccounts;
  readonly verdictsOf: (role: Role, kind: Kind) => Promise<readonly ActionVerdict[]>;
  /** The actions that key policies no longer allow a role to perform. */
  readonly lostKeyActions: (was: CoveredRole, evaluated: EvaluatedRole) => readonly LostKeyActions[];
  /** Whether a role certainly lets in a party. Without a declared appliance, it must let in the callers that it trusted on the base. */
  readonly trusts: (role: Role, party: TrustParty, was: TrustedBefore) => boolean;
}

/** A kind that a role was checked for on the base but not on the head. */
export interface Loss {
  readonly before: CoveredRole;
  readonly kind: string;
  /** The role as it is now. Null if it is gone. */
  readonly now: Role | null;
  /** The actions that were granted on the base and no longer are. Empty if the role is gone. */
  readonly actions: readonly string[];
  /** The parties that were let in on the base and no longer are. Empty if the role is gone. */
  readonly parties: readonly TrustParty[];
  /** The kind's names in the head's lists. */
  readonly names: readonly string[];
  /** The line or marker that names only other roles, if the base inferred the kind. Null otherwise. */
  readonly endedBy: string | null;
  /** If the role's source still exists, the reason why nothing deploys the role anymore. Null otherwise. */
  readonly uncalled: string | null;
  /** The role in that source. Null if there is none. */
  readonly leftover: Role | null;
  /** The variable files with which, or accounts in which, the kind is lost. Empty if it is lost regardless of them. */
  readonly files: readonly LostFile[];
  /** The account that the role is in now, if it was in a different one on the base. Null otherwise. */
  readonly account: MovedAccount | null;
}

export interface Coverage {
  readonly losses: readonly Loss[];
  /** Keyed by role as it was read. */
  readonly before: ReadonlyMap<Role, RoleBefore>;
  /** The appliance that the base declares and the head doesn't. Callers that were let in must still be let in. */
  readonly appliance?: readonly string[];
  /** The severities in the base's own configuration. */
  readonly severities?: CheckOptions["severities"];
  readonly states: ReadonlyMap<Role, CoverageState>;
  /** Kinds that the head checks only because the base inferred them. */
  readonly adopted?: readonly Adopted[];
  readonly unguarded?: readonly Unguarded[];
  /** Roles that may be in a different account than on the base. */
  readonly maybeMoved?: readonly MovedCoverage[];
}

export interface MovedCoverage extends MovedAccount {
  readonly role: Role;
  /** `on main`. */
  readonly where: string;
}

/** The parts of the base's action lists that the comparison needs. */
export interface BaseLists {
  readonly aliases: KindNames["aliases"];
  /** Lists whose actions either the head's list with the same name must keep or the role must grant. */
  readonly binding: readonly Kind[];
}

const UNKNOWN_LISTS: BaseLists = { aliases: new Map(), binding: [] };

/** Returns the head's names of a kind of the base. */
type Named = (kind: string) => readonly string[];

type Dropped = Required<Pick<RoleBefore, "dropped" | "otherwise" | "lostKeyActions">>;

/** Compares which kinds each role is checked for, and which actions were granted for them. */
export async function compareCoverage(
  before: readonly CoveredRole[],
  head: HeadCoverage,
  { aliases, binding } = UNKNOWN_LISTS,
): Promise<Coverage> {
  const named: Named = (kind) => namesNow(kind, aliases, head);
  const kept = head.roles.filter(({ removed }) => !removed);
  const likely = pairRoles(before, kept);
  const uncalled = [uncalledRoles, uncalledTemplates].map((find) => find(before, kept, likely));
  const left = new Set(uncalled.flatMap((one) => [...one.left]));
  const why = new Map(uncalled.flatMap((one) => [...one.why]));
  const there = kept.filter((role) => !left.has(role));
  const pairs = left.size === 0 ? likely : pairRoles(before, there);
  const checked = new Map(head.workers.map(({ role, evaluated }) => [role, evaluated]));
  const missing = before.flatMap((was) => {
    const now = pairs.get(was) ?? null;
    const leftover = now === null ? (why.get(was)?.role ?? null) : null;
    const kinds = now === null ? [] : kindsOf(checked.get(now));
    return [...was.kinds.keys()]
      .map((kind) => ({ before: was, kind, names: named(kind), now, leftover }))
      .filter(({ names }) => !names.some((name) => kinds.includes(name)));
  });
  const successors = new SuccessorRoles(
    pairs,
    head.workers.filter(({ role }) => !left.has(role)),
    head,
  );
  const isDeclared = declaredBy(head.declared, [...kept, ...before.map(({ identity }) => identity)]);
  const undeclared = missing.filter((one) => !isDeclared(one));
  const losses: Loss[] = [];
  for (const { names, ...one } of undeclared) {
    const { before: was, now } = one;
    const all = filesOfLost(was, head);
    const lost = successors.take(one.kind, names, was, all);
    if (lost === null) continue;
    const isOfFiles = now === null && (lost.length < all.length || lost.some(({ isNamed }) => !isNamed));
    const parties = now === null ? [] : partiesLost(was, now, head);
    const isEnded = was.inferred && now !== null && !checked.has(now);
    const endedBy = isEnded ? head.inferenceEndedBy : null;
    const actions = await actionsLost(one, head);
    const uncalledBy = now === null ? (why.get(was)?.words ?? null) : null;
    const files = uncalledBy === null && isOfFiles ? lost : [];
    losses.push({ ...one, names, actions, parties, endedBy, uncalled: uncalledBy, files, account: null });
  }
  losses.push(...lossesOfFiles(pairs, missing, successors, head, named));
  const { certain, open } = movedAccounts(pairs, head, isDeclared);
  losses.push(...certain.flatMap((one) => lossesOfAccount(one, missing, successors, named)));
  const reverse = new Map([...pairs].map(([was, now]) => [now, was]));
  const dropped = new Map<Role, Dropped>();
  for (const { role, evaluated } of head.workers) {
    const was = reverse.get(role);
    if (was === undefined) continue;
    const kept = kindsOf(evaluated);
    const bound = binding.filter(({ name }) => was.kinds.has(name) && named(name).some((one) => kept.includes(one)));
    const otherwise = droppedOtherwise(evaluated, was, bound, head);
    const onKeys = head.lostKeyActions(was, evaluated);
    dropped.set(role, { dropped: await droppedOf(evaluated, was, bound, head), otherwise, lostKeyActions: onKeys });
  }
  const among = rolesBefore(before, pairs);
  const renamed = new Map([...pairs].map(([{ identity }, now]) => [idInRun(identity), idInRun(now)]));
  return {
    losses,
    before: new Map(
      there.flatMap((role) => beforeOf(role, reverse.get(role), { ...dropped.get(role), ...among }, named, renamed)),
    ),
    maybeMoved: open.map(({ was, now, account }) => ({ ...account, role: now, where: was.where })),
    states: new Map(head.workers.map(({ role }) => [role, stateOf(role, reverse.get(role), losses)])),
  };
}

/** The head's roles that the base had. Unknown if a checked role is gone, because a new role may replace it. */
function rolesBefore(before: readonly CoveredRole[], pairs: ReadonlyMap<CoveredRole, Role>): Pick<RoleBefore, "among"> {
  const isGone = (was: CoveredRole) => was.kinds.size > 0 && !pairs.has(was);
  return before.some(isGone) ? {} : { among: new Set([...pairs.values()].map(idInRun)) };
}

/** Kinds that a role is still checked for, except with some variable files or in some accounts. */
function lossesOfFiles(
  pairs: ReadonlyMap<CoveredRole, Role>,
  missing: readonly Missing[],
  successors: SuccessorRoles,
  head: HeadCoverage,
  named: Named,
): readonly Loss[] {
  return [...pairs].flatMap(([was, now]) => {
    const lost = filesLost(was, now, head);
    const kinds = lost.length === 0 ? [] : [...was.kinds.keys()];
    return kinds.flatMap((kind): readonly Loss[] => {
      const names = named(kind);
      if (missing.some((one) => one.before === was && one.kind === kind)) return [];
      const files = successors.take(kind, names, was, lost);
      return files === null ? [] : [{ before: was, kind, now, names, files, account: null, ...KEPT }];
    });
  });
}

/** Fields of a loss whose kind is still checked, so that nothing else is lost. */
const KEPT = { actions: [], parties: [], endedBy: null, uncalled: null, leftover: null } as const;

interface Strayed {
  readonly was: CoveredRole;
  readonly now: Role;
  readonly account: MovedAccount;
}

function movedAccounts(
  pairs: ReadonlyMap<CoveredRole, Role>,
  { accounts }: HeadCoverage,
  isDeclared: IsMeant,
): Readonly<Record<"certain" | "open", readonly Strayed[]>> {
  const all = [...pairs].flatMap(([was, now]): readonly Strayed[] => {
    const account = was.kinds.size === 0 ? null : movedAccount(was, now, accounts);
    const isKept = account === null || isDeclared({ before: was, now, leftover: null });
    return isKept ? [] : [{ was, now, account }];
  });
  return {
    certain: all.filter(({ account }) => account.isCertain),
    open: all.filter(({ account }) => !account.isCertain),
  };
}

/** Kinds of a role that is no longer in the account where the base had it. */
function lossesOfAccount(
  { was, now, account }: Strayed,
  missing: readonly Missing[],
  successors: SuccessorRoles,
  named: Named,
): readonly Loss[] {
  return [...was.kinds.keys()].flatMap((kind): readonly Loss[] => {
    const names = named(kind);
    const isReported = missing.some((one) => one.before === was && one.kind === kind);
    if (isReported || successors.take(kind, names, was, []) === null) return [];
    return [{ before: was, kind, now, names, files: [], account, ...KEPT }];
  });
}

type Missing = Pick<Loss, "before" | "kind" | "now" | "leftover">;

function kindsOf(evaluated: EvaluatedRole | undefined): readonly string[] {
  return evaluated?.kinds.map(({ kind }) => kind.name) ?? [];
}

type IsMeant = (one: Omit<Missing, "kind">) => boolean;

/**
 * Returns a function that says whether the lines declare a loss as intended. A line that maps a missing role to a kind doesn't: only
 * `ignore` says that the role isn't needed. A line that names a leftover says that the leftover is deployed separately. A glob applies to a
 * role if it contains a letter or digit and matches no other role on either side.
 */
function declaredBy(declared: readonly RoleMapping[], all: readonly RoleIdentity[]): IsMeant {
  const fitting = new Map<string, readonly RoleIdentity[]>();
  const fits = (pattern: string): readonly RoleIdentity[] => {
    const known = fitting.get(pattern) ?? all.filter((role) => matchRole(pattern, role) !== "none");
    fitting.set(pattern, known);
    return known;
  };
  return ({ before: { identity }, now, leftover }) => {
    const own = [identity, now, leftover];
    const isOf = (pattern: string, role: RoleIdentity): boolean => {
      const match = matchRole(pattern, role);
      if (match !== "glob") return match === "literal";
      return /[\p{L}\p{N}]/u.test(pattern) && fits(pattern).every((one) => own.includes(one));
    };
    return declared.some(
      ({ pattern, kinds }) =>
        (now !== null && isOf(pattern, now)) ||
        (leftover !== null && matchRole(pattern, leftover) === "literal") ||
        (kinds === null && isOf(pattern, identity)),
    );
  };
}

async function actionsLost({ before, kind, now }: Missing, head: HeadCoverage): Promise<readonly string[]> {
  const wanted = head.kinds.find(({ name }) => name === kind);
  if (now === null || wanted === undefined) return [];
  const granted = before.kinds.get(kind) ?? new Set();
  const verdicts = await head.verdictsOf(now, wanted);
  return verdicts
    .filter(({ action, verdict }) => verdict !== "granted" && granted.has(action))
    .map(({ action }) => action);
}

/** For each kept kind, the verdicts on actions that were granted, are no longer in a list, and are no longer granted. */
async function droppedOf(
  { role, kinds }: EvaluatedRole,
  was: CoveredRole,
  bound: readonly Kind[],
  head: HeadCoverage,
): Promise<readonly EvaluatedKind[]> {
  const required = new Set(kinds.flatMap(({ kind }) => kind.actions.map(({ action }) => action.toLowerCase())));
  const all = bound.map(async (kind): Promise<EvaluatedKind> => {
    const isGone = (action: string) => was.kinds.get(kind.name)?.has(action) && !required.has(action.toLowerCase());
    const actions = kind.actions.filter(({ action }) => isGone(action));
    const verdicts = await head.verdictsOf(role, { ...kind, actions });
    return { kind, verdicts: verdicts.filter(({ verdict }) => verdict !== "granted") };
  });
  return (await Promise.all(all)).filter(({ verdicts }) => verdicts.length > 0);
}

/**
 * Describes requirements other than actions (trust in a party, and the instance profile for EC2) that both the lists and the role have
 * dropped: the kept kinds had them on the base, and so did the role.
 */
function droppedOtherwise(
  { role, kinds }: EvaluatedRole,
  was: CoveredRole,
  bound: readonly Kind[],
  head: HeadCoverage,
): readonly string[] {
  const required = new Set(kinds.flatMap(({ kind }) => kind.trust));
  const parties = [...new Set(bound.flatMap(({ trust }) => trust))].filter((party) => !required.has(party));
  const trusts = parties.filter((party) => was.trust.has(party) && !head.trusts(role, party, was));
  const isProfiled = parties.includes("ec2") && was.instanceProfile && role.instanceProfile !== true;
  return [...trusts.map((party) => `trust in ${party}`), ...(isProfiled ? ["its instance profile"] : [])];
}

function beforeOf(
  role: Role,
  was: CoveredRole | undefined,
  { among, ...dropped }: Partial<Dropped> & Pick<RoleBefore, "among">,
  named: Named,
  renamed: ReadonlyMap<string, string>,
): readonly (readonly [Role, RoleBefore])[] {
  if (was === undefined || was.kinds.size === 0) return [];
  const { kinds, ...rest } = was;
  const callers = was.callers?.map((id) => renamed.get(id) ?? id) ?? [];
  const granted = (all: CoveredRole["kinds"]) => {
    const found = new Map<string, Set<string>>();
    for (const [kind, actions] of all) {
      for (const name of named(kind)) found.set(name, new Set([...(found.get(name) ?? []), ...actions]));
    }
    return found;
  };
  const passed = was.passesSome && among ? { among } : {};
  return [
    [role, { ...rest, granted: granted(kinds), byDefault: granted(was.byDefault), callers, ...dropped, ...passed }],
  ];
}

function stateOf(role: Role, was: CoveredRole | undefined, losses: readonly Loss[]): CoverageState {
  if (was === undefined || was.kinds.size === 0) return "new";
  return losses.some(({ now }) => now === role) ? "lost" : "same";
}
