import type { Candidate, Wanted } from "../terraform/links/candidate.js";
import { Links } from "../terraform/links/links.js";
import { valueAt } from "../terraform/model/fields.js";
import { isUnknown, type PlannedResource } from "../terraform/model/plan.js";

/**
 * Finds what attributes mean by evaluating them. A plan's values are unknown because of something that the apply creates.
 * Without a plan, a variable may also be the reason, so references alone say nothing about an unknown value.
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
