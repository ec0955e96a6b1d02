import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report } from "../../src/report/report.js";
import { catalogueRequirements } from "../../src/requirements/catalogue/index.js";
import { removeFolders, repository } from "../discover/repository.js";

afterEach(removeFolders);

const kinds = catalogueRequirements("7")?.kinds ?? [];
const actionsOf = (name: string) => kinds.find((kind) => kind.name === name)?.actions.map(({ action }) => action) ?? [];
const document = (Statement: object) => ({ Version: "2012-10-17", Statement });

/** A template such as `cdk synth` makes: no commit has it. */
function template(
  roles: Readonly<
    Record<string, { readonly actions: readonly string[]; readonly Resource?: string; readonly service?: string }>
  >,
) {
  const Principal = { AWS: "arn:aws:iam::111122223333:role/appliance" };
  const resources = Object.entries(roles).map(([name, { actions, Resource = "*", service }]) => {
    const trusted = service === undefined ? Principal : { ...Principal, Service: service };
    const AssumeRolePolicyDocument = document({ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" });
    const PolicyDocument = document({ Effect: "Allow", Action: actions, Resource });
    const Properties = { AssumeRolePolicyDocument, Policies: [{ PolicyName: "all", PolicyDocument }] };
    return [name, { Type: "AWS::IAM::Role", Properties }];
  });
  return JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: Object.fromEntries(resources) });
}

async function reportOf(root: string, text: string, baseline = ""): Promise<Report> {
  writeFileSync(join(root, "t.json"), text);
  const scope = { root, workingDirectory: root, confined: true };
  const resolved = resolveOptions(
    new Map([
      ["files", "t.json"],
      ["baseline", baseline],
    ]),
    null,
  );
  if ("problems" in resolved) throw new Error("the options are not resolved");
  const base = { name: "main", ref: "HEAD", head: null };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28", base });
  if ("problems" in outcome) throw new Error("nothing was checked");
  return outcome.report;
}

const told = ({ findings }: Report) =>
  findings.filter(({ severity }) => severity === "error").map(({ rule, role, kind }) => `${rule} ${role} ${kind}`);

const both = { VeeamA: { actions: actionsOf("backup") }, VeeamB: { actions: actionsOf("restore") } };

test.each<[string, Parameters<typeof template>[0], readonly string[]]>([
  ["nothing changes", both, []],
  ["a role goes", { VeeamA: both.VeeamA }, ["coverage-lost VeeamB restore"]],
  [
    "a role is gutted",
    { ...both, VeeamB: { actions: actionsOf("restore").slice(0, 9) } },
    ["coverage-lost VeeamB restore"],
  ],
  [
    "a grant is narrowed",
    { ...both, VeeamA: { ...both.VeeamA, Resource: "arn:aws:ec2:*:*:volume/vol-1" } },
    ["missing-action VeeamA backup", "weakened-action VeeamA backup"],
  ],
])("a file in no commit is compared with the report of the base's run: %s", async (_name, roles, expected) => {
  const root = repository({ "README.md": "x" });
  const before = await reportOf(root, template(both));
  expect(before.conclusion).toBe("success");
  writeFileSync(join(root, "main.report"), JSON.stringify(before));
  expect(told(await reportOf(root, template(roles), "main.report"))).toEqual(expected);
});

test("it stands in for a base that can't be read, and says what it leaves open", async () => {
  const root = repository({ "README.md": "x" });
  writeFileSync(join(root, "main.report"), JSON.stringify(await reportOf(root, template(both))));
  rmSync(join(root, ".git"), { recursive: true });
  const { baseline, findings } = await reportOf(root, template({ VeeamA: both.VeeamA }), "main.report");
  expect(findings.map(({ rule }) => rule)).toContain("coverage-lost");
  expect(baseline?.note).toBe(
    "main.report is a report: accounts, principals, external ids and files of values of its roles are compared with nothing.",
  );
  writeFileSync(join(root, "old.json"), JSON.stringify({ baselineVersion: 1, findings: [] }));
  const { baseline: withFile } = await reportOf(root, template({ VeeamA: both.VeeamA }), "old.json");
  expect(withFile?.note).toMatch(/^Not compared with main: .* What the check covers is compared with nothing\.$/);
});

test("ec2 that the report has as let in has to be let in for certain", async () => {
  const root = repository({ "README.md": "x" });
  const carried = { VeeamW: { actions: actionsOf("communication"), service: "ec2.amazonaws.com" } };
  writeFileSync(join(root, "main.report"), JSON.stringify(await reportOf(root, template(carried))));
  const open = template(carried).replace('"ec2.amazonaws.com"', '{"Ref":"Unknown"}');
  expect(told(await reportOf(root, open, "main.report"))).toContain("trust-conditional VeeamW null");
});
