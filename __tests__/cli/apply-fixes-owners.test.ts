import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-owners-"));
afterAll(() => rmSync(root, { recursive: true }));

type Files = Readonly<Record<string, string>>;

let count = 0;

/**
 * The worker's missing actions after `fix`: the end of the help, or "" if it has added them.
 * @param files contents, or after `->` the target of a symbolic link
 * @param named the files that `fix` names
 */
async function left(files: Files, named: Files = {}): Promise<string> {
  const folder = `root-${count++}`;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, path)), { recursive: true });
    if (text.startsWith("->")) symlinkSync(text.slice(2), join(root, folder, path));
    else writeFileSync(join(root, folder, path), text);
  }
  const resolved = resolveOptions(new Map(Object.entries({ roles: "worker: communication", ...named })), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const environment = {
    scope: { root: join(root, folder), workingDirectory: join(root, folder), confined: false },
    today: "2026-11-24",
  };
  const outcome = await applyFixes(resolved.options.check, environment);
  if ("problems" in outcome) throw new Error("problems");
  const before = outcome.before.findings.filter(({ rule }) => rule === "missing-action");
  expect(before).toHaveLength(1);
  const after = outcome.after.findings.find(({ rule }) => rule === "missing-action")?.help ?? "";
  return after.replace(/^.* would also affect/, "");
}

const TRUST = `jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })`;
const role = (label: string, name: string, more = "") => `resource "aws_iam_role" "${label}" {
  name               = "${name}"
  assume_role_policy = ${TRUST}
${more}}
`;
const WORKER = role("worker", "worker");
const DOCUMENT = '{"Statement": [{"Effect": "Allow", "Action": [\n  "ssm:GetDocument"\n], "Resource": "*"}]}';
const MANAGED = `${WORKER}resource "aws_iam_policy" "p" {
  name   = "veeam-comm"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["ssm:GetDocument"], Resource = "*" }]
  })
}
resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.p.arn
}
`;
const OUTPUT = 'output "arn" {\n  value = aws_iam_policy.p.arn\n}\n';
const block = (type: string, body: string, label = "other") => `resource "${type}" "${label}" {\n  ${body}\n}\n`;
const PREFIX = 'locals {\n  p = "veeam"\n}\n';
const ARN = '"arn:aws:iam::111122223333:policy/${local.p}-comm"';

describe("a Terraform policy that another root refers to by a composed name", () => {
  test.each<[string, string, string?]>([
    ["aws_iam_group_policy_attachment", `group = "g"\n  policy_arn = ${ARN}`],
    ["aws_iam_user_policy_attachment", `user = "u"\n  policy_arn = ${ARN}`],
    ["aws_iam_user", `name = "u"\n  permissions_boundary = ${ARN}`],
    ["aws_iam_policy_attachment", `name = "x"\n  groups = ["g"]\n  policy_arn = ${ARN}`],
    ["aws_iam_policy_attachment", `name = "x"\n  users = var.users\n  policy_arn = ${ARN}`],
    [
      "aws_iam_user_policy_attachments_exclusive",
      `user_name = "u"\n  policy_arns = [for one in ["comm"] : "arn:aws:iam::111122223333:policy/\${local.p}-\${one}"]`,
    ],
    [
      "aws_iam_group_policy_attachment",
      `for_each = toset(["comm", "x"])\n  group = "g"\n  policy_arn = "arn:aws:iam::111122223333:policy/\${local.p}-\${each.key}"`,
    ],
    [
      "aws_iam_group_policy_attachment",
      `group = "g"\n  policy_arn = format("arn:aws:iam::%s:policy/team/%s-comm", data.aws_caller_identity.c.account_id, local.p)`,
    ],
    [
      "aws_iam_group_policy_attachment",
      `group = "g"\n  policy_arn = data.aws_iam_policy.q.arn`,
      'data "aws_iam_policy" "q" {\n  name = "${local.p}-comm"\n}\n',
    ],
    [
      "aws_ssoadmin_customer_managed_policy_attachment",
      'customer_managed_policy_reference {\n    name = "${local.p}-comm"\n  }',
    ],
    [
      "aws_ssoadmin_customer_managed_policy_attachment",
      'dynamic "customer_managed_policy_reference" {\n    for_each = ["comm"]\n    content {\n      name = "${local.p}-${customer_managed_policy_reference.value}"\n    }\n  }',
    ],
    [
      "aws_ssoadmin_permissions_boundary_attachment",
      'permissions_boundary {\n    customer_managed_policy_reference {\n      name = "${local.p}-comm"\n    }\n  }',
    ],
    ["aws_cloudformation_stack", `template_body = "{}"\n  parameters = { Arn = ${ARN} }`],
    [
      "aws_cloudformation_stack",
      `template_body = jsonencode({ Resources = { G = { Type = "AWS::IAM::Group", Properties = { ManagedPolicyArns = [${ARN}] } } } })`,
    ],
    ["awscc_iam_group", `managed_policy_arns = [${ARN}]`],
  ])("%s", async (type, body, more = "") => {
    const files = { "a/main.tf": MANAGED, "b/main.tf": `${PREFIX}${more}${block(type, body)}` };
    expect(await left(files)).toBe(
      ` ${type}.other (b/main.tf)`.replace(".other", body.includes("each.key") ? '.other["comm"]' : ".other"),
    );
  });

  test.each([
    ["a registry module", `custom_role_policy_arns = [${ARN}]`],
    ["a module by a name", 'policies = ["${local.p}-comm"]'],
    ["a module by an object", `roles = { a = { arns = { x = ${ARN} } } }`],
    ["each module", `for_each = { comm = 1 }\n  policies = ["\${local.p}-\${each.key}"]`],
  ])("%s that is not available", async (_what, body) => {
    const call = `module "m" {\n  source = "terraform-aws-modules/iam/aws//modules/x"\n  ${body}\n}\n`;
    expect(await left({ "a/main.tf": MANAGED, "b/main.tf": PREFIX + call })).toMatch(/^ module\.m\S* \(b\/main\.tf\)$/);
  });

  test("a module that is available", async () => {
    const call = `${PREFIX}module "m" {\n  source = "../m"\n  arn = ${ARN}\n}\n`;
    const m = `variable "arn" {}\n${block("aws_iam_group_policy_attachment", 'group = "g"\n  policy_arn = var.arn')}`;
    expect(await left({ "a/main.tf": MANAGED, "b/main.tf": call, "m/main.tf": m })).toBe(
      " module.m.aws_iam_group_policy_attachment.other (m/main.tf)",
    );
  });

  test("a root with a variable file", async () => {
    const arn = "arn:aws:iam::111122223333:policy/${var.n}";
    const group = block("aws_iam_group_policy_attachment", `group = "g"\n  policy_arn = "${arn}"`);
    const files = { "a/main.tf": MANAGED, "b/main.tf": `variable "n" {}\n${group}` };
    const values = { "b/terraform.tfvars": 'n = "veeam-comm"' };
    expect(await left({ ...files, ...values })).toContain(" aws_iam_group_policy_attachment.other (b/main.tf)");
  });

  test.each([
    [
      "an AWS managed policy",
      block("aws_iam_group_policy_attachment", 'group = "g"\n  policy_arn = "arn:aws:iam::aws:policy/${local.p}-comm"'),
    ],
    [
      "another name",
      block(
        "aws_iam_group_policy_attachment",
        'group = "g"\n  policy_arn = "arn:aws:iam::111122223333:policy/${local.p}-other"',
      ),
    ],
    [
      "an unknown name",
      `variable "n" {}\n${block("aws_iam_group_policy_attachment", 'group = "g"\n  policy_arn = "arn:aws:iam::111122223333:policy/${var.n}"')}`,
    ],
    [
      "its ARN as a resource",
      block(
        "aws_iam_group_policy",
        `group = "g"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:*", Resource = ${ARN} }] })`,
      ),
    ],
    [
      "an inline policy of its name",
      block("aws_iam_group_policy", 'group = "g"\n  name = "${local.p}-comm"\n  policy = "{}"'),
    ],
  ])("is edited if another root contains %s", async (_what, text) => {
    expect(await left({ "a/main.tf": MANAGED, "b/main.tf": PREFIX + text })).toBe("");
  });

  test("is edited if only an example refers to it", async () => {
    const text = PREFIX + block("aws_iam_group_policy_attachment", `group = "g"\n  policy_arn = ${ARN}`);
    expect(await left({ "a/main.tf": MANAGED, "examples/b/main.tf": text })).toBe("");
  });
});

describe("a template's policy that something else refers to by a composed name", () => {
  const resource = (type: string, properties: string) =>
    `Resources:\n  O:\n    Type: ${type}\n    Properties: ${properties}\n`;
  const WORKERS = `Resources:
  W:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument: {Statement: []}
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: veeam-comm
      Roles: [!Ref W]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action:
              - ssm:GetDocument
            Resource: "*"
`;
  const JOINED = '!Join ["-", ["arn:aws:iam::111122223333:policy/veeam", comm]]';
  const NAME =
    'Parameters: {N: {Type: String, Default: comm}}\nConditions: {C: !Equals [!Ref "AWS::Region", x]}\nMappings: {M: {a: {n: comm}}}\n';
  test.each([
    ["a group", "AWS::IAM::Group", `{ManagedPolicyArns: [${JOINED}]}`, "ManagedPolicyArns"],
    [
      "a user",
      "AWS::IAM::User",
      `{ManagedPolicyArns: [!Sub ["arn:aws:iam::111122223333:policy/\${a}-comm", {a: veeam}]]}`,
      "ManagedPolicyArns",
    ],
    [
      "a user's boundary",
      "AWS::IAM::User",
      `{PermissionsBoundary: !Sub "arn:aws:iam::\${AWS::AccountId}:policy/veeam-\${N}"}`,
      "PermissionsBoundary",
    ],
    [
      "a user under a condition",
      "AWS::IAM::User",
      `{ManagedPolicyArns: !If [C, [${JOINED}], []]}`,
      "ManagedPolicyArns",
    ],
    [
      "a permission set",
      "AWS::SSO::PermissionSet",
      '{CustomerManagedPolicyReferences: [{Name: !Sub "veeam-${N}", Path: /}]}',
      "CustomerManagedPolicyReferences",
    ],
    [
      "a permission set by a mapping",
      "AWS::SSO::PermissionSet",
      '{CustomerManagedPolicyReferences: [{Name: !Join ["-", [veeam, !FindInMap [M, a, n]]]}]}',
      "CustomerManagedPolicyReferences",
    ],
    [
      "a permission set's boundary",
      "AWS::SSO::PermissionSet",
      '{PermissionsBoundary: {CustomerManagedPolicyReference: {Name: !Join ["-", [veeam, comm]]}}}',
      "PermissionsBoundary",
    ],
    [
      "a permission set's boundary by its ARN",
      "AWS::SSO::PermissionSet",
      `{PermissionsBoundary: {ManagedPolicyArn: ${JOINED}}}`,
      "PermissionsBoundary",
    ],
    ["a function", "AWS::Serverless::Function", `{Policies: [${JOINED}]}`, "Policies"],
    [
      "a stack that is not here",
      "AWS::CloudFormation::Stack",
      `{TemplateURL: https://x.example/t.yaml, Parameters: {A: ${JOINED}}}`,
      "Parameters",
    ],
    [
      "a stack set",
      "AWS::CloudFormation::StackSet",
      `{TemplateURL: https://x.example/t.yaml, Parameters: [{ParameterKey: A, ParameterValue: ${JOINED}}]}`,
      "Parameters",
    ],
    ["a custom resource", "Custom::Attach", `{Arn: ${JOINED}}`, "Arn"],
  ])("%s of another template", async (_what, type, properties, key) => {
    expect(await left({ "t.yaml": WORKERS, "s.yaml": NAME + resource(type, properties) })).toBe(` O.${key}`);
  });

  test("a group of a template, for a policy of Terraform", async () => {
    expect(
      await left({ "main.tf": MANAGED, "s/s.yaml": resource("AWS::IAM::Group", `{ManagedPolicyArns: [${JOINED}]}`) }),
    ).toBe(" O.ManagedPolicyArns (s/s.yaml)");
  });

  test("a group of Terraform, for a policy of a template", async () => {
    const group = PREFIX + block("aws_iam_group_policy_attachment", `group = "g"\n  policy_arn = ${ARN}`);
    expect(await left({ "t.yaml": WORKERS, "b/main.tf": group })).toBe(
      " aws_iam_group_policy_attachment.other (b/main.tf)",
    );
    const set = block(
      "aws_ssoadmin_customer_managed_policy_attachment",
      'customer_managed_policy_reference {\n    name = "${local.p}-comm"\n  }',
    );
    expect(await left({ "t.yaml": WORKERS, "b/main.tf": PREFIX + set })).toBe(
      " aws_ssoadmin_customer_managed_policy_attachment.other (b/main.tf)",
    );
  });

  test.each([
    [
      "a policy of its own with that ARN as a resource",
      "AWS::IAM::Group",
      `{Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: "iam:*", Resource: ${JOINED}}]}}]}`,
    ],
    [
      "another policy",
      "AWS::IAM::Group",
      '{ManagedPolicyArns: [!Join ["-", ["arn:aws:iam::111122223333:policy/veeam", other]]]}',
    ],
    ["such a bucket", "AWS::S3::Bucket", '{BucketName: !Join ["-", [veeam, comm]]}'],
    ["a bucket with a tag for it", "AWS::S3::Bucket", "{Tags: [{Key: policy, Value: veeam-comm}]}"],
  ])("is edited if something contains %s", async (_what, type, properties) => {
    expect(await left({ "t.yaml": WORKERS, "s.yaml": resource(type, properties) })).toBe("");
  });

  describe("its export", () => {
    const exporting = (name: string) => `${WORKERS}Outputs: {A: {Value: !Ref P, Export: {Name: ${name}}}}\n`;
    const OWN = '!Sub "${AWS::StackName}-arn"';
    const user = (argument: string) => resource("AWS::IAM::User", `\n      ManagedPolicyArns:\n        - ${argument}`);
    test.each([
      ["by its name", "veeam-arn", "!ImportValue veeam-arn"],
      ["by its name, written out", "veeam-arn", "Fn::ImportValue: 'veeam-arn'"],
      ["by its name, in JSON", "veeam-arn", '{"Fn::ImportValue": "veeam-arn"}'],
      ["whose name begins with a parameter", OWN, '{"Fn::ImportValue": {"Fn::Sub": "${Net}-arn"}}'],
      ["whose name begins with a parameter, over lines", OWN, "Fn::ImportValue:\n            !Sub ${Net}-arn"],
      ["whose name begins with a literal", OWN, "!ImportValue net-arn"],
      ["whose name is joined", OWN, 'Fn::ImportValue: !Join ["-", [!Ref Net, arn]]'],
      [
        "whose name is joined, over lines",
        OWN,
        "Fn::ImportValue:\n            Fn::Join:\n              - '-'\n              - - !Ref Net\n                - arn",
      ],
      ["with a parameter of the same name", '!Sub "${Env}-arn"', 'Fn::ImportValue: !Sub "${Env}-arn"'],
      ["under a condition", OWN, '!If [C, !ImportValue net-arn, !Ref "AWS::NoValue"]'],
    ])("%s is used by a file that the run doesn't check", async (_what, name, argument) => {
      const files = { "a/t.yaml": exporting(name), "b/s.yaml": user(argument) };
      expect(await left(files, { files: "a" })).toMatch(/^ b\/s\.yaml:\d+$/);
    });

    test.each([
      ["another name", "veeam-arn", user("!ImportValue other-arn")],
      ["a name with another end", OWN, user('Fn::ImportValue: !Sub "${Net}-role"')],
      ["another name with the same parameter", '!Sub "${Env}-arn"', user('Fn::ImportValue: !Sub "${Env}-b-arn"')],
      [
        "it as a resource",
        "veeam-arn",
        resource(
          "AWS::IAM::User",
          '{Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: "iam:Get*", Resource: !ImportValue veeam-arn}]}}]}',
        ),
      ],
    ])("is not used by an import of %s", async (_what, name, other) => {
      expect(await left({ "a/t.yaml": exporting(name), "b/s.yaml": other }, { files: "a" })).toBe("");
    });

    test("is used by Terraform", async () => {
      const data = 'data "aws_cloudformation_export" "a" {\n  name = "veeam-arn"\n}\n';
      const group = block(
        "aws_iam_group_policy_attachment",
        'group = "g"\n  policy_arn = data.aws_cloudformation_export.a.value',
      );
      expect(await left({ "t.yaml": exporting("veeam-arn"), "b/main.tf": data + group })).toBe(
        " aws_iam_group_policy_attachment.other (b/main.tf)",
      );
      const output = (name: string) =>
        group.replace("data.aws_cloudformation_export.a.value", `data.aws_cloudformation_stack.s.outputs["${name}"]`);
      expect(await left({ "t.yaml": exporting("veeam-arn"), "b/main.tf": output("A") })).toBe(
        " aws_iam_group_policy_attachment.other (b/main.tf)",
      );
      expect(await left({ "t.yaml": exporting("veeam-arn"), "b/main.tf": output("B") })).toBe("");
    });
  });

  test("two templates that nest the role's", async () => {
    const nested = WORKERS.replace("RoleName: worker", "RoleName: !Ref R").replace(
      "      ManagedPolicyName: veeam-comm\n",
      "",
    );
    const nesting = (name: string) =>
      resource("AWS::CloudFormation::Stack", `{TemplateURL: ./n.yaml, Parameters: {R: ${name}}}`);
    const files = { "n.yaml": `Parameters: {R: {Type: String}}\n${nested}`, "a.yaml": nesting("worker") };
    expect(await left({ ...files, "b.yaml": nesting("app") })).toMatch(/^ O\/W \(\S*b\.yaml\)$/);
    expect(await left(files)).toBe("");
  });
});

describe("a policy file that another root reads without creating a role", () => {
  const main = `${WORKER}resource "aws_iam_role_policy" "worker" {\n  role   = aws_iam_role.worker.id\n  policy = file("\${path.module}/p.json")\n}\n`;
  test.each([
    ["aws_ssoadmin_permission_set_inline_policy", 'inline_policy = file("../p.json")'],
    ["aws_ssoadmin_permission_set_inline_policy", "inline_policy = local.d"],
    ["aws_iam_user_policy", 'user = "u"\n  policy = file("../${var.n}.json")'],
    ["aws_iam_user_policy", 'user = "u"\n  policy = templatefile("${path.module}/../${var.n}.json", {})'],
    ["aws_iam_group_policy", 'group = "g"\n  policy = file("${local.f}/p.json")'],
    ["aws_iam_policy", 'policy = file("${local.f}/p.json")'],
    ["aws_s3_bucket_policy", 'bucket = "b"\n  policy = data.aws_iam_policy_document.d.json'],
  ])("%s", async (type, body) => {
    const before =
      'variable "n" {\n  default = "p"\n}\nlocals {\n  f = ".."\n  d = jsonencode(jsondecode(file("${path.module}/../${var.n}.json")))\n}\n';
    const data =
      'data "aws_iam_policy_document" "d" {\n  source_policy_documents = [file("${path.module}/../${var.n}.json")]\n}\n';
    const files = { "main.tf": main, "p.json": DOCUMENT, "b/main.tf": before + data + block(type, body) };
    expect(await left(files)).toBe(` ${type}.other (b/main.tf)`);
  });

  test.each([
    ["a part of its name", "../policies/${terraform.workspace}.json", "aws_iam_user_policy.other (b/main.tf)"],
    ["its folder only", "${path.module}/../policies/x-${var.x}.json", ""],
    ["no part of it", "${var.x}", ""],
  ])("another root reads a file of which %s is known", async (_what, path, by) => {
    const other = `variable "x" {}\n${block("aws_iam_user_policy", `user = "u"\n  policy = file("${path}")`)}`;
    const own =
      role("worker", "worker") +
      block("aws_iam_role_policy", 'role = aws_iam_role.worker.name\n  policy = file("../policies/v.json")');
    const files = { "a/main.tf": own, "policies/v.json": DOCUMENT, "b/main.tf": other };
    expect(await left(files, { files: "a" })).toBe(by && ` ${by}`);
  });

  test("is edited if another root reads a different file", async () => {
    const files = {
      "main.tf": main,
      "p.json": DOCUMENT,
      "b/main.tf": block("aws_iam_user_policy", 'user = "u"\n  policy = file("q.json")'),
      "b/q.json": DOCUMENT,
    };
    expect(await left(files)).toBe("");
  });
});

describe("a policy that a role of another root takes from the state", () => {
  const read =
    'data "terraform_remote_state" "a" {\n  backend = "local"\n  config  = { path = "../a/terraform.tfstate" }\n}\n';
  const attached = (arn: string, more = "") =>
    `${more}${role("app", "app")}${block("aws_iam_role_policy_attachment", `role = aws_iam_role.app.name\n  policy_arn = ${arn}`)}`;
  const STATE = "data.terraform_remote_state.a.outputs";
  test.each([
    ["by itself", attached(`${STATE}.arn`, read)],
    ["by an index", attached(`${STATE}["arn"]`, read)],
    ["in a set", attached("each.value", read).replace("{\n  role", `{\n  for_each = toset([${STATE}.arn])\n  role`)],
    ["by an unknown index", attached(`${STATE}[var.k]`, read)],
    ["as a boundary", read + role("app", "app", `  permissions_boundary = ${STATE}.arn\n`)],
    ["through a local for all outputs", attached("local.state.arn", `${read}locals {\n  state = ${STATE}\n}\n`)],
    ["through a local for one", attached("local.arn", `${read}locals {\n  arn = ${STATE}.arn\n}\n`)],
    [
      "as outputs of a workspace",
      attached(
        "data.tfe_outputs.a.values.arn",
        'data "tfe_outputs" "a" {\n  organization = "o"\n  workspace = "a"\n}\n',
      ),
    ],
    [
      "as public outputs of a workspace",
      attached(
        "data.tfe_outputs.a.nonsensitive_values.arn",
        'data "tfe_outputs" "a" {\n  organization = "o"\n  workspace = "a"\n}\n',
      ),
    ],
  ])("%s", async (_what, text) => {
    expect(await left({ "a/main.tf": MANAGED + OUTPUT, "b/main.tf": text })).toMatch(
      /^ aws_iam_role\S*\.(?:app|other) \(b\/main\.tf\)$/,
    );
  });

  const cloud = (name: string) =>
    `terraform {\n  cloud {\n    organization = "o"\n    workspaces {\n      name = "${name}"\n    }\n  }\n}\n`;
  test.each([
    ["another output", attached(`${STATE}.other`, read), ""],
    ["another output through a local", attached("local.state.other", `${read}locals {\n  state = ${STATE}\n}\n`), ""],
    [
      "another workspace's",
      attached(
        "data.tfe_outputs.a.values.arn",
        'data "tfe_outputs" "a" {\n  organization = "o"\n  workspace = "a"\n}\n',
      ),
      cloud("b"),
    ],
    [
      "another workspace's state",
      attached(
        `${STATE}.arn`,
        read.replace('"local"', '"remote"').replace(/path.*"/, 'organization = "o"\n    workspaces = { name = "a" }\n'),
      ),
      cloud("b"),
    ],
  ])("is edited if it is %s", async (_what, text, more) => {
    expect(await left({ "a/main.tf": MANAGED + OUTPUT + more, "b/main.tf": text })).toBe("");
  });
});

describe("a module that others deploy", () => {
  const module = `variable "name" {}\n${MANAGED.replace('"worker"\n  assume', "var.name\n  assume").replace('  name   = "veeam-comm"\n', "")}`;
  const files = { "main.tf": 'module "a" {\n  source = "./m"\n  name   = "worker"\n}\n', "m/main.tf": module };
  const terragrunt = (source: string) => `terraform {\n  source = ${source}\n}\ninputs = {\n  name = "app"\n}\n`;
  test.each([
    ["Terragrunt", { "live/b/terragrunt.hcl": terragrunt('"../../m"') }, "live/b/terragrunt.hcl"],
    ["Terragrunt with a subfolder", { "live/b/terragrunt.hcl": terragrunt('"../.././/m"') }, "live/b/terragrunt.hcl"],
    [
      "Terragrunt from the repository's root",
      { "live/b/terragrunt.hcl": terragrunt('"${get_repo_root()}//m?ref=v1"') },
      "live/b/terragrunt.hcl",
    ],
    [
      "Terragrunt from a parent folder",
      { "live/b/terragrunt.hcl": terragrunt('"${dirname(find_in_parent_folders("root.hcl"))}/../m"') },
      "live/b/terragrunt.hcl",
    ],
    [
      "Terragrunt by a local",
      { "live/b/terragrunt.hcl": `locals {\n  base = "\${get_repo_root()}//m"\n}\n${terragrunt("local.base")}` },
      "live/b/terragrunt.hcl",
    ],
    [
      "Terragrunt by a local of a file that it includes",
      {
        "live/_env/app.hcl": 'locals {\n  base = "../../m"\n}\n',
        "live/b/terragrunt.hcl": terragrunt("include.env.locals.base"),
      },
      "live/b/terragrunt.hcl",
    ],
    [
      "another root of the same call",
      { "b/main.tf": 'module "a" {\n  source = "../m"\n  name   = "app"\n}\n' },
      "module.a.aws_iam_role.worker (b)",
    ],
    [
      "a root in JSON",
      { "b/main.tf.json": '{"variable": {"n": {}}, "module": {"x": {"source": "../m", "name": "${var.n}"}}}' },
      "module.x.aws_iam_role_policy_attachment.worker, module.x (b/main.tf.json)",
    ],
  ])("%s", async (_what, more, by) => {
    expect(await left({ ...files, ...more })).toBe(` ${by}`);
  });

  test.each([
    ["another module", { "live/b/terragrunt.hcl": terragrunt('"../../other"') }],
    ["another module below an unknown folder", { "live/b/terragrunt.hcl": terragrunt('"${get_repo_root()}/x/m"') }],
  ])("is edited if Terragrunt deploys %s", async (_what, more) => {
    expect(await left({ ...files, ...more })).toBe("");
  });

  test("a root that Terragrunt deploys is edited", async () => {
    expect(await left({ "stack/main.tf": MANAGED, "live/a/terragrunt.hcl": terragrunt('"../../stack"') })).toBe("");
  });
});

describe("what Terragrunt passes on", () => {
  const unit = (inputs: string, more = "") =>
    `dependency "iam" {\n  config_path = "../iam"\n}\n${more}inputs = ${inputs}\n`;
  const files = {
    "m/main.tf": `${MANAGED}output "arn" {\n  value = aws_iam_policy.p.arn\n}\n`,
    "live/iam/terragrunt.hcl": 'terraform {\n  source = "../../m"\n}\n',
  };
  const read = {
    "m/main.tf": `${WORKER}${block("aws_iam_role_policy", 'role = aws_iam_role.worker.name\n  policy = file("${path.module}/../comm.json")')}`,
    "comm.json": DOCUMENT,
  };
  const others = { "live/iam/terragrunt.hcl": 'terraform {\n  source = "../../other"\n}\n' };
  const elsewhere = "live/b/terragrunt.hcl";
  test.each<[string, Files, string?]>([
    ["an output", { ...files, [elsewhere]: unit("{ arns = [dependency.iam.outputs.arn] }") }],
    ["an output by its key", { ...files, [elsewhere]: unit('{ arns = [dependency.iam.outputs["arn"]] }') }],
    ["all outputs", { ...files, [elsewhere]: unit("merge(dependency.iam.outputs, {})") }],
    [
      "an output of a unit of unknown source",
      { ...files, "live/iam/terragrunt.hcl": "", [elsewhere]: unit("{ a = dependency.iam.outputs.arn }") },
    ],
    [
      "an output, in a file that units include",
      { ...files, ...others, "live/_env/b.hcl": unit("{ a = dependency.iam.outputs.arn }") },
      "live/_env/b.hcl",
    ],
    ["a file", { ...read, [elsewhere]: unit('{ policy = file("${get_repo_root()}/comm.json") }') }],
  ])("%s", async (_what, all, by = elsewhere) => {
    expect(await left(all)).toBe(` ${by}`);
  });

  test.each<[string, Files]>([
    ["another output", { ...files, [elsewhere]: unit("{ arns = [dependency.iam.outputs.arn2] }") }],
    ["an output of another module", { ...files, ...others, [elsewhere]: unit("{ a = dependency.iam.outputs.arn }") }],
    ["another file", { ...read, [elsewhere]: unit('{ policy = file("${get_repo_root()}/xcomm.json") }') }],
  ])("is edited if it is %s", async (_what, all) => {
    expect(await left(all)).toBe("");
  });
});

describe("what the run does not check", () => {
  const caller = (name: string) => `module "v" {\n  source = "../../m"\n  name   = "${name}"\n}\n`;
  const module = `variable "name" {}\n${MANAGED.replace('"worker"\n  assume', "var.name\n  assume")}`;
  const inline = `variable "name" {}\n${role("w", "${var.name}")}${block("aws_iam_role_policy", 'role = aws_iam_role.w.name\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["ssm:GetDocument"], Resource = "*" }] })')}`;
  const prod = { "envs/prod/main.tf": caller("worker"), "m/main.tf": inline };
  test.each<[string, Files, string, RegExp]>([
    ["a caller of the module", { ...prod, "envs/dev/main.tf": caller("app") }, "envs/prod", /^ module\.v \(envs\/dev/],
    [
      "a caller of the module, for its policy",
      { "envs/prod/main.tf": caller("worker"), "m/main.tf": module, "envs/dev/main.tf": caller("app") },
      "envs/prod",
      /^ module\.v\.aws_iam_role_policy_attachment\.worker \(envs\/dev\), module\.v \(envs\/dev/,
    ],
    [
      "a caller of the caller",
      { ...prod, "x/y/main.tf": caller("app"), "envs/dev/main.tf": caller("app").replace("../m", "../x/y") },
      "envs/prod",
      /module\.v \(x\/y\/main\.tf\), module\.v \(envs\/dev/,
    ],
    [
      "a root that is excluded",
      { ...prod, "envs/dev/main.tf": caller("app") },
      "**/*.tf\n!envs/dev/**",
      /^ module\.v \(envs\/dev/,
    ],
    [
      "a caller in JSON syntax",
      { ...prod, "envs/dev/main.tofu.json": '{"module": {"v": {"source": "../../m", "name": "app"}}}' },
      "envs/prod",
      /^ module\.v \(envs\/dev/,
    ],
    [
      "an environment for tests",
      { ...prod, "envs/test/main.tf": caller("app") },
      "envs/prod",
      /^ module\.v \(envs\/test/,
    ],
    [
      "a checked environment for tests",
      { ...prod, "envs/test/main.tf": `provider "aws" {}\n${caller("app")}` },
      ".",
      /^ module\.v\.aws_iam_role\.w \(envs\/test\)$/,
    ],
    [
      "a caller by a path that OpenTofu composes",
      { ...prod, "envs/dev/main.tofu": caller("app").replace('"../', '"${path.module}/../') },
      ".",
      /^ module\.v \(envs\/dev/,
    ],
    [
      "a caller by a local path",
      {
        ...prod,
        "envs/dev/main.tofu": `locals {\n  top  = "../.."\n  base = "\${local.top}/m"\n}\n${caller("app").replace('"../../m"', "local.base")}`,
      },
      "envs/prod",
      /^ module\.v \(envs\/dev/,
    ],
    [
      "a caller by a path with an unknown start",
      { ...prod, "envs/dev/main.tofu": caller("app").replace("../..", "${path.cwd}/${var.top}") },
      ".",
      /^ module\.v \(envs\/dev/,
    ],
    [
      "a group of another root",
      {
        "a/main.tf": MANAGED,
        "b/main.tf": PREFIX + block("aws_iam_group_policy_attachment", `group = "g"\n  policy_arn = ${ARN}`),
      },
      "a",
      /^ aws_iam_group_policy_attachment\.other \(b\/main\.tf\)$/,
    ],
  ])("%s is named", async (_what, files, named, by) => {
    expect(await left(files, { files: named })).toMatch(by);
  });

  test("a template that nests the role's template, or attaches its policy, is named", async () => {
    const statement = "{Statement: [{Effect: Allow, Action: [\n    ssm:GetDocument\n  ], Resource: '*'}]}";
    const nested = `Parameters: {R: {Type: String}}\nResources:\n  W:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: !Ref R\n      AssumeRolePolicyDocument: {Statement: []}\n      Policies: [{PolicyName: p, PolicyDocument: ${statement}}]\n`;
    const nesting = (name: string) =>
      `Resources:\n  O:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ./n.yaml, Parameters: {R: ${name}}}\n`;
    const files = { "n.yaml": nested, "a.yaml": nesting("worker"), "b.yaml": nesting("app") };
    expect(await left(files, { files: "a.yaml" })).toBe(" O/W (b.yaml)");
    for (const type of ["aws_cloudformation_stack", "aws_cloudformation_stack_set"]) {
      const stack = block(type, 'name = "s"\n  template_body = file("n.yaml")\n  parameters = { R = "app" }');
      const deployed = { "n.yaml": nested, "a.yaml": nesting("worker"), "main.tf": stack };
      expect(await left(deployed)).toBe(` ${type}.other`);
      expect(await left({ "n.yaml": nested.replace("!Ref R", "worker"), "main.tf": stack })).toBe("");
    }
    const app =
      "Resources:\n  A:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: []}\n      ManagedPolicyArns: [!Sub 'arn:aws:iam::${AWS::AccountId}:policy/veeam-comm']\n";
    expect(await left({ "a/main.tf": MANAGED, "b.yaml": app }, { files: "a" })).toBe(" b.yaml:6");
  });

  test("is edited if the other callers are examples or call other modules", async () => {
    const examples = {
      "examples/dev/main.tf": caller("app"),
      "m/test/main.tf": caller("app").replace("../..", "../../m"),
    };
    const files = { ...prod, ...examples, "envs/dev/main.tf": MANAGED };
    expect(await left(files, { files: "envs/prod" })).toBe("");
  });
});

describe("a module called by a checked plan's root and by another root", () => {
  const plan = (name: string, own: string) => {
    const document = { Statement: [{ Effect: "Allow", Action: ["ssm:GetDocument"], Resource: "*" }] };
    const one = (type: string, more: object) => ({
      address: `module.v.${type}.${type === "aws_iam_role" ? "w" : "other"}`,
      module_address: "module.v",
      mode: "managed",
      type,
      name: type === "aws_iam_role" ? "w" : "other",
      change: { actions: ["create"], before: null, after: more, after_unknown: {} },
    });
    const changes = [
      one("aws_iam_role", { name, assume_role_policy: '{"Statement": []}' }),
      one("aws_iam_role_policy", { name: "p", role: name, policy: JSON.stringify(document) }),
    ];
    const resources = changes.map(({ mode, type, name: label }) => ({
      mode,
      type,
      name: label,
      address: `${type}.${label}`,
    }));
    const call = { source: own, module: { resources, variables: { name: {} } } };
    return JSON.stringify({
      format_version: "1.2",
      terraform_version: "1.11.4",
      planned_values: { root_module: {} },
      resource_changes: changes,
      configuration: { root_module: { module_calls: { v: call } } },
    });
  };
  const module = `variable "name" {}\n${role("w", "${var.name}")}${block("aws_iam_role_policy", 'name = "p"\n  role = aws_iam_role.w.name\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["ssm:GetDocument"], Resource = "*" }] })')}`;
  const call = (name: string) => `module "v" {\n  source = "../m"\n  name   = ${name}\n}\n`;
  const a = { "a/main.tf": call('"worker"'), "a/plan.json": plan("worker", "../m"), "m/main.tf": module };
  const b = { ...a, "b/main.tf": call('"app"') };
  test.each<[string, Files, string, Files?]>([
    ["with source", b, "module.v.aws_iam_role.w (b)"],
    [
      "with source that is not checked",
      b,
      "module.v (b/main.tf), module.v.aws_iam_role_policy.other (b)",
      { files: "a/plan.json" },
    ],
    [
      "with a variable that nothing sets",
      { ...a, "b/main.tf": `variable "n" {}\n${call("var.n")}` },
      "module.v (b/main.tf)",
    ],
    ["with a plan", { ...b, "b/plan.json": plan("app", "../m") }, "module.v.aws_iam_role.w (b/plan.json)"],
  ])("%s is named", async (_what, files, by, named = {}) => {
    expect(await left(files, named)).toBe(` ${by}`);
  });

  test("is edited if no other module calls it", async () => {
    expect(await left(a)).toBe("the source already grants them: create the plan again");
  });
});

describe("a file that another root has through a link", () => {
  const source = `variable "name" {\n  default = "worker"\n}\n${role("w", "${var.name}")}${block("aws_iam_role_policy", "role = aws_iam_role.w.name\n  policy = local.p")}`;
  const policy =
    'locals {\n  p = jsonencode({ Statement = [{ Effect = "Allow", Action = ["ssm:GetDocument"], Resource = "*" }] })\n}\n';
  const app = { "b/terraform.tfvars": 'name = "app"\n' };
  const whole = { "a/iam.tf": source + policy, "b/iam.tf": "->../a/iam.tf", ...app };
  const user = block("aws_iam_user_policy", 'user = "u"\n  policy = local.p');
  const json = (path: string) => source.replace("local.p", `file("\${path.module}/${path}")`);
  test.each<[string, Files, string, string?]>([
    ["with a role", whole, "aws_iam_role.w (b/iam.tf)"],
    ["with a role, and is not checked", whole, "aws_iam_role_policy.other (b/iam.tf)", "a"],
    [
      "for a user",
      { "a/main.tf": source, "a/p.tf": policy, "b/p.tf": "->../a/p.tf", "b/main.tf": user },
      "aws_iam_user_policy.other (b/main.tf)",
    ],
    [
      "in a folder",
      {
        "a/main.tf": 'module "m" {\n  source = "../m"\n}\n',
        "m/main.tf": source + policy,
        "b/m": "->../m",
        "b/main.tf": 'module "m" {\n  source = "./m"\n  name = "app"\n}\n',
      },
      "module.m.aws_iam_role.w (b/m/main.tf)",
    ],
    [
      "as JSON",
      {
        "a/main.tf": json("../p.json"),
        "p.json": DOCUMENT,
        "b/v.json": "->../p.json",
        "b/main.tf": user.replace("local.p", 'file("v.json")'),
      },
      "aws_iam_user_policy.other (b/main.tf)",
    ],
  ])("%s", async (_what, files, by, named = ".") => {
    expect(await left(files, { files: named })).toBe(` ${by}`);
  });

  test("the file itself is edited if nobody else has it", async () => {
    const common = source.replace(/default.*/, "") + policy;
    const values = { "a/terraform.tfvars": 'name = "worker"\n' };
    expect(await left({ "common/c.tf": common, "a/c.tf": "->../common/c.tf", ...values })).toBe("");
  });
});
