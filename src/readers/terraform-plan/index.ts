import { isJsonObject, type JsonObject, property } from "../../source/json-node.js";
import { once } from "../../source/once.js";
import type { Place } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { FileProblem, ParsedFile, ReadContext, Reader, ReadResult } from "../reader.js";
import { Documents } from "../terraform/documents/documents.js";
import { NamedValues } from "../terraform/expressions/named-values.js";
import { PlannedValues } from "../terraform/expressions/planned-values.js";
import { WrittenNumbers } from "../terraform/expressions/written-numbers.js";
import { Accounts } from "../terraform/links/accounts.js";
import { ConfiguredModules } from "../terraform/links/configured-modules.js";
import type { Evaluated } from "../terraform/links/evaluated.js";
import { Instances } from "../terraform/links/instances.js";
import { Links } from "../terraform/links/links.js";
import { objectIn } from "../terraform/model/fields.js";
import { ManagedPolicies } from "../terraform/roles/policies.js";
import { planRoles } from "../terraform/roles/roles.js";
import { isStanding, standingPolicies } from "../terraform/roles/standing-policies.js";
import type { Tool } from "../terraform/source/module-folder.js";
import { noPlan, planProblem } from "./near-miss/near-miss.js";
import { shownState } from "./near-miss/state-file.js";
import { plannedIn } from "./plan/planned.js";
import { readPlan } from "./plan/read-plan.js";
import { hasStateBefore, stateBefore } from "./plan/state-before.js";
import { withConcealed } from "./secrets/conceal.js";
import { secretsIn } from "./secrets/plan-secrets.js";
import { PlanSources } from "./source/plan-sources.js";

/** Reads the output of `terraform show -json` (or `tofu show -json`) for a plan or a state, and state files. */
export const terraformPlanReader: Reader = {
  format: "terraform-plan",

  recognizes(parsed: ParsedFile): boolean {
    if (parsed.syntax !== "json" || !isJsonObject(parsed.value)) return false;
    const { value } = parsed;
    const has = (key: string): boolean => property(value, key) !== undefined;
    if (has("format_version")) return SHOWN.some(has) || noPlan(value, parsed.file.path) !== null;
    return STATE.every(has) || ENCRYPTED.every(has) || LOG_LINE.every(has);
  },

  read(parsed: ParsedFile, context: ReadContext): ReadResult {
    if (parsed.syntax !== "json" || !isJsonObject(parsed.value)) return nothing;
    const { value, document, file } = parsed;
    const other = noPlan(value, file.path);
    if (other !== null) return { ...nothing, passedOver: [other] };
    const problem = planProblem(value, document);
    if (problem !== null) return { ...nothing, problems: [problem] };
    const shown = property(value, "lineage") === undefined ? value : shownState(value);
    return {
      ...readRoles(shown, file, context),
      planned: plannedIn(shown),
      ...(hasStateBefore(shown) ? { before: once(() => readRoles(stateBefore(shown), file, context).roles) } : {}),
    };
  },
};

const SHOWN = ["resource_changes", "planned_values", "values", "configuration", "errored"];
const STATE = ["lineage", "terraform_version"];
const ENCRYPTED = ["encrypted_data", "encryption_version"];
const LOG_LINE = ["@level", "@message", "@module"];

const nothing: ReadResult = { roles: [], problems: [], passedOver: [] };

function readRoles(value: JsonObject, { path: file, text }: TextFile, context: ReadContext): ReadResult {
  const whole = readPlan(value);
  const secrets = secretsIn(value, whole.resources);
  const plan = withConcealed(whole, secrets);
  const evaluated: Evaluated = {
    value: (resource, path) => values.valueOf(resource, path),
    sourceOf: (resource, path) => values.sourceOf(resource, path),
    originOf: (node) => planned.originOf(node),
  };
  const numbers = new WrittenNumbers();
  numbers.take(text);
  const modules = new ConfiguredModules(plan);
  const instances = new Instances(plan);
  const links: Links = new Links(
    plan,
    modules,
    instances,
    (owner, attribute) => sources.expression(owner, attribute),
    evaluated,
  );
  const sources: PlanSources = new PlanSources(context, file, plan, modules, toolOf(value), (...dynamic) =>
    values.roundsIn(...dynamic),
  );
  const planned: PlannedValues = new PlannedValues(
    secrets,
    (data) => documents.ofData(data),
    (resource, attribute) => values.valueOf(resource, [attribute]),
    numbers,
  );
  const values: NamedValues = new NamedValues(plan, modules, instances, sources, planned, context.budget);
  const documents: Documents = new Documents(links, modules, sources, secrets, evaluated);
  const accounts = new Accounts(plan, modules);
  const reading = { plan, modules, links, sources, documents, accounts, file, format: "terraform-plan" } as const;
  const roles = planRoles({ ...reading, policies: new ManagedPolicies(reading) });
  const costly = [...values.tooCostly].map(([attribute, place]) => tooCostly(attribute, place));
  const standing = once(() => standingPolicies(reading, plan.others(isStanding)));
  const { rootFolder } = sources;
  return {
    roles: roles.map((role) => ({ ...role, root: rootFolder })),
    standing,
    problems: [...sources.problems(), ...costly],
    passedOver: [],
    rootFolder,
    isPlanOf: sources.isRoot.bind(sources),
  };
}

function tooCostly(attribute: string, place: Place): FileProblem {
  return {
    message: `${attribute} can't be evaluated: its expression is too complex`,
    help: "simplify the expression, or leave the plan out with `files`",
    place,
  };
}

/** The tool that created a plan. Only the names of the plan's providers show which one it was. */
function toolOf(plan: JsonObject): Tool {
  const providers = objectIn(objectIn(plan, "configuration"), "provider_config");
  return JSON.stringify(providers).includes("registry.opentofu.org/") ? "tofu" : "terraform";
}
