import type { Role } from "../iam/model.js";
import type { CoveredRole } from "./covered-role.js";
import { pairRoles } from "./pair-roles.js";

/**
 * Merges roles that are both in the base's commit and in the prior state of a plan that the commit doesn't have. All actions that either
 * side granted count. Everything else comes from the state, whose values are known, unless the state lacks a kind.
 */
export function withMergedStates(before: readonly CoveredRole[], roles: readonly Role[]): readonly CoveredRole[] {
  const now = roles.filter(({ removed }) => !removed);
  const pairsIf = (isState: boolean) =>
    pairRoles(
      before.filter(({ commit }) => (commit === null) === isState),
      now,
    );
  const states = new Map([...pairsIf(true)].map(([state, role]) => [role, state]));
  const merged = new Map<CoveredRole, CoveredRole | null>();
  for (const [was, role] of states.size === 0 ? [] : pairsIf(false)) {
    const state = states.get(role);
    if (state === undefined || !isNamedAlike(was, role)) continue;
    const isWhole = [...was.kinds.keys()].every((kind) => state.kinds.has(kind));
    merged.set(was, null).set(state, { ...(isWhole ? state : was), kinds: unionOf(was.kinds, state.kinds) });
  }
  return before.flatMap((one) => merged.get(one) ?? (merged.has(one) ? [] : one));
}

/** Whether two roles share an ID or a name. Roles that share only their policies may be different roles. */
function isNamedAlike({ identity: { id, name } }: CoveredRole, role: Role): boolean {
  return [role.id, role.previousId].includes(id) || (name !== null && name === role.name);
}

function unionOf(one: CoveredRole["kinds"], other: CoveredRole["kinds"]): CoveredRole["kinds"] {
  return new Map(
    [...one, ...other].map(([kind]) => [kind, new Set([...(one.get(kind) ?? []), ...(other.get(kind) ?? [])])]),
  );
}
