import { readBody } from "../../hcl/blocks.js";
import { hclFault } from "../../hcl/fault.js";
import { joinPath } from "../../source/folder-path.js";
import { jsonDocument } from "../../source/json-document.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../source/json-node.js";
import { parseJson } from "../../source/parse-json.js";
import { childPlace, filePlace, type Place, rangePlace, rootPlace } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import { whyUnread } from "../../source/why-unread.js";
import type { Workspace } from "../../source/workspace.js";
import type { ReadBudget } from "../read-budget.js";
import type { FileProblem } from "../reader.js";
import { constantValue } from "../terraform/expressions/constants.js";
import type { WrittenNumbers } from "../terraform/expressions/written-numbers.js";
import { hclProblem } from "../terraform/source/source-problems.js";
import { unread } from "./source-folders.js";

export interface Inputs {
  /** The values in the form `{name: {value}}`, as in a plan. */
  readonly values: JsonObject;
  /** The place of each value. */
  readonly places: ReadonlyMap<string, Place>;
  /** False if a file wasn't read, because it may set any variable. */
  readonly isWhole: boolean;
  /** Files that exist but aren't tracked by git. */
  readonly untracked: readonly string[];
}

/**
 * The values of a root's variables: from `terraform.tfvars`, then from each `*.auto.tfvars`, then from the named file.
 * Later files override earlier ones
 * (https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence).
 */
export function inputsOf(
  workspace: Workspace,
  folder: string,
  numbers: WrittenNumbers,
  budget: ReadBudget | undefined,
  report: (problem: FileProblem) => void,
  named: string | null = null,
): Inputs {
  const names = workspace.listFolder(folder || ".");
  const first = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name));
  const inputs = new Map<string, JsonValue>();
  const places = new Map<string, Place>();
  const untracked: string[] = [];
  let isWhole = true;
  const paths = [...first, ...automatic].map((name) => joinPath(folder, name));
  for (const path of named === null ? paths : [...paths, named]) {
    const lose = (problem: FileProblem): void => {
      report(problem);
      // The values in later files still apply.
      inputs.clear();
      isWhole = false;
    };
    const file = workspace.readText(path, (reason, place) => lose(unread(path, reason, place)));
    if (file === null && path === named && isWhole) lose(unread(path, "is not tracked by git"));
    else if (file === null && isWhole) untracked.push(path);
    if (file === null) continue;
    const values = path.endsWith(".json") ? jsonInputs(file, numbers, lose) : hclInputs(file, numbers, budget, lose);
    for (const [variable, value, place] of values) {
      inputs.set(variable, value === undefined ? {} : { value });
      places.set(variable, place);
    }
  }
  return { values: Object.fromEntries(inputs), places, isWhole, untracked };
}

type Given = Iterable<readonly [name: string, value: JsonValue | undefined, place: Place]>;

function jsonInputs(file: TextFile, numbers: WrittenNumbers, lose: (problem: FileProblem) => void): Given {
  const parsed = parseJson(file);
  if ("fault" in parsed) {
    const { message, place } = parsed.fault;
    lose({ message: `${file.path} ${whyUnread("JSON", message)}`, help: null, place });
    return [];
  }
  const { value } = parsed;
  numbers.take(file.text);
  const document = jsonDocument(file, value);
  const [again] = document.repeatedKeys?.() ?? [];
  if (again !== undefined) {
    const message = `${file.path} is rejected by Terraform: the argument ${again.key} is set twice`;
    lose({ message, help: "keep one of them", place: rangePlace(file, again.start, again.end) });
    return [];
  }
  if (isJsonObject(value)) {
    const place = rootPlace(document);
    return Object.entries(value).map(([name, one]) => [name, one, childPlace(place, name)]);
  }
  const message = `${file.path} is not an object of variables and their values`;
  lose({ message, help: 'write it as `{"NAME": VALUE}`', place: filePlace(file.path) });
  return [];
}

function hclInputs(
  file: TextFile,
  numbers: WrittenNumbers,
  budget: ReadBudget | undefined,
  lose: (problem: FileProblem) => void,
): Given {
  const fault = hclFault(file.text);
  if (fault !== null) {
    lose({ ...hclProblem(file, fault), help: null });
    return [];
  }
  const { attributes } = readBody(file.text, { start: 0, end: file.text.length });
  return attributes.map(({ name, start, end, value }) => {
    const written = rangePlace(file, value.start, value.end);
    const expression = file.text.slice(value.start, value.end);
    const place = rangePlace(file, start, end);
    return [name, constantValue({ place, value: written, expression, written }, numbers, budget), written];
  });
}
