import { isJsonObject, type JsonObject, type JsonValue } from "../../source/json-node.js";
import { parseJson } from "../../source/parse-json.js";
import { rangePlace } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { Workspace } from "../../source/workspace.js";
import type { ReadBudget } from "../read-budget.js";
import type { FileProblem } from "../reader.js";
import { readBody } from "../terraform-plan/source/hcl-blocks.js";
import { hclFault } from "../terraform-plan/source/hcl-fault.js";
import { hclProblem, joinPath } from "../terraform-plan/source/module-folder.js";
import { constantValue } from "./constants.js";

/**
 * Values of a root's variables, `{name: {value}}` as a plan has them: of `terraform.tfvars`, then of each `*.auto.tfvars`, of which a
 * later file wins: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence.
 */
export function inputsOf(
  workspace: Workspace,
  folder: string,
  budget: ReadBudget | undefined,
  report: (problem: FileProblem) => void,
): JsonObject {
  const names = workspace.listFolder(folder || ".");
  const first = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name));
  const inputs = new Map<string, JsonValue>();
  for (const name of [...first, ...automatic]) {
    const file = workspace.readText(joinPath(folder, name));
    if (file === null) continue;
    const values = name.endsWith(".json") ? jsonInputs(file, report) : hclInputs(file, budget, report);
    for (const [variable, value] of values) inputs.set(variable, value === undefined ? {} : { value });
  }
  return Object.fromEntries(inputs);
}

type Inputs = Iterable<readonly [string, JsonValue | undefined]>;

function jsonInputs(file: TextFile, report: (problem: FileProblem) => void): Inputs {
  const parsed = parseJson(file);
  if ("fault" in parsed) {
    const { message, place } = parsed.fault;
    report({ message: `${file.path} is not JSON: ${message}`, help: null, place });
    return [];
  }
  return isJsonObject(parsed.value) ? Object.entries(parsed.value) : [];
}

function hclInputs(file: TextFile, budget: ReadBudget | undefined, report: (problem: FileProblem) => void): Inputs {
  const fault = hclFault(file.text);
  if (fault !== null) report(hclProblem(file, fault));
  const { attributes } = readBody(file.text, { start: 0, end: file.text.length });
  return attributes.map(({ name, start, end, value }) => {
    const written = rangePlace(file, value.start, value.end);
    const expression = file.text.slice(value.start, value.end);
    const place = rangePlace(file, start, end);
    return [name, constantValue({ place, value: written, expression, written }, budget)];
  });
}
