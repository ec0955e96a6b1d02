import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { listIn, objectIn, textIn } from "../../terraform/model/fields.js";

/** Whether the file has a prior state. A plan has one; a state file doesn't. */
export function hasStateBefore(plan: JsonObject): boolean {
  return property(plan, "resource_changes") !== undefined;
}

/**
 * The state that a plan started from, in the format of `terraform show -json` for a state. `prior_state` is the state
 * after the refresh, with `moved` blocks applied: https://developer.hashicorp.com/terraform/internals/json-format. If
 * it is missing, the values before each change contain the same information about the resources that the plan examined.
 */
export function stateBefore(plan: JsonObject): JsonObject {
  const { format_version, terraform_version } = plan;
  const prior = objectIn(objectIn(plan, "prior_state"), "values");
  const values = property(prior, "root_module") === undefined ? valuesBefore(plan) : prior;
  return { format_version: format_version ?? "1.0", terraform_version: terraform_version ?? "", values };
}

function valuesBefore(plan: JsonObject): JsonObject {
  const resources = listIn(plan, "resource_changes").flatMap((node): readonly JsonValue[] => {
    const before = property(objectIn(node, "change"), "before");
    if (!isJsonObject(before) || textIn(node, "deposed") !== "") return [];
    const sensitive = property(objectIn(node, "change"), "before_sensitive");
    return [{ ...node, values: before, sensitive_values: sensitive ?? {} }];
  });
  return { root_module: { resources } };
}
