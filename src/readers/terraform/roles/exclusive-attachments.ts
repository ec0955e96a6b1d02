import { append } from "../../../source/append.js";
import type { PlannedResource } from "../model/plan.js";
import type { Attached } from "./policies.js";

interface ExclusiveAttachment {
  readonly by: PlannedResource;
  readonly named: ReadonlySet<PlannedResource>;
}

/**
 * A root's `aws_iam_policy_attachment` resources. For each, the provider detaches the policy from everything that the
 * resource doesn't name, even if another resource attached it:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment
 */
export class ExclusiveAttachments {
  /** Keyed by the IDs and resources that `samePolicy` compares. */
  readonly #byPolicy = new Map<string | PlannedResource, ExclusiveAttachment[]>();

  add(by: PlannedResource, policies: readonly Attached[], roles: readonly PlannedResource[]): void {
    const attachment = { by, named: new Set(roles) };
    for (const key of policies.flatMap(keysOf)) {
      append(this.#byPolicy, key, attachment);
    }
  }

  /**
   * The resource that may detach a policy from a role: one apply detaches the policy, and the next one attaches it
   * again. Returns null if there is none.
   */
  of(policy: Attached, role: PlannedResource, mayBe: (by: PlannedResource) => boolean): PlannedResource | null {
    if (policy.kind !== "managed") return null;
    const attachments = keysOf(policy).flatMap((key) => this.#byPolicy.get(key) ?? []);
    return attachments.find(({ by, named }) => by !== policy.by && !named.has(role) && mayBe(by))?.by ?? null;
  }
}

function keysOf({ id, holder }: Attached): readonly (string | PlannedResource)[] {
  return [...(id === null ? [] : [id]), ...(holder === null ? [] : [holder])];
}
