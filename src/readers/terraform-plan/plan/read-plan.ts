import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { keyOf, parseModuleAddress } from "../../terraform/model/address.js";
import { EMPTY, listIn, objectIn, textIn } from "../../terraform/model/fields.js";
import type { Change, Plan, PlannedResource } from "../../terraform/model/plan.js";
import { either, isMarked } from "../../terraform/secrets/marks.js";
import { PlanModule } from "./plan-module.js";

/** Reads a plan as it will be after apply, or a state, which has values but no changes. */
export function readPlan(plan: JsonObject): Plan {
  const configuration = objectIn(plan, "configuration");
  return {
    resources: resourcesOf(plan, ofIam),
    others: (isWanted = () => true) => resourcesOf(plan, (type) => !ofIam(type) && isWanted(type)),
    root: new PlanModule(objectIn(configuration, "root_module")),
    providers: objectIn(configuration, "provider_config"),
    variables: objectIn(plan, "variables"),
  };
}

function ofIam(type: string): boolean {
  return type.startsWith("aws_iam_");
}

/**
 * `resource_changes` contains the resources that this plan examined. Resources that it skipped (`-target`,
 * `-refresh-only`, data sources that were already read) are only in the prior state, and stay as they are.
 */
function resourcesOf(plan: JsonObject, wanted: (type: string) => boolean): readonly PlannedResource[] {
  const found: PlannedResource[] = [];
  // Doesn't use `listIn`: a large plan has tens of thousands of changes, and each pass over them takes a while.
  const changes = property(plan, "resource_changes");
  for (const change of Array.isArray(changes) ? changes : []) {
    if (isJsonObject(change)) addPlanned(found, change, wanted, null);
  }
  for (const deferred of listIn(plan, "deferred_changes")) {
    const reason = textIn(deferred, "reason") || "unknown reason";
    addPlanned(found, objectIn(deferred, "resource_change"), wanted, `is deferred to a later plan (${reason})`);
  }
  const marked = new Map(
    stateResources(objectIn(plan, "planned_values"), wanted).map(({ address, sensitive }) => [address, sensitive]),
  );
  const all = found.map((one) => ({ ...one, sensitive: eitherOf(one.sensitive, marked.get(one.address)) }));
  const known = new Set(found.map(({ address }) => address));
  const prior = stateResources(objectIn(objectIn(plan, "prior_state"), "values"), wanted);
  const state = stateResources(objectIn(plan, "values"), wanted);
  return [...all, ...[...prior, ...state].filter(({ address }) => !known.has(address))];
}

/** Combines the marks of a resource: for a resource that the plan creates, the plan has marks in two places. */
function eitherOf(marks: JsonObject, others: JsonObject | undefined): JsonObject {
  const both = others === undefined ? marks : either(marks, others);
  return isJsonObject(both) ? both : marks;
}

function addPlanned(
  found: PlannedResource[],
  node: JsonObject,
  wanted: (type: string) => boolean,
  deferred: string | null,
): void {
  const type = textIn(node, "type");
  // A deposed object is left over from a failed replacement. It has the resource's address but isn't the resource.
  if (wanted(type) && textIn(node, "deposed") === "") found.push(plannedResource(node, type, deferred));
}

function plannedResource(node: JsonObject, type: string, deferred: string | null): PlannedResource {
  const change = objectIn(node, "change");
  const planned = changeOf(property(change, "actions"));
  const stays = planned === "delete" || planned === "forget";
  const [before, after] = [objectIn(change, "before"), objectIn(change, stays ? "before" : "after")];
  const hidden = marksIn(change, "before_sensitive", before);
  // A secret stays secret if the change doesn't modify it.
  const same = Object.entries(hidden).filter(([name]) => isDeepStrictEqual(before[name], after[name]));
  return {
    ...identity(node, type),
    previousAddress: textIn(node, "previous_address") || null,
    change: planned === "forget" ? "none" : planned,
    before,
    values: after,
    unknown: objectIn(change, "after_unknown"),
    sensitive: eitherOf(stays ? EMPTY : marksIn(change, "after_sensitive", after), Object.fromEntries(same)),
    hidden,
    deleted: planned === "delete",
    deferred,
  };
}

/** The marks of a resource's attributes. A mark on a whole resource applies to all of its attributes. */
function marksIn(node: JsonObject, key: string, values: JsonObject): JsonObject {
  const marks = property(node, key) ?? false;
  if (isJsonObject(marks)) return marks;
  return isMarked({ marks }, ["marks"])
    ? Object.fromEntries(Object.keys(values).map((attribute) => [attribute, true]))
    : EMPTY;
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

/** The module part of an address. A state lists resources by module, but with full addresses. */
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
