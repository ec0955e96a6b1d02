import type { Role } from "../iam/model.js";
import type { Kind } from "../requirements/requirements.js";
import type { BaseLists, HeadCoverage } from "./compare-coverage.js";
import type { CoveredRole } from "./covered-role.js";
import { namesNow } from "./kind-names.js";
import { pairRoles } from "./pair-roles.js";
import { partiesLost } from "./parties-lost.js";

/** Kinds that were inferred for a role on the base but not on the head, although the role still satisfies them in full. */
export interface Adopted {
  readonly role: Role;
  readonly kinds: readonly Kind[];
  /** `on main`. */
  readonly where: string;
}

/**
 * A role whose policies no longer show its kind (for example because they allow `*`, which names no action) is still checked for it while
 * inference is on. If a line or a marker has ended inference, or if the role grants less than before, the kind is lost.
 */
export async function adoptedKinds(
  before: readonly CoveredRole[],
  head: HeadCoverage,
  { aliases }: BaseLists,
): Promise<readonly Adopted[]> {
  const checked = new Map(head.workers.map(({ role, evaluated }) => [role, evaluated.kinds]));
  const there = head.roles.filter(({ removed }) => !removed);
  const adopted = [...pairRoles(before, there)].map(async ([was, now]): Promise<readonly Adopted[]> => {
    if (!was.inferred || !head.inferable.has(now)) return [];
    const has = checked.get(now)?.map(({ kind }) => kind.name) ?? [];
    const wanted = [...was.kinds.keys()]
      .map((kind) => namesNow(kind, aliases, head))
      .filter((names) => !names.some((name) => has.includes(name)))
      .map((names) => head.kinds.filter(({ name }) => names.includes(name)));
    const met = await Promise.all(wanted.map(async (kinds) => ((await isMet(kinds, was, now, head)) ? kinds : [])));
    const kinds = [...new Set(met.flat())];
    return kinds.length === 0 ? [] : [{ role: now, kinds, where: was.where }];
  });
  return (await Promise.all(adopted)).flat();
}

async function isMet(kinds: readonly Kind[], was: CoveredRole, now: Role, head: HeadCoverage): Promise<boolean> {
  if (kinds.length === 0 || (was.made && now.onlyUnder !== undefined)) return false;
  const carried = was.instanceProfile && kinds.some(({ trust }) => trust.includes("ec2"));
  if ((carried && now.instanceProfile !== true) || partiesLost(was, now, head).length > 0) return false;
  for (const kind of kinds) {
    const verdicts = await head.verdictsOf(now, kind);
    if (verdicts.length === 0 || verdicts.some(({ verdict }) => verdict !== "granted")) return false;
  }
  return true;
}
