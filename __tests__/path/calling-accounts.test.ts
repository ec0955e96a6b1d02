import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const WORKERS = "111122223333";
const APPLIANCES = "444455556666";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "accounts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const trust = (Principal: unknown) => document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
const assume = (Resource: unknown) => ({ Effect: "Allow", Action: "sts:AssumeRole", Resource });
const EVERYTHING = { Effect: "Allow", NotAction: "sts:AssumeRole", Resource: "*" };

async function reported(
  accounts: readonly string[] = [],
  more = "",
  appliance = "*_role.appliance",
  rules = /^caller-cannot-assume$/,
): Promise<string> {
  const declared = accounts.length === 0 ? "" : `accounts: ${JSON.stringify(accounts)}\n`;
  const config = `requirements: '10'\nroles: { '*worker': worker-configuration, '${appliance}': appliance }\n${declared}${more}`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const reportedFindings = outcome.report.findings.filter(({ rule }) => rules.test(rule));
  return reportedFindings.map(({ severity, message }) => `${severity}: ${message.replace(/ \(.*/, "")}`).join("\n");
}

const assuming = (account: string) => `assume_role {\n    role_arn = "arn:aws:iam::${account}:role/deploy"\n  }`;
const PROFILE = 'profile = "other"';
const MAY_NOT = /^error: role \S+ can't assume role \S+$/;
const MAY_BE_UNABLE = /^warning: role \S+ may be unable to assume role \S+$/;
const LEFT_OUT = /^error: the trust policy of role \S+ leaves out/;
const NOTHING = /^$/;

/** `@{...}` marks Terraform expressions. */
const hcl = (value: unknown) =>
  JSON.stringify(value)
    .replace(/"([\w-]+)":/g, "$1 = ")
    .replace(/"@\{([^}]*)\}"/g, "$1");
const role = (name: string, provider: string, trusting: object, ...statements: readonly object[]) => `
resource "aws_iam_role" "${name}" {
  ${provider}
  name               = "veeam-${name}"
  assume_role_policy = jsonencode(${hcl(trusting)})
  inline_policy {
    name   = "own"
    policy = jsonencode(${hcl(document(EVERYTHING, ...statements))})
  }
}
`;
const EC2 = trust({ Service: "ec2.amazonaws.com" });

interface Written {
  /** The arguments of the two providers, the worker's and the appliance's. */
  readonly own?: string;
  readonly other: string;
  readonly trusts?: string;
  readonly may?: readonly string[];
}

const providers = ({ own = "", other }: Written) => `
provider "aws" {
  region = "eu-west-1"
  ${own}
}
provider "aws" {
  alias = "appliance"
  ${other}
}
`;

function source(written: Written): void {
  const { trusts = "@{aws_iam_role.appliance.arn}", may = [] } = written;
  const worker = role("worker", "", trust({ AWS: trusts }));
  const appliance = role("appliance", "provider = aws.appliance", EC2, ...may.map(assume));
  writeFileSync(join(folder, "main.tf"), `${providers(written)}${worker}${appliance}`);
}

/** Creates the appliance's role in a module that gets the other provider. */
function inModule(written: Written): void {
  const { trusts = "@{module.it.arn}", may = [] } = written;
  mkdirSync(join(folder, "it"));
  const call = 'module "it" {\n  source    = "./it"\n  providers = { aws = aws.appliance }\n}\n';
  writeFileSync(join(folder, "main.tf"), `${providers(written)}${call}${role("worker", "", trust({ AWS: trusts }))}`);
  const output = 'output "arn" {\n  value = aws_iam_role.appliance.arn\n}\n';
  writeFileSync(join(folder, "it/main.tf"), `${role("appliance", "", EC2, ...may.map(assume))}${output}`);
}

/** Writes the output of `terraform show -json`, in which existing roles have an ARN. */
function plan(written: Written & { readonly arn?: string; readonly variables?: object }): void {
  const {
    trusts = `arn:aws:iam::${APPLIANCES}:role/veeam-appliance`,
    may = [],
    own,
    other,
    arn,
    variables = {},
  } = written;
  const all = [
    { name: "worker", key: "aws", trusting: trust({ AWS: trusts }), statements: [EVERYTHING] },
    { name: "appliance", key: "aws.appliance", trusting: EC2, statements: [EVERYTHING, ...may.map(assume)], arn },
  ];
  const resources = all.map(({ name, trusting, statements, arn: known }) => ({
    ...{ address: `aws_iam_role.${name}`, mode: "managed", type: "aws_iam_role", name },
    values: {
      ...{ name: `veeam-${name}`, assume_role_policy: JSON.stringify(trusting) },
      inline_policy: [{ name: "own", policy: JSON.stringify(document(...statements)) }],
      ...(known === undefined ? {} : { arn: known }),
    },
  }));
  const configured = all.map(({ name, key }) => ({
    ...{ address: `aws_iam_role.${name}`, mode: "managed", type: "aws_iam_role", name, provider_config_key: key },
    expressions: { name: { constant_value: `veeam-${name}` } },
  }));
  writeFileSync(
    join(folder, "plan.json"),
    JSON.stringify({
      ...{ format_version: "1.2", terraform_version: "1.11.4", variables },
      planned_values: { root_module: { resources } },
      resource_changes: resources.map(({ values, ...one }) => ({
        ...one,
        change: { actions: ["create"], after: values },
      })),
      configuration: {
        provider_config: {
          aws: { name: "aws", expressions: JSON.parse(own ?? "{}") },
          "aws.appliance": { name: "aws", alias: "appliance", expressions: JSON.parse(other) },
        },
        root_module: { resources: configured },
      },
    }),
  );
}

const WORKER = `arn:aws:iam::${WORKERS}:role/veeam-worker`;
const NAMESAKE = `arn:aws:iam::${APPLIANCES}:role/veeam-worker`;
const TRUSTED = `arn:aws:iam::${APPLIANCES}:role/veeam-appliance`;

/** Across accounts, both sides must allow it. Only a literal argument reveals a provider's account. */
test.each<[title: string, written: Written, accounts: readonly string[], says: RegExp]>([
  ["another account, without a permission", { other: assuming(APPLIANCES) }, [WORKERS], MAY_NOT],
  ["another account, with a permission", { other: assuming(APPLIANCES), may: [WORKER] }, [WORKERS], NOTHING],
  ["another account, with one on its own", { other: assuming(APPLIANCES), may: [NAMESAKE] }, [WORKERS], MAY_NOT],
  ["two accounts", { own: assuming(WORKERS), other: assuming(APPLIANCES) }, [], MAY_NOT],
  [
    "two accounts, with a permission",
    { own: assuming(WORKERS), other: assuming(APPLIANCES), may: [WORKER] },
    [],
    NOTHING,
  ],
  ["only one of them known", { other: assuming(APPLIANCES) }, [], MAY_BE_UNABLE],
  [
    "only one of them known, with a permission there",
    { other: assuming(APPLIANCES), may: [NAMESAKE] },
    [],
    MAY_BE_UNABLE,
  ],
  ["one account through two roles", { own: assuming(APPLIANCES), other: assuming(APPLIANCES) }, [], NOTHING],
  [
    "one account in two ways",
    { own: `allowed_account_ids = ["${APPLIANCES}"]`, other: assuming(APPLIANCES) },
    [],
    NOTHING,
  ],
  ["another region", { other: 'region = "us-east-1"' }, [WORKERS], NOTHING],
  ["another profile", { other: PROFILE }, [WORKERS], MAY_BE_UNABLE],
  ["another profile, with a permission", { other: PROFILE, may: [WORKER] }, [WORKERS], NOTHING],
  [
    "another account, trusted as a whole",
    { other: assuming(APPLIANCES), trusts: APPLIANCES, may: [WORKER] },
    [WORKERS],
    NOTHING,
  ],
  [
    "another account, trusted by ARN",
    { other: assuming(APPLIANCES), trusts: TRUSTED, may: [WORKER] },
    [WORKERS],
    NOTHING,
  ],
  [
    "another account than the trusted one",
    { other: assuming(APPLIANCES), trusts: `arn:aws:iam::${WORKERS}:role/veeam-appliance` },
    [],
    LEFT_OUT,
  ],
])("checks an appliance that a provider creates in %s", async (title, written, accounts, says) => {
  source(written);
  expect([title, await reported(accounts)]).toEqual([title, expect.stringMatching(says)]);
  inModule(written);
  expect([title, await reported(accounts)]).toEqual([title, expect.stringMatching(says)]);
});

const deploying = (account: string) => `arn:aws:iam::${account}:role/deploy`;
const byRole = (account: string) =>
  JSON.stringify({ assume_role: [{ role_arn: { constant_value: deploying(account) } }] });
const byTwo = JSON.stringify({ assume_role: [{ role_arn: { references: ["var.account", "local.name"] } }] });
const AT_WORKERS = `arn:aws:iam::${WORKERS}:role/veeam-appliance`;
const variableValue = (value: unknown) => ({ account: { value } });
const byVariable = JSON.stringify({ assume_role: [{ role_arn: { references: ["var.account"] } }] });

test.each<[title: string, written: Parameters<typeof plan>[0], accounts: readonly string[], says: RegExp]>([
  ["another account, without a permission", { other: byRole(APPLIANCES) }, [WORKERS], MAY_NOT],
  ["another account, with one", { other: byRole(APPLIANCES), may: [WORKER] }, [WORKERS], NOTHING],
  ["an account known only from a variable", { other: byVariable }, [], MAY_BE_UNABLE],
  [
    "an account that a variable names by a role",
    { other: byVariable, variables: variableValue(deploying(APPLIANCES)) },
    [],
    MAY_BE_UNABLE,
  ],
  [
    "another account that a variable names by a role",
    { other: byVariable, variables: variableValue(deploying(APPLIANCES)) },
    [WORKERS],
    MAY_NOT,
  ],
  [
    "another account that a variable names by number, with a permission",
    { other: byVariable, variables: variableValue(APPLIANCES), own: byRole(WORKERS), may: [WORKER] },
    [],
    NOTHING,
  ],
  [
    "another account that a variable names by number",
    { other: byVariable, variables: variableValue(APPLIANCES), own: byRole(WORKERS), may: [NAMESAKE] },
    [],
    MAY_NOT,
  ],
  [
    "the worker's own account, named by a variable",
    { other: byVariable, variables: variableValue(APPLIANCES), own: byRole(APPLIANCES) },
    [],
    NOTHING,
  ],
  [
    "another account, named by a variable, than the trusted one",
    { other: byVariable, variables: variableValue(APPLIANCES), own: byRole(WORKERS), trusts: AT_WORKERS },
    [],
    LEFT_OUT,
  ],
  [
    "possibly the trusted account, partly named by a variable",
    { other: byTwo, variables: variableValue(APPLIANCES), own: byRole(WORKERS), trusts: AT_WORKERS },
    [],
    NOTHING,
  ],
  [
    "possibly the trusted account, with an unrelated variable",
    { other: byVariable, variables: variableValue("prod"), own: byRole(WORKERS), trusts: AT_WORKERS },
    [],
    NOTHING,
  ],
  ["an account known only from a variable, with its ARN", { other: byVariable, arn: TRUSTED }, [WORKERS], MAY_NOT],
  ["one account through two roles", { own: byRole(APPLIANCES), other: byRole(APPLIANCES) }, [], NOTHING],
])("checks an appliance that a plan creates in %s", async (_title, written, accounts, says) => {
  plan(written);
  expect(await reported(accounts)).toMatch(says);
});

test("does not mistake a role with the same name in another account for the trusted appliance", async () => {
  const two = { own: assuming(WORKERS), other: assuming(APPLIANCES) };
  const other = role("namesake", "", EC2).replace("veeam-namesake", "veeam-appliance");
  source({ ...two, trusts: "@{aws_iam_role.namesake.arn}", may: [WORKER] });
  writeFileSync(join(folder, "other.tf"), other);
  expect(await reported()).toMatch(LEFT_OUT);
});

/** The declared accounts are the workers' accounts. */
test.each<[title: string, arguments_: string, trusts: string, may: readonly string[], says: RegExp]>([
  ["of unknown ID, without a permission", "", TRUSTED, [], MAY_NOT],
  ["of unknown ID, with a permission", "", TRUSTED, [WORKER], NOTHING],
  ["known from its provider, without a permission", assuming(APPLIANCES), TRUSTED, [], MAY_NOT],
  ["known from its provider, with a permission", assuming(APPLIANCES), TRUSTED, [WORKER], NOTHING],
  ["of the workers", assuming(WORKERS), `arn:aws:iam::${WORKERS}:role/veeam-appliance`, [], NOTHING],
  ["of the workers, with another one trusted", assuming(WORKERS), TRUSTED, [], LEFT_OUT],
])("checks another root module's appliance in an account %s", async (_title, written, trusts, may, says) => {
  for (const name of ["workers", "appliances"]) mkdirSync(join(folder, name));
  const provider = (more: string) => `provider "aws" {\n  ${more}\n}\n`;
  writeFileSync(join(folder, "workers/main.tf"), `${provider("")}${role("worker", "", trust({ AWS: trusts }))}`);
  const appliance = role("appliance", "", EC2, ...may.map(assume));
  writeFileSync(join(folder, "appliances/main.tf"), `${provider(written)}${appliance}`);
  expect(await reported([WORKERS])).toMatch(says);
});

/** AWS's own output has the ARNs of the roles. */
test.each<[title: string, account: string, may: readonly string[], says: RegExp]>([
  ["two accounts, without a permission", APPLIANCES, [], MAY_NOT],
  ["two accounts, with a permission", APPLIANCES, [WORKER], NOTHING],
  ["one account, without a permission", WORKERS, [], NOTHING],
])("checks an appliance and a worker in saved answers for %s", async (_title, account, may, says) => {
  const detail = (name: string, own: string, trusting: object, ...statements: readonly object[]) => ({
    ...{ RoleName: `veeam-${name}`, Arn: `arn:aws:iam::${own}:role/veeam-${name}`, Path: "/" },
    AssumeRolePolicyDocument: trusting,
    RolePolicyList: [{ PolicyName: "own", PolicyDocument: document(EVERYTHING, ...statements) }],
  });
  const answers = [
    detail("worker", WORKERS, trust({ AWS: `arn:aws:iam::${account}:role/veeam-appliance` })),
    detail("appliance", account, EC2, ...may.map(assume)),
  ];
  for (const [index, one] of answers.entries())
    writeFileSync(join(folder, `${index}.json`), JSON.stringify({ RoleDetailList: [one] }));
  expect(await reported([], "", "*-appliance")).toMatch(says);
});

const TWO = [WORKERS, "777788889999"];
const NOT_IN_OTHER = /^error: role \S+ can't assume role \S+ in account 777788889999$/;

/** A stack set names the accounts of its stacks. */
test.each<[title: string, set: readonly string[], declared: readonly string[], may: string, says: RegExp]>([
  ["another account than the permission's", [WORKERS], [], NAMESAKE, MAY_NOT],
  ["another account than the permission's, both declared", [WORKERS], [APPLIANCES, WORKERS], NAMESAKE, MAY_NOT],
  ["the permission's account", [WORKERS], [], WORKER, NOTHING],
  ["the permission's account, both declared", [WORKERS], [APPLIANCES, WORKERS], WORKER, NOTHING],
  ["two accounts, one of them the permission's", TWO, [], WORKER, NOT_IN_OTHER],
  ["two declared accounts, one of them the permission's", TWO, TWO, WORKER, NOT_IN_OTHER],
  ["two accounts, only the permission's declared", TWO, [WORKERS], WORKER, NOTHING],
  ["two declared accounts with a permission in each", TWO, TWO, WORKER.replace(WORKERS, "*"), NOTHING],
  ["accounts that aren't all spelled out", [...TWO, "@{Other}"], TWO, WORKER, MAY_BE_UNABLE],
])("checks a worker that a stack set creates in %s", async (_title, accounts, declared, may, says) => {
  const created = (name: string, trusting: object, ...statements: readonly object[]) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      ...{ RoleName: `veeam-${name}`, AssumeRolePolicyDocument: trusting },
      Policies: [{ PolicyName: "own", PolicyDocument: document(EVERYTHING, ...statements) }],
    },
  });
  const inner = { Resources: { worker: created("worker", trust({ AWS: TRUSTED })) } };
  const groups = [{ DeploymentTargets: { Accounts: accounts }, Regions: ["eu-west-1"] }];
  const set = { TemplateBody: JSON.stringify(inner), StackInstancesGroup: groups, PermissionModel: "SELF_MANAGED" };
  const Resources = {
    app: created("appliance", EC2, assume(may)),
    Set: { Type: "AWS::CloudFormation::StackSet", Properties: set },
  };
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources }));
  expect(await reported(declared, `appliance: ${TRUSTED}\n`, "app")).toMatch(says);
});

test.each<[title: string, named: string, may: readonly string[], says: RegExp]>([
  ["with a permission", TRUSTED, [WORKER], NOTHING],
  ["without a permission", TRUSTED, [], MAY_NOT],
  ["as another role", TRUSTED.replace("veeam-appliance", "other"), [WORKER], LEFT_OUT],
])("checks an appliance in another account named by a condition, %s", async (_title, named, may, says) => {
  for (const name of ["workers", "appliances"]) mkdirSync(join(folder, name));
  const Condition = { ArnEquals: { "aws:PrincipalArn": named } };
  const open = document({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole", Condition });
  writeFileSync(join(folder, "workers/main.tf"), `provider "aws" {}\n${role("worker", "", open)}`);
  const appliance = role("appliance", "", EC2, ...may.map(assume));
  writeFileSync(join(folder, "appliances/main.tf"), `provider "aws" {}\n${appliance}`);
  expect(await reported([WORKERS])).toMatch(says);
});

/** The role is the resource of the request. */
test.each([
  [WORKERS, /^error: the organization does not let the backup appliance assume role \S+$/],
  [APPLIANCES, NOTHING],
])("applies a resource control policy of account %s", async (target, says) => {
  source({ own: assuming(WORKERS), other: assuming(APPLIANCES), trusts: TRUSTED, may: [WORKER] });
  const denial = { ...assume("*"), Effect: "Deny", Principal: "*" };
  const organization = `resource "aws_organizations_policy" "rcp" {
  name    = "rcp"
  type    = "RESOURCE_CONTROL_POLICY"
  content = jsonencode(${hcl(document({ ...denial, Condition: { ArnEquals: { "aws:PrincipalArn": TRUSTED } } }))})
}
resource "aws_organizations_policy_attachment" "rcp" {
  policy_id = aws_organizations_policy.rcp.id
  target_id = "${target}"
}
`;
  writeFileSync(join(folder, "organization.tf"), organization);
  expect(await reported([WORKERS, APPLIANCES], "", undefined, /caller|denied/)).toMatch(says);
});

test.each<[accounts: readonly string[], more: string, says: RegExp]>([
  [[WORKERS], "", LEFT_OUT],
  [[WORKERS, APPLIANCES], "", NOTHING],
  [[WORKERS], `appliance: "${APPLIANCES}"\n`, NOTHING],
])(
  "knows that an appliance next to a worker is in the worker's account, of %j with %j",
  async (accounts, more, says) => {
    const made = (RoleName: string, AssumeRolePolicyDocument: object) => ({
      Type: "AWS::IAM::Role",
      Properties: {
        ...{ RoleName, AssumeRolePolicyDocument },
        Policies: [{ PolicyName: "p", PolicyDocument: document(EVERYTHING, assume("*")) }],
      },
    });
    const write = (name: string, Resources: object) => writeFileSync(join(folder, name), JSON.stringify({ Resources }));
    const near = trust({ AWS: { "Fn::GetAtt": ["app", "Arn"] } });
    write("a.json", { app: made("veeam-appliance", EC2), nearworker: made("near", near) });
    write("b.json", { farworker: made("far", trust({ AWS: TRUSTED })) });
    expect(await reported(accounts, more, "app")).toMatch(says);
  },
);

const DENIED = /^error: (?:role \S+ can't|the organization does not let the backup appliance) assume role \S+$/;

/** The appliance's requests come from its own account, regardless of the accounts declared for the workers. */
test.each<[denied: object, says: RegExp]>([
  [{ StringNotEquals: { "aws:PrincipalAccount": APPLIANCES } }, NOTHING],
  [{ ArnNotEquals: { "aws:PrincipalArn": TRUSTED } }, NOTHING],
  [{ StringNotEquals: { "aws:PrincipalAccount": WORKERS } }, DENIED],
  [{ ArnNotEquals: { "aws:PrincipalArn": AT_WORKERS } }, DENIED],
])(
  "applies a guardrail with %j to the appliance in the account in which the trust policies name it",
  async (Condition, says) => {
    for (const name of ["workers", "appliances"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "workers/main.tf"), role("worker", "", trust({ AWS: TRUSTED })));
    writeFileSync(join(folder, "appliances/main.tf"), role("appliance", "", EC2, assume(WORKER)));
    const denial = { ...assume("*"), Effect: "Deny", Condition };
    for (const [principal, accounts, appliance] of [
      [{}, [WORKERS], ""],
      [{}, [], `appliance: ${TRUSTED}\n`],
      [{ Principal: "*" }, [WORKERS], `appliance: ${TRUSTED}\n`],
      [{}, [WORKERS, APPLIANCES], `appliance: ${TRUSTED}\n`],
      [{ Principal: "*" }, [WORKERS, APPLIANCES], ""],
    ] as const) {
      writeFileSync(join(folder, "guard.json"), JSON.stringify(document({ ...denial, ...principal })));
      const more = `${appliance}guardrails: [[guard.json]]\n`;
      expect(await reported(accounts, more, undefined, /caller|denied/)).toMatch(says);
    }
  },
);
