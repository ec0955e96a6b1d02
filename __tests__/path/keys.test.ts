import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const ACCOUNT = "123456789012";
const OTHER = "210987654321";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const say = (Principal: unknown, Action: unknown, more: object = {}) => ({
  ...{ Effect: "Allow", Principal, Action, Resource: "*" },
  ...more,
});
const TRUST = document({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "sts:AssumeRole",
});
const ADMIN = document({ Effect: "Allow", Action: "*", Resource: "*" });

/** The findings about keys, or the problems in the configuration. */
async function reported(config: string): Promise<string> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: `requirements: '13.1'\n${config}` });
  if ("problems" in resolved) return resolved.problems.map(({ message }) => message).join();
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) return outcome.problems.map(({ message, help }) => `${message}; ${help}`).join();
  const { findings, notChecked } = outcome.report;
  const reportedFindings = findings.filter(({ rule }) => rule === "key-policy-blocks-action");
  const passed = notChecked.map(({ reason }) => reason);
  return [
    ...reportedFindings.map(({ severity, message, location }) => `${severity} ${location.file}: ${message}`),
    ...passed,
  ].join();
}

const CONFIG = "roles: { BackupRole: ec2-backup }\n";
const DECLARED = `accounts: ["${ACCOUNT}"]\n`;

function template(policy: unknown, name: object = { RoleName: "veeam-backup" }): void {
  write("t.json", {
    Parameters: { Open: { Type: "String" } },
    Conditions: { IsOpen: { "Fn::Equals": [{ Ref: "Open" }, "yes"] } },
    Resources: {
      BackupRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          ...name,
          AssumeRolePolicyDocument: TRUST,
          Policies: [{ PolicyName: "p", PolicyDocument: ADMIN }],
        },
      },
      Key: { Type: "AWS::KMS::Key", Properties: policy === undefined ? {} : { KeyPolicy: policy } },
    },
  });
}

const ROOT = { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } };
const ITSELF = { AWS: { "Fn::GetAtt": ["BackupRole", "Arn"] } };
const ALL = "does not let role BackupRole perform 6 of 6";
const NONE = "";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html and its subpages. */
test.each<[title: string, policy: unknown, says: string, config?: string, name?: object]>([
  ["AWS", undefined, NONE],
  ["the account's root", document(say(ROOT, "kms:*")), NONE],
  ["another account's root", document(say({ AWS: `arn:aws:iam::${OTHER}:root` }, "kms:*")), ALL, DECLARED],
  ["the declared account's root", document(say({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, "kms:*")), NONE, DECLARED],
  ["the declared account by number", document(say({ AWS: ACCOUNT }, "kms:*")), NONE, DECLARED],
  ["the role by reference", document(say(ITSELF, "kms:*")), NONE],
  ["the role by reference, without a role name", document(say(ITSELF, "kms:*")), NONE, "", {}],
  ["the role by ARN", document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/veeam-backup` }, "kms:*")), NONE, DECLARED],
  ["another role", document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/admin` }, "kms:*")), ALL, DECLARED],
  [
    "another role, with an unknown name",
    document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/a` }, "kms:*")),
    NONE,
    DECLARED,
    { RoleName: { Ref: "Open" } },
  ],
  [
    "another role than one with a generated name",
    document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/veeam-backup` }, "kms:*")),
    ALL,
    DECLARED,
    {},
  ],
  [
    "a role that may have the generated name",
    document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/x-BackupRole-1A2B3C` }, "kms:*")),
    NONE,
    DECLARED,
    {},
  ],
  [
    "everyone in the account",
    document(say("*", "kms:*", { Condition: { StringEquals: { "kms:CallerAccount": ACCOUNT } } })),
    NONE,
    DECLARED,
  ],
  [
    "everyone in another account",
    document(say("*", "kms:*", { Condition: { StringEquals: { "kms:CallerAccount": OTHER } } })),
    ALL,
    DECLARED,
  ],
  ["a service", document(say({ Service: "ec2.amazonaws.com" }, "kms:*")), ALL],
  [
    "the role, only for reading",
    document(say(ITSELF, "kms:DescribeKey")),
    "does not let role BackupRole perform 5 of 6",
  ],
  [
    "grants for AWS services",
    document(
      say(ITSELF, ["kms:D*", "kms:G*", "kms:R*", "kms:E*"]),
      say(ITSELF, "kms:CreateGrant", { Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } }),
    ),
    NONE,
  ],
  [
    "only grants for others",
    document(
      say(ITSELF, ["kms:D*", "kms:G*", "kms:R*", "kms:E*"]),
      say(ITSELF, "kms:CreateGrant", { Condition: { Bool: { "kms:GrantIsForAWSResource": "false" } } }),
    ),
    "perform 1 of 6",
  ],
  [
    "the account's root, on the condition that EC2 calls",
    document(say(ROOT, "kms:*", { Condition: { StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" } } })),
    NONE,
  ],
  [
    "the account's root, with a Deny of the role",
    document(say(ROOT, "kms:*"), say(ITSELF, "kms:CreateGrant", { Effect: "Deny" })),
    "perform 1 of 6 ec2-backup actions on keys (policy Key)",
  ],
  [
    "the account's root, with a Deny of all except another role",
    document(say(ROOT, "kms:*"), {
      Effect: "Deny",
      NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:role/a` },
      Action: "kms:*",
      Resource: "*",
    }),
    ALL,
    DECLARED,
  ],
  [
    "the account's root, with a Deny of all except another role and the root",
    document(say(ROOT, "kms:*"), {
      Effect: "Deny",
      NotPrincipal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/a`, `arn:aws:iam::${ACCOUNT}:root`] },
      Action: "kms:CreateGrant",
      Resource: "*",
    }),
    "perform 1 of 6",
    DECLARED,
  ],
  [
    "the account's root, with a Deny of all except the role and the root",
    document(say(ROOT, "kms:*"), {
      Effect: "Deny",
      NotPrincipal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/veeam-backup`, `arn:aws:iam::${ACCOUNT}:root`] },
      Action: "kms:*",
      Resource: "*",
    }),
    NONE,
    DECLARED,
  ],
  [
    "the account's root, with a Deny of the root",
    document(say(ROOT, "kms:*"), say(ROOT, "kms:CreateGrant", { Effect: "Deny" })),
    "perform 1 of 6",
    DECLARED,
  ],
  [
    "the account's root, with a Deny of all except the role",
    document(say(ROOT, "kms:*"), { Effect: "Deny", NotPrincipal: ITSELF, Action: "kms:*", Resource: "*" }),
    NONE,
  ],
  ["the root of an undeclared account", document(say({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, "kms:*")), NONE],
  [
    "the root of one of several undeclared accounts",
    document(say({ AWS: [ACCOUNT, `arn:aws:iam::${OTHER}:role/x`] }, "kms:*")),
    NONE,
  ],
  [
    "the role under a template condition",
    { "Fn::If": ["IsOpen", document(say(ROOT, "kms:*")), document(say(ITSELF, "kms:Decrypt"))] },
    NONE,
  ],
  ["something unknown", { Ref: "Open" }, NONE],
])("checks a template's key whose policy names %s", async (_title, policy, says, config = "", name = undefined) => {
  template(policy, name);
  const reportedFindings = await reported(`${CONFIG}${config}keys: [Key]\n`);
  if (says === NONE) expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
  expect(await reported(`${CONFIG}${config}`)).toBe("");
});

test.each([
  ["keys: [Kay]\n", "no checked file defines it; did you mean `Key`?"],
  ["keys: [Backup]\n", "keys: Key"],
  ["keys: [absent.json]\n", "absent.json"],
  ["keys: [t.json]\n", "contains no key policy"],
  ["keys: [other.json:Key]\n", "no checked file defines it"],
  ["keys: [../x.json]\n", "not the path of a file in the repository"],
  ["keys: { a: b }\n", "must be a list of names"],
])("reports what is wrong in %s", async (keys, says) => {
  template(document(say(ROOT, "kms:*")));
  expect(await reported(`${CONFIG}${keys}`)).toContain(says);
});

test.each([
  ["kms", ""],
  ["km", "no checked file defines it"],
])("continues without a key of module %s only if the module isn't available: kms", async (module, says) => {
  template(undefined);
  const call = 'module "kms" {\n  source  = "terraform-aws-modules/kms/aws"\n  version = "3.1.0"\n}\n';
  write("main.tf", `${PROVIDER}resource "aws_iam_role" "other" {\n  assume_role_policy = "{}"\n}\n${call}`);
  const found = await reported(`${CONFIG}${DECLARED}keys: ["module.${module}.aws_kms_key.this[0]"]\n`);
  expect(found).toContain(says === "" ? "terraform-aws-modules/kms/aws is not here" : says);
});

test("reads a key policy from a file", async () => {
  template(document(say(ROOT, "kms:*")));
  write("keys/backup.json", document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/veeam-backup` }, "kms:DescribeKey")));
  const reportedFindings = await reported(`${CONFIG}${DECLARED}keys: [keys/backup.json]\n`);
  expect(reportedFindings).toBe(
    "warning keys/backup.json: the policy of key backup does not let role BackupRole perform 5 of 6 ec2-backup actions on keys",
  );
});

/** AWS refuses such a policy, so it allows nothing. */
test.each([
  { Version: "2012-10-17", Statement: [] },
  { PolicyName: "default", Policy: '{"Version":"2012-10-17","Statement":[]}' },
])("checks a file that contains a policy without statements: %j", async (policy) => {
  template(document(say(ROOT, "kms:*")));
  write("key.json", policy);
  expect(await reported(`${CONFIG}keys: [key.json]\n`)).toBe(
    "warning key.json: the policy of key key does not let role BackupRole perform 6 of 6 ec2-backup actions on keys",
  );
});

test.each([
  ["Key", NONE],
  ["t.json:Key", NONE],
  ["other.json:Key", ALL],
  ["parent.json:S/Key", ALL],
  ["kid.json:S/Key", ALL],
])("tells apart keys with the same ID in several templates: %s", async (name, says) => {
  template(document(say(ROOT, "kms:*")));
  const KeyPolicy = document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/a` }, "kms:*"));
  for (const file of ["other.json", "kid.json"])
    write(file, { Resources: { Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy } } } });
  const stack = { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "kid.json" } };
  write("parent.json", { Resources: { S: stack } });
  const found = await reported(`${CONFIG}${DECLARED}keys: ['${name}']\n`);
  if (says === NONE) expect(found).toBe("");
  else expect(found).toContain(says);
});

const KEY_ALONE = (account: string) =>
  `Resources:\n  Alone:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: ${JSON.stringify(document(say({ AWS: account }, "kms:*"))).replaceAll('"', "'")}\n`;
const BLOCK_ALONE = (account: string) =>
  `resource "aws_kms_key" "alone" {\n  policy = jsonencode(${JSON.stringify(document(say({ AWS: account }, "kms:*")))})\n}\n`;
const PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n';

test.each<[what: string, name: string, files: (account: string) => Readonly<Record<string, string>>]>([
  ["a template", "Alone", (account) => ({ "keys/key.yaml": KEY_ALONE(account) })],
  [
    "a template that others may import from",
    "Alone",
    (account) => ({
      "key.yaml": `${KEY_ALONE(account)}Outputs:\n  A: { Value: !Ref Alone, Export: { Name: alone } }\n`,
    }),
  ],
  [
    "a nested template",
    "Keys/Alone",
    (account) => ({
      "key.yaml": KEY_ALONE(account),
      "root.yaml":
        "Resources:\n  Keys: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./key.yaml } }\n",
    }),
  ],
  ["a root module", "aws_kms_key.alone", (account) => ({ "keys/main.tf": `${PROVIDER}${BLOCK_ALONE(account)}` })],
  [
    "a called module",
    "module.k.aws_kms_key.alone",
    (account) => ({
      "main.tf": `${PROVIDER}module "k" {\n  source = "./k"\n}\n`,
      "k/main.tf": BLOCK_ALONE(account),
    }),
  ],
])("reads %s for a key that the configuration names, even without IAM resources", async (_what, name, files) => {
  template(undefined);
  for (const [account, says] of [
    [ACCOUNT, NONE],
    [OTHER, ALL],
  ] as const) {
    for (const [path, text] of Object.entries(files(account))) write(path, text);
    const found = await reported(`${CONFIG}${DECLARED}keys: [${name}]\n`);
    if (says === NONE) expect(found).toBe("");
    else expect(found).toContain(says);
  }
});

const SOURCE = (policy: string, more = "") => `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_iam_role" "backup" {
  name               = "veeam-backup"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "${ACCOUNT}" }, Action = "sts:AssumeRole" }] })
}
resource "aws_kms_key" "key" {
  ${policy}
}
${more}
`;
const hcl = (principal: string, action: string) =>
  `policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = ${principal} }, Action = "${action}", Resource = "*" }] })`;
const attached = (principal: string, action: string) =>
  `resource "aws_kms_key_policy" "p" {\n  key_id = aws_kms_key.key.id\n  ${hcl(principal, action)}\n}`;

test.each([
  ["AWS's default policy", SOURCE('description = "x"'), NONE],
  ["the role", SOURCE(hcl("aws_iam_role.backup.arn", "kms:*")), NONE],
  [
    "the role, only for reading",
    SOURCE(hcl("aws_iam_role.backup.arn", "kms:DescribeKey")),
    "does not let role aws_iam_role.backup perform 5 of 6",
  ],
  [
    "the account's root",
    SOURCE(
      hcl('"arn:aws:iam::${data.aws_caller_identity.me.account_id}:root"', "kms:*"),
      'data "aws_caller_identity" "me" {}',
    ),
    NONE,
  ],
  ["another principal", SOURCE(hcl(`"arn:aws:iam::${ACCOUNT}:role/a"`, "kms:*")), "perform 6 of 6"],
  ["the role, in a separate resource", SOURCE("", attached("aws_iam_role.backup.arn", "kms:*")), NONE],
  [
    "nobody, in a separate resource",
    SOURCE(hcl("aws_iam_role.backup.arn", "kms:*"), attached(`"arn:aws:iam::${ACCOUNT}:role/a"`, "kms:*")),
    "perform 6 of 6",
  ],
])("checks a key in Terraform source whose policy names %s", async (_title, source, says) => {
  write("main.tf", source);
  const reportedFindings = await reported(
    `roles: { aws_iam_role.backup: ec2-backup }\n${DECLARED}keys: [aws_kms_key.key]\n`,
  );
  if (says === NONE) expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
});

test.each([
  ["kms:*", NONE],
  ["kms:DescribeKey", "perform 5 of 6"],
])("checks a key in a plan whose policy allows %s", async (action, says) => {
  const resource = (type: string, name: string, after: object, after_unknown: object = {}) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: { actions: ["create"], before: null, after, after_unknown },
  });
  const policy = JSON.stringify(document(say({ AWS: `arn:aws:iam::${ACCOUNT}:role/veeam-backup` }, action)));
  const trust = JSON.stringify(TRUST);
  const references = { references: ["aws_kms_key.key.id", "aws_kms_key.key"] };
  write("plan.json", {
    format_version: "1.2",
    resource_changes: [
      resource("aws_iam_role", "backup", { name: "veeam-backup", assume_role_policy: trust }),
      resource("aws_kms_key", "key", {}, { policy: true }),
      resource("aws_kms_key_policy", "p", { policy }, { key_id: true }),
    ],
    configuration: {
      root_module: {
        resources: [
          { address: "aws_iam_role.backup", mode: "managed", type: "aws_iam_role", name: "backup", expressions: {} },
          { address: "aws_kms_key.key", mode: "managed", type: "aws_kms_key", name: "key", expressions: {} },
          {
            ...{ address: "aws_kms_key_policy.p", mode: "managed", type: "aws_kms_key_policy", name: "p" },
            expressions: { key_id: references, policy: {} },
          },
        ],
      },
    },
  });
  const reportedFindings = await reported(
    `roles: { aws_iam_role.backup: ec2-backup }\n${DECLARED}keys: [aws_kms_key.key]\n`,
  );
  if (says === NONE) expect(reportedFindings).toBe("");
  else expect(reportedFindings).toContain(says);
});

const OWN_ROOT = `arn:aws:iam::\${data.aws_caller_identity.me.account_id}:root`;
const assuming = (account: string) => `assume_role {\n    role_arn = "arn:aws:iam::${account}:role/deploy"\n  }`;

/** The root's own provider creates the key, so the key's account isn't the role's. */
test.each([
  ["its own account, which differs", [assuming(ACCOUNT), assuming(OTHER)], OWN_ROOT, true],
  ["its own account, which is also the role's", [assuming(OTHER), assuming(OTHER)], OWN_ROOT, false],
  ["the role's account", [assuming(ACCOUNT), assuming(OTHER)], `arn:aws:iam::${OTHER}:root`, false],
  ["the key's account", ["", assuming(OTHER)], `arn:aws:iam::${ACCOUNT}:root`, true],
])(
  "checks a Terraform key that trusts %s with a role from another provider",
  async (_title, providers, root, isReported) => {
    const [own, other] = providers;
    const of = (value: object) => JSON.stringify(JSON.stringify(value)).replaceAll("$\\{", "$" + "{");
    write(
      "main.tf",
      `provider "aws" {\n  ${own}\n}\nprovider "aws" {\n  alias = "other"\n  ${other}\n}
data "aws_caller_identity" "me" {}
resource "aws_iam_role" "BackupRole" {
  provider           = aws.other
  name               = "veeam-backup"
  assume_role_policy = ${of(TRUST)}
  inline_policy {
    name   = "p"
    policy = ${of(ADMIN)}
  }
}
resource "aws_kms_key" "key" {
  policy = ${of(document(say({ AWS: root }, "kms:*")))}
}
`,
    );
    const reportedFindings = await reported("roles: { '*BackupRole': ec2-backup }\nkeys: [aws_kms_key.key]\n");
    expect(reportedFindings.includes("does not let role aws_iam_role.BackupRole perform")).toBe(isReported);
  },
);
