import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { listIn, objectIn, textIn } from "../../terraform/model/fields.js";

/** Converts a stored Terraform state (`terraform.tfstate`, version 4) to the format of `terraform show -json`. */
export function shownState(state: JsonObject): JsonObject {
  const resources = listIn(state, "resources").flatMap((resource) =>
    listIn(resource, "instances").flatMap((instance) => shownInstance(resource, instance)),
  );
  return { values: { root_module: { resources } } };
}

function shownInstance(resource: JsonObject, instance: JsonObject): readonly JsonObject[] {
  // Terraform deletes a deposed object once its replacement exists.
  if (property(instance, "deposed") !== undefined) return [];
  const [module, mode, type, name] = ["module", "mode", "type", "name"].map((key) => textIn(resource, key));
  const index = property(instance, "index_key");
  const key = index === undefined || index === null ? "" : `[${JSON.stringify(index)}]`;
  const steps = [module, mode === "data" ? "data" : "", type, `${name}${key}`].filter((step) => step !== "");
  return [
    {
      address: steps.join("."),
      mode: mode ?? "",
      type: type ?? "",
      name: name ?? "",
      ...(index === undefined ? {} : { index }),
      values: objectIn(instance, "attributes"),
      sensitive_values: sensitiveValues(property(instance, "sensitive_attributes")),
    },
  ];
}

/** Converts paths such as `[{"type": "get_attr", "value": "policy"}, ...]`. The whole attribute counts as sensitive. */
function sensitiveValues(paths: JsonValue | undefined): JsonObject {
  const first = (path: JsonValue): readonly string[] => {
    const step = Array.isArray(path) ? path[0] : undefined;
    return isJsonObject(step) ? [textIn(step, "value")] : [];
  };
  const names = Array.isArray(paths) ? paths.flatMap(first) : [];
  return Object.fromEntries(names.map((name) => [name, true]));
}
