import { formatLocation } from "../../src/source/location.js";
import { parseJson } from "../../src/source/parse-json.js";
import { locate } from "../../src/source/place.js";

function fault(text: string): string {
  const parsed = parseJson({ path: "p.json", text });
  if (!("fault" in parsed)) return "parsed";
  const { message, help, place } = parsed.fault;
  return `${formatLocation(locate(place))} ${message} | ${help}`;
}

describe("parseJson", () => {
  const nbsp = "\u00a0";
  test.each([
    ["a document", '{"Version": "2012-10-17"}', "parsed"],
    [
      "a missing comma between strings",
      '{"Action": [\n  "ssm:GetParameter"\n  "ssm:SendCommand"\n]}',
      'p.json:2:21 a comma is missing after "ssm:GetParameter" | add the comma',
    ],
    ["a missing comma between members", '{"a": 1\n"b": 2}', "p.json:1:8 a comma is missing after 1 | add the comma"],
    ["a missing comma after a list", '{"a": []\n"b": 2}', "p.json:1:9 a comma is missing after ] | add the comma"],
    [
      "the vendor's missing comma and spaces",
      `{\n${nbsp}"Action": [\n${nbsp}"ssm:GetParameter"\n${nbsp}"ssm:SendCommand"\n]}`,
      'p.json:3:20 a comma is missing after "ssm:GetParameter" | the vendor\'s page lacks this comma too; also replace the no-break spaces (U+00A0, first at 2:1)',
    ],
    [
      "only no-break spaces",
      `{\n${nbsp}${nbsp}"a": 1}`,
      "p.json:2:1 it contains 2 no-break spaces (U+00A0), which are not whitespace in JSON | replace them with ordinary spaces: text copied from the vendor's page has them",
    ],
    ["a trailing comma", '{"a": [1,]}', "p.json:1:9 there is a trailing comma | remove the comma"],
    ["a truncated file", '{"a": [1', "p.json:1:9 a closing ] is missing | add it, or remove an extra ["],
    [
      "a missing quote at the end of an entry",
      '{"Action": [\n  "ec2:DescribeAvailabilityZones,\n  "ec2:DescribeImages"\n]}',
      'p.json:2:33 a double quote is missing after `"ec2:DescribeAvailabilityZones` | add the double quote',
    ],
    [
      "a missing quote before an entry and no-break spaces",
      `{"Action": [\n${nbsp}"ec2:A",\n${nbsp}ec2:B"\n]}`,
      'p.json:3:2 a double quote is missing before `ec2:B"` | add the double quote; also replace the no-break spaces (U+00A0, first at 2:1)',
    ],
    [
      "a missing comma before a missing quote",
      '["a"\n"b",\n"c]',
      'p.json:1:5 a comma is missing after "a" | add the comma',
    ],
    [
      "a missing quote before a missing comma",
      '["a,\n"b"\n"c"]',
      'p.json:1:4 a double quote is missing after `"a` | add the double quote',
    ],
    [
      "a missing comma before a line that lacks a quote",
      '["sqs:A"\n  "ec2:B,\n  "sqs:C"]',
      'p.json:1:9 a comma is missing after "sqs:A" | add the comma',
    ],
    [
      "a missing comma before a line that does not open a string",
      '["sqs:A"\n  ec2:B",\n  "sqs:C"]',
      'p.json:1:9 a comma is missing after "sqs:A" | add the comma',
    ],
    [
      "a missing quote before a line with a missing comma after it",
      '["sqs:A,\n  "ec2:B"\n  "sqs:C"]',
      'p.json:1:8 a double quote is missing after `"sqs:A` | add the double quote',
    ],
    [
      "two lines with a missing quote each",
      '["sqs:A,\n  ec2:B",\n  "sqs:C"]',
      'p.json:1:8 a double quote is missing after `"sqs:A` | add the double quote',
    ],
    [
      "a missing colon before a missing quote",
      '{"a" 1,\n"b: 2}',
      'p.json:1:5 a colon is missing after "a" | add the colon',
    ],
    [
      "a missing quote before an extra comma",
      '["a,\n"b",\n]',
      'p.json:1:4 a double quote is missing after `"a` | add the double quote',
    ],
    [
      "an extra comma before a missing quote",
      '[["a",],\n"b,\n"c"]',
      "p.json:1:6 there is a trailing comma | remove the comma",
    ],
    [
      "the user's own extra comma and the vendor's spaces",
      `{\n${nbsp}"Action": ["s3:GetObject" "s3:PutObject"]}`,
      'p.json:2:27 a comma is missing after "s3:GetObject" | add the comma; also replace the no-break spaces (U+00A0, first at 2:1)',
    ],
    [
      "only curly quotes",
      "{\u201cVersion\u201d: \u201c2012-10-17\u201d}",
      "p.json:1:2 it contains 4 curly quotes (\u201c), which are not quotes in JSON | replace them with straight double quotes: word processors make quotes curly",
    ],
    [
      "a curly quote that closes a straight one",
      '{"Version\u201d: "2012-10-17"}',
      "p.json:1:10 it contains 1 curly quote (\u201d), which are not quotes in JSON | replace them with straight double quotes: word processors make quotes curly",
    ],
    [
      "curly quotes and no-break spaces",
      `{${nbsp}\u201ca\u201d: 1}`,
      "p.json:1:3 it contains 2 curly quotes (\u201c), which are not quotes in JSON | replace them with straight double quotes: word processors make quotes curly; also replace the no-break spaces (U+00A0, first at 1:2)",
    ],
    [
      "curly quotes, no-break spaces, and a missing comma",
      `{"a": [\u201cb\u201d${nbsp}\u201cc\u201d]}`,
      'p.json:1:11 a comma is missing after "b" | add the comma; also replace the curly quotes (\u201c, first at 1:8) and the no-break spaces (U+00A0, first at 1:11)',
    ],
    [
      "a missing comma and curly quotes inside text",
      '["a \u201cb\u201d, c"\n"d"]',
      'p.json:1:12 a comma is missing after "a \u201cb\u201d, c" | add the comma',
    ],
    ["an unclosed string", '{"a": "b', "p.json:1:7 a string is not closed | add the closing double quote"],
    ["a comment", '{"a": 1} // why', "p.json:1:10 comments are not allowed | remove the comment"],
    [
      "two documents",
      "{}\n{}",
      "p.json:2:1 there is text after the end of the document | keep one document in the file",
    ],
    ["an empty text", "", "p.json:1:1 it is empty | remove the file, or leave it out with `files`"],
    [
      "100,000 brackets",
      "[".repeat(100_000),
      "p.json:1:1 it is nested too deeply | reduce the nesting, or leave the file out with `files`",
    ],
  ])("reads or explains %s", (_name, text, expected) => {
    expect(fault(text)).toBe(expected);
  });
});
