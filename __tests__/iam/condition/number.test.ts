import { parseNumber } from "../../../src/iam/condition/number.js";

test.each<[string, number | null]>([
  ["10", 10],
  [" 10 ", 10],
  ["-1.5", -1.5],
  ["+2", 2],
  [".5", 0.5],
  ["5.", 5],
  ["1e3", 1000],
  ["1E-2", 0.01],
  ["", null],
  ["x1", null],
  ["1x", null],
  ["1 2", null],
  ["0x10", null],
  ["1e1234", null],
  ["Infinity", null],
  ["--1", null],
])("parses %j as %s", (text, number) => expect(parseNumber(text)).toBe(number));
