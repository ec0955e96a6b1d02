import type { SelectedRole } from "./select-roles.js";

/** The maximum number of pairs of a role and a kind. No organization has so many, and each takes room in the report. */
const MAX_LISTS = 150_000;

/** Splits the roles into the ones that one run checks and the ones beyond its limit. */
export function checkedRoles(
  selected: readonly SelectedRole[],
): readonly [checked: readonly SelectedRole[], left: readonly SelectedRole[]] {
  let lists = 0;
  const end = selected.findIndex(({ kinds }) => {
    lists += kinds.length;
    return lists > MAX_LISTS;
  });
  return end === -1 ? [selected, []] : [selected.slice(0, end), selected.slice(end)];
}

/** The problem that reports unchecked roles. Empty if there are none. */
export function leftUnchecked(left: readonly SelectedRole[]) {
  return left.slice(0, 1).map(({ role }) => ({
    message: `${left.length === 1 ? `role ${role.id} is` : `${left.length} roles, starting with ${role.id}, are`} not checked: one run checks at most ${MAX_LISTS} pairs of a role and a kind`,
    help: "check them in several runs with `files`, or for fewer kinds with `roles`",
    place: role.place,
    isLimit: true as const,
  }));
}
