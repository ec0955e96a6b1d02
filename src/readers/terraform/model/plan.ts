import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { ModulePath } from "./address.js";
import type { ModuleConfig } from "./configuration.js";

/**
 * What the apply does to a resource. One that Terraform forgets (`removed` with `destroy = false`) stays as it is in AWS, so
 * that it counts as unchanged.
 */
/** `unknown`: the source does not tell what is there before the apply. */
export type Change = "create" | "update" | "none" | "replace" | "delete" | "unknown";

/** A resource or data source as it will be after the apply. */
export interface PlannedResource {
  readonly address: string;
  /** The address that a `moved` block, or the state, knew it by before; null where it had the same. */
  readonly previousAddress: string | null;
  readonly module: ModulePath;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Key of `count` or `for_each` in brackets; null for a single instance. */
  readonly key: string | null;
  readonly change: Change;
  /** Its values before the apply; empty for a new one. */
  readonly before: JsonObject;
  /** Its values after the apply; of a deleted one, those before it. */
  readonly values: JsonObject;
  /** `true` where a value is known only after the apply; the shape follows the values. */
  readonly unknown: JsonObject;
  readonly sensitive: JsonObject;
  readonly deleted: boolean;
  /** What follows its address where nothing of it is certain: that Terraform put it off to a later plan. Null for all that this plan applies. */
  readonly deferred: string | null;
  /** Of the source: attributes that it does not set are known only after the apply. */
  readonly isOpen?: true;
}

export interface PlannedResources {
  /** IAM resources, and the data sources that documents are built by. */
  readonly resources: readonly PlannedResource[];
  /** All other resources, which links ask for when an expression mixes them with those of IAM. */
  readonly others: () => readonly PlannedResource[];
}

export interface Plan extends PlannedResources {
  readonly root: ModuleConfig;
  /** Configurations of providers by their keys. */
  readonly providers: JsonObject;
  /** Values of the root module's variables. */
  readonly variables: JsonObject;
  /** What `terraform.workspace` is, where that is told. */
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
