import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { EvaluatedRole } from "../rules/rule.js";
import type { CoveredRole } from "./covered-role.js";

interface Worker {
  readonly role: Role;
  readonly evaluated: EvaluatedRole;
}

/** One that can take a kind, and what beside its actions it has to offer. */
interface Taker {
  readonly role: Role;
  readonly letsIn: ReadonlySet<TrustParty>;
  readonly instanceProfile: Role["instanceProfile"];
  readonly made: boolean;
}

/**
 * Roles that a kind can have moved to: they meet it in full, and the base did not check them for it. Each takes a kind once, as
 * one new role is no replacement for two. Where the base saw who could assume the role, or its instance profile, the new one has to show as much.
 */
export class Takers {
  readonly #left = new Map<string, readonly Taker[]>();

  constructor(
    pairs: ReadonlyMap<CoveredRole, Role>,
    workers: readonly Worker[],
    private readonly trusts: (role: Role, party: TrustParty, was: CoveredRole) => boolean,
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
        if (full && was.get(role)?.kinds.has(name) !== true) this.#left.set(name, [...this.#of(name), taker]);
      }
    }
  }

  take(kind: string, before: CoveredRole, wanted: readonly TrustParty[]): boolean {
    const seen = wanted.filter((party) => before.trust.has(party));
    const takers = this.#of(kind);
    const carried = wanted.includes("ec2") && before.instanceProfile;
    const taker = takers.find(({ role, letsIn, instanceProfile, made }) => {
      const isThere = (made || !before.made) && !(carried && instanceProfile === false);
      return isThere && seen.every((party) => letsIn.has(party) && this.trusts(role, party, before));
    });
    if (taker === undefined) return false;
    this.#left.set(
      kind,
      takers.filter((other) => other !== taker),
    );
    return true;
  }

  #of(kind: string): readonly Taker[] {
    return this.#left.get(kind) ?? [];
  }
}
