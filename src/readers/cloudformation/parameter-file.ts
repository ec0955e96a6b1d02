import { matchesPattern } from "../../iam/pattern.js";
import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import { entryOf, type Node } from "../../source/node.js";
import { parseJson } from "../../source/parse-json.js";
import { filePlace, type Place, rangePlace } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import { whyUnread } from "../../source/why-unread.js";
import type { FileProblem, ReadContext } from "../reader.js";
import { isAllowedValue } from "./allowed-text.js";

/** Keyed by parameter name. A null value means that the stack keeps its previous value (`UsePreviousValue`), which is unknown. */
export type GivenValues = ReadonlyMap<string, string | null>;

export interface GivenParameters {
  readonly values: GivenValues;
  readonly problems: readonly FileProblem[];
}

/**
 * The parameter values for a template according to `parameters` in the configuration. Files that contradict one another
 * are for different deployments, so values on which they disagree are unknown.
 */
export function givenParameters(template: string, roots: readonly Node[], context: ReadContext): GivenParameters {
  const values = new Map<string, string | null>();
  const from = new Map<string, string>();
  const declared = (name: string): readonly Node[] =>
    roots.flatMap((root) => {
      const section = root.kind === "map" ? entryOf(root, "Parameters")?.value : undefined;
      return section?.kind === "map" ? (entryOf(section, name)?.value ?? []) : [];
    });
  const problems: FileProblem[] = [];
  for (const { template: pattern, file } of context.parameters) {
    if (pattern !== template && !matchesPattern(pattern, template)) continue;
    const read = valuesIn(file, context);
    if ("message" in read) {
      problems.push(read);
      continue;
    }
    const { given, text } = read;
    for (const [name, value] of new Map(given)) {
      const other = from.get(name);
      const isOther = other !== undefined && values.get(name) !== value;
      const parameters = declared(name);
      if (isOther && parameters.length > 0) problems.push(disagreement(name, template, other, text));
      if (value !== null && !parameters.every((one) => isAllowedValue(one, value)))
        problems.push(refusal(name, template, text));
      values.set(name, isOther ? null : value);
      from.set(name, file);
    }
  }
  return { values, problems };
}

function valuesIn(
  file: string,
  { workspace }: ReadContext,
): { readonly given: Given; readonly text: TextFile } | FileProblem {
  const text = workspace.readText(file);
  if (text === null)
    return {
      message: `parameter file ${file} can't be read`,
      help: "check the path in `parameters`",
      place: filePlace(file),
    };
  const parsed = parseJson(text);
  if ("fault" in parsed) return { ...parsed.fault, message: `${file} ${whyUnread("JSON", parsed.fault.message)}` };
  const given = parameterValues(parsed.value);
  if (given !== null) return { given, text };
  return {
    message: `${file} contains no parameter values`,
    help: 'write [{"ParameterKey": ..., "ParameterValue": ...}] or {"Parameters": {name: value}}',
    place: rangePlace(text, 0, Math.min(1, text.text.length)),
  };
}

/** Reports a parameter for which two files give different values. Like `refusal`, doesn't show the values, because they may be secret. */
function disagreement(name: string, template: string, other: string, file: TextFile): FileProblem {
  return {
    message: `${other} and ${file.path} give parameter ${name} of ${template} different values`,
    help: "check each environment in a separate run, or leave the parameter out of all but one of the files",
    place: placeOf(name, file),
  };
}

/**
 * Reports a value that CloudFormation rejects. This is only a warning: no stack can be created with this value, so no
 * role exists with fewer permissions.
 */
function refusal(name: string, template: string, file: TextFile): FileProblem {
  return {
    message: `${file.path} gives parameter ${name} of ${template} a value that CloudFormation rejects`,
    help: "give one that its AllowedValues, AllowedPattern, lengths, and bounds allow",
    place: placeOf(name, file),
    isRead: true,
  };
}

function placeOf(name: string, file: TextFile): Place {
  const at = Math.max(0, file.text.indexOf(name));
  return rangePlace(file, at, Math.min(at + name.length, file.text.length));
}

type Given = readonly (readonly [string, string | null])[];

/**
 * Reads the formats that `aws cloudformation` accepts: `[{ParameterKey, ParameterValue}]`, `["name=value"]`, and
 * CodePipeline's template configuration, `{"Parameters": {name: value}}`, with or without the outer object. Returns
 * null for anything else.
 */
function parameterValues(value: JsonValue): Given | null {
  if (Array.isArray(value)) {
    const pairs = value.map(parameterPair);
    return pairs.includes(null) ? null : pairs.filter((pair) => pair !== null);
  }
  if (!isJsonObject(value)) return null;
  const parameters = property(value, "Parameters") ?? value;
  if (!isJsonObject(parameters)) return null;
  const pairs = Object.entries(parameters).map(([name, given]) => [name, plainText(given)] as const);
  return pairs.some(([, text]) => text === null) ? null : pairs;
}

function parameterPair(item: JsonValue): readonly [string, string | null] | null {
  if (typeof item === "string") {
    const at = item.indexOf("=");
    return at === -1 ? null : [item.slice(0, at), item.slice(at + 1)];
  }
  if (!isJsonObject(item)) return null;
  const name = property(item, "ParameterKey");
  if (typeof name !== "string") return null;
  if (property(item, "UsePreviousValue") === true) return [name, null];
  const text = plainText(property(item, "ParameterValue"));
  return text === null ? null : [name, text];
}

/**
 * A parameter's value as a string. A list of strings is joined with commas, as in a CommaDelimitedList. Returns null
 * for null, an object, and any other list.
 */
function plainText(value: JsonValue | undefined): string | null {
  if (Array.isArray(value)) return value.every((item) => typeof item === "string") ? value.join(",") : null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
