import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { allow, deny } from "../iam/role.js";

const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const UNIT = "ou-ab12-cd34ef56";
const NEEDED = ["ec2messages:*", "iam:*", "sqs:*", "ssm:*", "ssmmessages:*"];
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "uncertain-guardrails-"));
  write("veeam-worker.json", document(allow(NEEDED)));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

const BLOCKED = "guardrail-blocks-action";
const OPEN = "undetermined-action";
const FINE = "";

async function found(config: string): Promise<string> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: `roles: { "*veeam*": communication }\n${config}` });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const rules = outcome.report.findings.map(({ rule }) => rule).filter((one) => [BLOCKED, OPEN].includes(one));
  return [...new Set(rules)].join();
}

const declared = (...accounts: readonly string[]) => `accounts: ${JSON.stringify(accounts)}\n`;
const either = (one: unknown, other: unknown) => ({ "Fn::If": ["On", one, other] });
const DENY = document(deny("sqs:*"));
const ALLOW = document(allow(NEEDED));
const OTHERS = document(deny("s3:*"));
const NAMED = "guardrails:\n  - Guard\n";
const LISTED = "guardrails:\n  - { policies: [Guard], allow-list: true }\n";
const ATTACHED = { Content: DENY, TargetIds: [ACCOUNT] };

/** The findings if the parameter behind the condition is unknown, if its default meets the condition, and if it doesn't. */
type Found = readonly [unknown: string, on: string, off: string];

test.each<[what: string, properties: object, isUnder: boolean, config: string, expected: Found]>([
  ["an attached Deny", ATTACHED, true, declared(ACCOUNT), [OPEN, BLOCKED, FINE]],
  ["a named Deny", { Content: DENY }, true, NAMED, [OPEN, BLOCKED, FINE]],
  ["the only policy of an allow list", { Content: ALLOW }, true, LISTED, [OPEN, FINE, BLOCKED]],
  [
    "the target of a Deny",
    { Content: DENY, TargetIds: either([ACCOUNT], [OTHER]) },
    false,
    declared(ACCOUNT),
    [OPEN, BLOCKED, FINE],
  ],
  [
    "one target of a Deny",
    { Content: DENY, TargetIds: [OTHER, either(ACCOUNT, { Ref: "AWS::NoValue" })] },
    false,
    declared(ACCOUNT),
    [OPEN, BLOCKED, FINE],
  ],
  [
    "the type of a Deny",
    { ...ATTACHED, Type: either("SERVICE_CONTROL_POLICY", "TAG_POLICY") },
    false,
    declared(ACCOUNT),
    [OPEN, BLOCKED, FINE],
  ],
  ["the text of a Deny", { Content: either(DENY, OTHERS) }, false, NAMED, [OPEN, BLOCKED, FINE]],
  [
    "another statement beside a Deny",
    { Content: document(deny("sqs:*"), either(deny("s3:*"), deny("rds:*"))) },
    false,
    NAMED,
    [BLOCKED, BLOCKED, BLOCKED],
  ],
  ["the text of an allow list", { Content: either(ALLOW, OTHERS) }, false, LISTED, [OPEN, FINE, BLOCKED]],
  [
    "another statement of an allow list",
    { Content: document(allow(NEEDED), either(allow("s3:*"), allow("rds:*"))) },
    false,
    LISTED,
    [FINE, FINE, FINE],
  ],
  [
    "a Deny on resources",
    {
      ...{ Type: "RESOURCE_CONTROL_POLICY", TargetIds: [ACCOUNT] },
      Content: document({ ...deny("sqs:*"), Principal: "*" }),
    },
    true,
    declared(ACCOUNT),
    [OPEN, BLOCKED, FINE],
  ],
])("decides %s by a condition of its template", async (_what, properties, isUnder, config, expected) => {
  const found3 = async (name: string, more: object) => {
    write(name, {
      Parameters: { E: { Type: "String", ...more } },
      Conditions: { On: { "Fn::Equals": [{ Ref: "E" }, "on"] } },
      Resources: {
        Guard: {
          ...{ Type: "AWS::Organizations::Policy", ...(isUnder ? { Condition: "On" } : {}) },
          Properties: { Type: "SERVICE_CONTROL_POLICY", ...properties },
        },
      },
    });
    return found(config);
  };
  for (const name of ["t.json", "t.yaml"]) {
    const all = [await found3(name, {}), await found3(name, { Default: "on" }), await found3(name, { Default: "off" })];
    expect(all).toEqual(expected);
    rmSync(join(folder, name));
  }
});

test("ignores a policy whose condition never holds", async () => {
  write("t.json", {
    Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
    Resources: {
      Guard: {
        ...{ Type: "AWS::Organizations::Policy", Condition: "Never" },
        Properties: { Type: "SERVICE_CONTROL_POLICY", ...ATTACHED },
      },
    },
  });
  expect([await found(declared(ACCOUNT)), await found(NAMED), await found(LISTED)]).toEqual([FINE, FINE, BLOCKED]);
});

const source = (policy: string, attachment: string, more = "") => `
variable "on" {
  type = bool
  ${more}
}
provider "aws" {
  region = "eu-west-1"
}
resource "aws_organizations_policy" "guard" {
  name    = "guard"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "sqs:*", Resource = "*" }] })
  ${policy}
}
resource "aws_organizations_policy" "other" {
  name    = "other"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "s3:*", Resource = "*" }] })
}
resource "aws_organizations_policy_attachment" "guard" {
  ${attachment}
}
`;
const COUNT = "count = var.on ? 1 : 0";
const POLICY = "policy_id = aws_organizations_policy.guard.id";
const TARGET = `target_id = "${ACCOUNT}"`;

test.each<[what: string, policy: string, attachment: string, expected: Found]>([
  ["the attachment", "", `${COUNT}\n${POLICY}\n${TARGET}`, [OPEN, BLOCKED, FINE]],
  ["both", COUNT, `${COUNT}\npolicy_id = aws_organizations_policy.guard[0].id\n${TARGET}`, [OPEN, BLOCKED, FINE]],
  ["the target", "", `${POLICY}\ntarget_id = var.on ? "${ACCOUNT}" : "${OTHER}"`, [OPEN, BLOCKED, FINE]],
  [
    "which policy is attached",
    "",
    `policy_id = var.on ? aws_organizations_policy.guard.id : aws_organizations_policy.other.id\n${TARGET}`,
    [OPEN, BLOCKED, FINE],
  ],
])("decides %s by a variable of the Terraform source", async (_what, policy, attachment, expected) => {
  const all: string[] = [];
  for (const more of ["", "default = true", "default = false"]) {
    write("main.tf", source(policy, attachment, more));
    all.push(await found(declared(ACCOUNT)));
  }
  expect(all).toEqual(expected);
});

test("applies the policies of every environment of a root", async () => {
  const variable = (text: string) => text.replace(/bool/, "string").replaceAll("var.on", "var.account");
  write(
    "main.tf",
    variable(source("", `${POLICY}\ntarget_id = var.on`)).replace('variable "on"', 'variable "account"'),
  );
  write("a.tfvars", `account = "${ACCOUNT}"\n`);
  write("b.tfvars", `account = "${OTHER}"\n`);
  const terraform = "terraform: { var-files: [a.tfvars, b.tfvars] }\n";
  expect(await found(`${terraform}${declared(ACCOUNT)}`)).toBe(BLOCKED);
});

/** A policy whose target is known only at deployment may be attached to the account. */
test.each<[target: unknown, unit: object, expected: string]>([
  [{ Ref: "Target" }, {}, OPEN],
  [{ "Fn::ImportValue": "target" }, {}, OPEN],
  [{ Ref: "Target" }, { AllowedValues: [UNIT, OTHER] }, FINE],
  [{ Ref: "Target" }, { AllowedValues: [UNIT, ACCOUNT] }, OPEN],
  [{ Ref: "Unit" }, {}, FINE],
  [{ "Fn::GetAtt": ["Unit", "Id"] }, {}, FINE],
  // An account that the template creates has no ID yet.
  [{ Ref: "Account" }, {}, FINE],
  [{ "Fn::Sub": "${Account.AccountId}" }, {}, FINE],
  [{ "Fn::GetAtt": ["Organization", "RootId"] }, {}, FINE],
])("checks a policy in a template that is attached to %j", async (target, more, expected) => {
  const Properties = { Type: "SERVICE_CONTROL_POLICY", Content: DENY, TargetIds: [target] };
  write("t.json", {
    Parameters: { Target: { Type: "String", ...more } },
    Resources: {
      Guard: { Type: "AWS::Organizations::Policy", Properties },
      Unit: { Type: "AWS::Organizations::OrganizationalUnit", Properties: { Name: "u", ParentId: "r-ab12" } },
      Organization: { Type: "AWS::Organizations::Organization" },
      Account: { Type: "AWS::Organizations::Account", Properties: { AccountName: "a", Email: "a@example.com" } },
    },
  });
  expect([await found(declared(ACCOUNT)), await found("")]).toEqual([expected, FINE]);
});

test.each([
  ["", "var.on", OPEN],
  ["", "aws_organizations_account.backup.id", FINE],
  ["", "values(aws_organizations_account.each)[0].id", FINE],
  ["", "local.accounts[1]", FINE],
  ["", "local.accounts[0]", BLOCKED],
  ["", "aws_organizations_organizational_unit.u.id", FINE],
  ["", "data.aws_organizations_organization.this.roots[0].id", FINE],
  ["type = var.on", `"${ACCOUNT}"`, OPEN],
])("checks a policy in Terraform source with %j on %s", async (policy, target, expected) => {
  const more =
    'data "aws_organizations_organization" "this" {}\nresource "aws_organizations_account" "backup" {\n  name = "b"\n  email = "b@example.com"\n}\nresource "aws_organizations_organizational_unit" "u" {\n  name = "u"\n  parent_id = "r-ab12"\n}\n';
  const accounts = `resource "aws_organizations_account" "each" {\n  for_each = toset(["a"])\n  name = each.key\n  email = "a@example.com"\n}\nlocals {\n  accounts = ["${ACCOUNT}", aws_organizations_account.backup.id]\n}\n`;
  write("main.tf", `${source(policy, `${POLICY}\ntarget_id = ${target}`)}${more}${accounts}`.replace("bool", "string"));
  expect(await found(declared(ACCOUNT))).toBe(expected);
});

const planned = (type: string, name: string, after: object, after_unknown: object = {}) => ({
  ...{ address: `${type}.${name}`, mode: "managed", type, name },
  change: { actions: ["create"], before: null, after, after_unknown },
});
const configured = (type: string, name: string, expressions: object) => ({
  ...{ address: `${type}.${name}`, mode: "managed", type, name },
  expressions,
});

test.each([
  [["aws_organizations_policy.guard.id", "aws_organizations_policy.guard"], BLOCKED],
  [["aws_organizations_policy.other.id", "aws_organizations_policy.other"], FINE],
  [
    [
      ...["var.on", "aws_organizations_policy.guard.id", "aws_organizations_policy.guard"],
      ...["aws_organizations_policy.other.id", "aws_organizations_policy.other"],
    ],
    OPEN,
  ],
])("resolves the attachment of a plan that refers to %j", async (references, expected) => {
  const type = "aws_organizations_policy";
  const content = (statement: object) => ({ content: JSON.stringify(document(statement)) });
  write("plan.json", {
    format_version: "1.2",
    resource_changes: [
      planned(type, "guard", content(deny("sqs:*")), { id: true }),
      planned(type, "other", content(deny("s3:*")), { id: true }),
      planned(`${type}_attachment`, "a", { target_id: ACCOUNT }, { policy_id: true }),
    ],
    configuration: {
      root_module: {
        resources: [
          configured(type, "guard", {}),
          configured(type, "other", {}),
          configured(`${type}_attachment`, "a", { policy_id: { references }, target_id: { constant_value: ACCOUNT } }),
        ],
      },
    },
  });
  expect(await found(declared(ACCOUNT))).toBe(expected);
});

const ROLE = {
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: "veeam-worker",
    AssumeRolePolicyDocument: document({
      ...{ Effect: "Allow", Action: "sts:AssumeRole" },
      Principal: { Service: "ec2.amazonaws.com" },
    }),
    Policies: [{ PolicyName: "p", PolicyDocument: document(allow(NEEDED)) }],
  },
};

/** The account of a role is known if only one is declared. */
test.each<[targets: readonly unknown[], accounts: readonly string[], expected: string]>([
  [[ACCOUNT], [ACCOUNT], BLOCKED],
  [[ACCOUNT, OTHER], [ACCOUNT, OTHER], BLOCKED],
  [[OTHER], [ACCOUNT, OTHER], OPEN],
  [[OTHER, UNIT], [ACCOUNT, OTHER], OPEN],
  [[OTHER], [ACCOUNT], FINE],
  [[OTHER, { Ref: "New" }], [ACCOUNT], FINE],
  [[ACCOUNT, { Ref: "New" }], [ACCOUNT], BLOCKED],
])("applies a policy on %j to a role in one of %j", async (TargetIds, accounts, expected) => {
  const Properties = { Type: "SERVICE_CONTROL_POLICY", Content: DENY, TargetIds };
  const New = { Type: "AWS::Organizations::Account", Properties: { AccountName: "n", Email: "n@example.com" } };
  write("t.json", { Resources: { Guard: { Type: "AWS::Organizations::Policy", Properties }, veeam: ROLE, New } });
  expect(await found(`files: [t.json]\n${declared(...accounts)}`)).toBe(expected);
});

test("knows the aws:PrincipalAccount of a role whose account is known", async () => {
  const Condition = { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } };
  write("guard.json", document({ ...deny("sqs:*"), Condition }));
  const json = (value: object) => `jsonencode(${JSON.stringify(value)})`;
  const role = `resource "aws_iam_role" "veeam" {
  name               = "veeam-worker"
  assume_role_policy = ${json(ROLE.Properties.AssumeRolePolicyDocument)}
  inline_policy {
    name   = "p"
    policy = ${json(document(allow(NEEDED)))}
  }
}`;
  const of = async (account: string) => {
    write("main.tf", `provider "aws" {\n  allowed_account_ids = ["${account}"]\n}\n${role}\n`);
    return found(`files: [main.tf, guard.json]\n${declared(ACCOUNT, OTHER)}guardrails:\n  - [guard.json]\n`);
  };
  expect([await of(ACCOUNT), await of(OTHER)]).toEqual([FINE, BLOCKED]);
});
