import { isJsonObject, type JsonObject, type JsonValue, property } from "../../source/json-node.js";
import { type ModulePath, parseModuleAddress } from "./address.js";

/** A resource or data source as it will be after the apply. */
export interface PlannedResource {
  readonly address: string;
  readonly module: ModulePath;
  readonly type: string;
  readonly name: string;
  /** Key of `count` or `for_each` in brackets, as in the address; null for a single instance. */
  readonly key: string | null;
  /** Its values after the apply; of a deleted one, those before it. */
  readonly values: JsonObject;
  /** `true` where a value is known only after the apply; the shape follows the values. */
  readonly unknown: JsonObject;
  readonly sensitive: JsonObject;
  readonly deleted: boolean;
}

/** A module of the configuration: expressions with the references that they make. */
export interface ModuleConfig {
  readonly resources: ReadonlyMap<string, JsonObject>;
  readonly calls: ReadonlyMap<string, ModuleCall>;
  readonly outputs: JsonObject;
}

export interface ModuleCall {
  readonly source: string;
  readonly expressions: JsonObject;
  readonly forEach: JsonValue | undefined;
  readonly module: ModuleConfig;
}

export interface Plan {
  readonly resources: readonly PlannedResource[];
  readonly root: ModuleConfig;
}

const EMPTY: JsonObject = {};

/** The parts of a plan (or of a state, which has values and no changes) that bear on IAM. All else is left alone. */
export function readPlan(plan: JsonObject): Plan {
  const changes = listIn(plan, "resource_changes").flatMap((change) => plannedResource(change) ?? []);
  const known = new Set(changes.map(({ address }) => address));
  const prior = stateResources(objectIn(objectIn(plan, "prior_state"), "values"), "data");
  const state = stateResources(objectIn(plan, "values"), "managed");
  const root = objectIn(objectIn(plan, "configuration"), "root_module");
  return {
    resources: [...changes, ...[...prior, ...state].filter(({ address }) => !known.has(address))],
    root: moduleConfig(root),
  };
}

/** IAM resources, and the data sources that documents are built by. */
function matters(type: string): boolean {
  return type.startsWith("aws_iam_");
}

function plannedResource(node: JsonObject): PlannedResource | null {
  const type = textIn(node, "type");
  if (!matters(type)) return null;
  const change = objectIn(node, "change");
  const actions = property(change, "actions");
  const planned = Array.isArray(actions) ? actions : [];
  if (planned.includes("forget") && planned.length === 1) return null;
  const deleted = planned.includes("delete") && planned.length === 1;
  return {
    ...identity(node, type),
    values: objectIn(change, deleted ? "before" : "after"),
    unknown: objectIn(change, "after_unknown"),
    sensitive: objectIn(change, deleted ? "before_sensitive" : "after_sensitive"),
    deleted,
  };
}

function identity(
  node: JsonObject,
  type: string,
): Pick<PlannedResource, "address" | "module" | "type" | "name" | "key"> {
  const index = property(node, "index");
  const address = textIn(node, "address");
  return {
    address,
    module: parseModuleAddress(textIn(node, "module_address") || modulePart(address)),
    type,
    name: textIn(node, "name"),
    key: index === undefined || index === null ? null : `[${JSON.stringify(index)}]`,
  };
}

/** A state lists resources by module and gives them whole addresses, from which the module's is cut. */
function modulePart(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)+/.exec(address)?.[0] ?? "";
}

function stateResources(values: JsonObject, mode: string): readonly PlannedResource[] {
  const found: PlannedResource[] = [];
  const open: JsonObject[] = [objectIn(values, "root_module")];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    for (const node of listIn(module, "resources")) {
      const type = textIn(node, "type");
      if (textIn(node, "mode") !== mode || !matters(type)) continue;
      const sensitive = objectIn(node, "sensitive_values");
      found.push({
        ...identity(node, type),
        values: objectIn(node, "values"),
        unknown: EMPTY,
        sensitive,
        deleted: false,
      });
    }
    open.push(...listIn(module, "child_modules"));
  }
  return found;
}

function moduleConfig(node: JsonObject): ModuleConfig {
  const resources = listIn(node, "resources").filter((resource) => matters(textIn(resource, "type")));
  const calls = Object.entries(objectIn(node, "module_calls")).filter((entry): entry is [string, JsonObject] =>
    isJsonObject(entry[1]),
  );
  return {
    resources: new Map(resources.map((resource) => [textIn(resource, "address"), resource])),
    calls: new Map(
      calls.map(([name, call]) => [
        name,
        {
          source: textIn(call, "source"),
          expressions: objectIn(call, "expressions"),
          forEach: property(call, "for_each_expression"),
          module: moduleConfig(objectIn(call, "module")),
        },
      ]),
    ),
    outputs: objectIn(node, "outputs"),
  };
}

export function objectIn(object: JsonObject, key: string): JsonObject {
  const value = property(object, key);
  return isJsonObject(value) ? value : EMPTY;
}

export function listIn(object: JsonObject, key: string): readonly JsonObject[] {
  const value = property(object, key);
  return Array.isArray(value) ? value.filter((item: JsonValue): item is JsonObject => isJsonObject(item)) : [];
}

export function textIn(object: JsonObject, key: string): string {
  const value = property(object, key);
  return typeof value === "string" ? value : "";
}

/** The value at a path of keys and indexes. */
export function valueAt(root: JsonObject, path: readonly (string | number)[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isJsonObject(value) ? property(value, String(key)) : undefined;
  }
  return value;
}
