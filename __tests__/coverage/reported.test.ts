import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report } from "../../src/report/report.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders, repository } from "../discover/repository.js";

afterEach(removeFolders);

const kinds = catalogRequirements("7")?.kinds ?? [];
const actionsOf = (name: string) => kinds.find((kind) => kind.name === name)?.actions.map(({ action }) => action) ?? [];
const document = (Statement: object) => ({ Version: "2012-10-17", Statement });

/** A template such as `cdk synth` creates, which no commit contains. */
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

const reported = ({ findings }: Report) =>
  findings.filter(({ severity }) => severity === "error").map(({ rule, role, kind }) => `${rule} ${role} ${kind}`);

const both = { VeeamA: { actions: actionsOf("backup") }, VeeamB: { actions: actionsOf("restore") } };

test.each<[string, Parameters<typeof template>[0], readonly string[]]>([
  ["nothing changes", both, []],
  ["a role is deleted", { VeeamA: both.VeeamA }, ["coverage-lost VeeamB restore"]],
  [
    "a role loses most of its policy",
    { ...both, VeeamB: { actions: actionsOf("restore").slice(0, 9) } },
    ["coverage-lost VeeamB restore"],
  ],
  [
    "a grant is narrowed",
    { ...both, VeeamA: { ...both.VeeamA, Resource: "arn:aws:ec2:*:*:volume/vol-1" } },
    ["missing-action VeeamA backup", "weakened-action VeeamA backup"],
  ],
])("compares an untracked file with the report of the base's run: %s", async (_name, roles, expected) => {
  const root = repository({ "README.md": "x" });
  const before = await reportOf(root, template(both));
  expect(before.conclusion).toBe("success");
  writeFileSync(join(root, "main.report"), JSON.stringify(before));
  expect(reported(await reportOf(root, template(roles), "main.report"))).toEqual(expected);
});

test("replaces an unreadable base and names the parts that were not compared", async () => {
  const root = repository({ "README.md": "x" });
  writeFileSync(join(root, "main.report"), JSON.stringify(await reportOf(root, template(both))));
  rmSync(join(root, ".git"), { recursive: true });
  const { baseline, findings } = await reportOf(root, template({ VeeamA: both.VeeamA }), "main.report");
  expect(findings.map(({ rule }) => rule)).toContain("coverage-lost");
  expect(baseline?.note).toBe(
    "main.report is a report: the accounts, principals, external IDs, and variable files of its roles are not compared.",
  );
  writeFileSync(join(root, "old.json"), JSON.stringify({ baselineVersion: 1, findings: [] }));
  const { baseline: withFile } = await reportOf(root, template({ VeeamA: both.VeeamA }), "old.json");
  expect(withFile?.note).toMatch(/^Not compared with main: .* Coverage was not compared\.$/);
});

test("reports the loss of trust in EC2 that was certain in the report and no longer is", async () => {
  const root = repository({ "README.md": "x" });
  const carried = { VeeamW: { actions: actionsOf("communication"), service: "ec2.amazonaws.com" } };
  writeFileSync(join(root, "main.report"), JSON.stringify(await reportOf(root, template(carried))));
  const open = template(carried).replace('"ec2.amazonaws.com"', '{"Ref":"Unknown"}');
  expect(reported(await reportOf(root, open, "main.report"))).toContain("trust-conditional VeeamW null");
});

interface Planned {
  readonly actions: readonly string[];
  readonly trust?: object;
}

/** A plan for roles that exist as in `before` or are created. */
function plan(roles: Readonly<Record<string, Planned>>, before: Readonly<Record<string, Planned>> = {}): string {
  const changes = (name: string, { actions, trust = {} }: Planned) => {
    const statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/appliance" },
      Action: "sts:AssumeRole",
      ...trust,
    };
    const policy = JSON.stringify(document({ Effect: "Allow", Action: actions, Resource: "*" }));
    return {
      aws_iam_role: { name, assume_role_policy: JSON.stringify(document(statement)) },
      aws_iam_role_policy: { name: "p", role: name, policy },
    };
  };
  const names = [...new Set([...Object.keys(roles), ...Object.keys(before)])];
  const resource_changes = names.flatMap((name) =>
    (["aws_iam_role", "aws_iam_role_policy"] as const).map((type) => {
      const [was, is] = [before[name], roles[name]].map((one) => (one && changes(name, one)[type]) ?? null);
      const actions = was === null ? ["create"] : is === null ? ["delete"] : ["update"];
      const change = { actions, before: was, after: is, after_unknown: {} };
      return { address: `${type}.${name}`, mode: "managed", type, name, change };
    }),
  );
  return JSON.stringify({ format_version: "1.2", terraform_version: "1.9.0", resource_changes });
}

const planned = { veeam_a: { actions: actionsOf("backup") }, veeam_b: { actions: actionsOf("restore") } };
const MFA = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

test.each<[string, string, readonly string[]]>([
  ["a first plan without changes", plan(planned), []],
  ["a first plan without a role", plan({ veeam_a: planned.veeam_a }), ["coverage-lost aws_iam_role.veeam_b restore"]],
  [
    "a first plan with a condition on the trust",
    plan({ ...planned, veeam_b: { ...planned.veeam_b, trust: MFA } }),
    ["trust-conditional aws_iam_role.veeam_b null"],
  ],
  [
    "a state older than the report",
    plan({ veeam_a: planned.veeam_a }, { veeam_a: planned.veeam_a }),
    ["coverage-lost aws_iam_role.veeam_b restore"],
  ],
  [
    "a state with less than the report",
    plan(
      { ...planned, veeam_b: { actions: planned.veeam_b.actions.slice(0, 9) } },
      { ...planned, veeam_b: { actions: planned.veeam_b.actions.slice(0, 9) } },
    ),
    ["coverage-lost aws_iam_role.veeam_b restore"],
  ],
  ["a state equal to the report", plan(planned, planned), []],
])("compares a plan with its state and the report of the base's run: %s", async (_name, head, expected) => {
  const root = repository({ "README.md": "x" });
  const before = await reportOf(root, plan(planned));
  expect(before.conclusion).toBe("success");
  writeFileSync(join(root, "main.report"), JSON.stringify(before));
  expect(reported(await reportOf(root, head, "main.report"))).toEqual(expected);
});

test("does not treat a loose policy that a first plan may read as an earlier role", async () => {
  const root = repository({ "README.md": "x" });
  rmSync(join(root, ".git"), { recursive: true });
  writeFileSync(
    join(root, "backup.json"),
    JSON.stringify(document({ Effect: "Allow", Action: actionsOf("backup").slice(1), Resource: "*" })),
  );
  writeFileSync(join(root, "plan.json"), plan({ veeam_a: { actions: actionsOf("backup").slice(1) } }));
  const resolved = resolveOptions(new Map(), null);
  if ("problems" in resolved) throw new Error("the options are not resolved");
  const outcome = await check(resolved.options.check, {
    scope: { root, workingDirectory: root, confined: true },
    today: "2026-11-28",
  });
  if ("problems" in outcome) throw new Error("nothing was checked");
  expect(reported(outcome.report)).toEqual(["missing-action aws_iam_role.veeam_a backup"]);
});
