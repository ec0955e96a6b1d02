import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report } from "../../src/report/report.js";
import { makeWorkspace } from "../action/run-action.js";
import {
  ENCODINGS,
  type Random,
  randomFrom,
  respelledHcl,
  respelledJson,
  respelledYaml,
  type Value,
} from "./respell.js";

// Verdicts depend on a file's meaning to AWS, not on its spelling. No spelling may hide a role or change its findings.

const root = makeWorkspace({});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function reportOf(name: string, bytes: Buffer): Promise<Report> {
  const resolved = resolveOptions(new Map(), null);
  if ("problems" in resolved) throw new Error("no options");
  writeFileSync(join(root, name), bytes);
  try {
    const scope = { root, workingDirectory: root, confined: true };
    const outcome = await check(resolved.options.check, { scope, today: "2026-01-01" });
    if ("problems" in outcome) throw new Error("no report");
    return outcome.report;
  } finally {
    rmSync(join(root, name));
  }
}

/** Everything except places, which change with the spelling. */
function reported({ conclusion, files, roles, notChecked, findings }: Report) {
  return {
    conclusion,
    files,
    roles: roles.map(({ location: _, ...role }) => role),
    notChecked: notChecked.map(({ id, reason }) => ({ id, reason })),
    findings: findings
      .map(({ rule, severity, role, kind, actions, fingerprint }) => {
        return { rule, severity, role, kind, actions: [...actions].sort(), fingerprint };
      })
      .sort((one, other) => (one.fingerprint < other.fingerprint ? -1 : 1)),
  };
}

const allow = (...Action: readonly string[]): Value => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Some", Effect: "Allow", Action, Resource: "*" }],
});
const trust: Value = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
};
const role = (type: string): Value => ({
  Type: type,
  Properties: {
    RoleName: "veeam-worker",
    AssumeRolePolicyDocument: trust,
    Policies: [{ PolicyName: "p", PolicyDocument: allow("sqs:ListQueues", "ec2:Describe*") }],
  },
});
const looped = (items: readonly string[], type: string): Value => ({
  Transform: "AWS::LanguageExtensions",
  Resources: { "Fn::ForEach::Made": ["Part", items, { [put("Veeam", "")]: role(type) }] },
});
const put = (before: string, after: string): string => `${before}\${Part}${after}`;
const encoded = encodeURIComponent(JSON.stringify(allow("sqs:ListQueues")));

const documents: readonly (readonly [string, "veeam.json" | "veeam.yaml", Value])[] = [
  ["a policy", "veeam.json", allow("sqs:ListQueues", "ec2:DescribeInstances")],
  ["a policy in a string", "veeam.json", { Policy: JSON.stringify(allow("sqs:ListQueues")) }],
  ["a URL-encoded policy in a string", "veeam.json", { PolicyDocument: encoded }],
  [
    "a policy in a string with encoded letters",
    "veeam.json",
    { PolicyDocument: encoded.replaceAll("Statement", "%53tat%65ment") },
  ],
  [
    "a policy in a string with lower-case encoding",
    "veeam.json",
    { PolicyDocument: encoded.replaceAll(/%../g, (code) => code.toLowerCase()) },
  ],
  ["a policy in a string after a line break", "veeam.json", { PolicyDocument: `%0A${encoded}` }],
  ["a template", "veeam.json", { AWSTemplateFormatVersion: "2010-09-09", Resources: { Role: role("AWS::IAM::Role") } }],
  ["a template", "veeam.yaml", { AWSTemplateFormatVersion: "2010-09-09", Resources: { Role: role("AWS::IAM::Role") } }],
  ["a template without a version", "veeam.yaml", { Resources: { Role: role("AWS::IAM::Role") } }],
  ["a type from a loop", "veeam.yaml", looped(["IAM"], put("AWS::", "::Role"))],
  ["a type whose end comes from a loop", "veeam.json", looped(["IAM::Role"], put("AWS::", ""))],
  ["a type entirely from a loop", "veeam.yaml", looped(["AWS"], put("", "::IAM::Role"))],
  [
    "an example",
    "veeam.yaml",
    parse(readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8"), {
      schema: "failsafe",
      logLevel: "silent",
    }) as Value,
  ],
];

test.each(documents)("checks %s (%s) the same in every spelling", async (_, name, document) => {
  const plain = await reportOf(name, Buffer.from(JSON.stringify(document)));
  expect(plain).toMatchObject({ conclusion: "failure", files: { read: 1, unreadable: 0 } });
  const respelled = name === "veeam.json" ? respelledJson : respelledYaml;
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(...Object.values(ENCODINGS)), async (seed, encode) => {
      const report = await reportOf(name, encode(respelled(document, randomFrom(seed))));
      expect(reported(report)).toEqual(reported(plain));
    }),
    { numRuns: 60 },
  );
});

const trustText = `jsonencode(${JSON.stringify(trust)})`;
const native = `provider "aws" {}
resource "aws_iam_role" "veeam" {
  name               = "veeam-worker"
  assume_role_policy = ${trustText}
  dynamic "inline_policy" {
    for_each = ["p"]
    content {
      name   = "p"
      policy = jsonencode(${JSON.stringify(allow("sqs:ListQueues", "ec2:Describe*"))})
    }
  }
}
`;
const json: Value = {
  provider: { aws: {} },
  resource: {
    aws_iam_role: { veeam: { name: "veeam-worker", assume_role_policy: `\${${trustText}}` } },
    aws_iam_role_policy: {
      p: { role: "veeam-worker", policy: JSON.stringify(allow("sqs:ListQueues", "ec2:Describe*")) },
    },
  },
};

test.each<[string, (random: Random) => string, string]>([
  ["veeam.tf", (random) => respelledHcl(native, random), native],
  ["veeam.tf.json", (random) => respelledJson(json, random), JSON.stringify(json)],
])("checks Terraform source (%s) the same in every spelling", async (name, respelled, written) => {
  const plain = await reportOf(name, Buffer.from(written));
  expect(plain).toMatchObject({ conclusion: "failure", files: { read: 1, unreadable: 0 } });
  expect(plain.roles).toHaveLength(1);
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const report = await reportOf(name, Buffer.from(respelled(randomFrom(seed))));
      expect(reported(report)).toEqual(reported(plain));
    }),
    { numRuns: 40 },
  );
});

test.each(["!Transform", "!%54ransform", "!<!Trans%66orm>", "!Tr%61nsf%6Frm"])(
  "reads %s as the same tag as its other spellings",
  async (tag) => {
    writeFileSync(join(root, "part.txt"), `Role: ${JSON.stringify(role("AWS::IAM::Role"))}`);
    const template = `Resources: ${tag} {Name: AWS::Include, Parameters: {Location: part.txt}}\n`;
    const { conclusion, roles } = await reportOf("veeam.yaml", Buffer.from(template));
    rmSync(join(root, "part.txt"));
    expect([conclusion, roles.length]).toEqual(["failure", 1]);
  },
);

test("hides no source behind a NUL in a comment that makes a file look like UTF-16", async () => {
  expect((await reportOf("veeam.tf", Buffer.from(`#\0\n${native}`))).conclusion).toBe("failure");
});
