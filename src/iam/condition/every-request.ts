import type { ConditionTest } from "../model.js";
import { any, not } from "../ternary.js";
import type { Ternary } from "../verdict.js";
import { parseDate } from "./date.js";
import { parseNumber } from "./number.js";
import type { Operator } from "./operator.js";

/**
 * Keys that are "always included in the request context", or in the context of every signed request, such as a role's
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Availability" of each).
 */
const ALWAYS_THERE: ReadonlySet<string> = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principaltype",
  "aws:requestedregion",
  "aws:securetransport",
  "aws:useragent",
  "aws:userid",
]);

export function isAlwaysThere(key: string, ofSession = false): boolean {
  // "Included in the request context only when the principal uses temporary credentials": the same page.
  return ALWAYS_THERE.has(key) || (ofSession && key === "aws:tokenissuetime");
}

/** Whether a key is the time of the request. Each request has its own, so no request made today has a declared time. */
export function isTimeOfRequest(key: string): boolean {
  return /^aws:(?:currenttime|epochtime)$/i.test(key);
}

const HOUR = 3_600_000;

/** How long before the request a key's time may be. A role's session lasts at most 12 hours, and a user's lasts at most 36. */
const LAGS: ReadonlyMap<string, number> = new Map([
  ["aws:currenttime", 0],
  ["aws:epochtime", 0],
  ["aws:tokenissuetime", 36 * HOUR],
]);

/**
 * The result that a test of a time has in all requests from today on that carry the key. A future date settles nothing: the test holds
 * until then, or from then on. Only the day is known, so a later time today is in the future, but the beginning of today has passed.
 *
 * @param today `YYYY-MM-DD`
 */
export function evaluateTimeTest(operator: Operator, test: ConditionTest, today: string | null): Ternary {
  const key = test.key.toLowerCase();
  const lag = LAGS.get(key);
  if (lag === undefined) return "unknown";
  const read = readerOf(operator, key);
  const start = today === null ? null : parseDate(today);
  if (read === null || start === null) return "unknown";
  const isLater = operator.order === "greater" || operator.order === "greater-or-equal";
  const passed = any(
    test.values.map(({ text }): Ternary => {
      const instant = typeof text === "string" ? read(text) : undefined;
      if (instant === undefined || (instant !== null && instant > start - lag)) return "unknown";
      return instant !== null && isLater ? "yes" : "no";
    }),
  );
  return operator.negated ? not(passed) : passed;
}

/**
 * Returns the function that parses a test's times, or null if the operator doesn't compare times. "aws:EpochTime works with date operators
 * or numeric operators": the same page.
 */
function readerOf({ comparison }: Operator, key: string): ((text: string) => number | null) | null {
  if (comparison === "date") return parseDate;
  if (comparison !== "number" || key !== "aws:epochtime") return null;
  return (text) => {
    const seconds = parseNumber(text);
    return seconds === null ? null : seconds * 1000;
  };
}
