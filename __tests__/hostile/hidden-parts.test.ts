import { rmSync } from "node:fs";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report } from "../../src/report/report.js";
import { makeWorkspace } from "../action/run-action.js";

// A template may name nothing of IAM itself, and get its roles from a file with a name that no check looks for.

async function reportOf(files: Readonly<Record<string, string>>): Promise<Report> {
  const root = makeWorkspace(files);
  try {
    const resolved = resolveOptions(new Map([["roles", "*: communication"]]), null);
    if ("problems" in resolved) throw new Error("no options");
    const scope = { root, workingDirectory: root, confined: true };
    const outcome = await check(resolved.options.check, { scope, today: "2026-01-01" });
    if ("problems" in outcome) throw new Error("no report");
    return outcome.report;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const role = {
  Type: "AWS::IAM::Role",
  Properties: { RoleName: "veeam-worker", AssumeRolePolicyDocument: { Statement: trust } },
};
const include = (name: string) => ({ "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: name } } });
const stack = (passed: unknown) => ({
  S: {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: "part.txt", Parameters: { Made: passed } },
  },
});
const templateOf = (resources: object, more: object = {}) => JSON.stringify({ ...more, Resources: resources });
const nestedTemplate = templateOf({ Role: role }, { Parameters: { Made: { Type: "String" } } });

test.each<[string, string, string]>([
  ["a stack", templateOf(stack("x")), nestedTemplate],
  ["resources that are included", templateOf(include("part.txt")), JSON.stringify({ Role: role })],
  ["a resource that is included", templateOf({ Role: include("part.txt") }), JSON.stringify(role)],
  [
    "a type that is included",
    templateOf({ Role: { ...include("part.txt"), Properties: role.Properties } }),
    '{"Type": "AWS::IAM::Role"}',
  ],
  [
    "an inclusion that is spelled with an escape",
    templateOf(include("part.txt")).replace("AWS::Include", "AWS::Inc\\u006cude"),
    JSON.stringify({ Role: role }),
  ],
])("%s brings its role", async (_name, whole, part) => {
  const { conclusion, roles } = await reportOf({ "whole.json": whole, "part.txt": part });
  expect(conclusion).toBe("failure");
  expect(roles).toHaveLength(1);
});

test("a stack whose parameters cost more than may be spent is an error, although nothing of IAM was found in it", async () => {
  let costly: unknown = "x";
  for (let level = 0; level < 60; level += 1) costly = { "Fn::Sub": ["${a}${a}", { a: costly }] };
  const named = nestedTemplate.replace('"veeam-worker"', '{"Ref": "Made"}');
  const { findings } = await reportOf({ "whole.json": templateOf(stack(costly)), "part.txt": named });
  expect(findings.map(({ rule, location }) => `${rule} ${location.file}`)).toContain("unreadable-file whole.json");
});
