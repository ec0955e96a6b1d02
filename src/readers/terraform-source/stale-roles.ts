import type { Role, StalePart } from "../../iam/model.js";
import { once } from "../../source/once.js";
import type { Place } from "../../source/place.js";
import type { Planned } from "../reader.js";
import { counterpart, isPlanned, staleParts, type Written } from "./stale-parts.js";

/**
 * A plan's roles, each with its differences from the source, and the roles that exist only in the source. The source is
 * evaluated on demand, or at once if it has a block for a role that the plan doesn't know.
 * @param blocks addresses of the source's blocks
 * @param place the place in the source to report if a role is missing from it
 */
export function withStale(
  roles: readonly Role[],
  planned: Planned,
  written: () => Written | null,
  blocks: readonly string[],
  file: string,
  place: Place,
): readonly Role[] {
  const staleOf = (role: Role): readonly StalePart[] => {
    const source = role.removed ? null : written();
    if (source === null) return [];
    const same = counterpart(role, source.roles);
    if (same !== undefined) return staleParts(role, same, source, planned);
    const isGone = isPlanned(role.id, planned) && source.lacks(role.id);
    const isRenamed = source.roles.some((one) => isUnnamed(one, role) && !roles.some(({ id }) => id === one.id));
    return isGone && !isRenamed ? [{ name: ROOT, place, onlyPlanned: [`role ${role.id}`], onlyWritten: [] }] : [];
  };
  const isNew = (address: string): boolean => ROLE.test(address) && !planned.configures(address);
  const added = blocks.some(isNew) ? (written()?.roles ?? []).filter(({ id }) => isNew(id)) : [];
  return [
    ...roles.map((role) => ({
      ...role,
      stale: once(() => staleOf(role)),
      renewed: () => counterpart(role, written()?.roles ?? []),
    })),
    ...added.flatMap((role): readonly Role[] => {
      const isRenamed = roles.some((one) => one.name === role.name || isUnnamed(one, role));
      const part: StalePart = { name: ROOT, place: role.place, onlyPlanned: [], onlyWritten: [`role ${role.id}`] };
      return isRenamed ? [] : [{ ...role, file, stale: () => [part] }];
    }),
  ];
}

const ROOT = "its root module";
const ROLE = /^(?:module\..*\.)?aws_iam_role\./;

function isUnnamed(one: Role, other: Role): boolean {
  return one.name === null || other.name === null;
}
