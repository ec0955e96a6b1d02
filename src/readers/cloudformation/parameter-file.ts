import { matchesPattern } from "../../iam/pattern.js";
import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import { parseJson } from "../../source/parse-json.js";
import { filePlace } from "../../source/place.js";
import type { FileProblem, ReadContext } from "../reader.js";

export interface GivenParameters {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
}

/** The parameter values that the config's `parameters` give a template; a later file wins over an earlier one. */
export function givenParameters(template: string, context: ReadContext): GivenParameters {
  const values = new Map<string, string>();
  const problems: FileProblem[] = [];
  for (const { template: pattern, file } of context.parameters) {
    if (pattern !== template && !matchesPattern(pattern, template)) continue;
    const text = context.workspace.readText(file);
    if (text === null) {
      problems.push({
        message: `parameter file ${file} can't be read`,
        help: "check the path in `parameters`",
        place: filePlace(file),
      });
      continue;
    }
    const parsed = parseJson(text);
    if ("fault" in parsed) {
      problems.push({ ...parsed.fault, message: `${file} is not JSON: ${parsed.fault.message}` });
      continue;
    }
    for (const [name, value] of parameterValues(parsed.value)) values.set(name, value);
  }
  return { values, problems };
}

/** `[{ParameterKey, ParameterValue}]` as the AWS CLI takes it, or CodePipeline's `{"Parameters": {name: value}}`. */
function parameterValues(value: JsonValue): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: JsonValue): [string, string][] => {
      const name = isJsonObject(item) ? property(item, "ParameterKey") : undefined;
      const given = isJsonObject(item) ? property(item, "ParameterValue") : undefined;
      return typeof name === "string" && isPlain(given) ? [[name, String(given)]] : [];
    });
  }
  const parameters = isJsonObject(value) ? (property(value, "Parameters") ?? value) : null;
  if (!isJsonObject(parameters ?? undefined)) return [];
  return Object.entries(parameters ?? {}).flatMap(([name, given]): [string, string][] =>
    isPlain(given) ? [[name, String(given)]] : [],
  );
}

function isPlain(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
