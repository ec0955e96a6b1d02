import type { Group } from "../config/options.js";
import type { Policy, Role } from "../iam/model.js";
import { filesMatching } from "../select/group-documents.js";

/** Describes the files of the base's `groups` that are no longer in a group of the same name. */
export function describeDroppedGroups(before: readonly Group[], now: readonly Group[]): string {
  return before
    .flatMap(({ name, policies, boundary }) => {
      const kept = now.find((group) => group.name === name);
      const gone = (files: readonly string[], still: readonly string[] = []) =>
        files.filter((file) => !still.includes(file));
      return [...gone(policies, kept?.policies), ...gone(boundary, kept?.boundary)].map((file) => `${file} of ${name}`);
    })
    .join(", ");
}

/**
 * Adds the restrictions in the files that a role's group has lost: the boundary and the Deny statements. If the group is gone, its files
 * show which role it belonged to.
 *
 * @param loose the policy files that the base's groups name, as they are on the head
 */
export function withDroppedFiles(
  role: Role,
  before: readonly Group[],
  now: readonly Group[],
  loose: readonly Role[],
): Role {
  const own = now.find(({ name }) => name === role.id) ?? { policies: [role.file], boundary: [] };
  const kept = new Set(filesMatching(own.policies, loose).map(({ file }) => file));
  const was =
    before.find(({ name }) => name === role.id) ??
    before.find(
      (group) =>
        now.every(({ name }) => name !== group.name) &&
        filesMatching(group.policies, loose).some(({ file }) => kept.has(file)),
    );
  if (was === undefined || role.format !== "policy-json") return role;
  const limits = new Set(filesMatching(own.boundary, loose).map(({ file }) => file));
  const gone = filesMatching(was.policies, loose).filter(({ file }) => !kept.has(file) && !limits.has(file));
  const limit = filesMatching(was.boundary, loose).find(({ file }) => !limits.has(file));
  const [first, ...others] = role.variants;
  const policies = [...first.policies, ...gone.flatMap(({ variants }) => variants[0].policies.flatMap(denying))];
  return {
    ...role,
    variants: [{ ...first, policies, boundary: limit?.variants[0].policies[0] ?? first.boundary }, ...others],
  };
}

function denying(policy: Policy): readonly Policy[] {
  if (policy.kind !== "document") return [];
  const statements = policy.document.statements.filter(({ effect }) => effect !== "Allow");
  return [{ ...policy, document: { ...policy.document, statements } }];
}
