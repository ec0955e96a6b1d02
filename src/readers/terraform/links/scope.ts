import type { JsonValue } from "../../../source/json-node.js";
import type { ModulePath } from "../model/address.js";
import type { PlannedResource } from "../model/plan.js";

/** The container of an expression: a resource or a module call. */
export type Owner = PlannedResource | ModulePath;

/** The scope of an expression: its module instance, and the key and `for_each` of its owner. */
export interface Scope {
  readonly module: ModulePath;
  readonly key: string | null;
  readonly forEach: JsonValue | undefined;
  /** The owner of the expression. Null for an output or a local. */
  readonly owner: Owner | null;
}
