import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { ModulePath } from "./address.js";
import type { ModuleConfig } from "./configuration.js";

/**
 * The effect of apply on a resource. A resource that Terraform forgets (`removed` with `destroy = false`) stays in AWS,
 * so it counts as unchanged. `unknown`: the source doesn't show what exists before apply.
 */
export type Change = "create" | "update" | "none" | "replace" | "delete" | "unknown";

/** A resource or data source as it will be after apply. */
export interface PlannedResource {
  readonly address: string;
  /** The previous address, according to a `moved` block or the state. Null if the address is the same. */
  readonly previousAddress: string | null;
  readonly module: ModulePath;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The key of `count` or `for_each` in brackets. Null for a single instance. */
  readonly key: string | null;
  readonly change: Change;
  /** The values before apply. Empty for a new resource. */
  readonly before: JsonObject;
  /** The values after apply. For a deleted resource, the values before it. */
  readonly values: JsonObject;
  /** `true` for each value that is known only after apply, in the shape of the values. */
  readonly unknown: JsonObject;
  readonly sensitive: JsonObject;
  /** The sensitive parts of the values before apply, if they are known separately. */
  readonly hidden?: JsonObject;
  readonly deleted: boolean;
  /**
   * The reason why nothing about the resource is certain, phrased to follow the address: Terraform defers it to a later
   * plan. Null if this plan applies it.
   */
  readonly deferred: string | null;
  /** Set for a resource from source: attributes that it doesn't set are known only after apply. */
  readonly isOpen?: true;
}

export interface PlannedResources {
  /** IAM resources, and the data sources that build documents. */
  readonly resources: readonly PlannedResource[];
  /** All other resources, or only some types. Links need them if an expression mixes them with IAM resources. */
  readonly others: (isWanted?: (type: string) => boolean) => readonly PlannedResource[];
}

export interface Plan extends PlannedResources {
  readonly root: ModuleConfig;
  /** Provider configurations by key. */
  readonly providers: JsonObject;
  /** The values of the root module's variables. */
  readonly variables: JsonObject;
  /** The value of `terraform.workspace`, if known. */
  readonly workspace?: string | null;
}

/** Whether an attribute, or a part of it, is known only after apply. */
export function isUnknown(resource: PlannedResource, attribute: string): boolean {
  if (resource.isOpen && !Object.hasOwn(resource.values, attribute)) return true;
  const flags: (JsonValue | undefined)[] = [property(resource.unknown, attribute)];
  while (flags.length > 0) {
    const flag = flags.pop();
    if (flag === true) return true;
    const parts = isJsonObject(flag) ? Object.values(flag) : flag;
    if (Array.isArray(parts)) for (const part of parts) flags.push(part);
  }
  return false;
}
