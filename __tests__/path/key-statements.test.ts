import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const ACCOUNT = "123456789012";
const OTHER = "210987654321";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/veeam-backup`;
const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "key-statements-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const say = (more: object) => ({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*", ...more });
const TRUST = document({ Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" });
const ADMIN = document({ Effect: "Allow", Action: "*", Resource: "*" });

/** Counts the actions that the key policy allows the role to perform, by verdict. */
async function stateOf(key: string, config = `accounts: ["${ACCOUNT}"]\n`): Promise<string> {
  const text = `requirements: '13.1'\nroles: { "*BackupRole": ec2-backup }\nkeys: ["${key}"]\n${config}`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text });
  if ("problems" in resolved) throw new Error(resolved.problems.map(({ message }) => message).join());
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const inspected = await inspect(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in inspected) throw new Error(inspected.problems.map(({ message }) => message).join());
  const verdicts = inspected.result.roles.flatMap(({ keys = [] }) => keys.flatMap((one) => one.verdicts));
  const counts = new Map<string, number>();
  for (const { verdict } of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts]
    .map(([verdict, count]) => `${count} ${verdict}`)
    .sort()
    .join(", ");
}

function template(...statements: readonly object[]): void {
  const role = {
    ...{ RoleName: "veeam-backup", AssumeRolePolicyDocument: TRUST },
    Policies: [{ PolicyName: "p", PolicyDocument: ADMIN }],
  };
  const Resources = {
    BackupRole: { Type: "AWS::IAM::Role", Properties: role },
    Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: document(...statements) } },
  };
  writeFileSync(join(folder, "t.json"), JSON.stringify({ Resources }));
}

const here = (resource: string) => `arn:aws:kms:eu-west-1:${ACCOUNT}:${resource}`;
const elsewhere = `arn:aws:kms:eu-west-1:${OTHER}:key/${ID}`;
const sub = (text: string) => ({ "Fn::Sub": text });
const under = (operator: string, value: string, more: object = {}) => ({
  Resource: "*",
  Condition: { [operator]: { "kms:GrantIsForAWSResource": value }, ...more },
});
const deny = (more: object) => say({ Effect: "Deny", ...more });
const ALL = say({ Resource: "*" });
const IN_REGION = `deployment: { accounts: ["${ACCOUNT}"], regions: [eu-west-1] }\n`;
const NO_CONFIG = "";

/**
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
test.each<[what: string, statements: readonly object[], state: string, config?: string]>([
  ["this key", [ALL], "6 granted"],
  ["no resource", [say({})], "6 missing"],
  ["no resource, in a Deny", [ALL, deny({})], "6 granted"],
  ["a key in another account", [say({ Resource: elsewhere })], "6 missing"],
  ["a key in another account, with none declared", [say({ Resource: elsewhere })], "6 undetermined", NO_CONFIG],
  ["a key in another account, in a Deny", [ALL, deny({ Resource: elsewhere })], "6 granted"],
  ["a resource in another service", [say({ Resource: "arn:aws:ec2:*:*:volume/*" })], "6 missing"],
  ["an alias", [say({ Resource: here("alias/backup") })], "6 missing"],
  ["an alias, with no account declared", [say({ Resource: here("alias/backup") })], "6 missing", NO_CONFIG],
  ["a key in the account", [say({ Resource: here(`key/${ID}`) })], "6 undetermined"],
  ["a key in the account, in a Deny", [ALL, deny({ Resource: here(`key/${ID}`) })], "6 undetermined"],
  ["all keys in a region", [say({ Resource: here("key/*") })], "6 undetermined"],
  ["all keys in the region", [say({ Resource: here("key/*") })], "6 granted", IN_REGION],
  ["all keys in the account", [say({ Resource: `arn:aws:kms:*:${ACCOUNT}:key/*` })], "6 granted"],
  ["all keys in all accounts", [say({ Resource: "arn:aws:kms:*:*:key/*" })], "6 granted", NO_CONFIG],
  [
    "all keys in the stack",
    [say({ Resource: sub("arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*") })],
    "6 granted",
    NO_CONFIG,
  ],
  ["an unknown resource", [say({ Resource: { Ref: "Unknown" } })], "6 undetermined"],
  ["one of two keys", [say({ Resource: [elsewhere, "*"] })], "6 granted"],
  ["all except a key in another account", [say({ NotResource: elsewhere })], "6 granted"],
  ["all except this key", [say({ NotResource: "*" })], "6 missing"],
  ["grants for AWS services", [say(under("Bool", "true"))], "1 granted, 5 missing"],
  ["grants, through the condition key", [say(under("Null", "false"))], "1 granted, 5 missing"],
  [
    "grants for AWS services through EC2",
    [say(under("Bool", "true", { StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" } }))],
    "1 conditional, 5 missing",
  ],
  [
    "grants for AWS services, and the rest",
    [say(under("Bool", "true")), say({ Action: undefined, NotAction: "kms:CreateGrant", Resource: "*" })],
    "6 granted",
  ],
  ["everything except grants", [say(under("Null", "true"))], "1 missing, 5 granted"],
  ["grants for AWS services or no grants", [say(under("BoolIfExists", "true"))], "6 granted"],
  ["grants for others, in a Deny", [ALL, deny(under("Bool", "false"))], "6 granted"],
])("applies a key's statement about %s", async (_what, statements, state, config = undefined) => {
  template(...statements);
  expect(await stateOf("Key", config)).toBe(state);
});

/** The account of a key whose policy is in a file is unknown. */
test.each([
  ["*", "6 granted"],
  [elsewhere, "6 undetermined"],
  [here("alias/backup"), "6 missing"],
])("applies a file's statement about %s", async (Resource, state) => {
  template();
  writeFileSync(join(folder, "key.json"), JSON.stringify(document(say({ Resource }))));
  expect(await stateOf("key.json")).toBe(state);
});

const KEY_OF_ANOTHER = `provider "aws" {
  alias = "other"
  assume_role {
    role_arn = "arn:aws:iam::${OTHER}:role/deploy"
  }
}
`;

test.each([
  ["", `Resource = "*"`, "6 granted"],
  ["", "", "6 missing"],
  ["", `Resource = "${elsewhere}"`, "6 missing"],
  ["", `Resource = "${here(`key/${ID}`)}"`, "6 undetermined"],
  ["", 'Resource = "arn:aws:kms:*:${data.aws_caller_identity.me.account_id}:key/*"', "6 granted"],
  ["provider = aws.other", `Resource = "${elsewhere}"`, "6 undetermined"],
])("applies the statement of a key in Terraform with %j: %s", async (provider, resource, state) => {
  const text = `
${KEY_OF_ANOTHER}
data "aws_caller_identity" "me" {}
resource "aws_iam_role" "BackupRole" {
  name               = "veeam-backup"
  assume_role_policy = jsonencode(${JSON.stringify(TRUST)})
  inline_policy {
    name   = "p"
    policy = jsonencode(${JSON.stringify(ADMIN)})
  }
}
resource "aws_kms_key" "key" {
  ${provider}
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "${ROLE}" }
      Action    = "kms:*"
      ${resource}
    }]
  })
}
`;
  writeFileSync(join(folder, "main.tf"), text);
  expect(await stateOf("aws_kms_key.key")).toBe(state);
});

test.each([
  [{}, "6 missing"],
  [{ Resource: "*" }, "6 granted"],
  [{ Resource: elsewhere }, "6 missing"],
])("applies a statement in a plan with %j", async (more, state) => {
  const resource = (type: string, name: string, after: object) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: { actions: ["create"], before: null, after, after_unknown: {} },
  });
  const roleOfPlan = { name: "veeam-backup", assume_role_policy: JSON.stringify(TRUST) };
  const inline_policy = [{ name: "p", policy: JSON.stringify(ADMIN) }];
  const plan = {
    format_version: "1.2",
    resource_changes: [
      resource("aws_iam_role", "BackupRole", { ...roleOfPlan, inline_policy }),
      resource("aws_kms_key", "key", { policy: JSON.stringify(document(say(more))) }),
    ],
    configuration: { root_module: { resources: [] } },
  };
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  expect(await stateOf("aws_kms_key.key")).toBe(state);
});
