import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyFixes, type FixOutcome } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { graphemes } from "../../src/hcl/letters.js";
import { parseExpression } from "../../src/hcl/parse-expression.js";
import { formattedText } from "../../src/readers/terraform/expressions/format-function.js";
import { parseReference } from "../../src/readers/terraform/links/reference.js";
import { letterRanges } from "../../src/source/letter-ranges.js";
import { rangePlace } from "../../src/source/place.js";
import { cpuSeconds } from "../cpu-time.js";

// Endless names, spaces, and quotes where files usually have short ones. Code with quadratic cost takes minutes here.

const MANY = 200_000;
/** Longer references aren't parsed. */
const KEY = 49_000;
/** More repetitions of a group than the stack of V8's regular expressions can hold. */
const ENDLESS = 10_000_000;
const LONG = {
  kind: "scalar",
  place: rangePlace({ path: "", text: "" }, 0, 0),
  value: "aé".repeat(1_500_000),
} as const;

describe("reads a text within a second", () => {
  test.each<[string, () => void]>([
    ["spaces in a JSON string", () => letterRanges(`"${" ".repeat(MANY)}"`, " ".repeat(MANY))],
    ["line endings that YAML folds", () => letterRanges(`"a${"\n".repeat(MANY)}b"`, `a${"\n".repeat(MANY - 1)}b`)],
    ["escaped quotes in an unclosed reference key", () => parseReference(`a.b["${'\\"'.repeat(KEY)}`)],
    ["a backslash after them", () => parseReference(`a.b["${'\\"'.repeat(KEY)}\\`)],
    ["megabytes of formatted text", () => formattedText("%s|%5s|%-5.3s", [LONG, LONG, LONG])],
    ["its characters", () => graphemes(LONG.value)],
    ["spaces in an expression", () => parsed(`element(a${" ".repeat(MANY / 2)}b)`)],
  ])("%s", (_name, read) => {
    expect(cpuSeconds(read)).toBeLessThan(1);
  });
});

function parsed(text: string) {
  return parseExpression(text, { start: 0, end: text.length });
}

test("ignores a backslash in a reference's key", () => {
  expect(parseReference('var.a["b\\"c"].d')).toEqual({ kind: "variable", name: "a", path: ['b\\"c', "d"] });
});

async function fixed(file: string, text: string): Promise<FixOutcome> {
  const root = mkdtempSync(join(tmpdir(), "long-"));
  writeFileSync(join(root, file), text);
  const inputs = { files: file, roles: "*: communication", appliance: "111122223333" };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error("the options are refused");
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await applyFixes(resolved.options.check, { scope, today: "2026-01-01" });
  rmSync(root, { recursive: true });
  if ("problems" in outcome) throw new Error("the options are refused");
  return outcome;
}

function template(role: object, id = "VeeamRole"): object {
  return { Resources: { [id]: { Type: "AWS::IAM::Role", Properties: role } } };
}

const TRUST = {
  Statement: [{ Sid: "S", Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
};

test("checks a role with a 100,000-character name without adding an instance profile", async () => {
  const { before, findings } = await fixed("t.json", JSON.stringify(template({}, "R".repeat(100_000))));
  expect(before.findings.map(({ rule }) => rule)).toContain("missing-action");
  expect(findings.map(({ finding }) => finding.rule)).not.toContain("instance-profile-missing");
});

test("does not copy endless blank lines below a role's key", async () => {
  const text = (lines: number) => `Resources:\n V:${"\n".repeat(lines)}  Type: AWS::IAM::Role\n  Properties: {}\n`;
  expect((await fixed("t.yaml", text(5))).findings.map(({ finding }) => finding.rule)).toEqual([
    "instance-profile-missing",
  ]);
  expect((await fixed("t.yaml", text(20_000))).findings).toEqual([]);
});

test.each([
  ["JSON", "t.json", JSON.stringify(template({ AssumeRolePolicyDocument: TRUST }), null, 1)],
  [
    "YAML",
    "t.yaml",
    "Resources:\n V:\n  Type: AWS::IAM::Role\n  Properties: {AssumeRolePolicyDocument: {Statement: []}}\n",
  ],
])("checks a role indented by a hundred thousand spaces: %s", async (_name, file, text) => {
  const { before } = await fixed(
    file,
    text.replaceAll(/^( +)/gm, (indent) => indent.repeat(100_000)),
  );
  expect(before.findings.map(({ rule }) => rule)).toContain("missing-action");
});

test("does not copy a statement with a 90,000-character Sid", async () => {
  const text = JSON.stringify(template({ AssumeRolePolicyDocument: TRUST })).replace('"S"', `"${"a".repeat(90_000)}"`);
  const start = process.cpuUsage();
  const { files } = await fixed("t.json", text);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
  expect(files[0]?.after).toContain("ec2.amazonaws.com");
  expect(files[0]?.after.length).toBeLessThan(92_000);
});

describe("keeps endless whitespace that a new action would repeat and adds nothing", () => {
  const far = " ".repeat(20_000);
  const policy = (written: string): string =>
    `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",\n${written}}]}`;
  test.each([
    ["between items", "p.json", policy(`"Action": ["sqs:ListQueues",${far}"sqs:SendMessage"]`)],
    ["before the first item", "p.json", policy(`"Action": [${far}"sqs:ListQueues"]`)],
    ["before a string that becomes a list", "p.json", policy(`${far}"Action": "sqs:ListQueues"`)],
  ])("%s", async (_name, file, text) => {
    const { findings, after } = await fixed(file, text);
    expect(after.findings.map(({ rule }) => rule)).toContain("missing-action");
    expect(findings.map(({ finding }) => finding.rule)).not.toContain("missing-action");
  });
});

test("does not copy a statement with endless whitespace", async () => {
  const policy = (spaces: string): string =>
    `{"Version": "2012-10-17", "Statement": [{${spaces}"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}`;
  expect((await fixed("p.json", policy(" "))).findings).toHaveLength(1);
  expect((await fixed("p.json", policy(" ".repeat(2000)))).findings).toEqual([]);
});

describe("handles millions of spaces quickly", () => {
  const spaces = " ".repeat(ENDLESS);
  const role = JSON.stringify(template({ AssumeRolePolicyDocument: TRUST }));
  const policy =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:A",HERE"sqs:B"HERE],"Resource":"*"}]}';
  test.each([
    ["after its last item", "p.json", policy.replace("HERE", spaces).replace("HERE", "")],
    ["behind its last item", "p.json", policy.replace("HERE", "").replace("HERE", spaces)],
    ["within a trust statement", "t.json", role.replace('{"Sid"', `{${spaces}"Sid"`)],
    [
      "between trust statements",
      "t.json",
      role.replace(
        '"Action":"sts:AssumeRole"}',
        `"Action":"sts:AssumeRole"},${spaces}{"Effect":"Deny","Action":"sts:*"}`,
      ),
    ],
  ])("%s", async (_name, file, text) => {
    const { before } = await fixed(file, text);
    expect(before.findings.map(({ rule }) => rule)).toContain("missing-action");
  });

  test("handles a reference of that length", () => {
    expect(parseReference(`a.b["${"a".repeat(ENDLESS)}"]`)).toEqual({ kind: "other" });
  });
});
