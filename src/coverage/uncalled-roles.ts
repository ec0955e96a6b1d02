import type { Role } from "../iam/model.js";
import { fileOf } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";

/** Roles that nothing deploys anymore. */
export interface Uncalled {
  /** The roles of the head that are only leftovers. */
  readonly left: ReadonlySet<Role>;
  /** For each role of the base, the reason in words and the role's leftover, if there is one. */
  readonly why: ReadonlyMap<CoveredRole, { readonly words: string; readonly role: Role | null }>;
}

export const NOTHING_UNCALLED: Uncalled = { left: new Set(), why: new Map() };

/**
 * Finds roles of a Terraform module that was called on the base and no longer is. Without the call, Terraform destroys them. The module's
 * folder is then read as a separate root that contains the same roles, even if it was renamed, but nothing shows that anyone applies it.
 * The same is true of roles in a root with a backend, a provider, or values that move to a folder without any of these.
 *
 * @param pairs the pairs of roles on the base and the head, including leftovers
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
      const isOwn = (role: Role) => id.endsWith(`.${role.id}`);
      // Another root may call the module under a different name.
      const found =
        inOtherRoots.find((role) => role === pairs.get(was) && (role.isRooted !== true || isOwn(role))) ??
        inOtherRoots.find((role) => isCalled && fileOf(role.place) === fileOf(was.place) && isOwn(role));
      if (found === undefined) return [];
      const words = isCalled
        ? "because nothing calls its module anymore"
        : `because nothing calls ${found.file}, which has no backend, provider, or values`;
      return [[was, { words, role: found }] as const];
    }),
  );
  return { left: new Set([...why.values()].map(({ role }) => role)), why };
}
