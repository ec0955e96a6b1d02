import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

/** A role's ARN that one stack gets from another refers to exactly that role. */
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "linked-stacks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const trust = (Principal: object) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
const EC2 = { Service: "ec2.amazonaws.com" };
const allow = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
const EXCEPT = { Effect: "Allow", NotAction: ["iam:PassRole", "sts:AssumeRole"], Resource: "*" };
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const role = (trusts: readonly object[], ...statements: readonly object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: document(...trusts),
    Policies: [{ PolicyName: "p", PolicyDocument: document(...statements) }],
  },
});

interface Parts {
  /** The roles that the trust policies, `iam:PassRole`, and the key policy name. */
  readonly trusted: string;
  readonly passed: string;
  readonly ofKey: string;
}
const WELL: Parts = { trusted: "Appliance", passed: "Worker", ofKey: "Deploy" };

const appliance = { Appliance: role([trust(EC2)], EXCEPT), Stranger: role([trust(EC2)], EXCEPT) };
const workers = ({ passed, ofKey }: Parts, AWS: object) => ({
  Deploy: role([trust({ AWS })], EXCEPT, allow("iam:PassRole", arnOf(passed))),
  Worker: role([trust({ AWS }), trust(EC2)], EXCEPT),
  Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "Worker" }] } },
  Key: {
    Type: "AWS::KMS::Key",
    Properties: { KeyPolicy: document({ ...allow("kms:*"), Principal: { AWS: arnOf(ofKey) } }) },
  },
});

const write = (name: string, template: object) => writeFileSync(join(folder, name), JSON.stringify(template));
const outputs = (more: (id: string) => object) =>
  Object.fromEntries(Object.keys(appliance).map((id) => [id, { Value: arnOf(id), ...more(id) }]));

const WRITERS = {
  imports(parts: Parts): string {
    write("appliance.json", { Resources: appliance, Outputs: outputs((id) => ({ Export: { Name: `veeam-${id}` } })) });
    write("workers.json", { Resources: workers(parts, { "Fn::ImportValue": `veeam-${parts.trusted}` }) });
    return "Key";
  },
  outputs(parts: Parts): string {
    const stack = (TemplateURL: string, Parameters: object) => {
      return { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL, Parameters } };
    };
    write("appliance.json", { Resources: appliance, Outputs: outputs(() => ({})) });
    write("workers.json", {
      Parameters: { Trusted: { Type: "String" } },
      Resources: workers(parts, { Ref: "Trusted" }),
    });
    write("root.json", {
      Resources: {
        A: stack("appliance.json", {}),
        W: stack("workers.json", { Trusted: { "Fn::GetAtt": ["A", `Outputs.${parts.trusted}`] } }),
      },
    });
    return "W/Key";
  },
};

async function reportOf(more: string) {
  const roles = "roles: { Appliance: appliance, Deploy: backup, Worker: communication }\n";
  const text = `requirements: "7"\n${roles}${more}`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

async function states(key: string, accounts: string): Promise<string> {
  const { findings, paths = [] } = await reportOf(`keys: [${key}]\n${accounts}`);
  return [
    ...paths.map(({ assumes, passes, assumesWorker, keys }) => [assumes, passes, assumesWorker, keys].join(" ")),
    ...findings.map(({ severity, rule }) => `${severity} ${rule}`),
  ].join(", ");
}

test.each<[what: string, change: Partial<Parts>, expected: string]>([
  ["the right role each time", {}, "granted granted granted granted"],
  ["another role to pass", { passed: "Deploy" }, "granted missing granted granted, error partial-action"],
  [
    "another role in the key's policy",
    { ofKey: "Worker" },
    "granted granted granted missing, warning key-policy-blocks-action",
  ],
  [
    "another role in the trust policy",
    { trusted: "Stranger" },
    "missing granted missing granted, error missing-action, error caller-cannot-assume, error caller-cannot-assume",
  ],
])("checks stacks that name %s", async (_what, change, expected) => {
  for (const [how, writer] of Object.entries(WRITERS)) {
    const key = writer({ ...WELL, ...change });
    for (const accounts of ["", 'accounts: ["111122223333"]\n'])
      expect([how, await states(key, accounts)]).toEqual([how, expected]);
    for (const name of ["appliance.json", "workers.json", "root.json"]) rmSync(join(folder, name), { force: true });
  }
});

/** Writes two outermost templates that nest one template under the same logical ID. */
function nestTwice(isSet: boolean, passed: string): void {
  const { Key: _, Profile, ...others } = workers({ ...WELL, passed }, arnOf("Appliance"));
  const named = Object.entries({ ...appliance, ...others }).map(([id, { Type, Properties }]) => {
    return [id, { Type, Properties: { ...Properties, RoleName: { "Fn::Sub": `\${Env}-${id}` } } }];
  });
  const Parameters = { Env: { Type: "String" } };
  write("kid.json", { Parameters, Resources: { ...Object.fromEntries(named), Profile } });
  for (const [Env, account] of Object.entries({ dev: "111122223333", prod: "444455556666" })) {
    const given = isSet
      ? {
          Parameters: [{ ParameterKey: "Env", ParameterValue: Env }],
          StackInstancesGroup: [{ DeploymentTargets: { Accounts: [account] }, Regions: ["eu-west-1"] }],
        }
      : { Parameters: { Env } };
    const Type = `AWS::CloudFormation::Stack${isSet ? "Set" : ""}`;
    write(`${Env}.json`, { Resources: { Kid: { Type, Properties: { TemplateURL: "kid.json", ...given } } } });
  }
}

test.each<[what: string, isSet: boolean, passed: string, severity: string | null]>([
  ["stack and pass its role", false, "Worker", "warning"],
  ["stack and pass another role", false, "Deploy", "error"],
  ["stack set and pass its role", true, "Worker", null],
  ["stack set and pass another role", true, "Deploy", "error"],
])("tells apart the roles of two templates that nest one %s", async (_what, isSet, passed, severity) => {
  nestTwice(isSet, passed);
  const { findings, paths = [] } = await reportOf('accounts: ["111122223333", "444455556666"]\n');
  const partial = findings.filter(({ rule }) => rule === "partial-action");
  expect(partial.map((one) => `${one.severity} ${one.role}`)).toEqual(
    severity === null ? [] : ["dev", "prod"].map((name) => `${severity} ${name}.json:Kid/Deploy`),
  );
  for (const { message } of partial) expect(message).toMatch(/leaves out role (?:dev|prod)\.json:Kid\/Worker of/);
  const own = paths.filter(
    (one) => new Set([one.caller, one.role, one.worker].map((id) => id?.split(":")[0])).size < 2,
  );
  const passes = passed === "Worker" ? "granted" : "missing";
  expect(own.map((one) => [one.assumes, one.passes, one.assumesWorker].join(" "))).toEqual(
    ["dev", "prod"].map(() => `granted ${passes} granted`),
  );
});
