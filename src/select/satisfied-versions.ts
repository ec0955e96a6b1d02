import type { ActionVerdict } from "../iam/verdict.js";
import { catalogRequirements, catalogVersions } from "../requirements/catalog/index.js";
import { expandKinds, type Kind, type RequiredAction } from "../requirements/requirements.js";

/**
 * The versions of the catalog whose lists a role satisfies in full. A version that lacks one of the kinds is not satisfied.
 *
 * @param kinds the names that it was selected for, including aliases: each version has its own lists for them
 */
export function satisfiedVersions(
  kinds: readonly string[],
  verdictOf: (action: RequiredAction, kind: Kind) => ActionVerdict,
): readonly string[] {
  return catalogVersions().filter((version) => {
    const requirements = catalogRequirements(version);
    if (requirements === null) return false;
    const expanded = expandKinds(requirements, kinds);
    if (expanded.unknown.length > 0 || expanded.kinds.length === 0) return false;
    return expanded.kinds.every((kind) =>
      kind.actions.every((action) => verdictOf(action, kind).verdict === "granted"),
    );
  });
}
