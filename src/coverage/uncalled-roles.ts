import type { Role } from "../iam/model.js";
import { fileOf } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/** Roles that nothing deploys anymore. */
export interface Uncalled {
  /** The roles of the head that are only leftovers. */
  readonly left: ReadonlySet<Role>;
  /** The reason in words for each role of the base, with the leftover of the role if there is one. */
  readonly why: ReadonlyMap<CoveredRole, { readonly words: string; readonly role: Role | null }>;
}

export const NOTHING_UNCALLED: Uncalled = { left: new Set(), why: new Map() };

/**
 * Roles of a Terraform module that the base called. Without the call, Terraform destroys them. The folder is then read as a
 * separate root, which contains them as before, whatever the folder is called now. Nothing shows that anybody applies it. The same
 * is true of roles in a root with a backend, a provider, or values, if they move to a folder that has none of these.
 *
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
    ({ identity: { format, id, isRooted } }) =>
      format === "terraform-source" && (isRooted || (id.startsWith("module.") && !there.has(id))),
  );
  const why = new Map(
    called.flatMap((was) => {
      const { id, file } = was.identity;
      const isCalled = id.startsWith("module.") && !there.has(id);
      const inOtherRoots = sources.filter((role) => role.file !== file && (isCalled || role.isRooted === false));
      const found =
        inOtherRoots.find((role) => role === pairs.get(was)) ??
        inOtherRoots.find((role) => isCalled && fileOf(role.place) === fileOf(was.place) && id.endsWith(`.${role.id}`));
      if (found === undefined) return [];
      const words = isCalled
        ? "because nothing calls its module anymore"
        : `because nothing calls ${found.file}, which has no backend, provider, or values`;
      return [[was, { words, role: found }] as const];
    }),
  );
  return { left: new Set([...why.values()].map(({ role }) => role)), why };
}
