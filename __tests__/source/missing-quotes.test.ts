import { missingQuotes, withQuotes } from "../../src/source/missing-quotes.js";
import { cpuSeconds } from "../cpu-time.js";

function quoted(text: string): string | null {
  const quotes = missingQuotes(text);
  return quotes === null ? null : withQuotes(text, quotes);
}

test.each<[string, string, string | null]>([
  ["at the end of an entry, as on the vendor's page", '["ec2:A,\n "ec2:B"]', '["ec2:A",\n "ec2:B"]'],
  ["at the end of the last entry", '[\n"ec2:A",\n"ec2:B\n]', '[\n"ec2:A",\n"ec2:B"\n]'],
  ["at the end of the last entry on a line", '["ec2:A", "ec2:B]', '["ec2:A", "ec2:B"]'],
  ["before an entry", '[\nec2:A",\n"ec2:B"]', '[\n"ec2:A",\n"ec2:B"]'],
  ["between entries on one line", '["ec2:A, "ec2:B", "ec2:C"]', '["ec2:A", "ec2:B", "ec2:C"]'],
  ["before one of them", '["ec2:A", ec2:B", "ec2:C"]', '["ec2:A", "ec2:B", "ec2:C"]'],
  ["two on one line", '["ec2:A, "ec2:B, "ec2:C"]', '["ec2:A", "ec2:B", "ec2:C"]'],
  ["at the end of a key", '{"Action: ["ec2:A"]}', '{"Action": ["ec2:A"]}'],
  ["before a key", '{\r\nEffect": "Allow"\r\n}', '{\r\n"Effect": "Allow"\r\n}'],
  ["at the end of a key before an opening bracket", '{"Statement: [{', '{"Statement": [{'],
  ["at the end of a value without spaces", '{"Effect":"Allow,"Resource":"*"}', '{"Effect":"Allow","Resource":"*"}'],
  ["before a value", '{"Resource": *", "Effect": "Allow"}', '{"Resource": "*", "Effect": "Allow"}'],
  ["of an empty string", '["]', '[""]'],
  ["after an escaped quote", String.raw`["a\", "b"]`, String.raw`["a\"", "b"]`],
  ["after a policy variable", '["arn:aws:s3:::b/${aws:username}]', '["arn:aws:s3:::b/${aws:username}"]'],
  ["together with the comma", '["ec2:A\n "ec2:B"]', '["ec2:A"\n "ec2:B"]'],
  ["before a comma and a bracket, since the string may end with the comma", '["ec2:A,\n]', null],
  ["of a key, not a value", '{\n"s3:max-keys: 0\n}', '{\n"s3:max-keys": 0\n}'],
  ["of a key without spaces", '{"s3:max-keys:0}', '{"s3:max-keys":0}'],
  ["of an entry that looks like a key", '["s3:max-keys: 0\n]', '["s3:max-keys: 0"\n]'],
  ["not around a bare word", '{"Effect": Allow}', null],
  ["not in a comment", '["ec2:A", // first\n"ec2:B"]', null],
  ["in a comment with a string", '["ec2:A", // not "ec2:B"\n"ec2:B"]', null],
  ["not with single quotes", "{'a': 1}", null],
  ["none", '{"a": [1, true, null, "b: c, d"]}', '{"a": [1, true, null, "b: c, d"]}'],
])("finds missing quotes: %s", (_, text, expected) => {
  expect(quoted(text)).toBe(expected);
});

test("handles hostile lines quickly", () => {
  for (const text of [
    `[${'"a, '.repeat(5_000)}`,
    '"'.repeat(19_999),
    "a ".repeat(9_999),
    `"${",".repeat(19_000)}`,
    '["a,\n'.repeat(20_000),
  ]) {
    const taken = cpuSeconds(() => {
      missingQuotes(text);
    });
    expect(taken).toBeLessThan(1.5);
  }
});
