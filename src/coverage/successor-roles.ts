import type { Role } from "../iam/model.js";
import type { ActionVerdict, TrustParty } from "../iam/verdict.js";
import { idInRun, stackOf } from "../path/same-deployment.js";
import type { Kind } from "../requirements/requirements.js";
import type { EvaluatedRole, LostKeyActions } from "../rules/rule.js";
import { append } from "../source/append.js";
import type { CoveredRole } from "./covered-role.js";
import { filesLost, filesOfLost, type HeadFiles, type LostFile } from "./files-lost.js";
import { movedAccount } from "./moved-accounts.js";
import { areCopies, filesOf, hadNone, isInAccountsOf, isSeparate } from "./shared-environments.js";
import { stackSetAccounts } from "./stack-set-accounts.js";

interface Worker {
  readonly role: Role;
  readonly evaluated: EvaluatedRole;
}

/** A role that can take over a kind, and what it has in addition to actions. */
interface Successor {
  readonly role: Role;
  readonly letsIn: ReadonlySet<TrustParty>;
  readonly instanceProfile: Role["instanceProfile"];
  readonly made: boolean;
  /** The role on the base if it was checked there for the kind. It then takes over only accounts in which it wasn't created. */
  readonly was: CoveredRole | undefined;
  /** The variable files with which it may still replace a role that had none. */
  readonly free: readonly string[];
  /** Evaluated only for this kind. */
  readonly evaluated: EvaluatedRole;
}

/**
 * Roles that a kind may have moved to: they have all of its actions that the old role had, and weren't checked for it on the base, or only
 * in other accounts of a stack set. Each role takes a kind only once, because one new role doesn't replace two, but with several variable
 * files it is several roles. If it was known on the base who could assume the old
 * role, or that it had an instance profile, the same must be known of the new role.
 */
export class SuccessorRoles {
  readonly #left = new Map<string, readonly Successor[]>();
  readonly #byStack = new Map<string, Role[]>();

  constructor(
    pairs: ReadonlyMap<CoveredRole, Role>,
    workers: readonly Worker[],
    private readonly head: HeadFiles & {
      readonly kinds: readonly Kind[];
      readonly lostKeyActions: (was: CoveredRole, evaluated: EvaluatedRole) => readonly LostKeyActions[];
      readonly trusts: (role: Role, party: TrustParty, was: CoveredRole) => boolean;
    },
  ) {
    const origins = new Map([...pairs].map(([before, now]) => [now, before]));
    for (const { role } of workers) append(this.#byStack, stackOf(role), role);
    for (const { role, evaluated } of workers) {
      if (!evaluated.trust.every(({ verdict }) => verdict === "granted")) continue;
      const { instanceProfile } = role;
      const successor = {
        role,
        letsIn: new Set(evaluated.trust.map(({ party }) => party)),
        instanceProfile,
        made: role.onlyUnder === undefined,
      };
      for (const kind of evaluated.kinds) {
        const { name } = kind.kind;
        const full = kind.verdicts.every(({ verdict }) => verdict === "granted");
        const was = [origins.get(role)].find((one) => one?.kinds.has(name));
        const one = { ...successor, was, free: freeOf(role, was), evaluated: { ...evaluated, kinds: [kind] } };
        const all = this.#of(name);
        // A role that fully meets the kind can replace any other, so it is taken last.
        this.#left.set(name, full ? [...all, one] : [one, ...all]);
      }
    }
  }

  /**
   * @param names the head's names for the base's kind
   * @param files variable files and accounts; a role must satisfy the kind with or in each of them
   * @returns the files and accounts for which no role satisfies the kind; null if the kind has moved completely
   */
  take(
    base: string,
    names: readonly string[],
    before: CoveredRole,
    files: readonly LostFile[],
  ): readonly LostFile[] | null {
    let left = files;
    for (const kind of names) {
      for (const successor of this.#of(kind).filter((one) => this.#fits(one, kind, before, before.kinds.get(base)))) {
        const taken = takenBy(successor, before, left, this.head);
        if (taken === null) continue;
        left = taken.left;
        const others = this.#of(kind).filter((other) => other !== successor);
        this.#left.set(kind, [...others, ...taken.more]);
        if (left.length === 0) return null;
      }
    }
    return left;
  }

  #fits(
    { role, letsIn, instanceProfile, made, was, evaluated }: Successor,
    kind: string,
    before: CoveredRole,
    granted?: ReadonlySet<string>,
  ): boolean {
    const { accounts } = this.head;
    const verdicts = evaluated.kinds.flatMap((one) => one.verdicts);
    const isShort = (one: ActionVerdict): boolean => one.verdict !== "granted" && !this.#passesItsOwn(role, one);
    if (verdicts.some((one) => isShort(one) && (!granted?.size || granted.has(one.action)))) return false;
    const isOther = was !== undefined && !areCopies(was, before) && !(was === before && isSeparate(role, before));
    if (isOther && [was.role, before.role, role].some((one) => stackSetAccounts(one, accounts).length === 0))
      return false;
    const wanted = this.head.kinds.find(({ name }) => name === kind)?.trust ?? [];
    const carried = wanted.includes("ec2") && before.instanceProfile;
    if (movedAccount(before, role, accounts)?.isCertain === true) return false;
    if ((before.made && !made) || (carried && instanceProfile !== true)) return false;
    const needed = new Set(verdicts.map(({ action }) => action));
    const isLess = this.head
      .lostKeyActions(before, evaluated)
      .some(({ verdicts }) => verdicts.some(({ action }) => needed.has(action)));
    if (isLess) return false;
    return wanted
      .filter((party) => before.trust.has(party))
      .every((party) => letsIn.has(party) && this.head.trusts(role, party, before));
  }

  /**
   * Whether the role can pass the roles of its own root module or template, and fails to pass only copies of them in others. Each
   * environment then passes its own roles, as before the environments were split.
   */
  #passesItsOwn(role: Role, { verdict, unpassed = [] }: ActionVerdict): boolean {
    if (verdict !== "partial" || unpassed.length === 0) return false;
    const missed = new Set(unpassed.map(idInRun));
    const own = this.#byStack.get(stackOf(role)) ?? [];
    return unpassed.every(({ id }) => own.some((one) => one.id === id && !missed.has(idInRun(one))));
  }

  #of(kind: string): readonly Successor[] {
    return this.#left.get(kind) ?? [];
  }
}

/** The variable files of a role, except the first one with which it names the accounts of the base's role. */
function freeOf(role: Role, was: CoveredRole | undefined, all = filesOf(role)): readonly string[] {
  const own = was && all.find((path) => !was.role || isInAccountsOf(role, path, was.role));
  return all.filter((path) => path !== own);
}

/**
 * The files for which a successor does not replace a role, and the successor with the variable files that it has left. Null if it
 * replaces the role for none of the files.
 */
function takenBy(
  successor: Successor,
  before: CoveredRole,
  left: readonly LostFile[],
  head: HeadFiles,
): { readonly left: readonly LostFile[]; readonly more: readonly Successor[] } | null {
  const { role, was, free } = successor;
  if (was !== undefined && areCopies(was, before)) {
    const rest = freeOf(role, before, free);
    return rest.length === free.length ? null : { left: [], more: [{ ...successor, free: rest }] };
  }
  const had = was === undefined ? [] : filesOfLost(was, head);
  const lost = new Set([...filesLost(before, role, head), ...had].map(({ path }) => path));
  const rest = left.filter(({ path }) => lost.has(path));
  const more = hadNone(before) ? [{ ...successor, was: before, free: freeOf(role, before) }] : [];
  if (left.length === 0 || rest.length < left.length) return { left: rest, more };
  const own =
    isSeparate(role, before) &&
    left.find(({ path }) => before.role === undefined || isInAccountsOf(before.role, path, role));
  return own ? { left: left.filter((one) => one !== own), more } : null;
}
