import type { Node } from "../../source/node.js";
import { allowedValues, isList, scalarIn, typeIn } from "./parameters.js";

/** Longer strings aren't matched against patterns. */
const MAX_LENGTH = 64;

/**
 * The values that a parameter, or each item of a list parameter, can have according to its `AllowedValues`, lengths,
 * pattern, bounds, and type. Returns null if they can't be listed or no value is possible.
 */
export function possibleTexts(parameter: Node): readonly string[] | null {
  const least = typeIn(parameter) === "Number" ? scalarIn(parameter, "MinValue") : null;
  const isOnly = least !== null && Number(least) === Number(scalarIn(parameter, "MaxValue") ?? Number.NaN);
  const left = (allowedValues(parameter) ?? (isOnly ? [least] : [])).filter((value) => allowsText(parameter, value));
  return left.length > 0 ? left : null;
}

/**
 * Whether CloudFormation accepts a value given for a parameter. Returns true if part of the value is unknown because
 * another tool or the account fills it in.
 */
export function isAllowedValue(parameter: Node, value: string): boolean {
  if (value.includes("{{")) return true;
  const allowed = allowedValues(parameter);
  // AWS doesn't document whether an empty list satisfies AllowedValues.
  const items = !isList(parameter) ? [value] : value === "" ? [] : value.split(",").map((item) => item.trim());
  return items.every((item) => allowsText(parameter, item) && (allowed === null || allowed.includes(item)));
}

/**
 * Whether a parameter, or an item of a list parameter, may have a string as its value, according to its lengths,
 * bounds, pattern, and type.
 */
export function allowsText(parameter: Node, value: string): boolean {
  const type = typeIn(parameter);
  // For a parameter that is stored in the account, the text is the stored parameter's name, not its value.
  if (type.startsWith("AWS::SSM::")) return true;
  if (value === "" && (type === "Number" || /^AWS::(?!SSM)[^<]+$/.test(type))) return false;
  if (type === "Number" && !isWithin(Number(value), parameter)) return false;
  const least = Number(scalarIn(parameter, "MinLength") ?? 0);
  const most = Number(scalarIn(parameter, "MaxLength") ?? Number.POSITIVE_INFINITY);
  if (type === "String" && (value.length < least || value.length > most)) return false;
  const pattern = scalarIn(parameter, "AllowedPattern");
  const hasPattern = pattern !== null && (type === "String" || type === "CommaDelimitedList");
  return !hasPattern || value.length > MAX_LENGTH || mayMatch(pattern, value);
}

/** Whether a number is within a parameter's bounds. Returns false for NaN, which stands for text that isn't a number. */
function isWithin(value: number, parameter: Node): boolean {
  const least = Number(scalarIn(parameter, "MinValue") ?? Number.NEGATIVE_INFINITY);
  const most = Number(scalarIn(parameter, "MaxValue") ?? Number.POSITIVE_INFINITY);
  return !Number.isNaN(value) && !(value < least) && !(value > most);
}

/** Whether a value may match CloudFormation's Java pattern. Returns true if JavaScript's syntax differs, or if matching could take long. */
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
