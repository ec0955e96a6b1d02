import type { Node, ScalarNode } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { calculated, compared, isWholeNumber, negated } from "./decimal.js";
import { flagOf, isNull } from "./operators.js";
import type { Outcome, TerraformFunction } from "./terraform-function.js";
import { converted, digitsOf, numberNode } from "./value-type.js";

/** The arguments as numbers; "fails" when one is none, null when one is not known. */
function numbersOf(nodes: readonly Node[]): readonly string[] | "fails" | null {
  const numbers = nodes.map(digitsOf);
  if (nodes.some((node, at) => isKnown(node) && numbers[at] === null)) return "fails";
  const known = numbers.filter((number) => number !== null);
  return known.length < numbers.length ? null : known;
}

function isKnown({ kind }: Node): boolean {
  return kind !== "unresolved" && kind !== "partial";
}

function ofNumbers(count: number | null, result: (numbers: readonly string[]) => string | null): TerraformFunction {
  return (args, place) => {
    if (count === null ? args.length === 0 : args.length !== count) return "fails";
    const numbers = numbersOf(args);
    if (numbers === null || numbers === "fails") return numbers;
    const made = result(numbers);
    return made === null ? null : numberNode(made, place);
  };
}

function extreme(sign: number): TerraformFunction {
  return ofNumbers(null, (numbers) => numbers.reduce((best, one) => (compared(one, best) * sign > 0 ? one : best)));
}

function toWhole(number: string, up: boolean): string {
  if (isWholeNumber(number)) return number;
  const whole = number.slice(0, number.indexOf("."));
  const isNegative = number.startsWith("-");
  if (isNegative === up) return whole === "-0" ? "0" : whole;
  return calculated(up ? "+" : "-", whole, "1") ?? whole;
}

function signOf(number: string): string {
  const order = compared(number, "0");
  return order === 0 ? "0" : order > 0 ? "1" : "-1";
}

/** Whole powers that are not large: Terraform calculates others with binary floats of 64 bits. */
function power([base = "", exponent = ""]: readonly string[]): string | null {
  const times = Number(exponent);
  if (!isWholeNumber(base) || !Number.isInteger(times) || times < 0) return null;
  const value = Number(base) ** times;
  return Number.isSafeInteger(value) ? String(value) : null;
}

const parseint: TerraformFunction = ([text, base], place) => {
  const [written, radix] = [text?.kind === "scalar" ? text.value : null, Number(digitsOf(base))];
  if (text?.kind === "scalar" && typeof text.value !== "string") return "fails";
  if (!Number.isInteger(radix) || radix < 2 || radix > 36 || typeof written === "boolean" || written === null)
    return null;
  const digits = String(written).toLowerCase();
  const value = Number.parseInt(digits, radix);
  const isNumber = /^-?[0-9a-z]+$/.test(digits) && value.toString(radix) === digits.replace(/^(-?)0+(?=.)/, "$1");
  if (!isNumber) return Number.isSafeInteger(value) || Number.isNaN(value) ? "fails" : null;
  return Number.isSafeInteger(value) ? numberNode(String(value), place) : null;
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

/** `alltrue` and `anytrue`: a null is not true. */
function flags(decides: boolean): TerraformFunction {
  return ([list], place) => {
    if (list?.kind !== "list") return null;
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

/** Functions of numbers and flags. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: ofNumbers(1, ([number = ""]) => (number.startsWith("-") ? negated(number) : number)),
  alltrue: flags(false),
  anytrue: flags(true),
  ceil: ofNumbers(1, ([number = ""]) => toWhole(number, true)),
  floor: ofNumbers(1, ([number = ""]) => toWhole(number, false)),
  max: extreme(1),
  min: extreme(-1),
  parseint,
  pow: ofNumbers(2, power),
  signum: ofNumbers(1, ([number = ""]) => (isWholeNumber(number) ? signOf(number) : null)),
  sum,
  tobool: conversion("bool"),
  tonumber: conversion("number"),
};

/** A whole number that JavaScript holds; null for any other. */
export function integerOf(node: Node | undefined): number | null {
  const digits = digitsOf(node);
  const value = digits === null || !isWholeNumber(digits) ? Number.NaN : Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

export function integerNode(value: number, place: Place): ScalarNode {
  return numberNode(String(value), place);
}
