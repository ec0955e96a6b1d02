import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const ACCOUNT = "123456789012";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/veeam-backup`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/veeam-backup/one`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "uncertain-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const allow = (AWS: unknown) => ({ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" });
const TRUST = document({ Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" });
const EVERYTHING = document({ Effect: "Allow", Action: "*", Resource: "*" });

/** Counts the actions that the key policy lets the role perform, by verdict. */
async function stateOf(key: string): Promise<string> {
  const text = `requirements: '13.1'\nroles: { "*[bB]ackup*": ec2-backup }\nkeys: ["${key}"]\naccounts: ["${ACCOUNT}"]\n`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text });
  if ("problems" in resolved) throw new Error(resolved.problems.map(({ message }) => message).join());
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const inspected = await inspect(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in inspected) return inspected.problems.map(({ message }) => message).join();
  const verdicts = inspected.result.roles.flatMap(({ keys = [] }) => keys.flatMap((one) => one.verdicts));
  const counts = new Map<string, number>();
  for (const { verdict } of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts]
    .map(([verdict, count]) => `${count} ${verdict}`)
    .sort()
    .join();
}

const ALL = "6 granted";
const NONE = "6 missing";
const OPEN = "6 undetermined";
const DENIED = "6 denied";
const ABSENT = "`keys` names Key, but no checked file defines it";

const BACKUP_ROLE = { RoleName: "veeam-backup", AssumeRolePolicyDocument: TRUST };
const POLICIES = { Policies: [{ PolicyName: "p", PolicyDocument: EVERYTHING }] };
const BOUNDARY = { PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" };

function template(key: object, role: object = {}, parameter: object = {}): void {
  write("t.json", {
    Parameters: { E: { Type: "String", ...parameter } },
    Conditions: { On: { "Fn::Equals": [{ Ref: "E" }, "on"] }, Never: { "Fn::Equals": ["a", "b"] } },
    Resources: {
      BackupRole: { Type: "AWS::IAM::Role", Properties: { ...BACKUP_ROLE, ...POLICIES, ...role } },
      Key: { Type: "AWS::KMS::Key", ...key },
    },
  });
}

test.each<[what: string, condition: string, parameter: object, granted: string, refused: string]>([
  ["whose parameter is unknown", "On", {}, OPEN, OPEN],
  ["that the default meets", "On", { Default: "on" }, ALL, NONE],
  ["that the default doesn't meet", "On", { Default: "off" }, OPEN, OPEN],
  ["that never holds", "Never", {}, ABSENT, ABSENT],
])("evaluates a key under a condition %s", async (_what, Condition, parameter, granted, refused) => {
  template({ Condition, Properties: { KeyPolicy: document(allow(ROLE)) } }, {}, parameter);
  expect(await stateOf("Key")).toBe(granted);
  template({ Condition, Properties: { KeyPolicy: document(allow(ADMIN)) } }, {}, parameter);
  expect(await stateOf("Key")).toBe(refused);
});

test.each([
  [ROLE, ALL],
  [ADMIN, NONE],
])("reads the policy of a replica key for %s", async (principal, expected) => {
  template({ Type: "AWS::KMS::ReplicaKey", Properties: { KeyPolicy: document(allow(principal)) } });
  expect(await stateOf("Key")).toBe(expected);
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
test.each<[names: readonly string[], plain: string, bounded: string]>([
  [[ROLE, ROOT], OPEN, DENIED],
  [[ROLE], OPEN, DENIED],
  [[SESSION, ROLE, ROOT], OPEN, DENIED],
  [[ROOT], DENIED, DENIED],
  [[ADMIN, ROOT], DENIED, DENIED],
  [["*"], ALL, DENIED],
])("applies a Deny for all but %j", async (names, plain, bounded) => {
  const but = { Effect: "Deny", NotPrincipal: { AWS: names }, Action: "kms:*", Resource: "*" };
  const Properties = { KeyPolicy: document(allow(ROLE), but) };
  template({ Properties });
  expect(await stateOf("Key")).toBe(plain);
  template({ Properties }, BOUNDARY);
  expect(await stateOf("Key")).toBe(bounded);
  const sometimes = {
    PermissionsBoundary: { "Fn::If": ["On", BOUNDARY.PermissionsBoundary, { Ref: "AWS::NoValue" }] },
  };
  template({ Properties }, sometimes);
  expect(await stateOf("Key")).toBe(plain === DENIED ? DENIED : OPEN);
});

test.each([
  [ROLE, NONE],
  [ADMIN, OPEN],
])("leaves an Allow for all but %s undecided because AWS doesn't support it", async (name, expected) => {
  const KeyPolicy = document({ Effect: "Allow", NotPrincipal: { AWS: name }, Action: "kms:*", Resource: "*" });
  template({ Properties: { KeyPolicy } });
  expect(await stateOf("Key")).toBe(expected);
});

const OPERATIONS = `["DescribeKey", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKeyWithoutPlaintext", "Encrypt", "Decrypt", "CreateGrant"]`;
const source = (type: string, policy: string, more = "") => `
variable "open" {}
provider "aws" {
  region = "eu-west-1"
}
resource "aws_iam_role" "backup" {
  name               = "veeam-backup"
  assume_role_policy = jsonencode(${JSON.stringify(TRUST)})
}
resource "${type}" "key" {
  ${policy}
}
${more}
`;
const policyFor = (principal: string) => `policy = jsonencode(${JSON.stringify(document(allow(principal)))})`;
const grant = (lines: string) => `resource "aws_kms_grant" "g" {
  key_id     = aws_kms_key.key.key_id
  operations = ${OPERATIONS}
  ${lines}
}`;
const TO_ROLE = "grantee_principal = aws_iam_role.backup.arn";

test.each(["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key"])(
  "reads the policy of %s",
  async (type) => {
    write("main.tf", source(type, policyFor(ROLE)));
    expect(await stateOf(`${type}.key`)).toBe(ALL);
    write("main.tf", source(type, policyFor(ADMIN)));
    expect(await stateOf(`${type}.key`)).toBe(NONE);
    write("main.tf", source(type, `count = var.open\n${policyFor(ROLE)}`));
    expect(await stateOf(`${type}.key`)).toBe(OPEN);
  },
);

test("leaves a key undecided if a policy in another resource might not exist", async () => {
  const beside = `resource "aws_kms_key_policy" "p" {\n  count  = var.open\n  key_id = aws_kms_key.key.id\n  ${policyFor(ADMIN)}\n}`;
  write("main.tf", source("aws_kms_key", policyFor(ROLE), beside));
  expect(await stateOf("aws_kms_key.key")).toBe(OPEN);
});

/** A grant limits the permissions that it can pass on, so kms:CreateGrant stays undecided. A grant can't allow kms:GetKeyPolicy. */
test.each<[what: string, lines: string, expected: string]>([
  ["to the role", TO_ROLE, "1 missing,1 undetermined,4 granted"],
  ["to the role by its ARN", `grantee_principal = "${ROLE}"`, "1 missing,1 undetermined,4 granted"],
  ["to another role", `grantee_principal = "${ADMIN}"`, NONE],
  ["to an unknown principal", "grantee_principal = var.open", "1 missing,5 undetermined"],
  [
    "with constraints",
    `${TO_ROLE}\nconstraints {\n  encryption_context_equals = { a = "b" }\n}`,
    "1 missing,5 undetermined",
  ],
  ["that might not exist", `${TO_ROLE}\ncount = var.open`, "1 missing,5 undetermined"],
])("applies a grant %s", async (_what, lines, expected) => {
  write("main.tf", source("aws_kms_key", policyFor(ADMIN), grant(lines)));
  expect(await stateOf("aws_kms_key.key")).toBe(expected);
});

test("lets a Deny in the key policy override a grant, and needs no grant next to the default policy", async () => {
  const no = document({ ...allow(ROLE), Effect: "Deny" });
  write("main.tf", source("aws_kms_key", `policy = jsonencode(${JSON.stringify(no)})`, grant(TO_ROLE)));
  expect(await stateOf("aws_kms_key.key")).toBe("1 missing,5 denied");
  write("main.tf", source("aws_kms_key", "", grant(TO_ROLE)));
  expect(await stateOf("aws_kms_key.key")).toBe(ALL);
});

/** The default policy names the root user of the key's own account. */
test.each<[what: string, role: string, key: string, expected: string]>([
  ["another account", `allowed_account_ids = ["${ACCOUNT}"]`, 'allowed_account_ids = ["210987654321"]', NONE],
  ["the role's account", `allowed_account_ids = ["${ACCOUNT}"]`, `allowed_account_ids = ["${ACCOUNT}"]`, ALL],
  ["an account known from a role", "", 'assume_role {\n    role_arn = "arn:aws:iam::210987654321:role/x"\n  }', NONE],
  ["an unknown account", "", 'profile = "other"', OPEN],
])("applies the default policy of a key in %s", async (_what, role, key, expected) => {
  const own = source("aws_kms_key", "provider = aws.other").replace('region = "eu-west-1"', role);
  const providers = `provider "aws" {\n  alias = "other"\n  ${key}\n}\n`;
  for (const type of ["aws_kms_key", "aws_kms_replica_key"]) {
    write("main.tf", `${own.replace('"aws_kms_key"', `"${type}"`)}${providers}`);
    expect(await stateOf(`${type}.key`)).toBe(expected);
  }
});

test("resolves the account expression in another root to that root's account", async () => {
  const of = (account: string) => `provider "aws" {\n  allowed_account_ids = ["${account}"]\n}\n`;
  const policy = document(allow("${data.aws_caller_identity.own.account_id}"));
  const key = `data "aws_caller_identity" "own" {}\nresource "aws_kms_key" "key" {\n  policy = jsonencode(${JSON.stringify(policy)})\n}\nresource "aws_iam_role" "admin" {\n  name = "admin"\n  assume_role_policy = jsonencode(${JSON.stringify(TRUST)})\n}\n`;
  const role = `resource "aws_iam_role" "backup" {\n  name = "veeam-backup"\n  assume_role_policy = jsonencode(${JSON.stringify(TRUST)})\n}\n`;
  for (const name of ["keys", "roles"]) mkdirSync(join(folder, name));
  write("keys/main.tf", `${of("210987654321")}${key}`);
  write("roles/main.tf", `${of(ACCOUNT)}${role}`);
  expect(await stateOf("aws_kms_key.key")).toBe(NONE);
});

test.each<[constraints: readonly object[], expected: string]>([
  [[], "1 missing,1 undetermined,4 granted"],
  [[{ encryption_context_equals: { a: "b" } }], "1 missing,5 undetermined"],
])("applies the grant of a plan with the constraints %j", async (constraints, expected) => {
  const resource = (type: string, name: string, after: object, after_unknown: object = {}) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: { actions: ["create"], before: null, after, after_unknown },
  });
  const configured = (type: string, name: string, expressions: object) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    expressions,
  });
  const references = (...names: readonly string[]) => ({ references: names });
  const policy = JSON.stringify(document(allow(ADMIN)));
  write("plan.json", {
    format_version: "1.2",
    resource_changes: [
      resource("aws_iam_role", "backup", { name: "veeam-backup", assume_role_policy: JSON.stringify(TRUST) }),
      resource("aws_kms_key", "key", { policy }),
      resource(
        "aws_kms_grant",
        "g",
        { operations: JSON.parse(OPERATIONS), constraints },
        { key_id: true, grantee_principal: true, constraints: constraints.map(() => ({})) },
      ),
    ],
    configuration: {
      root_module: {
        resources: [
          configured("aws_iam_role", "backup", {}),
          configured("aws_kms_key", "key", { policy: {} }),
          configured("aws_kms_grant", "g", {
            key_id: references("aws_kms_key.key.key_id", "aws_kms_key.key"),
            grantee_principal: references("aws_iam_role.backup.arn", "aws_iam_role.backup"),
          }),
        ],
      },
    },
  });
  expect(await stateOf("aws_kms_key.key")).toBe(expected);
});
