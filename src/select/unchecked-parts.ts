import type { Kind } from "../requirements/requirements.js";
import { isLoose } from "./attach-policies.js";
import { namedActions, roleLineHelp } from "./infer-kinds.js";
import type { Selection, UnselectedRole } from "./select-roles.js";
import { type SplitPolicies, splitHelp } from "./split-documents.js";

/** A file that names fewer actions is listed only if it looks like a worker role for another reason. */
const MIN_COUNT = 10;

/**
 * The roles that aren't checked. Parts of a policy that is split over files get the line of `groups` that joins them, unless a template
 * or plan creates the worker roles: it may read the files. None of the parts may name enough of a list to be noticed alone.
 */
export function withUncheckedParts(
  { selected, notChecked, inferable }: Selection,
  splits: SplitPolicies,
  kinds: readonly Kind[],
): readonly UnselectedRole[] {
  if (!selected.every(({ role }) => isLoose(role))) return notChecked;
  const seen = new Map(notChecked.map((one) => [one.role, one]));
  const lines = new Set<string>();
  const checked = new Set(selected.map(({ role }) => role));
  const parts = [...inferable].flatMap((role) => {
    const split = checked.has(role) ? null : splits.ofUnchecked(role, kinds);
    if (split === null) return [];
    const isNew = !split.isPart && !lines.has(split.line) && namedActions(role).size >= MIN_COUNT;
    if (!isNew && !seen.has(role)) return [];
    lines.add(split.line);
    return [[role, { role, split, reason: splitHelp(split) + roleLineHelp(role, []) }] as const];
  });
  return [...new Map([...seen, ...parts]).values()];
}
