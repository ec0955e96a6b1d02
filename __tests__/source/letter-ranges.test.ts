import fc from "fast-check";
import { isScalar, parseDocument, Scalar, stringify } from "yaml";
import { letterRanges } from "../../src/source/letter-ranges.js";

/** JSON documents as people write them, and arbitrary text. */
const texts = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.string({ maxLength: 60 }),
  fc
    .array(fc.constantFrom("a", "é", "💾", '"', "'", "\\", "\n", " ", "  ", "\t", "{", "#", ": ", "\n\n"), {
      maxLength: 30,
    })
    .map((parts) => parts.join("")),
);

/** Expects each letter of the value at its range in the text, unless it is escaped there. */
function expectLettersAt(raw: string, value: string): void {
  const ranges = letterRanges(raw, value);
  expect(ranges).toHaveLength(value.length);
  ranges?.forEach(({ start, end }, at) => {
    const written = raw.slice(start, end);
    if (written.length === 1) expect(written).toBe(value[at]);
    else expect(written === "" ? /\s/.test(value[at] ?? "") : /^(\\|'')/.test(written)).toBe(true);
  });
}

test("finds the characters of a JSON string", () => {
  fc.assert(fc.property(texts, (value) => expectLettersAt(JSON.stringify(value), value)));
});

test.each(["BLOCK_FOLDED", "BLOCK_LITERAL", "PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"] as const)(
  "finds the characters of a YAML scalar, %s",
  (type) => {
    fc.assert(
      fc.property(texts, (value) => {
        const scalar = new Scalar(value);
        scalar.type = type;
        const raw = stringify(scalar, { lineWidth: 20 });
        const { contents } = parseDocument(raw);
        if (!isScalar(contents) || contents.value !== value || !contents.range || value.trim() === "") return;
        const whole = raw.slice(contents.range[0], contents.range[1]);
        expectLettersAt(/^[|>]/.test(whole) ? whole.slice(whole.indexOf("\n") + 1).trimStart() : whole, value);
      }),
    );
  },
);

test.each([
  [
    '"a\\x41\\u00e9\\U0001F4BE\\_\\/"',
    "aAé💾\u00a0/",
    ["a", "\\x41", "\\u00e9", "\\U0001F4BE", "\\U0001F4BE", "\\_", "\\/"],
  ],
  ["'it''s'", "it's", ["i", "t", "''", "s"]],
  ['"a\\\n   b"', "ab", ["a", "b"]],
  ["a\r\n  b", "a b", ["a", "", "b"]],
])("finds the characters of %s", (raw, value, expected) => {
  expect(letterRanges(raw, value)?.map(({ start, end }) => raw.slice(start, end))).toEqual(expected);
});

test("finds nothing in a text without the value", () => {
  expect(letterRanges("!Ref X", "value")).toBeNull();
  expect(letterRanges('"\\U00110000"', "x")).toBeNull();
});
