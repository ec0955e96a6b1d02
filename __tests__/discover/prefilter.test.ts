import fc from "fast-check";
import { kindOfBytes } from "../../src/discover/prefilter.js";
import { readFile } from "../../src/readers/index.js";
import type { Workspace } from "../../src/source/workspace.js";

function kindOf(text: string, encoding: BufferEncoding = "utf8"): string {
  return kindOfBytes(Buffer.from(text, encoding));
}

const rest = '[{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}';

test.each<[string, string]>([
  ["no quote before the key", `{"Version": "2012-10-17",\n Statement": ${rest}`],
  ["no quote after the key", `{"Version": "2012-10-17", "Statement: ${rest}`],
  ["no quotes", `{"Version": "2012-10-17", Statement: ${rest}`],
  ["minified", `{"Version":"2012-10-17",Statement":${rest.replaceAll(" ", "")}`],
  ["as the first key", `{Statement": ${rest}`],
  ["after a list's opening bracket", `[{Statement": ${rest}]`],
  ["without the comma before it", `{"Version": "2012-10-17"\n  Statement": ${rest}`],
  ["without the quote and comma before it", `{"Version": "2012-10-17\n  Statement": ${rest}`],
  ["without the colon after it", `{"Version": "2012-10-17", "Statement ${rest}`],
  ["between no-break spaces", `\u00a0{\n\u00a0"Version":\u00a0"2012-10-17",\n\u00a0Statement"\u00a0:\u00a0${rest}`],
  ["curly quotes", `{\u201cVersion\u201d: \u201c2012-10-17\u201d, \u201cStatement\u201d: ${rest}`],
  ["single quotes", `{'Version': '2012-10-17', 'Statement': ${rest.replaceAll('"', "'")}`],
  ["after a byte order mark", `\ufeff{"Version": "2012-10-17", Statement": ${rest}`],
  ["in an answer of the AWS CLI", `{"PolicyVersion": {"Document": {Statement": ${rest}}}`],
  [
    "in a string within it",
    `{"Policy": "{\\"Version\\": \\"2012-10-17\\", Statement\\": ${rest.replaceAll('"', '\\"')}"}`,
  ],
  ["URL-encoded", `{"PolicyDocument": "${encodeURIComponent(`{"Statement: ${rest}`)}"}`],
  ["with escapes", `{"\\u0053tatement: ${rest}`],
])("finds a policy with a broken Statement key: %s", (_, text) => {
  expect(kindOf(text)).toBe("ours");
});

test("finds a policy in an encoding whose quotes are not UTF-8", () => {
  expect(kindOf(`{\x93Statement\x94: ${rest}`, "latin1")).toBe("ours");
  expect(kindOf(`\ufeff{Statement": ${rest}`, "utf16le")).toBe("ours");
});

test.each<[string, string]>([
  ["a text", 'The Statement: {"Effect"}'],
  ["a word in a text", `{"title": "My Statement: ${rest}`],
  ["part of a word", `{"StatementId": ${rest}`],
  ["statements of another kind", '{ // of the bank\n  "x": "Statement: see below" }'],
  ["a template that needs rendering", `{{- if .Values.policy }}\nStatement: ${rest}\n{{- end }}`],
  ["YAML", "Version: 1\nStatement:\n  - Effect: Allow\n"],
])("ignores %s", (_, text) => {
  expect(kindOf(text)).toBe("other");
});

test("finds the contents of a Serverless Framework service's parts", () => {
  expect(kindOf("service: x\nresources: ${file(./roles.yml)}\n")).toBe("nesting");
});

const policy = fc.record({
  Version: fc.constant("2012-10-17"),
  Id: fc.constantFrom("a", "a, b: {c}"),
  Statement: fc.array(
    fc.record(
      {
        Sid: fc.constantFrom("A1", ""),
        Effect: fc.constantFrom("Allow", "Deny"),
        Action: fc.array(fc.constantFrom("sqs:SendMessage", "ec2:*"), { minLength: 1, maxLength: 3 }),
        Resource: fc.constantFrom("*", "arn:aws:s3:::b/${aws:username}"),
      },
      { requiredKeys: ["Effect", "Action"] },
    ),
    { minLength: 1, maxLength: 2 },
  ),
});

/** The positions of the text's quotes and commas that are JSON syntax. */
function signs(text: string): readonly number[] {
  return [...text.matchAll(/"[^"]*"|,/g)].flatMap(({ 0: found, index }) =>
    found === "," ? [index] : [index, index + found.length - 1],
  );
}

const workspace: Workspace = { readText: () => null, listFolder: () => [] };
const context = { workspace, terraformRoot: null, parameters: [] };

test("never misses a policy that lacks any quote or comma", () => {
  fc.assert(
    fc.property(
      policy,
      fc.constantFrom(undefined, 2, "\t"),
      fc.boolean(),
      fc.nat(),
      (document, indent, isPage, pick) => {
        const written = JSON.stringify(document, null, indent);
        const text = isPage ? written.replace(/^ +/gm, (blank) => "\u00a0".repeat(blank.length)) : written;
        const places = signs(text);
        const at = places[pick % places.length] ?? 0;
        const broken = text.slice(0, at) + text.slice(at + 1);
        expect(kindOf(broken)).toBe("ours");
        expect(readFile({ path: "p.json", text: broken }, context).kind).toBe("unreadable");
      },
    ),
    { numRuns: 200 },
  );
});

test("misses nothing behind a NUL before a UTF-8 policy that looks like UTF-16", () => {
  const policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }';
  for (const text of [`\0${policy}`, `{\0${policy.slice(1)}`, `\0\0\0${policy}`])
    expect(kindOfBytes(Buffer.from(text))).toBe("ours");
});
