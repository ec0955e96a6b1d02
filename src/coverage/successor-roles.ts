import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { Kind } from "../requirements/requirements.js";
import type { EvaluatedRole, LostKeyActions } from "../rules/rule.js";
import type { CoveredRole } from "./covered-role.js";
import { filesLost, type HeadFiles, type LostFile } from "./files-lost.js";
import { type DeclaredAccounts, movedAccount } from "./moved-accounts.js";

interface Worker {
  readonly role: Role;
  readonly evaluated: EvaluatedRole;
}

/** A role that can take a kind, and what it offers in addition to its actions. */
interface Taker {
  readonly role: Role;
  readonly letsIn: ReadonlySet<TrustParty>;
  readonly instanceProfile: Role["instanceProfile"];
  readonly made: boolean;
  /** Evaluated for this kind only. */
  readonly evaluated: EvaluatedRole;
}

/**
 * Roles that a kind may have moved to: they satisfy it in full, and the base did not check them for it. Each takes a kind once,
 * because one new role does not replace two. If the base saw who could assume the role, or its instance profile, the new role
 * must show as much.
 */
export class SuccessorRoles {
  readonly #left = new Map<string, readonly Taker[]>();

  constructor(
    pairs: ReadonlyMap<CoveredRole, Role>,
    workers: readonly Worker[],
    private readonly head: HeadFiles & {
      readonly accounts: DeclaredAccounts;
      readonly kinds: readonly Kind[];
      readonly lostKeyActions: (was: CoveredRole, evaluated: EvaluatedRole) => readonly LostKeyActions[];
      readonly trusts: (role: Role, party: TrustParty, was: CoveredRole) => boolean;
    },
  ) {
    const was = new Map([...pairs].map(([before, now]) => [now, before]));
    for (const { role, evaluated } of workers) {
      if (!evaluated.trust.every(({ verdict }) => verdict === "granted")) continue;
      const { instanceProfile } = role;
      const taker = {
        role,
        letsIn: new Set(evaluated.trust.map(({ party }) => party)),
        instanceProfile,
        made: role.onlyUnder === undefined,
      };
      for (const kind of evaluated.kinds) {
        const { name } = kind.kind;
        const full = kind.verdicts.every(({ verdict }) => verdict === "granted");
        if (full && was.get(role)?.kinds.has(name) !== true)
          this.#left.set(name, [...this.#of(name), { ...taker, evaluated: { ...evaluated, kinds: [kind] } }]);
      }
    }
  }

  /**
   * @param names the head's names for the kind
   * @param files variable files; the kind has to be satisfied with each
   * @returns the files with which no role satisfies it; null if it has moved as a whole
   */
  take(names: readonly string[], before: CoveredRole, files: readonly LostFile[]): readonly LostFile[] | null {
    let left = files;
    for (const kind of names) {
      for (const taker of this.#of(kind).filter((one) => this.#fits(one, kind, before))) {
        const lost = new Set(filesLost(before, taker.role, this.head).map(({ path }) => path));
        const rest = left.filter(({ path }) => lost.has(path));
        if (files.length > 0 && rest.length === left.length) continue;
        left = rest;
        const others = this.#of(kind).filter((other) => other !== taker);
        this.#left.set(kind, others);
        if (left.length === 0) return null;
      }
    }
    return left;
  }

  #fits({ role, letsIn, instanceProfile, made, evaluated }: Taker, kind: string, before: CoveredRole): boolean {
    const wanted = this.head.kinds.find(({ name }) => name === kind)?.trust ?? [];
    const carried = wanted.includes("ec2") && before.instanceProfile;
    if (movedAccount(before, role, this.head.accounts)?.isCertain === true) return false;
    if ((before.made && !made) || (carried && instanceProfile !== true)) return false;
    const asked = new Set(evaluated.kinds.flatMap(({ verdicts }) => verdicts.map(({ action }) => action)));
    const isLess = this.head
      .lostKeyActions(before, evaluated)
      .some(({ verdicts }) => verdicts.some(({ action }) => asked.has(action)));
    if (isLess) return false;
    return wanted
      .filter((party) => before.trust.has(party))
      .every((party) => letsIn.has(party) && this.head.trusts(role, party, before));
  }

  #of(kind: string): readonly Taker[] {
    return this.#left.get(kind) ?? [];
  }
}
