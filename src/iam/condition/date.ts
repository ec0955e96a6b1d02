import { isWrittenDate } from "../written-date.js";

const ISO = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:T(\d\d?):(\d\d?)(?::(\d\d?)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i;
/** Matches seconds since 1970, but not four digits alone, which are a year. */
const EPOCH = /^(?!\d{4}$)-?\d+(\.\d+)?$/;

/** Parses a W3C date (`2020-04-01`, `2020-04-01T00:00:00Z`) or seconds since 1970. Returns milliseconds, or `null` if it is neither. */
export function parseDate(text: string): number | null {
  const written = text.trim();
  if (EPOCH.test(written)) return Number(written) * 1000;
  const match = ISO.exec(written);
  if (match === null || !isWrittenDate(written)) return null;
  const [, year, month = "1", day = "1", hour = "0", minute = "0", second = "0", fraction = "0", zone = "Z"] = match;
  const offset = zone.toUpperCase() === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const [day2, time2] = [
    [month, day],
    [hour, minute, second],
  ].map((parts) => parts.map((one) => one.padStart(2, "0")));
  const time = Date.parse(`${year}-${day2?.join("-")}T${time2?.join(":")}.${fraction}${offset}`);
  return Number.isNaN(time) ? null : time;
}
