import { append } from "../../../source/append.js";
import type { PlannedResource } from "../model/plan.js";
import type { Attached } from "./policies.js";

interface Taker {
  readonly by: PlannedResource;
  readonly named: ReadonlySet<PlannedResource>;
}

/**
 * The `aws_iam_policy_attachment` resources of a root. The provider detaches the policy of such a resource from everything that
 * the resource doesn't name, whatever attached it:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment
 */
export class PolicyTakers {
  /** Keyed by what `samePolicy` compares. */
  readonly #byPolicy = new Map<string | PlannedResource, Taker[]>();

  add(by: PlannedResource, policies: readonly Attached[], roles: readonly PlannedResource[]): void {
    const taker = { by, named: new Set(roles) };
    for (const key of policies.flatMap(keysOf)) {
      append(this.#byPolicy, key, taker);
    }
  }

  /** The resource that may take a policy away from a role: one apply does so, and the next one attaches it again. */
  of(policy: Attached, role: PlannedResource, mayBe: (by: PlannedResource) => boolean): PlannedResource | null {
    if (policy.kind !== "managed") return null;
    const takers = keysOf(policy).flatMap((key) => this.#byPolicy.get(key) ?? []);
    return takers.find(({ by, named }) => by !== policy.by && !named.has(role) && mayBe(by))?.by ?? null;
  }
}

function keysOf({ id, holder }: Attached): readonly (string | PlannedResource)[] {
  return [...(id === null ? [] : [id]), ...(holder === null ? [] : [holder])];
}
