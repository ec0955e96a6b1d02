import fc from "fast-check";
import { parseDate } from "../../src/iam/condition/date.js";
import { isWrittenDate } from "../../src/iam/written-date.js";

/** The formats that AWS accepts and refuses, as determined for moto (getmoto/moto, iam/policy_validation.py and its tests). */
test.each([
  "2026-01-31T00:00:00Z",
  "2026-01-31",
  "2026-1-5",
  "2026-01",
  "2026",
  "2026-01-31t10:00Z",
  "2026-01-31T10:00:00.5+01:00",
  " 2026-01-31 ",
  "0",
  "1585699200",
  "-12345",
  "2024-02-29",
  "2000-02-29",
  "12.5",
  "2026-01-31T23:59:59Z",
  "-2026-12-31",
  "2026T10:00Z",
  "2026-01-31T",
  "2026-01-31T10Z",
  "2026-01-31T00:00:00+0100",
])("accepts the date %s", (text) => {
  expect(isWrittenDate(text)).toBe(true);
});

test.each([
  "tomorrow",
  "",
  "31.01.2026",
  "2026-13-01",
  "2026-01-32",
  "2021-02-30T00:00:00Z",
  "2021-02-29",
  "2026-04-31",
  "1900-02-29",
  "2026-01-31T25:00:00Z",
  "2026/01/31",
  "20260131x",
  "x2026",
  "x2026-01-31",
  "2026-01-31x",
  "12.5.",
  "2026-00-10",
  "2026-01-00",
  "2026-01-31T24:00:00Z",
  "2026-01-31T10:60:00Z",
  "2026-01-31T10:00:60Z",
])("rejects the date %s", (text) => {
  expect(isWrittenDate(text)).toBe(false);
});

test("never rejects a value that is compared as a date", () => {
  const dates = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(dates, fc.constantFrom(4, 7, 10, 24), (date, length) => {
      const text = length === 24 ? date.toISOString() : date.toISOString().slice(0, length);
      return parseDate(text) !== null && isWrittenDate(text);
    }),
  );
});
