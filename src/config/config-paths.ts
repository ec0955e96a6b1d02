import type { CheckOptions, Group } from "./options.js";

/** The options that contain file paths. */
type Paths = Pick<CheckOptions, "groups" | "parameters">;

/**
 * A configuration's paths are relative to its folder; this makes them relative to the root. `prefix` is the path from
 * the root to that folder, with a trailing `/`.
 */
export function fromRoot({ groups, parameters }: Paths, prefix: string): Paths {
  const rebase = (path: string): string => pathFromRoot(prefix, path);
  const rebased = (group: Group): Group => ({
    name: group.name,
    policies: group.policies.map(rebase),
    trust: group.trust.map(rebase),
    boundary: group.boundary.map(rebase),
  });
  return {
    groups: groups.map(rebased),
    parameters: parameters.map(({ template, file }) => ({ template: rebase(template), file: rebase(file) })),
  };
}

export function pathFromRoot(prefix: string, path: string): string {
  return path.startsWith("/") || path === "" ? path : `${prefix}${path.replace(/^(\.\/)+/, prefix === "" ? "$&" : "")}`;
}

/** Whether `requirements` is a path and not a version. */
export function namesFile(requirements: string): boolean {
  return /[/\\]|\.(json|ya?ml)$/i.test(requirements);
}
