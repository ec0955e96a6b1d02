import type { Role } from "../iam/model.js";
import { fileOf } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/** Roles that nothing deploys any more. */
export interface Uncalled {
  /** Those of the head that are only leftovers. */
  readonly left: ReadonlySet<Role>;
  /** Of the base's, in words, with the leftover of the role if there is one. */
  readonly why: ReadonlyMap<CoveredRole, { readonly words: string; readonly role: Role | null }>;
}

export const NOTHING_UNCALLED: Uncalled = { left: new Set(), why: new Map() };

/**
 * Roles of a Terraform module that the base called. When the call goes, Terraform destroys them; the folder is then read as a root of its
 * own, in which they stand as before, whatever it is called by now. Nothing tells that anybody applies it.
 * @param pairs which role of the head would be which of the base
 */
export function uncalledRoles(
  before: readonly CoveredRole[],
  now: readonly Role[],
  pairs: ReadonlyMap<CoveredRole, Role>,
): Uncalled {
  const sources = now.filter(({ format }) => format === "terraform-source");
  const there = new Set(sources.map(({ id }) => id));
  const called = before.filter(
    ({ identity: { format, id } }) => format === "terraform-source" && id.startsWith("module.") && !there.has(id),
  );
  const why = new Map(
    called.flatMap((was) => {
      const { id, file } = was.identity;
      const inOtherRoots = sources.filter((role) => role.file !== file);
      const found =
        inOtherRoots.find((role) => role === pairs.get(was)) ??
        inOtherRoots.find((role) => fileOf(role.place) === fileOf(was.place) && id.endsWith(`.${role.id}`));
      const words = "as nothing calls its module any more";
      return found === undefined ? [] : [[was, { words, role: found }] as const];
    }),
  );
  return { left: new Set([...why.values()].map(({ role }) => role)), why };
}
