import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { keyOf, type ModulePath, parseModuleAddress } from "./address.js";
import { ModuleConfig } from "./configuration.js";
import { EMPTY, listIn, objectIn, textIn } from "./fields.js";

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

export interface Plan {
  /** IAM resources, and the data sources that documents are built by. */
  readonly resources: readonly PlannedResource[];
  /** All other resources, which links ask for when an expression mixes them with those of IAM. */
  readonly others: () => readonly PlannedResource[];
  readonly root: ModuleConfig;
  /** Configurations of providers by their keys. */
  readonly providers: JsonObject;
  /** Values of the root module's variables. */
  readonly variables: JsonObject;
  /** What `terraform.workspace` is, where that is told. */
  readonly workspace?: string | null;
}

/** A plan (or a state, which has values and no changes) as it will be after the apply. */
export function readPlan(plan: JsonObject): Plan {
  const configuration = objectIn(plan, "configuration");
  return {
    resources: resourcesOf(plan, ofIam),
    others: () => resourcesOf(plan, (type) => !ofIam(type)),
    root: new ModuleConfig(objectIn(configuration, "root_module")),
    providers: objectIn(configuration, "provider_config"),
    variables: objectIn(plan, "variables"),
  };
}

function ofIam(type: string): boolean {
  return type.startsWith("aws_iam_");
}

/**
 * `resource_changes` hold what this plan looked at. What it left alone (`-target`, `-refresh-only`, data sources that were
 * read already) stands in the state before the apply only, and stays.
 */
function resourcesOf(plan: JsonObject, wanted: (type: string) => boolean): readonly PlannedResource[] {
  const found: PlannedResource[] = [];
  // Not listed first: to look at the tens of thousands of a large plan takes a while each time.
  const changes = property(plan, "resource_changes");
  for (const change of Array.isArray(changes) ? changes : []) {
    if (isJsonObject(change)) addPlanned(found, change, wanted, null);
  }
  for (const deferred of listIn(plan, "deferred_changes")) {
    const reason = textIn(deferred, "reason") || "unknown reason";
    addPlanned(found, objectIn(deferred, "resource_change"), wanted, `is deferred to a later plan (${reason})`);
  }
  const known = new Set(found.map(({ address }) => address));
  const prior = stateResources(objectIn(objectIn(plan, "prior_state"), "values"), wanted);
  const state = stateResources(objectIn(plan, "values"), wanted);
  return [...found, ...[...prior, ...state].filter(({ address }) => !known.has(address))];
}

function addPlanned(
  found: PlannedResource[],
  node: JsonObject,
  wanted: (type: string) => boolean,
  deferred: string | null,
): void {
  const type = textIn(node, "type");
  // A deposed object is what a failed replacement left behind: not the resource, though it has its address.
  if (wanted(type) && textIn(node, "deposed") === "") found.push(plannedResource(node, type, deferred));
}

function plannedResource(node: JsonObject, type: string, deferred: string | null): PlannedResource {
  const change = objectIn(node, "change");
  const planned = changeOf(property(change, "actions"));
  const stays = planned === "delete" || planned === "forget";
  return {
    ...identity(node, type),
    previousAddress: textIn(node, "previous_address") || null,
    change: planned === "forget" ? "none" : planned,
    before: objectIn(change, "before"),
    values: objectIn(change, stays ? "before" : "after"),
    unknown: objectIn(change, "after_unknown"),
    sensitive: marksIn(
      change,
      stays ? "before_sensitive" : "after_sensitive",
      objectIn(change, stays ? "before" : "after"),
    ),
    deleted: planned === "delete",
    deferred,
  };
}

/** A mark on the resource as a whole is one on each of its attributes. */
function marksIn(node: JsonObject, key: string, values: JsonObject): JsonObject {
  if (property(node, key) !== true) return objectIn(node, key);
  return Object.fromEntries(Object.keys(values).map((attribute) => [attribute, true]));
}

export function changeOf(actions: JsonValue | undefined): Change | "forget" {
  const planned = Array.isArray(actions) ? actions : [];
  const creates = planned.includes("create");
  if (planned.length > 1 && creates) return "replace";
  if (creates) return "create";
  if (planned.includes("delete")) return "delete";
  if (planned.includes("forget")) return "forget";
  return planned.includes("update") ? "update" : "none";
}

function identity(
  node: JsonObject,
  type: string,
): Pick<PlannedResource, "address" | "module" | "mode" | "type" | "name" | "key"> {
  const index = property(node, "index");
  const address = textIn(node, "address");
  return {
    address,
    module: parseModuleAddress(textIn(node, "module_address") || modulePart(address)),
    mode: textIn(node, "mode") === "data" ? "data" : "managed",
    type,
    name: textIn(node, "name"),
    key: typeof index === "string" || typeof index === "number" ? keyOf(index) : null,
  };
}

/** A state lists resources by module and gives them whole addresses, from which the module's is cut. */
function modulePart(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)+/.exec(address)?.[0] ?? "";
}

function stateResources(values: JsonObject, wanted: (type: string) => boolean): readonly PlannedResource[] {
  const found: PlannedResource[] = [];
  const open: JsonObject[] = [objectIn(values, "root_module")];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    for (const node of listIn(module, "resources")) {
      const type = textIn(node, "type");
      if (!wanted(type) || textIn(node, "deposed_key") !== "") continue;
      found.push({
        ...identity(node, type),
        previousAddress: null,
        change: "none",
        before: objectIn(node, "values"),
        values: objectIn(node, "values"),
        unknown: EMPTY,
        sensitive: marksIn(node, "sensitive_values", objectIn(node, "values")),
        deleted: false,
        deferred: null,
      });
    }
    for (const child of listIn(module, "child_modules")) open.push(child);
  }
  return found;
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
