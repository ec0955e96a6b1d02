import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { ModulePath } from "./address.js";
import type { ModuleConfig } from "./configuration.js";

/**
 * The apply's change to a resource. One that Terraform forgets (`removed` with `destroy = false`) stays in AWS, so it counts as
 * unchanged. `unknown`: the source doesn't say what exists before the apply.
 */
export type Change = "create" | "update" | "none" | "replace" | "delete" | "unknown";

/** A resource or data source as it is after the apply. */
export interface PlannedResource {
  readonly address: string;
  /** Its former address according to a `moved` block or the state. Null if it had the same address. */
  readonly previousAddress: string | null;
  readonly module: ModulePath;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The key of `count` or `for_each` in brackets. Null for a single instance. */
  readonly key: string | null;
  readonly change: Change;
  /** Its values before the apply. Empty for a new one. */
  readonly before: JsonObject;
  /** Its values after the apply. For a deleted one, those before it. */
  readonly values: JsonObject;
  /** `true` for each value that is known only after the apply; the shape follows the values. */
  readonly unknown: JsonObject;
  readonly sensitive: JsonObject;
  /** The sensitive parts of its values before the apply, if they are known separately. */
  readonly hidden?: JsonObject;
  readonly deleted: boolean;
  /**
   * The text that follows its address if nothing about it is certain, because Terraform defers it to a later plan. Null if this
   * plan applies it.
   */
  readonly deferred: string | null;
  /** For the source: attributes that it doesn't set are known only after the apply. */
  readonly isOpen?: true;
}

export interface PlannedResources {
  /** IAM resources, and the data sources that build documents. */
  readonly resources: readonly PlannedResource[];
  /** All other resources, or those of some types. Links need them if an expression mixes them with IAM resources. */
  readonly others: (isWanted?: (type: string) => boolean) => readonly PlannedResource[];
}

export interface Plan extends PlannedResources {
  readonly root: ModuleConfig;
  /** Provider configurations by key. */
  readonly providers: JsonObject;
  /** Values of the root module's variables. */
  readonly variables: JsonObject;
  /** The value of `terraform.workspace`, if it is known. */
  readonly workspace?: string | null;
}

/** Whether an attribute, or a part of it, is known only after the apply. */
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
