import fc from "fast-check";
import { repairJson } from "../../src/fixes/repair-json.js";
import { applyEdits } from "../../src/fixes/text-edit.js";

function repaired(text: string): string | null {
  const edits = repairJson({ path: "p.json", text });
  return edits === null ? null : applyEdits(text, edits);
}

test.each<[string, string, string | null]>([
  ["no-break spaces", '{\n\u00a0\u00a0"a":\u00a01\n}', '{\n  "a": 1\n}'],
  ["nothing within strings", '{\u00a0"a": "x\u00a0y"}', '{ "a": "x\u00a0y"}'],
  ["a missing comma", '["a"\r\n  "b",\r\n"c"]', '["a",\r\n  "b",\r\n"c"]'],
  ["two missing commas, between objects and entries", '[{"a": 1 "b": 2} {"c": []}]', '[{"a": 1, "b": 2}, {"c": []}]'],
  ["no-break spaces and a missing comma", '{\u00a0"a": [1\n\u00a02]\u00a0}', '{ "a": [1,\n 2] }'],
  ["a missing quote with spaces inside and around", '[\u00a0"a\u00a0b\n\u00a0"c"]', '[ "a\u00a0b",\n "c"]'],
  ["curly quotes", "{\u201ca\u201d: [\u201eb\u201c]}", '{"a": ["b"]}'],
  ["curly quotes paired with straight ones", '{"a\u201d: \u201cb"}', '{"a": "b"}'],
  ["no curly quotes within strings", '{"a": "\u201cx\u201d, y" "b": 1}', '{"a": "\u201cx\u201d, y", "b": 1}'],
  ["curly quotes around and within a string", '{\u201ca\u201d: "\u201cx\u201d"}', '{"a": "\u201cx\u201d"}'],
  ["no straight quotes within curly ones", '[\u201ca "b" c\u201d]', null],
  ["a missing quote and comma next to curly quotes", "[\u201ca,\n\u201cb\u201d\n\u201cc\u201d]", '["a",\n"b",\n"c"]'],
  ["a missing quote and comma at the same spot", '["a"b"]', '["a","b"]'],
  ["no quote that may be missing in two spots", '["a,\n]', null],
  ["no missing bracket", '{"a": [1', null],
  ["nothing in valid JSON", '{"a": "\u00a0"}', null],
  ["nothing in text that is not JSON", "a:\u00a0b", null],
])("repairs %s", (_, text, expected) => {
  expect(repaired(text)).toBe(expected);
});

/** Ways in which a page's text is broken. Each function takes the text and the offset to break it at, and returns the broken text. */
const breaks = {
  "a double quote": (text: string, at: number): string => without(text, /(?<!\\)"/g, at),
  "a comma": (text: string, at: number): string => without(text, /,(?=\s*[\n"{])/g, at),
  "straight quotes": (text: string): string => {
    let isOpening = false;
    return text.replace(/\\.|"/g, (sign) => {
      if (sign !== '"') return sign;
      isOpening = !isOpening;
      return isOpening ? "\u201c" : "\u201d";
    });
  },
  "ordinary spaces": (text: string): string => text.replace(/^ +/gm, (blank) => "\u00a0".repeat(blank.length)),
} as const;

function without(text: string, pattern: RegExp, at: number): string {
  const offsets = [...text.matchAll(pattern)].map(({ index }) => index);
  const offset = offsets[at % offsets.length] ?? text.length;
  return text.slice(0, offset) + text.slice(offset + 1);
}

const action = fc.stringMatching(/^[a-z][a-z0-9-]{1,9}:(\*|[A-Z][A-Za-z]{1,12}\*?)$/);
const resource = fc.oneof(
  fc.constantFrom("*", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:iam::111122223333:role/x", "arn:aws:sns:*:*:t-?"),
  fc.stringMatching(/^arn:aws:[a-z]{2,5}:[a-z0-9-]{0,9}:[0-9]{0,12}:[A-Za-z][A-Za-z0-9/_.-]{0,9}$/),
);
const oneOrMore = (item: fc.Arbitrary<string>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 5 }));
const statement = fc.record(
  {
    Sid: fc.stringMatching(/^[A-Za-z0-9]{0,9}$/),
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: oneOrMore(action),
    Resource: oneOrMore(resource),
    Condition: fc.record({
      Bool: fc.record({ "aws:SecureTransport": fc.oneof(fc.boolean(), fc.constant("true")) }),
      NumericLessThan: fc.record({ "s3:max-keys": fc.nat() }),
      StringLike: fc.record({
        "aws:PrincipalTag/team": oneOrMore(fc.constantFrom("a b", "", "x, y", "${aws:userid}")),
      }),
    }),
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);
const policy = fc.record({
  Version: fc.constant("2012-10-17"),
  Statement: fc.array(statement, { minLength: 1, maxLength: 3 }),
});

test.each(Object.entries(breaks))("restores a policy that is broken by %s", (_, broken) => {
  fc.assert(
    fc.property(policy, fc.constantFrom(2, 4, "\t"), fc.nat(), fc.boolean(), (document, indent, at, isPadded) => {
      const text = JSON.stringify(document, null, indent).replaceAll("\n", isPadded ? "\r\n" : "\n");
      const damaged = broken(text, at);
      expect(repaired(damaged)).toBe(damaged === text ? null : text);
    }),
    { numRuns: 200 },
  );
});

test("restores a policy that is broken in all of these ways", () => {
  fc.assert(
    fc.property(policy, fc.nat(), fc.nat(), (document, quote, comma) => {
      const text = JSON.stringify(document, null, 2);
      const damaged = breaks["ordinary spaces"](breaks["a double quote"](breaks["a comma"](text, comma), quote));
      expect(repaired(damaged)).toBe(text);
    }),
    { numRuns: 200 },
  );
});

test("repairs any JSON that lacks some of its commas and has no-break spaces", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.array(fc.nat()), (json, drops) => {
      const value = JSON.parse(json);
      fc.pre(typeof value === "object" && value !== null);
      const text = JSON.stringify(value, null, 2);
      const lines = text.split("\n");
      for (const drop of drops) {
        const at = drop % lines.length;
        lines[at] = (lines[at] ?? "").replace(/,$/, "").replace(/^ +/, (blank) => "\u00a0".repeat(blank.length));
      }
      expect(repaired(lines.join("\n"))).toBe(lines.join("\n") === text ? null : text);
    }),
  );
});
