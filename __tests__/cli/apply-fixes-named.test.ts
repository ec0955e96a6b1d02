import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-named-"));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
type Files = Readonly<Record<string, string>>;

/** The help of the finding about missing actions, and whether it has an edit. */
async function missing(files: Files, roles = "worker: communication", config: string | null = null) {
  const folder = join(root, `${count++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const file = config === null ? null : { path: "worker-iam-check.yml", text: config };
  const inputs = new Map(Object.entries({ files: ".", roles, appliance: "111122223333" }));
  const resolved = resolveOptions(inputs, file);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: false };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const found = outcome.report.findings.find(({ rule }) => rule === "missing-action");
  return { isEdited: found?.fix !== null, help: found?.help };
}

const ARN = '"arn:aws:iam::111122223333:policy/veeam-shared"';
const main = `data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["ssm:GetDocument", "ssm:GetManifest"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "p" {
  name   = "veeam-shared"
  policy = data.aws_iam_policy_document.p.json
}
resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = jsonencode({ Statement = [] })
}
resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.p.arn
}
`;
const resource = (type: string, body: string) => `resource "${type}" "x" {\n  ${body}\n}\n`;
const attached = (kind: string, arn: string, holder = '"someone"') =>
  resource(`aws_iam_${kind}_policy_attachment`, `${kind} = ${holder}\n  policy_arn = ${arn}`);
const data = (body: string) => `data "aws_iam_policy" "again" {\n  ${body}\n}\n`;
const FOUND = "data.aws_iam_policy.again.arn";
const byName = data('name = "veeam-shared"');
const other =
  'resource "aws_iam_role" "other" {\n  name = "other"\n  assume_role_policy = jsonencode({ Statement = [] })\n';
const reference = 'customer_managed_policy_reference {\n    name = "veeam-shared"\n    path = "/"\n  }';
const each = (value: string) =>
  resource("aws_iam_user_policy_attachment", `for_each = toset(${value})\n  user = "u"\n  policy_arn = each.value`);
const variable = (name: string) => `variable "${name}" {\n  type = list(string)\n}\n`;

const one = (type: string, properties: string) =>
  `Resources:\n  A:\n    Type: ${type}\n    Properties:\n      ${properties}\n`;
/** Another root, in which a role has a policy by an ARN that is put together. */
const joinedIn = (arn: string, more = "", attribute = "managed_policy_arns = [%]") =>
  `${more}${other}  ${attribute.replace("%", arn)}\n}\n`;
const START = "arn:aws:iam::111122223333:policy";
const OTHER = "aws_iam_role.other (b/main.tf)";

describe("a policy of Terraform that something calls by its name or ARN is not edited", () => {
  const user = "aws_iam_user_policy_attachment.x";
  test.each<readonly [string, Files, string]>([
    ["a data source, for a user", { "main.tf": main + byName + attached("user", FOUND) }, user],
    [
      "a data source, for another role",
      { "main.tf": `${main}${byName}${other}}\n${attached("role", FOUND, "aws_iam_role.other.name")}` },
      "aws_iam_role.other",
    ],
    [
      "a data source by ARN, for a group",
      { "main.tf": main + data(`arn = ${ARN}`) + attached("group", FOUND) },
      "aws_iam_group_policy_attachment.x",
    ],
    [
      "a data source by a reference",
      { "main.tf": main + data("arn = aws_iam_policy.p.arn") + attached("user", FOUND) },
      user,
    ],
    [
      "a data source of another root",
      { "a/main.tf": main, "b/main.tf": byName + attached("user", FOUND) },
      `${user} (b/main.tf)`,
    ],
    [
      "a data source by a local",
      {
        "a/main.tf": main,
        "b/main.tf": `locals {\n  n = "veeam-shared"\n}\n${data("name = local.n")}${attached("user", FOUND)}`,
      },
      `${user} (b/main.tf)`,
    ],
    [
      "a permission set",
      { "main.tf": main + resource("aws_ssoadmin_customer_managed_policy_attachment", reference) },
      "aws_ssoadmin_customer_managed_policy_attachment.x",
    ],
    [
      "permission sets for each entry of a map",
      {
        "main.tf": `locals {\n  sets = { ops = "veeam-shared" }\n}\n${main}${resource(
          "aws_ssoadmin_customer_managed_policy_attachment",
          "for_each = local.sets\n  customer_managed_policy_reference {\n    name = each.value\n  }",
        )}`,
      },
      "aws_ssoadmin_customer_managed_policy_attachment.x",
    ],
    [
      "the boundary of a permission set, of another root",
      {
        "a/main.tf": main,
        "b/main.tf": resource(
          "aws_ssoadmin_permissions_boundary_attachment",
          `permissions_boundary {\n  ${reference}\n}`,
        ),
      },
      "aws_ssoadmin_permissions_boundary_attachment.x (b/main.tf)",
    ],
    [
      "an ARN for a role of another root",
      { "a/main.tf": main, "b/main.tf": attached("role", ARN) },
      "aws_iam_role_policy_attachment.x (b/main.tf)",
    ],
    [
      "a role's list of another root",
      { "a/main.tf": main, "b/main.tf": `${other}  managed_policy_arns = [${ARN}]\n}\n` },
      "aws_iam_role.other (b/main.tf)",
    ],
    [
      "a role's boundary",
      { "a/main.tf": main, "b/main.tf": `${other}  permissions_boundary = ${ARN}\n}\n` },
      "aws_iam_role.other (b/main.tf)",
    ],
    [
      "an ARN for several roles",
      { "a/main.tf": main, "b/main.tf": resource("aws_iam_policy_attachment", `roles = ["r"]\n  policy_arn = ${ARN}`) },
      "aws_iam_policy_attachment.x (b/main.tf)",
    ],
    [
      "values of another root",
      { "a/main.tf": main, "b/main.tf": variable("arns") + each("var.arns"), "b/prod.tfvars": `arns = [${ARN}]\n` },
      `${user} (b/main.tf)`,
    ],
    [
      "a default",
      { "a/main.tf": main, "b/main.tf": `variable "arns" {\n  default = [${ARN}]\n}\n${each("var.arns")}` },
      `${user} (b/main.tf)`,
    ],
    [
      "values of a folder of their own",
      { "a/main.tf": main, "b/main.tf": variable("arns") + each("var.arns"), "b/env/p.tfvars": `arns = [${ARN}]\n` },
      "b/env/p.tfvars:1",
    ],
    [
      "a local of another root, put together",
      {
        "a/main.tf": main,
        "b/main.tf": `locals {\n  names = ["veeam-shared"]\n}\n${resource(
          "aws_iam_user_policy_attachment",
          'user = "u"\n  policy_arn = "arn:aws:iam::111122223333:policy/${local.names[0]}"',
        )}`,
      },
      `${user} (b/main.tf)`,
    ],
    [
      "an ARN with a part that is a local",
      { "a/main.tf": main, "b/main.tf": joinedIn(`"${START}/\${local.n}-shared"`, 'locals {\n  n = "veeam"\n}\n') },
      OTHER,
    ],
    [
      "an ARN with a part that is a default, as a boundary",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn(
          `format("${START}/veeam-%s", var.n)`,
          'variable "n" {\n  default = "shared"\n}\n',
          "permissions_boundary = %",
        ),
      },
      OTHER,
    ],
    [
      "an ARN with a list that is joined, of an unknown account",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn(
          '"arn:aws:iam::${data.aws_caller_identity.me.account_id}:policy/${join("-", local.n)}"',
          'locals {\n  n = ["veeam", "shared"]\n}\ndata "aws_caller_identity" "me" {}\n',
        ),
      },
      OTHER,
    ],
    [
      "an ARN with an unknown part",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn(`"${START}/veeam-\${data.aws_region.r.name}"`, 'data "aws_region" "r" {}\n'),
      },
      OTHER,
    ],
    [
      "an ARN of a template, put together",
      {
        "main.tf": main,
        "b/t.yaml": one("AWS::IAM::Role", `ManagedPolicyArns: [!Sub ["${START}/\${n}-shared", {n: veeam}]]`),
      },
      "A (b/t.yaml)",
    ],
    [
      "a module that is not here",
      { "a/main.tf": main, "b/main.tf": `module "m" {\n  source = "a/b/aws"\n  policies = ["veeam-shared"]\n}\n` },
      "module.m (b/main.tf)",
    ],
    [
      "a template",
      {
        "main.tf": main,
        "users.yaml":
          "Resources:\n  A:\n    Type: AWS::IAM::User\n    Properties:\n      ManagedPolicyArns:\n        - !Sub arn:aws:iam::${AWS::AccountId}:policy/veeam-shared\n",
      },
      "users.yaml:6",
    ],
  ])("by %s", async (_what, files, by) => {
    const { isEdited, help } = await missing(files);
    expect(isEdited).toBe(false);
    expect(help).toContain(`an edit of policy aws_iam_policy.p would grant them to ${by} as well`);
  });

  test.each<readonly [string, Files]>([
    ["the role itself has the ARN", { "main.tf": main.replace("aws_iam_policy.p.arn", ARN) }],
    ["the role has it twice", { "main.tf": main + attached("role", ARN, "aws_iam_role.worker.name") }],
    ["a data source finds it for the role", { "main.tf": main + byName + attached("role", FOUND, '"worker"') }],
    [
      "a list has the role alone",
      {
        "main.tf":
          main + resource("aws_iam_policy_attachment", `roles = [aws_iam_role.worker.name]\n  policy_arn = ${ARN}`),
      },
    ],
    ["a data source finds it for nobody", { "main.tf": main + byName }],
    ["something else is called so", { "main.tf": main + resource("aws_s3_bucket", 'bucket = "veeam-shared"') }],
    [
      "something else has a block that is called so",
      { "main.tf": `${main}resource "aws_s3_bucket_policy" "veeam-shared" {\n  bucket = "b"\n}\n` },
    ],
    ["another policy's name begins alike", { "main.tf": main + attached("user", ARN.replace(/"$/, '-2"')) }],
    ["AWS has a policy of that name", { "main.tf": main + attached("user", ARN.replace("111122223333", "aws")) }],
    ["a comment has the ARN", { "main.tf": main, "b.yaml": `# ${ARN}\nResources: {} # policy/veeam-shared\n` }],
    [
      "its name is a local",
      { "main.tf": `locals {\n  policy = "veeam-shared"\n}\n${main.replace('"veeam-shared"', "local.policy")}` },
    ],
    [
      "a statement is about it",
      {
        "main.tf": `${main}${resource("aws_iam_user_policy", `policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "iam:*", Resource = [${ARN}] }] })`)}`,
      },
    ],
    [
      "an ARN that is put together is another's",
      { "a/main.tf": main, "b/main.tf": joinedIn(`"${START}/\${local.n}-other"`, 'locals {\n  n = "veeam"\n}\n') },
    ],
    [
      "an ARN that is put together is AWS's",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn('"arn:aws:iam::aws:policy/${local.n}-shared"', 'locals {\n  n = "veeam"\n}\n'),
      },
    ],
    [
      "an ARN that is put together is of another account",
      {
        "a/main.tf": `provider "aws" {\n  allowed_account_ids = ["444455556666"]\n}\n${main}`,
        "b/main.tf": joinedIn(`"${START}/\${local.n}-shared"`, 'locals {\n  n = "veeam"\n}\n'),
      },
    ],
    [
      "nothing is known of another's ARN",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn("data.aws_ssm_parameter.p.value", 'data "aws_ssm_parameter" "p" {}\n'),
      },
    ],
    ["it is imported", { "main.tf": `${main}import {\n  to = aws_iam_policy.p\n  id = ${ARN}\n}\n` }],
  ])("it is edited where %s", async (_what, files) => {
    expect(await missing(files)).toMatchObject({ isEdited: true });
  });
});

const template = `Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties: {RoleName: worker, AssumeRolePolicyDocument: {Statement: []}}
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: veeam-shared
      Roles: [!Ref Worker]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action:
              - ssm:GetDocument
            Resource: "*"
`;

describe("a policy of a template that something else calls by its name or ARN is not edited", () => {
  test.each<readonly [string, Files, string]>([
    ["a user of another template", { "b.yaml": one("AWS::IAM::User", `ManagedPolicyArns: [${ARN}]`) }, "b.yaml:5"],
    [
      "a role of another template, for any account",
      {
        "b.yaml": one(
          "AWS::IAM::Role",
          'ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/veeam-shared"]',
        ),
      },
      "b.yaml:5",
    ],
    [
      "a role of another template, by a parameter's default",
      {
        "b.yaml": `Parameters:\n  N: {Type: String, Default: veeam}\n${one("AWS::IAM::Role", `ManagedPolicyArns: [!Sub "${START}/\${N}-shared"]`)}`,
      },
      "A",
    ],
    [
      "a role of another template, by a mapping",
      {
        "b.yaml": `Mappings:\n  M: {a: {n: shared}}\n${one("AWS::IAM::Role", `PermissionsBoundary: !Join ["/", ["${START}", !Join ["-", [veeam, !FindInMap [M, a, n]]]]]`)}`,
      },
      "A",
    ],
    [
      "a parameter's default",
      {
        "b.yaml": `Parameters:\n  A: {Type: String, Default: ${ARN}}\n${one("AWS::IAM::User", "ManagedPolicyArns: [!Ref A]")}`,
      },
      "b.yaml:2",
    ],
    [
      "a permission set of another template",
      { "b.yaml": one("AWS::SSO::PermissionSet", "CustomerManagedPolicyReferences:\n        - Name: veeam-shared") },
      "b.yaml:6",
    ],
    ["a user of Terraform", { "main.tf": attached("user", ARN) }, "aws_iam_user_policy_attachment.x"],
    [
      "a data source of Terraform",
      { "b/main.tf": byName + attached("role", FOUND) },
      "aws_iam_role_policy_attachment.x (b/main.tf)",
    ],
  ])("by %s", async (_what, files, by) => {
    const { isEdited, help } = await missing({ "a.yaml": template, ...files }, "Worker: communication");
    expect(isEdited).toBe(false);
    expect(help).toContain(`an edit of policy Shared would grant them to ${by} as well`);
  });

  test.each<readonly [string, Files]>([
    ["nothing has it", {}],
    ["a role is called so", { "b.yaml": one("AWS::IAM::Role", "RoleName: veeam-shared") }],
    [
      "a statement is about it",
      {
        "b.yaml": one(
          "AWS::IAM::Policy",
          `PolicyDocument: {Statement: {Action: "iam:*", Effect: Deny, Resource: ${ARN}}}`,
        ),
      },
    ],
  ])("it is edited where %s", async (_what, files) => {
    expect(await missing({ "a.yaml": template, ...files }, "Worker: communication")).toMatchObject({ isEdited: true });
  });
});

const file = JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["ssm:GetDocument"], Resource: "*" }] }, null, 2);

test.each([
  ["a file that another group has, too", "worker: communication", false],
  ["a file of two groups that are checked for the same", "*: communication", true],
])("%s", async (_what, roles, isEdited) => {
  const config = "groups:\n  worker:\n    policies: p.json\n  other:\n    policies: p.json\n";
  const found = await missing({ "p.json": file }, roles, config);
  expect(found.isEdited).toBe(isEdited);
  if (!isEdited) expect(found.help).toContain("would grant them to other as well");
});

describe("an entry of a map, for each of which blocks are made", () => {
  const entries = (worker: string, app: string, value: string, more = "") => `locals {
  roles = {
    worker = ${worker}
    app    = ${app}
  }
}
data "aws_iam_policy_document" "p" {
  for_each = local.roles
  statement {
    actions   = ${value}
    resources = ["*"]
  }
}
resource "aws_iam_role" "r" {
  for_each           = local.roles
  name               = each.key
  assume_role_policy = jsonencode({ Statement = [] })${more}
}
resource "aws_iam_role_policy" "p" {
  for_each = local.roles
  role     = aws_iam_role.r[each.key].id
  policy   = data.aws_iam_policy_document.p[each.key].json
}
`;
  const maps = ['{ actions = ["ssm:GetDocument"] }', '{ actions = ["s3:GetObject"] }'] as const;
  test.each([
    ["lists", entries('["ssm:GetDocument"]', '["s3:GetObject"]', "each.value"), true],
    ["maps", entries(...maps, "each.value.actions"), true],
    [
      "maps, of which something else is used, too",
      entries(...maps, "each.value.actions", "\n  path = each.value.path"),
      true,
    ],
    [
      "maps that are used as a whole",
      entries(...maps, "each.value.actions", "\n  description = jsonencode(each.value)"),
      false,
    ],
    ["lists that are used for all", entries('["ssm:GetDocument"]', "[]", "local.roles.worker"), false],
  ])("%s", async (_what, text, isOwn) => {
    const { help } = await missing({ "main.tf": text }, '*"worker"*: communication');
    expect(help?.includes("as well")).toBe(!isOwn);
  });
});
