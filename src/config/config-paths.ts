import type { CheckOptions, Group } from "./options.js";

/** What names files relative to the root of the repository. */
type Paths = Pick<CheckOptions, "groups" | "parameters">;

/** The paths that a configuration names are relative to its own folder; `prefix` leads there from the root, with a `/` at its end. */
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

/** Requirements are named by their version or by a path. */
export function namesFile(requirements: string): boolean {
  return /[/\\]|\.(json|ya?ml)$/i.test(requirements);
}
