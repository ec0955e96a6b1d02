import { asJsonText } from "../../../source/encoded-json.js";
import type { Node } from "../../../source/node.js";
import { isWholeNumber } from "./decimal.js";
import { graphemes } from "./letters.js";
import { digitsOf } from "./value-type.js";

/** `%[1]-05.2d`: https://developer.hashicorp.com/terraform/language/functions/format */
const VERB = /%(%|([ +#0-]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z]))/g;

const WIDEST = 200;

/** A text with verbs, and known values in their places; "fails" where Terraform refuses it, null where it is not known. */
export function formattedText(pattern: string, values: readonly Node[]): string | "fails" | null {
  let next = 0;
  let [isOpen, isWrong, mostUsed] = [false, false, 0];
  const text = pattern.replace(VERB, (all, sign, flags = "", width = "", precision, index, verb) => {
    if (sign === "%") return "%";
    const at = index === undefined ? next : Number(index) - 1;
    next = at + 1;
    mostUsed = Math.max(mostUsed, next);
    const value = values[at];
    if (value === undefined) isWrong = true;
    const made = value === undefined ? null : shown(verb, flags, precision, value);
    if (made === "fails") isWrong = true;
    if (made === null || made === "fails" || Number(width) > WIDEST) {
      isOpen = true;
      return all;
    }
    return padded(made, flags, Number(width), verb);
  });
  const rest = pattern.replace(VERB, "");
  if (isWrong || mostUsed < values.length) return "fails";
  return isOpen || rest.includes("%") ? null : text;
}

function padded(text: string, flags: string, width: number, verb: string): string {
  const missing = width - graphemes(text).length;
  if (missing <= 0 || verb === "t") return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + text;
  const [sign = ""] = /^[+-]/.exec(verb === "s" || verb === "v" || verb === "q" ? "" : text) ?? [];
  return sign + "0".repeat(missing) + text.slice(sign.length);
}

function shown(verb: string, flags: string, precision: string | undefined, value: Node): string | "fails" | null {
  if (value.kind === "unresolved" || value.kind === "partial") return null;
  if (value.kind === "scalar" && value.value === null) return "fails";
  switch (verb) {
    case "s":
      return ofText(value, precision);
    case "v":
      if (flags.includes("#") || value.kind !== "scalar") return jsonOf(value);
      return typeof value.value === "number" ? fraction(value, "g", precision, flags) : ofText(value, precision);
    case "q":
      return quoted(value);
    case "t":
      return value.kind === "scalar" && /^(?:true|false)$/.test(String(value.value)) ? String(value.value) : "fails";
    case "f":
    case "e":
    case "g":
      return fraction(value, verb, precision, flags);
    default: {
      const radix = RADIXES.get(verb);
      // Of a text, `%x` gives its bytes.
      if (radix === undefined || (radix === 16 && value.kind === "scalar" && typeof value.value === "string"))
        return null;
      const made = whole(value, flags, radix);
      return verb === "X" && made !== null && made !== "fails" ? made.toUpperCase() : made;
    }
  }
}

const RADIXES: ReadonlyMap<string, number> = new Map([
  ["b", 2],
  ["d", 10],
  ["o", 8],
  ["x", 16],
  ["X", 16],
]);

function quoted(value: Node): string | null {
  if (value.kind !== "scalar") return null;
  const text = value.digits ?? String(value.value);
  return /^[ -~]*$/.test(text) ? JSON.stringify(text) : null;
}

function ofText(value: Node, precision: string | undefined): string | "fails" {
  if (value.kind !== "scalar") return "fails";
  const text = value.digits ?? String(value.value);
  return precision === undefined ? text : graphemes(text).slice(0, Number(precision)).join("");
}

function jsonOf(value: Node): string | null {
  const json = asJsonText(value, value.place);
  return json.kind === "scalar" ? String(json.value) : null;
}

function whole(value: Node, flags: string, radix: number): string | "fails" | null {
  const digits = value.kind === "scalar" && typeof value.value !== "boolean" ? digitsOf(value) : null;
  if (digits === null || !isWholeNumber(digits) || flags.includes("#"))
    return digits === null || !isWholeNumber(digits) ? "fails" : null;
  const text = BigInt(digits).toString(radix);
  return text.startsWith("-") ? text : `${signFor(flags)}${text}`;
}

function signFor(flags: string): string {
  return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

/** `%f`, `%e` with their places, six unless told; `%g` as short as it can be. */
function fraction(value: Node, verb: string, precision: string | undefined, flags: string): string | "fails" | null {
  const digits = value.kind === "scalar" && typeof value.value !== "boolean" ? digitsOf(value) : null;
  if (digits === null) return "fails";
  const places = precision === undefined ? 6 : Number(precision);
  if (places > MOST_PLACES) return null;
  if (verb === "g") return precision === undefined ? signed(shortest(digits), flags) : null;
  const made = verb === "f" ? fixed(digits, places) : exponential(digits, places);
  return made === null ? null : signed(made, flags);
}

const MOST_PLACES = 50;

/** A number as its significant digits, the first of them behind the point, and the power of ten. */
interface Scientific {
  readonly sign: string;
  readonly digits: string;
  readonly power: number;
}

function scientific(text: string): Scientific {
  const [, sign = "", whole = "", part = ""] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  const all = whole + part;
  const first = all.search(/[1-9]/);
  if (first === -1) return { sign, digits: "", power: 0 };
  return { sign, digits: all.slice(first).replace(/(?<!0)0+$/, ""), power: whole.length - first };
}

/** Go's `%v` and `%g` go over to an exponent at a million (https://pkg.go.dev/math/big#Float.Format). */
function shortest(text: string): string {
  const { digits, power } = scientific(text);
  const exponent = power - 1;
  if (digits === "" || (exponent >= -4 && exponent < 6)) return text;
  return exponential(text, digits.length - 1) ?? text;
}

/** Null where it is not known to which side a half is rounded. */
function fixed(text: string, places: number): string | null {
  const { sign, digits, power } = scientific(text);
  const rounded = roundedTo(digits, power + places, text);
  if (rounded === null) return null;
  const whole = rounded.padStart(places + 1, "0");
  const [before, behind] = [whole.slice(0, whole.length - places), whole.slice(whole.length - places)];
  return `${sign}${before}${places === 0 ? "" : `.${behind}`}`;
}

function exponential(text: string, places: number): string | null {
  const { sign, digits, power } = scientific(text);
  const rounded = roundedTo(digits, places + 1, text);
  if (rounded === null) return null;
  const grown = rounded.length > places + 1;
  const shown = (grown ? rounded.slice(0, -1) : rounded).padEnd(places + 1, "0");
  const exponent = digits === "" ? 0 : power - 1 + Number(grown);
  const behind = places === 0 ? "" : `.${shown.slice(1)}`;
  const size = Math.abs(exponent).toString().padStart(2, "0");
  return `${sign}${shown[0] ?? "0"}${behind}e${exponent < 0 ? "-" : "+"}${size}`;
}

/** The first `count` digits as a whole number, a half rounded to the even neighbour. */
function roundedTo(digits: string, count: number, text: string): string | null {
  if (count < 0) return "0";
  const [kept, rest] = [digits.slice(0, count).padEnd(count, "0"), digits.slice(count)];
  const isHalf = rest === "5";
  // A decimal that binary floats do not hold is a little more or less than it says.
  if (isHalf && !Number.isInteger(Number(text) * 2 ** 20)) return null;
  const isOdd = Number(kept.at(-1) ?? "0") % 2 === 1;
  const up = rest === "" ? false : isHalf ? isOdd : (rest[0] ?? "0") >= "5";
  return up ? (BigInt(kept === "" ? "0" : kept) + 1n).toString().padStart(count, "0") : kept;
}

function signed(text: string, flags: string): string {
  return text.startsWith("-") ? text : `${signFor(flags)}${text}`;
}
