import type { Role } from "../iam/model.js";
import { fileOf } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/**
 * Roles of a Terraform module that the base called. When the call goes, Terraform destroys them; the folder is then read as a root of its
 * own, in which they stand as before. Nothing tells that anybody applies it.
 * @returns the role of the head that is only such a leftover, by the role of the base
 */
export function uncalledRoles(before: readonly CoveredRole[], now: readonly Role[]): ReadonlyMap<CoveredRole, Role> {
  const sources = now.filter(({ format }) => format === "terraform-source");
  if (sources.length === 0) return new Map();
  const there = new Set(sources.map(({ id }) => id));
  const found = new Map<CoveredRole, Role>();
  for (const was of before) {
    const { format, id, file } = was.identity;
    if (format !== "terraform-source" || !id.startsWith("module.") || there.has(id)) continue;
    const leftover = sources.find(
      (role) => role.file !== file && fileOf(role.place) === fileOf(was.place) && id.endsWith(`.${role.id}`),
    );
    if (leftover !== undefined) found.set(was, leftover);
  }
  return found;
}
