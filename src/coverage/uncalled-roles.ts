import type { Role } from "../iam/model.js";
import { fileOf } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/**
 * Roles of a Terraform module that the base called. When the call goes, Terraform destroys them; the folder is then read as a root of its
 * own, in which they stand as before, whatever it is called by now. Nothing tells that anybody applies it.
 * @param pairs which role of the head would be which of the base
 * @returns the role of the head that is only such a leftover, by the role of the base
 */
export function uncalledRoles(
  before: readonly CoveredRole[],
  now: readonly Role[],
  pairs: ReadonlyMap<CoveredRole, Role>,
): ReadonlyMap<CoveredRole, Role> {
  const sources = now.filter(({ format }) => format === "terraform-source");
  const there = new Set(sources.map(({ id }) => id));
  const called = before.filter(
    ({ identity: { format, id } }) => format === "terraform-source" && id.startsWith("module.") && !there.has(id),
  );
  return new Map(
    called.flatMap((was) => {
      const { id, file } = was.identity;
      const inOtherRoots = sources.filter((role) => role.file !== file);
      const found =
        inOtherRoots.find((role) => role === pairs.get(was)) ??
        inOtherRoots.find((role) => fileOf(role.place) === fileOf(was.place) && id.endsWith(`.${role.id}`));
      return found === undefined ? [] : [[was, found] as const];
    }),
  );
}
