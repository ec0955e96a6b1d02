import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { Kind } from "../requirements/requirements.js";
import type { EvaluatedRole, LostKeyActions } from "../rules/rule.js";
import type { CoveredRole } from "./covered-role.js";
import { filesLost, filesOfLost, type HeadFiles, type LostFile } from "./files-lost.js";
import { movedAccount } from "./moved-accounts.js";
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
  /** Evaluated only for this kind. */
  readonly evaluated: EvaluatedRole;
}

/**
 * Roles that a kind may have moved to: they satisfy it in full and weren't checked for it on the base, or only in other accounts of a stack
 * set. Each role takes a kind only once, because one new role doesn't replace two. If it was known on the base who could assume the old
 * role, or that it had an instance profile, the same must be known of the new role.
 */
export class SuccessorRoles {
  readonly #left = new Map<string, readonly Successor[]>();

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
        if (full)
          this.#left.set(name, [...this.#of(name), { ...successor, was, evaluated: { ...evaluated, kinds: [kind] } }]);
      }
    }
  }

  /**
   * @param names the head's names for the kind
   * @param files variable files and accounts; a role must satisfy the kind with or in each of them
   * @returns the files and accounts for which no role satisfies the kind; null if the kind has moved completely
   */
  take(names: readonly string[], before: CoveredRole, files: readonly LostFile[]): readonly LostFile[] | null {
    let left = files;
    for (const kind of names) {
      for (const successor of this.#of(kind).filter((one) => this.#fits(one, kind, before))) {
        const { role, was } = successor;
        const had = was === undefined ? [] : filesOfLost(was, this.head);
        const lost = new Set([...filesLost(before, role, this.head), ...had].map(({ path }) => path));
        const rest = left.filter(({ path }) => lost.has(path));
        if (files.length > 0 && rest.length === left.length) continue;
        left = rest;
        const others = this.#of(kind).filter((other) => other !== successor);
        this.#left.set(kind, others);
        if (left.length === 0) return null;
      }
    }
    return left;
  }

  #fits(
    { role, letsIn, instanceProfile, made, was, evaluated }: Successor,
    kind: string,
    before: CoveredRole,
  ): boolean {
    const { accounts } = this.head;
    if (was !== undefined && [was.role, before.role, role].some((one) => stackSetAccounts(one, accounts).length === 0))
      return false;
    const wanted = this.head.kinds.find(({ name }) => name === kind)?.trust ?? [];
    const carried = wanted.includes("ec2") && before.instanceProfile;
    if (movedAccount(before, role, accounts)?.isCertain === true) return false;
    if ((before.made && !made) || (carried && instanceProfile !== true)) return false;
    const needed = new Set(evaluated.kinds.flatMap(({ verdicts }) => verdicts.map(({ action }) => action)));
    const isLess = this.head
      .lostKeyActions(before, evaluated)
      .some(({ verdicts }) => verdicts.some(({ action }) => needed.has(action)));
    if (isLess) return false;
    return wanted
      .filter((party) => before.trust.has(party))
      .every((party) => letsIn.has(party) && this.head.trusts(role, party, before));
  }

  #of(kind: string): readonly Successor[] {
    return this.#left.get(kind) ?? [];
  }
}
