import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { objectIn } from "../../terraform/model/fields.js";
import type { PlannedResource } from "../../terraform/model/plan.js";
import { isMarked } from "../../terraform/secrets/marks.js";
import { Secrets } from "../../terraform/secrets/secrets.js";

/** The sensitive values in a plan: variables, outputs, and resource attributes. */
export function secretsIn(plan: JsonObject, resources: readonly PlannedResource[]): Secrets {
  const marked = resources.flatMap(({ values, sensitive, before, hidden = {} }) => [
    ...(isMarked(sensitive, []) ? markedParts(values, sensitive) : []),
    ...(isMarked(hidden, []) ? markedParts(before, hidden) : []),
  ]);
  return new Secrets([...variableSecrets(plan), ...outputSecrets(plan), ...marked]);
}

function variableSecrets(plan: JsonObject): readonly JsonValue[] {
  const declared = objectIn(objectIn(objectIn(plan, "configuration"), "root_module"), "variables");
  return Object.entries(objectIn(plan, "variables")).flatMap(([name, variable]) => {
    const isMarked = property(objectIn(declared, name), "sensitive") === true;
    return isMarked && isJsonObject(variable) ? [property(variable, "value") ?? null] : [];
  });
}

function outputSecrets(plan: JsonObject): readonly JsonValue[] {
  const states = [objectIn(plan, "planned_values"), objectIn(plan, "values"), priorValues(plan)];
  return states.flatMap((state) =>
    Object.values(objectIn(state, "outputs")).flatMap((output) =>
      isJsonObject(output) && property(output, "sensitive") === true ? [property(output, "value") ?? null] : [],
    ),
  );
}

function priorValues(plan: JsonObject): JsonObject {
  return objectIn(objectIn(plan, "prior_state"), "values");
}

/** The parts of a value that are marked with `true`. The marks have the shape of the value. */
function markedParts(value: JsonValue, marks: JsonValue): readonly JsonValue[] {
  const found: JsonValue[] = [];
  const open: [JsonValue, JsonValue][] = [[value, marks]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [part, mark] = next;
    if (mark === true) found.push(part);
    else if (Array.isArray(part) && Array.isArray(mark)) {
      for (const [at, item] of part.entries()) open.push([item, mark[at] ?? false]);
    } else if (isJsonObject(part) && isJsonObject(mark)) {
      for (const [key, item] of Object.entries(part)) open.push([item, property(mark, key) ?? false]);
    }
  }
  return found;
}
