import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Role } from "../../src/iam/model.js";
import { joinByName } from "../../src/readers/join-by-name.js";
import { readFiles } from "../../src/readers/read-files.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";
import { describeProfile, describeRole } from "./describe-role.js";
import { type Files, policyOf, role, rolesOf } from "./terraform-source/in-memory.js";

const PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
const PROFILE = 'resource "aws_iam_instance_profile" "i" {\n  role = "worker"\n}\n';
const DATA = `data "aws_iam_role" "w" {\n  name = "worker"\n}\n${policyOf("data.aws_iam_role.w.name", '"a:B"')}`;

function lines(roles: readonly Role[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    joinByName(roles).map((one) => [`${one.file} ${one.id}`, [...describeRole(one), ...describeProfile(one)]]),
  );
}

const root = (text: string): string => PROVIDER + text;

const account = (id: string): string => `provider "aws" {\n  allowed_account_ids = ["${id}"]\n}\n`;

const OUTSIDE = [
  "aws_iam_role_policy.p: a:B on *",
  "unresolved other policies: role worker is not in this configuration",
  "profile true",
];
const PERHAPS = [
  "aws_iam_role_policy.p: a:B on * if what policies/main.tf attaches to a role called worker, which may be another one",
  "profile unresolved another file's instance profile",
];

describe("joins roles across root modules", () => {
  test.each<[string, Files, Readonly<Record<string, readonly string[]>>]>([
    [
      "a policy for a role by name",
      { "roles/main.tf": root(role("worker")), "policies/main.tf": root(policyOf('"worker"', '"a:B"')) },
      { "roles aws_iam_role.worker": ["aws_iam_role_policy.p: a:B on *"] },
    ],
    [
      "a policy through the role's data source",
      { "roles/main.tf": root(role("worker")), "policies/main.tf": root(DATA) },
      { "roles aws_iam_role.worker": ["aws_iam_role_policy.p: a:B on *"] },
    ],
    [
      "a policy through a variable's default, in a module",
      {
        "roles/main.tf": root(role("worker")),
        "policies/main.tf": root('module "m" {\n  source = "../m"\n}\n'),
        "m/main.tf": `variable "name" {\n  default = "worker"\n}\n${policyOf("var.name", '"a:B"')}`,
      },
      { "roles aws_iam_role.worker": ["module.m.aws_iam_role_policy.p: a:B on *"] },
    ],
    [
      "only an instance profile",
      { "roles/main.tf": root(role("worker")), "profiles/main.tf": root(PROFILE) },
      { "roles aws_iam_role.worker": ["profile true"] },
    ],
    [
      "policies in two root modules",
      {
        "roles/main.tf": root(role("worker")),
        "a/main.tf": root(policyOf('"worker"', '"a:B"') + PROFILE),
        "b/main.tf": root(policyOf('"worker"', '"a:C"')),
      },
      {
        "roles aws_iam_role.worker": [
          "aws_iam_role_policy.p: a:B on *",
          "aws_iam_role_policy.p: a:C on *",
          "profile true",
        ],
      },
    ],
    [
      "a name that several root modules have",
      {
        "dev/main.tf": root(role("worker")),
        "prod/main.tf": root(role("worker")),
        "policies/main.tf": root(policyOf('"worker"', '"a:B"') + PROFILE),
      },
      {
        "dev aws_iam_role.worker": PERHAPS,
        "prod aws_iam_role.worker": PERHAPS,
        "policies worker": OUTSIDE,
      },
    ],
    [
      "a name that two accounts have",
      {
        "dev/main.tf": account("111122223333") + role("worker"),
        "prod/main.tf": account("444455556666") + role("worker"),
        "policies/main.tf": account("444455556666") + policyOf('"worker"', '"a:B"'),
      },
      { "dev aws_iam_role.worker": [], "prod aws_iam_role.worker": ["aws_iam_role_policy.p: a:B on *"] },
    ],
    [
      "a role in another account",
      {
        "dev/main.tf": account("111122223333") + role("worker"),
        "policies/main.tf": account("444455556666") + policyOf('"worker"', '"a:B"'),
      },
      { "dev aws_iam_role.worker": [], "policies worker": OUTSIDE.slice(0, 2) },
    ],
    [
      "an undeclared role",
      { "roles/main.tf": root(role("other")), "policies/main.tf": root(policyOf('"worker"', '"a:B"') + PROFILE) },
      { "roles aws_iam_role.other": [], "policies worker": OUTSIDE },
    ],
    [
      "an exclusive list of inline policies",
      {
        "roles/main.tf": root(role("worker") + policyOf("aws_iam_role.worker.name", '"a:B"')),
        "a/main.tf": root(policyOf('"worker"', '"a:C"', 'name = "kept"')),
        "policies/main.tf": root(
          'resource "aws_iam_role_policies_exclusive" "x" {\n  role_name = "worker"\n  policy_names = ["kept"]\n}\n',
        ),
      },
      {
        "roles aws_iam_role.worker": [
          "aws_iam_role_policy.p: a:B on * if whether it stays, as aws_iam_role_policies_exclusive.x does not list it",
          "aws_iam_role_policy.p: a:C on *",
        ],
      },
    ],
    [
      "an exclusive list of managed policies",
      {
        "roles/main.tf": root(
          role("worker", 'managed_policy_arns = ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"]'),
        ),
        "policies/main.tf": root(
          'resource "aws_iam_role_policy_attachments_exclusive" "x" {\n  role_name = "worker"\n  policy_arns = ["arn:aws:iam::aws:policy/A"]\n}\n',
        ),
      },
      {
        "roles aws_iam_role.worker": [
          "reference arn:aws:iam::aws:policy/A",
          "unresolved arn:aws:iam::aws:policy/B: whether it stays, as aws_iam_role_policy_attachments_exclusive.x does not list it",
          "reference arn:aws:iam::aws:policy/A",
        ],
      },
    ],
    [
      "an unknown role",
      {
        "roles/main.tf": root(role("worker")),
        "policies/main.tf": root(`variable "x" {}\n${policyOf("var.x", '"a:B"')}`),
      },
      { "roles aws_iam_role.worker": [] },
    ],
  ])("%s", (_name, files, expected) => {
    expect(lines(rolesOf(files))).toEqual(expected);
  });
});

const OUTPUT =
  'output "name" {\n  value = aws_iam_role.worker.name\n}\noutput "id" {\n  value = aws_iam_role.worker.unique_id\n}\n';
const backend = (settings: string): string => `terraform {\n  backend ${settings}\n}\n`;
const state = (kind: string, config: string, output = "name"): string =>
  `data "terraform_remote_state" "r" {\n  backend = "${kind}"\n  config = ${config}\n}\n${policyOf(`data.terraform_remote_state.r.outputs.${output}`, '"a:B"')}`;
const S3 = backend('"s3" {\n    bucket = "b"\n    key = "roles/terraform.tfstate"\n  }');

describe("finds a role by an output of the root module that creates it", () => {
  test.each<[string, string, string, boolean]>([
    ["in a local state", "", state("local", '{ path = "../roles/terraform.tfstate" }'), true],
    [
      "in a local state, with the module's path",
      "",
      state("local", '{ path = "${path.module}/../roles/terraform.tfstate" }'),
      true,
    ],
    [
      "in a local state under another name",
      backend('"local" {\n path = "x.tfstate"\n }'),
      state("local", '{ path = "../roles/x.tfstate" }'),
      true,
    ],
    ["in S3", S3, state("s3", '{ bucket = "b", key = "roles/terraform.tfstate", region = "eu-west-1" }'), true],
    ["in S3 under another key", S3, state("s3", '{ bucket = "b", key = "x" }'), false],
    ["in a bucket that is configured elsewhere", backend('"s3" {}'), state("s3", '{ bucket = "b", key = "x" }'), false],
    ["in another local state", S3, state("local", '{ path = "../roles/terraform.tfstate" }'), false],
    ["in a state with an unknown path", "", state("local", "{ path = var.x }"), false],
    ["an unknown output", "", state("local", '{ path = "../roles/terraform.tfstate" }', "id"), false],
    ["a missing output", "", state("local", '{ path = "../roles/terraform.tfstate" }', "other"), false],
    [
      "in a workspace",
      "",
      state("local", '{ path = "../roles/terraform.tfstate" }').replace("backend =", 'workspace = "x"\n  backend ='),
      false,
    ],
  ])("%s", (_name, settings, reading, isFound) => {
    const files = { "roles/main.tf": root(settings + role("worker") + OUTPUT), "policies/main.tf": root(reading) };
    const got = lines(rolesOf(files))["roles aws_iam_role.worker"] ?? [];
    expect(got).toEqual(isFound ? ["aws_iam_role_policy.p: a:B on *"] : []);
  });

  test("joins root modules that read each other's states", () => {
    const both = (other: string): string =>
      root(
        `${state("local", `{ path = "../${other}/terraform.tfstate" }`)}output "name" {\n  value = data.terraform_remote_state.r.outputs.name\n}\n${role("worker")}`,
      );
    const files = { "a/main.tf": both("b"), "b/main.tf": both("a") };
    expect(Object.keys(lines(rolesOf(files)))).toEqual(["a aws_iam_role.worker", "b aws_iam_role.worker"]);
  });
});

function linesIn(files: Files): Readonly<Record<string, readonly string[]>> {
  const folder = emptyFolder();
  writeFiles(folder, files);
  const resolved = resolveOptions(new Map(), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const { roles } = readFiles(resolved.options.check, { scope }, []);
  return Object.fromEntries(
    roles.map((one) => [`${one.file} ${one.id}`, [...describeRole(one), ...describeProfile(one)]]),
  );
}

const template = (resources: string, more = ""): string => `${more}Resources:\n${resources.replace(/^(?=.)/gm, "  ")}`;
const created = (more = ""): string =>
  `R: {Type: AWS::IAM::Role, Properties: {RoleName: worker, AssumeRolePolicyDocument: {Statement: []}${more}}}\n`;
const attached = (type: string, roles: string, effect = "Deny", more = ""): string =>
  `P: {Type: AWS::IAM::${type}${more}, Properties: {${roles}, PolicyName: p, PolicyDocument: {Statement: [{Effect: ${effect}, Action: a:B, Resource: "*"}]}}}\n`;
const inRole = attached("RolePolicy", "RoleName: worker");
const denied = ["P: denied: a:B on *"];
const mayBe = (file: string): string => ` if what ${file} attaches to a role called worker, which may be another one`;
const PROD = "Conditions: {Prod: !Equals [!Ref AWS::Region, eu-west-1]}\n";
const rest = "unresolved other policies: role worker is not in this template";
const stackSet = "S: {Type: AWS::CloudFormation::StackSet, Properties: {TemplateURL: r.yaml}}\n";

describe("attaches what a template names to another file's role", () => {
  afterAll(removeFolders);

  test.each<[string, Files, Readonly<Record<string, readonly string[]>>]>([
    ["as an inline policy", { "r.yaml": template(created()), "p.yaml": template(inRole) }, { "r.yaml R": denied }],
    [
      "as a policy",
      { "r.yaml": template(created()), "p.yaml": template(attached("Policy", "Roles: [worker]")) },
      { "r.yaml R": denied },
    ],
    [
      "as a managed policy with a unique name",
      {
        "r.yaml": template(created()),
        "p.yaml": template(attached("ManagedPolicy", "Roles: [worker, other]", "Allow")),
      },
      {
        "r.yaml R": ["P: a:B on *"],
        "p.yaml other": ["P: a:B on *", "unresolved other policies: role other is not in this template"],
      },
    ],
    [
      "as an instance profile",
      {
        "r.yaml": template(created()),
        "p.yaml": template("I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [worker]}}\n"),
      },
      { "r.yaml R": ["profile true"] },
    ],
    [
      "as an inline policy with the name of another, only one of which stays",
      {
        "r.yaml": template(
          created(
            ', Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]',
          ),
        ),
        "p.yaml": template(inRole),
      },
      {
        "r.yaml R": [
          "p: * on * if which of the inline policies named p stays (this, or P at p.yaml:2:97)",
          "P: denied: a:B on * if which of the inline policies named p stays (this, or p at r.yaml:2:146)",
        ],
      },
    ],
    [
      "under a condition",
      {
        "r.yaml": template(created()),
        "p.yaml": template(attached("RolePolicy", "RoleName: worker", "Deny", ", Condition: Prod"), PROD),
      },
      { "r.yaml R": [`${denied[0]}${mayBe("p.yaml")}`] },
    ],
    [
      "when two templates create the role",
      { "dev.yaml": template(created()), "prod.yaml": template(created()), "p.yaml": template(inRole) },
      {
        "dev.yaml R": [`${denied[0]}${mayBe("p.yaml")}`],
        "prod.yaml R": [`${denied[0]}${mayBe("p.yaml")}`],
        "p.yaml worker": [...denied, rest],
      },
    ],
    [
      "when a stack set creates the role in other accounts",
      { "s.yaml": template(stackSet), "r.yaml": template(created()), "p.yaml": template(inRole) },
      { "r.yaml S/R": [`${denied[0]}${mayBe("p.yaml")}`] },
    ],
    [
      "to a Terraform role",
      { "r/main.tf": root(role("worker")), "p.yaml": template(inRole) },
      { "r aws_iam_role.worker": denied },
    ],
    [
      "from Terraform, to a role in a template",
      { "r.yaml": template(created()), "p/main.tf": root(policyOf('"worker"', '"a:B"') + PROFILE) },
      { "r.yaml R": ["aws_iam_role_policy.p: a:B on *", "profile true"] },
    ],
    [
      "as an AWS policy, if it may be another one",
      {
        "dev.yaml": template(created()),
        "prod.yaml": template(created()),
        "p/main.tf": root(
          'resource "aws_iam_role_policy_attachment" "a" {\n  role = "worker"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
        ),
      },
      {
        "dev.yaml R": [`unresolved arn:aws:iam::aws:policy/ReadOnlyAccess:${mayBe("p/main.tf").slice(3)}`],
        "prod.yaml R": [`unresolved arn:aws:iam::aws:policy/ReadOnlyAccess:${mayBe("p/main.tf").slice(3)}`],
        "p worker": [
          "reference arn:aws:iam::aws:policy/ReadOnlyAccess",
          "unresolved other policies: role worker is not in this configuration",
        ],
      },
    ],
  ])("%s", (_name, files, expected) => {
    expect(linesIn(files)).toEqual(expected);
  });
});
