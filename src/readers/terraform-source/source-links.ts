import type { Candidate, Wanted } from "../terraform/links/candidate.js";
import { Links } from "../terraform/links/links.js";
import { valueAt } from "../terraform/model/fields.js";
import { isUnknown, type PlannedResource } from "../terraform/model/plan.js";

/**
 * Resolves references by evaluating attributes. Without a plan, a value may also be unknown because a variable is
 * unknown, so following references isn't enough.
 */
export class SourceLinks extends Links {
  override candidates(
    resource: PlannedResource,
    path: readonly (string | number)[],
    wanted: Wanted,
  ): readonly Candidate[] {
    const isKnown = valueAt(resource.unknown, path) !== true && !isUnknown(resource, String(path[0]));
    if (isKnown) return super.candidates(resource, path, wanted);
    const text = `${path.join(".")} of ${resource.address}`;
    return this.meant(resource, path, wanted) ?? [{ kind: "open", text }];
  }
}
