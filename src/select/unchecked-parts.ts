import type { Kind } from "../requirements/requirements.js";
import { isLoose } from "./attach-policies.js";
import { roleLineHelp } from "./infer-kinds.js";
import type { Selection, UnselectedRole } from "./select-roles.js";
import { type SplitPolicies, splitHelp } from "./split-documents.js";

/**
 * The roles that aren't checked. Files that are parts of one policy get the line of `groups` that joins them, unless a template or plan
 * creates the worker roles, because it may read the files. If nothing looks like a worker role, one may be split into many files.
 */
export function withUncheckedParts(
  { selected, notChecked, inferable }: Selection,
  splits: SplitPolicies,
  kinds: readonly Kind[],
): readonly UnselectedRole[] {
  if (!selected.every(({ role }) => isLoose(role))) return notChecked;
  const isNone = selected.length + notChecked.length === 0;
  const seen = isNone ? [...inferable].map((role) => ({ role, reason: "" })) : notChecked;
  return seen.flatMap((one) => {
    const { role } = one;
    const split = inferable.has(role) ? splits.ofUnchecked(role, kinds) : undefined;
    if (split === undefined || (isNone && split.isPart)) return isNone ? [] : one;
    return { role, split, reason: splitHelp(split) + roleLineHelp(role, []) };
  });
}
