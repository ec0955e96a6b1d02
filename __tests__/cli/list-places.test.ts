import { runCli } from "../bundle/run-bundle.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterEach(removeFolders);

const MODULE = `variable "name" {}
variable "actions" {
  type    = list(string)
  default = ["sqs:DeleteQueue"]
}
data "aws_iam_policy_document" "p" {
  statement {
    actions   = var.actions
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "t" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "r" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.t.json
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.p.json
}
`;

const call = (actions: string, more = "") => `provider "aws" {}
${more}
module "worker" {
  source = "./mod"
  name   = "veeam-worker"
${actions}}
`;

const LIST = '["sqs:SendMessage", "ssm:*"]';

/** The place of a list that a shared module turns into a statement. */
test.each<[string, Readonly<Record<string, string>>, string, string]>([
  ["the list in the calling module", { "main.tf": call(`  actions = ${LIST}\n`) }, "main.tf", LIST],
  [
    "a local in the calling module",
    { "main.tf": call("  actions = local.all\n", `locals {\n  all = ${LIST}\n}`) },
    "main.tf",
    LIST,
  ],
  [
    "a variable file",
    { "main.tf": call("  actions = var.all\n", 'variable "all" {}'), "terraform.tfvars": `all = ${LIST}\n` },
    "terraform.tfvars",
    LIST,
  ],
  [
    "a JSON variable file",
    { "main.tf": call("  actions = var.all\n", 'variable "all" {}'), "x.auto.tfvars.json": `{ "all": ${LIST} }\n` },
    "x.auto.tfvars.json",
    LIST,
  ],
  [
    "a default in the root module",
    { "main.tf": call("  actions = var.all\n", `variable "all" {\n  default = ${LIST}\n}`) },
    "main.tf",
    LIST,
  ],
  ["a default in the called module", { "main.tf": call("") }, "mod/main.tf", '["sqs:DeleteQueue"]'],
  [
    "a YAML file",
    {
      "main.tf": call('  actions = yamldecode(file("${path.module}/a.yaml")).all\n'),
      "a.yaml": "all:\n  - sqs:SendMessage\n  - ssm:*\n",
    },
    "a.yaml",
    "sqs:SendMessage",
  ],
])("points to %s", (_name, files, file, start) => {
  const folder = emptyFolder();
  const all: Readonly<Record<string, string>> = { ...files, "mod/main.tf": MODULE };
  writeFiles(folder, all);
  const args = ["check", "--roles", "veeam-worker: communication"];
  const { findings } = JSON.parse(runCli([...args, "--format", "json"], { cwd: folder }).stdout);
  const [finding] = findings.filter(({ rule }: { readonly rule: string }) => rule === "missing-action");
  const { line, column } = finding.location;
  expect(finding.location.file).toBe(file);
  const text = (all[file] ?? "").split("\n")[line - 1]?.slice(column - 1) ?? "";
  expect(text.startsWith(start) || text.startsWith(`- ${start}`)).toBe(true);
  expect(finding.help).toContain(`add them to the list (${file}:${line}) that becomes the Action list`);
});

test("does not show a variable file, which may contain a password next to the list", () => {
  const folder = emptyFolder();
  writeFiles(folder, {
    "main.tf": call("  actions = var.all\n", 'variable "all" {}\nvariable "key" {}'),
    "mod/main.tf": MODULE,
    "terraform.tfvars": `key = "hunter2"\nall = ${LIST}\n`,
  });
  for (const format of ["text", "json", "sarif", "markdown"]) {
    const { stdout } = runCli(["check", "--roles", "veeam-worker: communication", "--format", format], { cwd: folder });
    expect(stdout).toContain("terraform.tfvars");
    expect(stdout).not.toContain("hunter2");
  }
});
