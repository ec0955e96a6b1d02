import { parseDate } from "../../../src/iam/condition/date.js";

test.each([
  [" 2020-04-01 ", "2020-04-01T00:00:00.000Z"],
  ["2020-04-01T00:00:00z", "2020-04-01T00:00:00.000Z"],
  ["2020-04-01T00:00:00.5Z", "2020-04-01T00:00:00.500Z"],
  ["2020-04-01T00:00:00.123987654Z", "2020-04-01T00:00:00.123Z"],
  ["2020-04-01T02:00:00+0200", "2020-04-01T00:00:00.000Z"],
  ["1585699200.5", "2020-04-01T00:00:00.500Z"],
])("%s is %s", (text, instant) => {
  expect(parseDate(text)).toBe(Date.parse(instant));
});

test.each(["2020-13-01", "2020-04-01T25:00:00Z", "12", "April"])("%s is no date", (text) => {
  expect(parseDate(text)).toBeNull();
});
