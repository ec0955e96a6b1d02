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
/** Another root, in which a role has a policy by a composed ARN. */
const joinedIn = (arn: string, more = "", attribute = "managed_policy_arns = [%]") =>
  `${more}${other}  ${attribute.replace("%", arn)}\n}\n`;
const START = "arn:aws:iam::111122223333:policy";
const OTHER = "aws_iam_role.other (b/main.tf)";

describe("leaves a Terraform policy alone when something refers to it by name or ARN", () => {
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
      "a data source with a reference",
      { "main.tf": main + data("arn = aws_iam_policy.p.arn") + attached("user", FOUND) },
      user,
    ],
    [
      "a data source in another root module",
      { "a/main.tf": main, "b/main.tf": byName + attached("user", FOUND) },
      `${user} (b/main.tf)`,
    ],
    [
      "a data source with a local",
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
      "permission sets created by for_each over a map",
      {
        "main.tf": `locals {\n  sets = { ops = "veeam-shared" }\n}\n${main}${resource(
          "aws_ssoadmin_customer_managed_policy_attachment",
          "for_each = local.sets\n  customer_managed_policy_reference {\n    name = each.value\n  }",
        )}`,
      },
      "aws_ssoadmin_customer_managed_policy_attachment.x",
    ],
    [
      "the boundary of a permission set in another root module",
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
      "an ARN on a role in another root module",
      { "a/main.tf": main, "b/main.tf": attached("role", ARN) },
      "aws_iam_role_policy_attachment.x (b/main.tf)",
    ],
    [
      "a role's list in another root module",
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
      "values of another root module",
      { "a/main.tf": main, "b/main.tf": variable("arns") + each("var.arns"), "b/prod.tfvars": `arns = [${ARN}]\n` },
      `${user} (b/main.tf)`,
    ],
    [
      "a variable's default",
      { "a/main.tf": main, "b/main.tf": `variable "arns" {\n  default = [${ARN}]\n}\n${each("var.arns")}` },
      `${user} (b/main.tf)`,
    ],
    [
      "values in a separate folder",
      { "a/main.tf": main, "b/main.tf": variable("arns") + each("var.arns"), "b/env/p.tfvars": `arns = [${ARN}]\n` },
      "b/env/p.tfvars:1",
    ],
    [
      "a local in another root module, built from parts",
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
      "an ARN with a local in it",
      { "a/main.tf": main, "b/main.tf": joinedIn(`"${START}/\${local.n}-shared"`, 'locals {\n  n = "veeam"\n}\n') },
      OTHER,
    ],
    [
      "a boundary ARN with a variable's default in it",
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
      "an ARN with a joined list and an unknown account",
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
      "an ARN built by a template string",
      {
        "main.tf": main,
        "b/t.yaml": one("AWS::IAM::Role", `ManagedPolicyArns: [!Sub ["${START}/\${n}-shared", {n: veeam}]]`),
      },
      "A (b/t.yaml)",
    ],
    [
      "a module whose source is missing",
      { "a/main.tf": main, "b/main.tf": `module "m" {\n  source = "a/b/aws"\n  policies = ["veeam-shared"]\n}\n` },
      "module.m (b/main.tf)",
    ],
    [
      "a CloudFormation template",
      {
        "main.tf": main,
        "users.yaml":
          "Resources:\n  A:\n    Type: AWS::IAM::User\n    Properties:\n      ManagedPolicyArns:\n        - !Sub arn:aws:iam::${AWS::AccountId}:policy/veeam-shared\n",
      },
      "users.yaml:6",
    ],
  ])("through %s", async (_what, files, by) => {
    const { isEdited, help } = await missing(files);
    expect(isEdited).toBe(false);
    expect(help).toContain(`editing policy aws_iam_policy.p would also affect ${by}`);
  });

  test.each<readonly [string, Files]>([
    ["only the role itself has the ARN", { "main.tf": main.replace("aws_iam_policy.p.arn", ARN) }],
    ["the role has it twice", { "main.tf": main + attached("role", ARN, "aws_iam_role.worker.name") }],
    ["a data source looks it up for the role", { "main.tf": main + byName + attached("role", FOUND, '"worker"') }],
    [
      "only the role's list contains it",
      {
        "main.tf":
          main + resource("aws_iam_policy_attachment", `roles = [aws_iam_role.worker.name]\n  policy_arn = ${ARN}`),
      },
    ],
    ["a data source looks it up and nothing uses it", { "main.tf": main + byName }],
    ["something else has the same name", { "main.tf": main + resource("aws_s3_bucket", 'bucket = "veeam-shared"') }],
    [
      "something else has a block with the same name",
      { "main.tf": `${main}resource "aws_s3_bucket_policy" "veeam-shared" {\n  bucket = "b"\n}\n` },
    ],
    ["another policy's name starts the same way", { "main.tf": main + attached("user", ARN.replace(/"$/, '-2"')) }],
    [
      "an AWS managed policy has the same name",
      { "main.tf": main + attached("user", ARN.replace("111122223333", "aws")) },
    ],
    ["a comment contains the ARN", { "main.tf": main, "b.yaml": `# ${ARN}\nResources: {} # policy/veeam-shared\n` }],
    [
      "its name is a local",
      { "main.tf": `locals {\n  policy = "veeam-shared"\n}\n${main.replace('"veeam-shared"', "local.policy")}` },
    ],
    [
      "a statement has it as its resource",
      {
        "main.tf": `${main}${resource("aws_iam_user_policy", `policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "iam:*", Resource = [${ARN}] }] })`)}`,
      },
    ],
    [
      "an ARN built from parts belongs to another policy",
      { "a/main.tf": main, "b/main.tf": joinedIn(`"${START}/\${local.n}-other"`, 'locals {\n  n = "veeam"\n}\n') },
    ],
    [
      "an ARN built from parts belongs to AWS",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn('"arn:aws:iam::aws:policy/${local.n}-shared"', 'locals {\n  n = "veeam"\n}\n'),
      },
    ],
    [
      "an ARN built from parts is in another account",
      {
        "a/main.tf": `provider "aws" {\n  allowed_account_ids = ["444455556666"]\n}\n${main}`,
        "b/main.tf": joinedIn(`"${START}/\${local.n}-shared"`, 'locals {\n  n = "veeam"\n}\n'),
      },
    ],
    [
      "another ARN is entirely unknown",
      {
        "a/main.tf": main,
        "b/main.tf": joinedIn("data.aws_ssm_parameter.p.value", 'data "aws_ssm_parameter" "p" {}\n'),
      },
    ],
    ["it is imported", { "main.tf": `${main}import {\n  to = aws_iam_policy.p\n  id = ${ARN}\n}\n` }],
  ])("edits the policy when %s", async (_what, files) => {
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

describe("leaves a template's policy alone when something refers to it by name or ARN", () => {
  test.each<readonly [string, Files, string]>([
    ["a user in another template", { "b.yaml": one("AWS::IAM::User", `ManagedPolicyArns: [${ARN}]`) }, "b.yaml:5"],
    [
      "a role in another template, for any account",
      {
        "b.yaml": one(
          "AWS::IAM::Role",
          'ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/veeam-shared"]',
        ),
      },
      "b.yaml:5",
    ],
    [
      "a role in another template, through a parameter's default",
      {
        "b.yaml": `Parameters:\n  N: {Type: String, Default: veeam}\n${one("AWS::IAM::Role", `ManagedPolicyArns: [!Sub "${START}/\${N}-shared"]`)}`,
      },
      "A",
    ],
    [
      "a role in another template, through a mapping",
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
      "a permission set in another template",
      { "b.yaml": one("AWS::SSO::PermissionSet", "CustomerManagedPolicyReferences:\n        - Name: veeam-shared") },
      "b.yaml:6",
    ],
    ["a Terraform user", { "main.tf": attached("user", ARN) }, "aws_iam_user_policy_attachment.x"],
    [
      "a Terraform data source",
      { "b/main.tf": byName + attached("role", FOUND) },
      "aws_iam_role_policy_attachment.x (b/main.tf)",
    ],
  ])("through %s", async (_what, files, by) => {
    const { isEdited, help } = await missing({ "a.yaml": template, ...files }, "Worker: communication");
    expect(isEdited).toBe(false);
    expect(help).toContain(`editing policy Shared would also affect ${by}`);
  });

  test.each<readonly [string, Files]>([
    ["nothing refers to it", {}],
    ["a role has the same name", { "b.yaml": one("AWS::IAM::Role", "RoleName: veeam-shared") }],
    [
      "a statement has it as its resource",
      {
        "b.yaml": one(
          "AWS::IAM::Policy",
          `PolicyDocument: {Statement: {Action: "iam:*", Effect: Deny, Resource: ${ARN}}}`,
        ),
      },
    ],
  ])("edits the policy when %s", async (_what, files) => {
    expect(await missing({ "a.yaml": template, ...files }, "Worker: communication")).toMatchObject({ isEdited: true });
  });
});

const file = JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["ssm:GetDocument"], Resource: "*" }] }, null, 2);

test.each([
  ["leaves a file alone that another group also uses", "worker: communication", false],
  ["edits a file of two groups that are checked for the same kinds", "*: communication", true],
])("%s", async (_what, roles, isEdited) => {
  const config = "groups:\n  worker:\n    policies: p.json\n  other:\n    policies: p.json\n";
  const found = await missing({ "p.json": file }, roles, config);
  expect(found.isEdited).toBe(isEdited);
  if (!isEdited) expect(found.help).toContain("would also affect other");
});

describe("recognizes a map entry that only one for_each instance uses", () => {
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
  const byName = (list: string): string => `for_each = { for r in ${list} : r.name => r }`;
  const inList = (list: string, open = "", close = "", path = '"/"'): string =>
    entries("", "", "each.value.actions", `\n  path = ${path}`)
      .replace(
        /locals \{.*?\n\}\n/s,
        `locals {\n  roles = ${open}[\n    { name = "worker", actions = ["ssm:GetDocument"] },\n    { name = "app", actions = ["s3:GetObject"] },\n  ]${close}\n}\n`,
      )
      .replace(/for_each += local\.roles/g, byName(list));
  const objects = (made: string, of = "r"): string =>
    inList("local.roles").replaceAll("for r in local.roles : r.name => r }", `for ${of} in local.roles : ${made} }`);
  test.each([
    ["for_each over lists", entries('["ssm:GetDocument"]', '["s3:GetObject"]', "each.value"), true],
    ["for_each over maps", entries(...maps, "each.value.actions"), true],
    [
      "for_each over maps, when something else uses one too",
      entries(...maps, "each.value.actions", "\n  path = each.value.path"),
      true,
    ],
    [
      "for_each over maps that are also used as a whole",
      entries(...maps, "each.value.actions", "\n  description = jsonencode(each.value)"),
      false,
    ],
    ["for_each over a list of objects", inList("local.roles"), true],
    ["for_each over a list in a map", inList("local.roles.all", "{ all = ", " }"), true],
    ["for_each over a list of objects, when a name is used", inList("local.roles", "", "", "each.value.name"), true],
    ["for_each over a list of objects that are used", inList("local.roles", "", "", "jsonencode(each.value)"), false],
    ["for_each over the objects that meet a condition", objects("r.name => r if length(r.actions) > 0"), true],
    ["for_each over the objects and their numbers", objects("r.name => r", "i, r"), true],
    [
      "for_each over the objects' lists",
      objects("r.name => r.actions").replace("each.value.actions", "each.value"),
      true,
    ],
    ["for_each over objects that a function makes", objects("r.name => merge(r, {})"), false],
    ["for_each over lists shared by all", entries('["ssm:GetDocument"]', "[]", "local.roles.worker"), false],
  ])("%s", async (_what, text, isOwn) => {
    const { help } = await missing({ "main.tf": text }, '*"worker"*: communication');
    expect(help?.includes("would also affect")).toBe(!isOwn);
  });

  test.each([
    ["an object of a list", "each.value.name", true],
    ["a list whose objects are used", "jsonencode(each.value)", false],
  ])("passed to a module: %s", async (_what, path, isOwn) => {
    const text = inList("var.roles", "", "", path);
    const list = /\n {2}roles = .*?\n {2}\]\n/s.exec(text)?.[0] ?? "";
    const files = {
      "main.tf": `module "m" {\n  source = "./m"${list}}\n`,
      "m/main.tf": text.replace(/locals \{.*?\n\}\n/s, 'variable "roles" {}\n'),
    };
    const { help } = await missing(files, '*"worker"*: communication');
    expect(help?.startsWith("add them to the list (main.tf:4)")).toBe(isOwn);
  });

  const YAML = "roles:\n  worker:\n    actions:\n      - ssm:GetDocument\n  app:\n    actions:\n      - s3:GetObject\n";
  const JSON_TEXT = JSON.stringify({ roles: { worker: { actions: ["ssm:GetDocument"] }, app: { actions: [] } } });
  const ofFile = (value: string, from: string, more = "") =>
    entries("", "", "each.value.actions", more)
      .replace(/locals \{.*?\n\}\n/s, `locals {\n${value}\n}\n`)
      .replaceAll("local.roles", from);
  const file = (name: string) =>
    `  cfg = ${name.endsWith("json") ? "json" : "yaml"}decode(file("\${path.module}/${name}"))`;
  const LIST = YAML.replace(/ {2}(worker|app):/g, "  - name: $1");
  const listed = (more: string): string =>
    ofFile(file("r.yaml"), "local.cfg.roles", more).replace(
      /for_each += local\.cfg\.roles/g,
      byName("local.cfg.roles"),
    );
  const other = '\n  description = join(" ", local.cfg.roles.worker.actions)';
  const ALL = "\n  description = jsonencode(each.value)";
  const aliased = YAML.replace("actions:\n", "actions: &a\n").replace(/actions:\n {6}- s3.*/, "actions: *a");

  test.each<[string, string, string, string, boolean]>([
    ["a map in YAML", "r.yaml", YAML, ofFile(file("r.yaml"), "local.cfg.roles"), true],
    ["its value in a local", "r.yaml", YAML, ofFile(`${file("r.yaml")}.roles`, "local.cfg"), true],
    ["a list in YAML", "r.yaml", LIST, listed(""), true],
    ["a list in YAML, when a name is used", "r.yaml", LIST, listed("\n  path = each.value.name"), true],
    ["a list in YAML whose objects are used", "r.yaml", LIST, listed(ALL), false],
    ["flow style", "r.yml", YAML.replace(/:\n {6}- (ssm.*)/, ": [$1]"), ofFile(file("r.yml"), "local.cfg.roles"), true],
    ["JSON", "r.json", JSON_TEXT, ofFile(file("r.json"), "local.cfg.roles"), true],
    [
      "another use of another key",
      "r.yaml",
      YAML,
      ofFile(file("r.yaml"), "local.cfg.roles", other.replace("worker", "app")),
      false,
    ],
    ["JSON as a whole", "r.json", JSON_TEXT, ofFile(file("r.json"), "local.cfg.roles", ALL), false],
    ["another use of the same key", "r.yaml", YAML, ofFile(file("r.yaml"), "local.cfg.roles", other), false],
    [
      "the value as a whole",
      "r.yaml",
      YAML,
      ofFile(file("r.yaml"), "local.cfg.roles", "\n  description = jsonencode(each.value)"),
      false,
    ],
    ["an alias", "r.yaml", aliased, ofFile(file("r.yaml"), "local.cfg.roles"), false],
    [
      "a file that a function changes",
      "r.yaml",
      YAML,
      ofFile(file("r.yaml").replace(/= (.*)/, "= merge($1, {})"), "local.cfg.roles"),
      false,
    ],
  ])("in a file: %s", async (_what, path, text, source, isOwn) => {
    const { help } = await missing({ "main.tf": source, [path]: text }, '*"worker"*: communication');
    expect(help).toMatch(
      isOwn ? new RegExp(`^add them to the list \\(${path}:\\d\\) that becomes`) : / would also affect /,
    );
  });
});
