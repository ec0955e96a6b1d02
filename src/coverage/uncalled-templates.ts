import type { Role } from "../iam/model.js";
import { logicalIdOf, type RoleIdentity } from "../select/role-pattern.js";
import { fileOf } from "../source/place.js";
import type { CoveredRole } from "./covered-role.js";
import { NOTHING_UNCALLED, type Uncalled } from "./uncalled-roles.js";

/**
 * Finds roles of CloudFormation templates that were nested or included on the base and no longer are. CloudFormation deletes these roles.
 * The file is then read as a separate template that contains the same roles, even if it was renamed, but nothing shows that anyone deploys
 * it.
 *
 * @param pairs the pairs of roles on the base and the head, including leftovers
 */
export function uncalledTemplates(
  before: readonly CoveredRole[],
  now: readonly Role[],
  pairs: ReadonlyMap<CoveredRole, Role>,
): Uncalled {
  const were = before.filter(({ identity }) => identity.format === "cloudformation");
  const roots = new Set(were.map(({ identity }) => rootOf(identity)));
  const partOf = ({ identity }: CoveredRole) => partsOf(identity).filter((file) => !roots.has(file));
  const nested = were.filter((was) => partOf(was).length > 0);
  if (nested.length === 0) return NOTHING_UNCALLED;
  const renamed = renamedTemplates(nested, roots, pairs);
  const uncalled = new Set([...nested.flatMap(partOf), ...renamed.values()]);
  const left = now.filter((role) => role.format === "cloudformation" && uncalled.has(rootOf(role)));
  const leftRoots = new Set(left.map(rootOf));
  const byPlace = new Map(left.map((role) => [placeKey(role), role]));
  return {
    left: new Set(left),
    why: new Map(
      nested.flatMap((was) => {
        const part = partOf(was).find((file) => leftRoots.has(file)) ?? renamed.get(was);
        if (part === undefined) return [];
        const { identity } = was;
        const pair = pairs.get(was);
        const role =
          (pair !== undefined && leftRoots.has(rootOf(pair)) ? pair : byPlace.get(placeKey(identity))) ?? null;
        const chain = [...(identity.nestedIn ?? []), identity.file];
        const caller = chain[chain.indexOf(part) - 1] ?? chain.at(-2) ?? identity.file;
        return [[was, { words: `because no checked template nests ${part} anymore (${caller} did)`, role }] as const];
      }),
    ),
  };
}

/**
 * Nested templates that are now separate and in a file with a different name. Leaves out a file that the parent template was renamed to.
 */
function renamedTemplates(
  nested: readonly CoveredRole[],
  roots: ReadonlySet<string>,
  pairs: ReadonlyMap<CoveredRole, Role>,
): ReadonlyMap<CoveredRole, string> {
  const parts = new Set(nested);
  const moved = new Set(
    [...pairs].flatMap(([was, is]) => (parts.has(was) ? [] : [`${was.identity.file}\n${is.file}`])),
  );
  return new Map(
    nested.flatMap((was) => {
      const is = pairs.get(was);
      if (is?.format !== "cloudformation" || is.nestedIn !== undefined || roots.has(is.file)) return [];
      return moved.has(`${rootOf(was.identity)}\n${is.file}`) ? [] : [[was, is.file] as const];
    }),
  );
}

function rootOf({ nestedIn, file }: RoleIdentity): string {
  return nestedIn?.[0] ?? file;
}

/** The nested or included files that a role is in. The role's place is in a different file if its template includes that file. */
function partsOf(identity: RoleIdentity): readonly string[] {
  const { nestedIn = [], file, place } = identity;
  const root = rootOf(identity);
  return [...nestedIn, file, fileOf(place)].filter((path) => path !== root);
}

function placeKey(role: RoleIdentity): string {
  return `${fileOf(role.place)}\n${logicalIdOf(role)}`;
}
