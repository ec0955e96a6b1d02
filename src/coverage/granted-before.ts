import type { Finding } from "../rules/finding.js";
import { wasPresent } from "../rules/weakened-action.js";
import { append } from "../source/append.js";
import type { CoveredRole } from "./covered-role.js";

/**
 * Removes access that the base's own configuration grants (actions, trust, or an instance profile) from the base's findings under the
 * head's options. If the head's configuration takes the access away, the finding isn't old. If roles share an ID, all of them must have had
 * the access.
 */
export function withoutGranted<T extends Finding>(
  findings: readonly T[],
  before: readonly CoveredRole[],
): readonly T[] {
  const byId = new Map<string, CoveredRole[]>();
  for (const role of before) {
    append(byId, role.identity.id, role);
  }
  return findings.flatMap((finding) => {
    const { role, kind, actions } = finding;
    const alike = byId.get(role ?? "") ?? [];
    if (alike.length > 0 && alike.every((one) => wasPresent(finding, one))) return [];
    const granted = alike.flatMap(({ kinds }) => kinds.get(kind ?? "") ?? []);
    if (granted.length === 0 || actions.length === 0) return [finding];
    const old = actions.filter((action) => !granted.every((one) => one.has(action)));
    return old.length === 0 ? [] : [{ ...finding, actions: old }];
  });
}
