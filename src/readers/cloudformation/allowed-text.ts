import type { Node } from "../../source/node.js";
import { allowedValues, isList, scalarIn, typeIn } from "./parameters.js";

/** Longer texts are not held against a pattern. */
const LONGEST = 64;

/** The values that its `AllowedValues`, lengths, pattern, bounds and type leave to a parameter, or to each item of its list; null for any others. */
export function possibleTexts(parameter: Node): readonly string[] | null {
  const least = typeIn(parameter) === "Number" ? scalarIn(parameter, "MinValue") : null;
  const isOnly = least !== null && Number(least) === Number(scalarIn(parameter, "MaxValue") ?? Number.NaN);
  const left = (allowedValues(parameter) ?? (isOnly ? [least] : [])).filter((value) => allowsText(parameter, value));
  return left.length > 0 ? left : null;
}

/** Whether CloudFormation takes what is given for a parameter; where another tool or the account puts in a part, that is unknown. */
export function isTaken(parameter: Node, value: string): boolean {
  if (value.includes("{{")) return true;
  const allowed = allowedValues(parameter);
  // Whether an empty list keeps to AllowedValues is not documented.
  const items = !isList(parameter) ? [value] : value === "" ? [] : value.split(",").map((item) => item.trim());
  return items.every((item) => allowsText(parameter, item) && (allowed === null || allowed.includes(item)));
}

/** Whether a parameter may have a text for its value, or an item of its list, as far as its lengths, its pattern and its type say. */
export function allowsText(parameter: Node, value: string): boolean {
  const type = typeIn(parameter);
  // A parameter of the account's has a name here, and its value is another.
  if (type.startsWith("AWS::SSM::")) return true;
  if (value === "" && (type === "Number" || /^AWS::(?!SSM)[^<]+$/.test(type))) return false;
  if (type === "Number" && !isWithin(Number(value), parameter)) return false;
  const least = Number(scalarIn(parameter, "MinLength") ?? 0);
  const most = Number(scalarIn(parameter, "MaxLength") ?? Number.POSITIVE_INFINITY);
  if (type === "String" && (value.length < least || value.length > most)) return false;
  const pattern = scalarIn(parameter, "AllowedPattern");
  const hasPattern = pattern !== null && (type === "String" || type === "CommaDelimitedList");
  return !hasPattern || value.length > LONGEST || mayMatch(pattern, value);
}

/** Not of a text that is no number. */
function isWithin(value: number, parameter: Node): boolean {
  const least = Number(scalarIn(parameter, "MinValue") ?? Number.NEGATIVE_INFINITY);
  const most = Number(scalarIn(parameter, "MaxValue") ?? Number.POSITIVE_INFINITY);
  return !Number.isNaN(value) && !(value < least) && !(value > most);
}

/** CloudFormation's patterns are Java's; one that is written otherwise here, or that could take long, decides nothing. */
function mayMatch(pattern: string, value: string): boolean {
  const repeats = pattern.match(/[*+{]/g)?.length ?? 0;
  const isCostly = repeats > 3 || pattern.length > 200 || /\)[*+{]|\\[1-9kpP]|\(\?/.test(pattern);
  if (isCostly) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value);
  } catch {
    return true;
  }
}
