import type { Node } from "../../source/node.js";
import { scalarIn } from "./parameters.js";

/** Longer texts are not held against a pattern. */
const LONGEST = 64;

/** Whether a parameter may have a text for its value, as far as its lengths, its pattern and its type say. */
export function allowsText(parameter: Node, value: string): boolean {
  const type = scalarIn(parameter, "Type") ?? "String";
  // A parameter of the account's has a name here, and its value is another.
  if (type.startsWith("AWS::SSM::")) return true;
  if (value === "" && (type === "Number" || /^AWS::(?!SSM)[^<]+$/.test(type))) return false;
  if (type === "Number" && !isWithin(Number(value), parameter)) return false;
  const least = Number(scalarIn(parameter, "MinLength") ?? 0);
  const most = Number(scalarIn(parameter, "MaxLength") ?? Number.POSITIVE_INFINITY);
  if (type === "String" && (value.length < least || value.length > most)) return false;
  const pattern = scalarIn(parameter, "AllowedPattern");
  return pattern === null || type !== "String" || value.length > LONGEST || mayMatch(pattern, value);
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
