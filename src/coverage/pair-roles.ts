import type { Role } from "../iam/model.js";
import { append } from "../source/append.js";
import type { CoveredRole } from "./covered-role.js";
import { policiesDigest } from "./policies-digest.js";

interface Criterion {
  readonly before: (role: CoveredRole) => string | null;
  readonly now: (role: Role) => string | null;
  /** Whether roles with the same key are interchangeable. If they aren't, a key that several roles have identifies none of them. */
  readonly alike: boolean;
}

/** Evidence that two roles are the same, strongest first. */
const CRITERIA: readonly Criterion[] = [
  {
    before: ({ identity: { format, file, id } }) => key(format, file, id),
    now: ({ format, file, id }) => key(format, file, id),
    alike: false,
  },
  {
    before: ({ identity: { format, file, id } }) => key(format, file, id),
    now: ({ format, file, previousId }) => key(format, file, previousId),
    alike: false,
  },
  {
    before: ({ identity: { format, id } }) => key(format, id),
    now: ({ format, previousId }) => key(format, previousId),
    alike: false,
  },
  {
    before: ({ identity: { format, id, name }, digest }) => key(format, id, `${name}`, digest()),
    now: (role) => key(role.format, role.id, `${role.name}`, policiesDigest(role)),
    alike: true,
  },
  {
    before: ({ identity: { format, id } }) => key(format, id),
    now: ({ format, id }) => key(format, id),
    alike: false,
  },
  { before: ({ identity: { name } }) => key(name), now: ({ name }) => key(name), alike: false },
  { before: ({ digest }) => key(digest()), now: (role) => key(policiesDigest(role)), alike: true },
];

/** Pairs each role of the base with the same role on the head, if that is certain. */
export function pairRoles(before: readonly CoveredRole[], now: readonly Role[]): ReadonlyMap<CoveredRole, Role> {
  const pairs = new Map<CoveredRole, Role>();
  const found = new Set<Role>();
  for (const criterion of CRITERIA) {
    const left = before.filter((role) => !pairs.has(role));
    const free = now.filter((role) => !found.has(role));
    if (left.length === 0 || free.length === 0) break;
    for (const [was, is] of pairsBy(criterion, left, free)) {
      pairs.set(was, is);
      found.add(is);
    }
  }
  return pairs;
}

function pairsBy(
  { before, now, alike }: Criterion,
  left: readonly CoveredRole[],
  free: readonly Role[],
): readonly (readonly [CoveredRole, Role])[] {
  const wanted = grouped(left, before);
  const offered = grouped(free, now);
  return [...wanted].flatMap(([name, roles]) => {
    const others = offered.get(name) ?? [];
    if (!alike && (roles.length > 1 || others.length > 1)) return [];
    return roles.flatMap((role, index): readonly (readonly [CoveredRole, Role])[] => {
      const other = others[index];
      return other === undefined ? [] : [[role, other]];
    });
  });
}

function grouped<T>(roles: readonly T[], keyOf: (role: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const role of roles) {
    const name = keyOf(role);
    if (name === null) continue;
    append(groups, name, role);
  }
  return groups;
}

/** Returns null if a part is unknown. */
function key(...parts: readonly (string | null | undefined)[]): string | null {
  return parts.every((part) => typeof part === "string") ? parts.join("\n") : null;
}
