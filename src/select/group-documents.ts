import type { Group } from "../config/options.js";
import type { Policy, PolicyDocument, Role } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";

export interface Grouped {
  readonly roles: readonly Role[];
  /** Files and globs of groups that match no policy file. */
  readonly unmatched: readonly { readonly group: string; readonly pattern: string }[];
}

/** Joins loose policy files into the roles that the config's `groups` name. All other roles stay unchanged. */
export function groupDocuments(roles: readonly Role[], groups: readonly Group[]): Grouped {
  const loose = roles.filter((role) => role.format === "policy-json" && role.name === null);
  const grouped = new Set<Role>();
  const unmatched: { group: string; pattern: string }[] = [];
  const made = groups.map((group) => {
    const before = unmatched.length;
    const find = (patterns: readonly string[]): readonly Role[] =>
      patterns.flatMap((pattern) => {
        const found = filesMatching([pattern], loose);
        if (found.length === 0) unmatched.push({ group: group.name, pattern });
        for (const role of found) grouped.add(role);
        return found;
      });
    const role = joinRole(group.name, find(group.policies), find(group.trust), find(group.boundary));
    return role === null || unmatched.length === before ? role : { ...role, isIncomplete: true as const };
  });
  return { roles: [...made.flatMap((role) => role ?? []), ...roles.filter((role) => !grouped.has(role))], unmatched };
}

/** The policy files that paths or globs match, in the order of the patterns. */
export function filesMatching(patterns: readonly string[], loose: readonly Role[]): readonly Role[] {
  return patterns.flatMap((pattern) =>
    loose.filter((role) => role.file === pattern || matchesPattern(pattern, role.file)),
  );
}

/** Joins loose policies, trust policies, and a boundary into one role. Returns null if there are none. */
export function joinRole(
  name: string,
  policies: readonly Role[],
  trust: readonly Role[],
  boundary: readonly Role[],
): Role | null {
  const first = policies[0] ?? trust[0] ?? boundary[0];
  if (first === undefined) return null;
  const isCliOutput = [...policies, ...trust, ...boundary].some((role) => role.isCliOutput);
  return {
    ...first,
    ...(isCliOutput ? { isCliOutput } : {}),
    id: name,
    name,
    variants: [
      {
        when: null,
        policies: policies.flatMap(policiesOf),
        boundary: boundary.flatMap(policiesOf)[0] ?? null,
        trust: joinTrust(trust),
      },
    ],
  };
}

function policiesOf(role: Role): readonly Policy[] {
  return role.variants[0].policies;
}

/** A role has a single trust policy, so grouped files are read as its statements. */
function joinTrust(trust: readonly Role[]): PolicyDocument | null {
  const documents = trust.flatMap((role) => {
    const document = role.variants[0].trust;
    return document === null || "kind" in document ? [] : [document];
  });
  const [first, ...rest] = documents;
  if (first === undefined) return null;
  return {
    ...first,
    statements: documents.flatMap((document) => document.statements),
    unresolved: documents.flatMap((document) => document.unresolved),
    problems: documents.flatMap((document) => document.problems),
    size: rest.length === 0 ? first.size : null,
  };
}
