import { isJsonObject, type JsonObject, property } from "../../source/json-node.js";
import type { ParsedFile, ReadContext, Reader, ReadResult } from "../reader.js";
import { Accounts } from "./accounts.js";
import { Documents } from "./documents.js";
import { objectIn } from "./fields.js";
import { Links } from "./links.js";
import type { Tool } from "./module-folder.js";
import { planProblem } from "./near-miss.js";
import { readPlan } from "./plan.js";
import { ManagedPolicies } from "./policies.js";
import { PolicySource } from "./policy-source.js";
import { planRoles } from "./roles.js";
import { Sources } from "./sources.js";

/** `terraform show -json` (and `tofu show -json`) of a plan or a state. */
export const terraformPlanReader: Reader = {
  format: "terraform-plan",

  recognises(parsed: ParsedFile): boolean {
    if (parsed.syntax !== "json" || !isJsonObject(parsed.value)) return false;
    const { value } = parsed;
    const has = (key: string): boolean => property(value, key) !== undefined;
    const shown =
      has("format_version") && ["resource_changes", "planned_values", "values", "configuration", "errored"].some(has);
    return shown || (has("lineage") && has("terraform_version"));
  },

  read(parsed: ParsedFile, context: ReadContext): ReadResult {
    if (parsed.syntax !== "json" || !isJsonObject(parsed.value)) return nothing;
    const problem = planProblem(parsed.value, parsed.file.path);
    if (problem !== null) return { ...nothing, problems: [problem] };
    return { ...nothing, roles: readRoles(parsed.value, parsed.file.path, context) };
  },
};

const nothing: ReadResult = { roles: [], problems: [], passedOver: [] };

function readRoles(value: JsonObject, file: string, context: ReadContext): ReadResult["roles"] {
  const plan = readPlan(value);
  const links: Links = new Links(plan, (owner, attribute) => sources.expression(owner, attribute));
  const sources: Sources = new Sources(context, file, plan, links, toolOf(value));
  const documents = new Documents(links, sources, new PolicySource(sources, context.workspace));
  const accounts = new Accounts(plan, links);
  const policies = new ManagedPolicies({ plan, links, sources, documents, accounts, file });
  return planRoles({ plan, links, sources, documents, accounts, policies, file });
}

/** A plan has its tool in the names of its providers alone. */
function toolOf(plan: JsonObject): Tool {
  const providers = objectIn(objectIn(plan, "configuration"), "provider_config");
  return JSON.stringify(providers).includes("registry.opentofu.org/") ? "tofu" : "terraform";
}
