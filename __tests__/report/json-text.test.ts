import { jsonText } from "../../src/report/json-text.js";

test("escapes what a terminal interprets and keeps the value", () => {
  const value = {
    "a\u202e": ["\u001b[2J", "\u009b31m", "\u200f\u2028\u2066\u061c\u007f", "é\n\t\\u202e 😀", "\u200b\ufeff\u{e0041}"],
  };
  const text = jsonText(value);
  expect(JSON.parse(text)).toEqual(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may remain.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
  expect(text).not.toMatch(/[\u200b\ufeff\udb40]/);
});
