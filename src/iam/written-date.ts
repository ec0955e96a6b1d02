const NUMBER = /^-?\d+(\.\d+)?$/;
const DATE =
  /^-?(\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:t(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d{1,9})?)?)?(?:z|[+-]\d\d(?::?\d\d)?)?)?)?$/i;

/**
 * Whether AWS accepts a string as a date. It accepts more than its documentation says (2020-1-5, a date without a day). The rejected
 * formats were determined for moto (getmoto/moto, `iam/policy_validation.py`).
 */
export function isWrittenDate(text: string): boolean {
  const written = text.trim();
  if (NUMBER.test(written)) return true;
  const match = DATE.exec(written);
  if (match === null) return false;
  const [, year = "0", month = "1", day = "1", hour = "0", minute = "0", second = "0"] = match;
  return (
    within(month, 1, 12) &&
    within(day, 1, daysOf(year, month)) &&
    within(hour, 0, 23) &&
    within(minute, 0, 59) &&
    within(second, 0, 59)
  );
}

/** The calendar repeats every 400 years. */
function daysOf(year: string, month: string): number {
  return new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
}

function within(part: string, least: number, most: number): boolean {
  return Number(part) >= least && Number(part) <= most;
}
