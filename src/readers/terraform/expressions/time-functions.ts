import { textOf } from "../../../source/node.js";
import { integerNode } from "./number-functions.js";
import type { TerraformFunction } from "./terraform-function.js";

/** An RFC 3339 time: nanoseconds since 1970, and the zone's offset from UTC in seconds. */
interface Time {
  readonly at: bigint;
  readonly zone: number;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const BILLION = 1_000_000_000n;

/** Parses an RFC 3339 time. Returns null for any other text. */
function timeOf(text = ""): Time | null {
  const [, local = "", fraction = "", sign, hours, minutes] = TIME.exec(text) ?? [];
  const date = new Date(`${local}Z`);
  if (local === "" || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(local)) return null;
  const zone = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60;
  const at = BigInt(date.getTime() / 1000 - zone) * BILLION + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
  return { at, zone };
}

/** The local time in the zone, as a UTC date. */
function clock({ at, zone }: Time): Date {
  const rest = ((at % BILLION) + BILLION) % BILLION;
  return new Date((Number((at - rest) / BILLION) + zone) * 1000);
}

function zoneText({ zone }: Time, separator: string): string {
  const minutes = Math.abs(zone) / 60;
  return `${zone < 0 ? "-" : "+"}${padded(Math.floor(minutes / 60))}${separator}${padded(minutes % 60)}`;
}

function padded(value: number): string {
  return String(value).padStart(2, "0");
}

/** The output of a verb (https://developer.hashicorp.com/terraform/language/functions/formatdate). */
function shown(verb: string, time: Time): string | undefined {
  const date = clock(time);
  const iso = date.toISOString();
  const hour = date.getUTCHours();
  const numbers: Readonly<Record<string, number>> = {
    M: date.getUTCMonth() + 1,
    D: date.getUTCDate(),
    h: hour,
    H: hour % 12 || 12,
    m: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  };
  const number = numbers[verb[0] ?? ""];
  if (number !== undefined && verb.length < 3) return verb.length === 1 ? String(number) : padded(number);
  const [day, month] = (["weekday", "month"] as const).map((part) =>
    date.toLocaleString("en", { [part]: "long", timeZone: "UTC" }),
  );
  const half = hour < 12 ? "am" : "pm";
  const texts: Readonly<Record<string, string | undefined>> = {
    YY: iso.slice(2, 4),
    YYYY: iso.slice(0, 4),
    MMM: month?.slice(0, 3),
    MMMM: month,
    EEE: day?.slice(0, 3),
    EEEE: day,
    AA: half.toUpperCase(),
    aa: half,
    Z: time.zone === 0 ? "Z" : zoneText(time, ":"),
    ZZZ: time.zone === 0 ? "UTC" : zoneText(time, ""),
    ZZZZ: zoneText(time, ""),
    ZZZZZ: zoneText(time, ":"),
  };
  return texts[verb];
}

/** Two quotes, a string in quotes, a verb, or an unclosed quote. */
const TOKEN = /''|'((?:[^']|'')+)'|([A-Za-z])\2*|'/g;

/** A time in the format of a pattern. Returns false if Terraform rejects the pattern or the time, and null if that is unclear. */
function formatdate(pattern: string, text: string): string | false | null {
  const time = timeOf(text);
  let isWrong = time === null;
  const made = pattern.replace(TOKEN, (token, literal?: string, verb?: string) => {
    if (verb === undefined) {
      isWrong ||= token === "'";
      return literal?.replaceAll("''", "'") ?? "'";
    }
    const value = time === null ? undefined : shown(token, time);
    isWrong ||= value === undefined;
    return value ?? "";
  });
  // Two quotes at the end may be read as one closing quote.
  return !isWrong ? made : time !== null && pattern.endsWith("''") ? null : false;
}

/** The length of each unit in nanoseconds. */
const UNITS: Readonly<Record<string, number>> = {
  ...{ ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6 },
  ...{ s: 1e9, m: 60e9, h: 3600e9 },
};

/** Sticky, so that an invalid duration takes no longer to parse than a valid one. */
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;

/**
 * A duration in nanoseconds, parsed like Go's `time.ParseDuration`. Returns false if the text isn't a duration, and
 * null if the result depends on Go's float arithmetic.
 */
function durationOf(text: string): bigint | false | null {
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "") return false;
  let [total, isExact] = [0n, true];
  for (PART.lastIndex = 0; unsigned !== "0" && PART.lastIndex < unsigned.length; ) {
    const [, whole = "", fraction = "", unit = ""] = PART.exec(unsigned) ?? [];
    if (whole + fraction === "") return false;
    isExact &&= fraction.length <= 9;
    const size = UNITS[unit] ?? 0;
    const rest = Math.trunc(Number(fraction) * (size / 10 ** fraction.length));
    total += BigInt(whole) * BigInt(size) + BigInt(isExact ? rest : 0);
  }
  const duration = text.startsWith("-") ? -total : total;
  return !isExact ? null : BigInt.asIntN(64, duration) === duration ? duration : false;
}

function timeadd(text: string, added: string): string | false | null {
  const [time, duration] = [timeOf(text), durationOf(added)];
  if (time === null || duration === false) return false;
  if (duration === null) return null;
  const sum = { at: time.at + duration, zone: time.zone };
  const iso = clock(sum).toISOString();
  return /^\d{4}-/.test(iso) ? iso.slice(0, 19) + (sum.zone === 0 ? "Z" : zoneText(sum, ":")) : null;
}

function timecmp(one: string, other: string): number | false {
  const [a, b] = [timeOf(one), timeOf(other)];
  return a === null || b === null ? false : Number(a.at > b.at) - Number(a.at < b.at);
}

/** A function of two known strings. */
function ofKnown(result: (one: string, other: string) => string | number | false | null): TerraformFunction {
  return (args, place) => {
    const [one, other] = args.map(textOf);
    const made = typeof one === "string" && typeof other === "string" ? result(one, other) : null;
    if (made === false || made === null) return made === false ? "fails" : null;
    return typeof made === "number" ? integerNode(made, place) : { kind: "scalar", place, value: made };
  };
}

export const TIME_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  formatdate: ofKnown(formatdate),
  timeadd: ofKnown(timeadd),
  timecmp: ofKnown(timecmp),
};
