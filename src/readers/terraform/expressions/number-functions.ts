import { type Node, type ScalarNode, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { calculated, compared, isWholeNumber, negated } from "./decimal.js";
import { flagOf, isNull } from "./operators.js";
import type { Outcome, TerraformFunction } from "./terraform-function.js";
import { isConvertible } from "./unify.js";
import { asNumber, converted, digitsOf, elementTypesOf, numberNode } from "./value-type.js";

/** The arguments as numbers. Returns "fails" if one isn't a number, and null if one is unknown. */
function numbersOf(given: readonly Node[]): readonly string[] | "fails" | null {
  const nodes = given.map(asNumber);
  const numbers = nodes.map(digitsOf);
  if (nodes.some((node, at) => isKnown(node) && numbers[at] === null)) return "fails";
  const known = numbers.filter((number) => number !== null);
  return known.length < numbers.length ? null : known;
}

function isKnown({ kind }: Node): boolean {
  return kind !== "unresolved" && kind !== "partial";
}

function ofNumbers(
  count: number | null,
  result: (numbers: readonly string[]) => string | "fails" | null,
): TerraformFunction {
  return (args, place) => {
    if (count === null ? args.length === 0 : args.length !== count) return "fails";
    const numbers = numbersOf(args);
    if (numbers === null || numbers === "fails") return numbers;
    const made = result(numbers);
    return made === null || made === "fails" ? made : numberNode(made, place);
  };
}

function extreme(sign: number): TerraformFunction {
  return ofNumbers(null, (numbers) => numbers.reduce((best, one) => (compared(one, best) * sign > 0 ? one : best)));
}

function toWhole(number: string, up: boolean): string {
  if (isWholeNumber(number)) return number === "-0" ? "0" : number;
  const whole = number.slice(0, number.indexOf("."));
  const isNegative = number.startsWith("-");
  if (isNegative === up) return whole === "-0" ? "0" : whole;
  return calculated(up ? "+" : "-", whole, "1") ?? whole;
}

function signOf(number: string): string {
  const order = compared(number, "0");
  return order === 0 ? "0" : order > 0 ? "1" : "-1";
}

/** Calculates powers that 64-bit floats represent exactly, and square roots. Terraform calculates with such floats. */
function power([base = "", exponent = ""]: readonly string[]): string | "fails" | null {
  const times = Number(exponent);
  if (!Number.isInteger(times) && compared(base, "0") < 0) return "fails";
  if (times === 0.5) {
    const root = String(Math.sqrt(Number(base)));
    return isFloat(root) && calculated("*", root, root) === base ? root : null;
  }
  if (!Number.isInteger(times) || Math.abs(times) > MAX_TIMES || !isFloat(base)) return null;
  let value: string | null = "1";
  for (let at = 0; at < Math.abs(times) && value !== null; at += 1) value = calculated("*", value, base);
  if (value !== null && times < 0) value = calculated("/", "1", value);
  return value !== null && isFloat(value) ? value : null;
}

const MAX_TIMES = 64;

/** Whether a 64-bit float represents a number exactly as written. */
function isFloat(number: string): boolean {
  const scaled = calculated("*", number, "1048576");
  return (
    scaled !== null &&
    isWholeNumber(scaled) &&
    Number.isSafeInteger(Number(scaled)) &&
    String(Number(number)) === number
  );
}

/** Calculates only powers of two and ten: for other bases, JavaScript's logarithm may differ from Go's in the last bit. */
function logarithm([number = "", base = ""]: readonly string[]): string | "fails" | null {
  const value = Math.log(Number(number)) / Math.log(Number(base));
  if (Number.isNaN(value)) return Number(number) < 0 || Number(base) < 0 ? "fails" : null;
  if (!Number.isInteger(value)) return null;
  return /^(?:2|10)$/.test(base) && calculated("-", number, String(Number(base) ** value)) === "0"
    ? String(value)
    : null;
}

/** Up to base 36, uppercase and lowercase letters are the same digits. */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const MAX_DIGITS = 500;

const parseint: TerraformFunction = ([text, base], place) => {
  const [written, radix] = [text === undefined ? undefined : textOf(text), Number(digitsOf(base) ?? Number.NaN)];
  if (typeof written !== "string" || written.length > MAX_DIGITS || Number.isNaN(radix)) return null;
  if (radix < 2 || radix > DIGITS.length) return "fails";
  const digits = [...written.replace(/^[+-]/, "")].map((digit) => {
    const value = DIGITS.indexOf(digit);
    return radix <= 36 && value >= 36 ? value - 26 : value;
  });
  if (digits.length === 0 || digits.some((digit) => digit < 0 || digit >= radix)) return "fails";
  const value = digits.reduce((number, digit) => number * BigInt(radix) + BigInt(digit), 0n);
  return numberNode(String(written.startsWith("-") ? -value : value), place);
};

const sum: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  if (list.items.length === 0) return "fails";
  const numbers = numbersOf(list.items);
  if (numbers === null || numbers === "fails") return numbers;
  const total = numbers.reduce<string | null>(
    (before, one) => (before === null ? null : calculated("+", before, one)),
    "0",
  );
  return total === null ? null : numberNode(total, place);
};

/** `alltrue` (decided by a false) and `anytrue` (decided by a true). Null counts as false. */
function flags(decides: boolean): TerraformFunction {
  return ([list], place) => {
    if (list?.kind !== "list") return null;
    if (!elementTypesOf(list).every((type) => isConvertible(type, "bool"))) return "fails";
    const found = list.items.map((item) => (isNull(item) ? false : flagOf(item)));
    if (list.items.some((item, at) => isKnown(item) && found[at] === null)) return "fails";
    if (found.includes(decides)) return { kind: "scalar", place, value: decides };
    return found.includes(null) ? null : { kind: "scalar", place, value: !decides };
  };
}

function conversion(type: "number" | "bool"): TerraformFunction {
  return ([value]): Outcome => {
    if (value === undefined || value.kind === "list" || value.kind === "map") return "fails";
    return isKnown(value) ? (converted(value, type) ?? "fails") : null;
  };
}

export const NUMBER_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: ofNumbers(1, ([number = ""]) => (number.startsWith("-") ? negated(number) : number)),
  alltrue: flags(false),
  anytrue: flags(true),
  ceil: ofNumbers(1, ([number = ""]) => toWhole(number, true)),
  floor: ofNumbers(1, ([number = ""]) => toWhole(number, false)),
  log: ofNumbers(2, logarithm),
  max: extreme(1),
  min: extreme(-1),
  parseint,
  pow: ofNumbers(2, power),
  signum: ofNumbers(1, ([number = ""]) => (isWholeNumber(number) ? signOf(number) : null)),
  sum,
  tobool: conversion("bool"),
  tonumber: conversion("number"),
};

/** A whole number that JavaScript represents exactly. Returns null for anything else. */
export function integerOf(node: Node | undefined): number | null {
  const digits = digitsOf(node);
  const value = digits === null || !isWholeNumber(digits) ? Number.NaN : Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

export function integerNode(value: number, place: Place): ScalarNode {
  return numberNode(String(value), place);
}
