import type { SelectedRole } from "./select-roles.js";

/** Of a role and a kind. No organization has so many, and each takes room in the report. */
const MOST_LISTS = 150_000;

/** The roles that are checked, and those for whom a run that is checked for too much has no room. */
export function checkedRoles(
  selected: readonly SelectedRole[],
): readonly [checked: readonly SelectedRole[], left: readonly SelectedRole[]] {
  let lists = 0;
  const end = selected.findIndex(({ kinds }) => {
    lists += kinds.length;
    return lists > MOST_LISTS;
  });
  return end === -1 ? [selected, []] : [selected.slice(0, end), selected.slice(end)];
}

/** What is told of the latter; nothing where there are none. */
export function leftUnchecked([first, ...others]: readonly SelectedRole[]) {
  if (first === undefined) return [];
  const behind = others.length === 0 ? "" : ` and the ${others.length} behind it`;
  return [
    {
      message: `role ${first.role.id}${behind} ${others.length === 0 ? "was" : "were"} not checked: one run decides on ${MOST_LISTS} pairs of a role and a kind`,
      help: "check them in several runs with `files`, or for fewer kinds with `roles`",
      place: first.role.place,
      isLimit: true as const,
    },
  ];
}
