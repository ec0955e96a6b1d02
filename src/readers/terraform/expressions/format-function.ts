import { graphemes } from "../../../hcl/letters.js";
import type { Node } from "../../../source/node.js";
import { excess, isWholeNumber } from "./decimal.js";
import { goJson } from "./go-json.js";
import { asNumber, digitsOf } from "./value-type.js";

/** `%[1]-05.2d`: https://developer.hashicorp.com/terraform/language/functions/format */
const VERB = /%(%|([ +#0-]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z]))/g;

const MAX_WIDTH = 200;

/**
 * Formats known values according to the verbs in a string. Returns false if Terraform rejects the call, and null if the
 * result is unknown.
 */
export function formattedText(pattern: string, values: readonly Node[]): string | false | null {
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
    if (made === false) isWrong = true;
    if (made === null || made === false || Number(width) > MAX_WIDTH) {
      isOpen = true;
      return all;
    }
    return padded(made, flags, Number(width), verb);
  });
  const rest = pattern.replace(VERB, "");
  if (isWrong || mostUsed < values.length) return false;
  return isOpen || rest.includes("%") ? null : text;
}

function padded(text: string, flags: string, width: number, verb: string): string {
  const missing = width - graphemes(text, width).length;
  if (missing <= 0 || verb === "t") return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + text;
  const [sign = ""] = /^[+-]/.exec(verb === "s" || verb === "v" || verb === "q" ? "" : text) ?? [];
  return sign + "0".repeat(missing) + text.slice(sign.length);
}

function shown(verb: string, flags: string, precision: string | undefined, value: Node): string | false | null {
  if (value.kind === "unresolved" || value.kind === "partial") return null;
  if (value.kind === "scalar" && value.value === null) return false;
  switch (verb) {
    case "s":
      return ofText(value, precision);
    case "v":
      return plain(value, flags, precision);
    case "q":
      return quoted(value, precision);
    case "t":
      return value.kind === "scalar" && /^(?:true|false)$/.test(String(value.value)) ? String(value.value) : false;
    case "f":
    case "e":
    case "g":
      return fraction(value, verb, precision, flags);
    case "E":
    case "G":
      return inCapitals(fraction(value, verb.toLowerCase(), precision, flags));
    default: {
      const radix = RADIXES.get(verb);
      // `%x` prints a string's bytes.
      if (radix === undefined || (radix === 16 && value.kind === "scalar" && typeof value.value === "string"))
        return null;
      const made = whole(value, flags, radix, precision);
      return verb === "X" ? inCapitals(made) : made;
    }
  }
}

/** Formats a value for `%v`. The precision doesn't affect strings. */
function plain(value: Node, flags: string, precision: string | undefined): string | false | null {
  if (flags.includes("#") || value.kind !== "scalar") return jsonOf(value);
  if (typeof value.value !== "number") return ofText(value, undefined);
  return precision === undefined ? fraction(value, "g", precision, flags) : null;
}

const RADIXES: ReadonlyMap<string, number> = new Map([
  ["b", 2],
  ["d", 10],
  ["o", 8],
  ["x", 16],
  ["X", 16],
]);

function inCapitals(made: string | false | null): string | false | null {
  return made === false || made === null ? made : made.toUpperCase();
}

function quoted(value: Node, precision: string | undefined): string | false | null {
  const text = ofText(value, precision);
  return text === false ? text : jsonOf({ kind: "scalar", place: value.place, value: text });
}

function ofText(value: Node, precision: string | undefined): string | false {
  if (value.kind !== "scalar") return false;
  const text = value.digits ?? String(value.value);
  return Number(precision ?? 0) === 0 ? text : graphemes(text, Number(precision)).join("");
}

function jsonOf(value: Node): string | null {
  const json = goJson(value, value.place);
  return json.kind === "scalar" ? String(json.value) : null;
}

function whole(value: Node, flags: string, radix: number, precision: string | undefined): string | false | null {
  const digits = digitsOf(value);
  if (digits === null) return unlessNumber(value);
  if (!isWholeNumber(digits)) return false;
  if (flags.includes("#")) return null;
  const places = Number(precision ?? 1);
  if (places > MAX_PLACES || (precision !== undefined && (flags.includes("0") || digits === "0"))) return null;
  const text = BigInt(digits).toString(radix).replace("-", "").padStart(places, "0");
  return BigInt(digits) < 0n ? `-${text}` : `${signFor(flags)}${text}`;
}

/** Called for a value without digits. Returns null if it may still be a number, otherwise false. */
function unlessNumber(value: Node): false | null {
  return asNumber(value).kind === "unresolved" ? null : false;
}

function signFor(flags: string): string {
  return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

/** Formats a number: for `%f` and `%e`, with the given number of decimal places (six by default), and for `%g`, as short as possible. */
function fraction(value: Node, verb: string, precision: string | undefined, flags: string): string | false | null {
  const digits = digitsOf(value);
  if (digits === null) return unlessNumber(value);
  const places = precision === undefined ? 6 : Number(precision);
  if (places > MAX_PLACES) return null;
  if (verb === "g") return signed(precision === undefined ? shortest(digits) : short(digits, places), flags);
  return signed(verb === "f" ? fixed(digits, places) : exponential(digits, places), flags);
}

const MAX_PLACES = 50;

/** A number's significant digits, read as `0.digits`, and its power of ten. */
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

/** Go's `%v` and `%g` use an exponent from a million upward and below 0.0001 (https://pkg.go.dev/math/big#Float.Format). */
function shortest(text: string): string {
  const { digits, power } = scientific(text);
  const exponent = power - 1;
  if (digits === "" || (exponent >= -4 && exponent < 6)) return text;
  return exponential(text, digits.length - 1);
}

/** `%.3g`: the given number of digits, without trailing zeros. */
function short(text: string, places: number): string {
  const { digits, power } = scientific(text);
  if (digits === "") return text;
  const count = Math.max(places, 1);
  const rounded = roundedTo(digits, count, text);
  const length = rounded.replace(/(?<!0)0+$/, "").length;
  const point = power + Number(rounded.length > count);
  const most = count > length && length >= point ? length : count;
  return point < -3 || point > most ? exponential(text, length - 1) : fixed(text, Math.max(length - point, 0));
}

function fixed(text: string, places: number): string {
  const { sign, digits, power } = scientific(text);
  const rounded = roundedTo(digits, power + places, text);
  const whole = rounded.padStart(places + 1, "0");
  const [before, behind] = [whole.slice(0, whole.length - places), whole.slice(whole.length - places)];
  return `${sign}${before}${places === 0 ? "" : `.${behind}`}`;
}

function exponential(text: string, places: number): string {
  const { sign, digits, power } = scientific(text);
  const rounded = roundedTo(digits, places + 1, text);
  const grown = rounded.length > places + 1;
  const shown = (grown ? rounded.slice(0, -1) : rounded).padEnd(places + 1, "0");
  const exponent = digits === "" ? 0 : power - 1 + Number(grown);
  const behind = places === 0 ? "" : `.${shown.slice(1)}`;
  const size = Math.abs(exponent).toString().padStart(2, "0");
  return `${sign}${shown[0] ?? "0"}${behind}e${exponent < 0 ? "-" : "+"}${size}`;
}

/** The first `count` digits, rounded to a whole number. An exact half is rounded to even. */
function roundedTo(digits: string, count: number, text: string): string {
  if (count < 0) return "0";
  const [kept, rest] = [digits.slice(0, count).padEnd(count, "0"), digits.slice(count)];
  const isOdd = Number(kept.at(-1) ?? "0") % 2 === 1;
  const up = rest === "5" ? (excess(text) || Number(isOdd)) > 0 : (rest[0] ?? "0") >= "5";
  return up ? (BigInt(kept === "" ? "0" : kept) + 1n).toString().padStart(count, "0") : kept;
}

function signed(text: string, flags: string): string {
  return text.startsWith("-") ? text : `${signFor(flags)}${text}`;
}
