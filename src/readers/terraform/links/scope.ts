import type { JsonValue } from "../../../source/json-node.js";
import type { ModulePath } from "../model/address.js";
import type { PlannedResource } from "../model/plan.js";

/** What an expression is part of: a resource, or the call of a module. */
export type Owner = PlannedResource | ModulePath;

/** Where an expression stands: its module instance, and the key and `for_each` of what it is part of. */
export interface Scope {
  readonly module: ModulePath;
  readonly key: string | null;
  readonly forEach: JsonValue | undefined;
  /** Null for an output. */
  readonly owner: Owner | null;
}
