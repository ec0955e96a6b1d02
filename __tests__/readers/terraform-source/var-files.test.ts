import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import { type Intake, readFiles } from "../../../src/readers/read-files.js";
import { emptyFolder, removeFolders, writeFiles } from "../../discover/repository.js";
import { describeRole } from "../describe-role.js";
import { type Files, policyOf, role } from "./in-memory.js";

afterAll(removeFolders);

const main = `variable "action" {}
variable "env" {
  default = "none"
}
${role("r").replace('"r"\n', '"veeam-${var.env}-worker"\n')}${policyOf("aws_iam_role.r.name", "var.action")}`;

function read(
  files: Files,
  varFiles: readonly string[],
  workspaces: readonly string[] = [],
  terraformRoot: string | null = null,
): Intake {
  const root = emptyFolder();
  writeFiles(root, files);
  const resolved = resolveOptions(new Map(), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  return readFiles(
    { ...resolved.options.check, varFiles, workspaces, terraformRoot },
    { scope: { root, workingDirectory: root, confined: true } },
    [],
  );
}

const variantsOf = ({ roles }: Intake): readonly (readonly [string, string | null, ...string[]])[] =>
  roles.flatMap((one) =>
    one.variants.map(
      (variant) => [one.id, variant.when, ...describeRole({ ...one, variants: [variant] }).slice(1)] as const,
    ),
  );

const problemsOf = ({ problems }: Intake): readonly string[] => problems.map(({ message }) => message);

const env = (name: string, action: string): string => `env = "${name}"\naction = "${action}"\n`;

test.each<[string, Files, readonly string[], string]>([
  [
    "from the repository's root",
    { "main.tf": main, "env/a.tfvars": env("a", "a:A"), "env/b.tfvars": env("b", "a:B") },
    ["env/*.tfvars"],
    "",
  ],
  [
    "from the root module",
    { "infra/main.tf": main, "infra/env/a.tfvars": env("a", "a:A"), "infra/env/b.tfvars": env("b", "a:B") },
    ["env/a.tfvars", "env/b.tfvars"],
    "infra/",
  ],
  [
    "to the root module",
    { "infra/main.tf": main, "infra/env/a.tfvars": env("a", "a:A"), "infra/env/b.tfvars": env("b", "a:B") },
    ["infra/**/*.tfvars"],
    "infra/",
  ],
  [
    "to a folder of no module",
    { "infra/main.tf": main, "env/a.tfvars": env("a", "a:A"), "env/b.tfvars": env("b", "a:B") },
    ["env/*.tfvars"],
    "",
  ],
])("makes a variant of each variable file, with paths %s", (_name, files, varFiles, folder) => {
  const intake = read(files, varFiles);
  expect(variantsOf(intake)).toEqual([
    ["aws_iam_role.r", `${folder}env/a.tfvars`, "aws_iam_role_policy.p: a:A on *"],
    ["aws_iam_role.r", `${folder}env/b.tfvars`, "aws_iam_role_policy.p: a:B on *"],
  ]);
  expect(intake.roles.map(({ name, partialName }) => [name, partialName])).toEqual([[null, "veeam-${...}-worker"]]);
  expect(problemsOf(intake)).toEqual([]);
});

test("prefers them to the files that Terraform loads by itself, and reads JSON", () => {
  const files = { "main.tf": main, "x.auto.tfvars": env("x", "a:X"), "a.tfvars.json": '{"action":"a:Json"}' };
  const intake = read(files, ["a.tfvars.json"]);
  expect(variantsOf(intake)).toEqual([
    ["aws_iam_role.r", "a.tfvars.json", "aws_iam_role_policy.p: a:Json on * at a.tfvars.json:1:11"],
  ]);
  expect(intake.roles.map(({ name }) => name)).toEqual(["veeam-x-worker"]);
});

test.each<[string, Files, readonly string[], readonly (string | null)[]]>([
  [
    "reads root modules next to each other with the same files",
    { "a/main.tf": main, "b/main.tf": `provider "aws" {}\n${main}`, "env/x.tfvars": env("x", "a:X") },
    ["env/x.tfvars"],
    ["env/x.tfvars", "env/x.tfvars"],
  ],
  [
    "does not read a module that another one calls as a root module with files outside it",
    {
      "a/main.tf": 'variable "env" {}\nmodule "m" {\n  source = "../m"\n  env = var.env\n  action = "a:M"\n}\n',
      "m/main.tf": main,
      "env/x.tfvars": env("x", "a:X"),
    },
    ["env/x.tfvars"],
    ["env/x.tfvars"],
  ],
  [
    "does not read a root module with the files of another one",
    { "a/main.tf": main, "a/env/x.tfvars": env("x", "a:X"), "b/main.tf": `provider "aws" {}\n${main}` },
    ["a/env/*.tfvars"],
    ["a/env/x.tfvars", null],
  ],
  [
    "does not read a root module below another one with the files of that one",
    { "main.tf": main, "env/x.tfvars": env("x", "a:X"), "b/main.tf": `provider "aws" {}\n${main}` },
    ["env/x.tfvars"],
    [null, "env/x.tfvars"],
  ],
])("%s", (_name, files, varFiles, expected) => {
  const intake = read(files, varFiles);
  expect(intake.roles.flatMap(({ variants }) => variants.map(({ when }) => when))).toEqual(expected);
  expect(problemsOf(intake)).toEqual([]);
});

test("gives a role that only one file creates only that variant", () => {
  const files = {
    "main.tf": `variable "on" {}\n${role("r", "count = var.on ? 1 : 0")}`,
    "a.tfvars": "on = true\n",
    "b.tfvars": "on = false\n",
  };
  expect(variantsOf(read(files, ["*.tfvars"])).map(([id, when]) => [id, when])).toEqual([
    ["aws_iam_role.r[0]", "a.tfvars"],
  ]);
});

test("reports errors in a variable file, and a pattern without files", () => {
  const files = { "main.tf": main, "a.tfvars": "action = [\n" };
  expect(problemsOf(read(files, ["a.tfvars"]))).toEqual([expect.stringMatching(/^a\.tfvars is not valid HCL: /)]);
  expect(problemsOf(read({ ...files, "x.tf": 'provider "aws" {}\n' }, ["evn/*.tfvars"]))).toEqual([
    "`terraform.var-files` matches no file of a root module that is checked from its source",
  ]);
});

test("reports a missing root module", () => {
  const named = (terraformRoot: string) =>
    problemsOf(read({ "x/main.tf": `provider "aws" {}\n${main}` }, [], [], terraformRoot));
  expect(named("nope")).toEqual(["`terraform-root` names nope, but there is no file"]);
  expect(named("./x/")).toEqual([]);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["a path", ["env/a.tfvars", "env/b.tfvars"], ["`terraform.var-files` names env/b.tfvars, which no root module has"]],
  ["a path with a dot", ["./env/a.tfvars"], []],
  ["a glob", ["env/*.tfvars", "other/*.tfvars"], []],
])("reports %s without a file next to existing files", (_name, varFiles, expected) => {
  const files = { "x/main.tf": main, "x/env/a.tfvars": env("a", "a:A"), "y/main.tf": 'provider "aws" {}\n' };
  expect(problemsOf(read(files, varFiles))).toEqual(expected);
});

test("treats a policy that another root module attaches with only some of its files as uncertain", () => {
  const part = `variable "on" {}\n${policyOf('"veeam"', '"a:A"', "count = var.on ? 1 : 0")}`;
  const files = {
    "a/main.tf": `provider "aws" {}\n${role("veeam")}`,
    "b/main.tf": `provider "aws" {}\n${part}`,
    "b/env/dev.tfvars": "on = true\n",
    "b/env/prod.tfvars": "on = false\n",
  };
  const lines = (varFiles: readonly string[]) => read(files, varFiles).roles.map(describeRole);
  expect(lines(["env/dev.tfvars"])).toEqual([["aws_iam_role_policy.p[0]: a:A on *"]]);
  expect(lines(["env/*.tfvars"])).toEqual([
    ["aws_iam_role_policy.p[0]: a:A on * if what b/main.tf attaches to a role called veeam, which may be another one"],
  ]);
});

test("applies a marker that one environment has", () => {
  const files = {
    "main.tf": `variable "tags" {}\n${role("r", "tags = var.tags")}`,
    "a.tfvars": "tags = {}\n",
    "b.tfvars": 'tags = { "worker-iam-check" = "backup" }\n',
  };
  expect(read(files, ["*.tfvars"]).roles.map(({ marker }) => marker?.text)).toEqual(["backup"]);
});

async function findingsIn(root: string) {
  const inputs = new Map([
    ["roles", "veeam: backup"],
    ["appliance", "arn:aws:iam::111122223333:role/appliance"],
  ]);
  const resolved = resolveOptions(inputs, null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const options = { ...resolved.options.check, varFiles: ["*.tfvars"] };
  const outcome = await check(options, {
    scope: { root, workingDirectory: root, confined: true },
    today: "2026-11-28",
  });
  return "problems" in outcome ? [] : outcome.report.findings;
}

test("reports what an environment lacks as an error that names its file", async () => {
  const root = emptyFolder();
  const trust = `var.env == "dev" ? "111122223333" : "444455556666"`;
  writeFiles(root, {
    "main.tf": `variable "env" {}
resource "aws_iam_role" "r" {
  name = "veeam"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ${trust} } }] })
}
${policyOf("aws_iam_role.r.name", '"*"', 'count = var.env == "dev" ? 1 : 0')}${policyOf("aws_iam_role.r.name", '"ec2:*"').replace('"p"', '"q"')}`,
    "dev.tfvars": 'env = "dev"\n',
    "prod.tfvars": 'env = "prod"\n',
  });
  const findings = await findingsIn(root);
  expect(findings.map(({ rule, severity, message }) => [rule, severity, /not when [\w.]+/.exec(message)?.[0]])).toEqual(
    [
      ["trust-conditional", "error", "not when prod.tfvars"],
      ["conditional-action", "error", "not when prod.tfvars"],
      ["trust-too-wide", "warning", undefined],
    ],
  );
});

test("points at the list of an environment that lacks an action", async () => {
  const root = emptyFolder();
  writeFiles(root, {
    "main.tf": `variable "actions" {}\n${role("veeam")}${policyOf("aws_iam_role.veeam.name", "var.actions")}`,
    "dev.tfvars": 'actions = ["rds:*"]\n',
    "prod.tfvars": '\nactions = ["rds:*", "kms:*"]\n',
  });
  const found = (await findingsIn(root)).find(({ rule }) => rule === "conditional-action");
  expect(found).toMatchObject({ location: { file: "dev.tfvars" }, help: "add them to the list at dev.tfvars:1" });
});

const inWorkspace = `variable "action" {
  default = "a:Default"
}
${role("r", 'count = terraform.workspace == "qa" ? 0 : 1').replace('"r"\n', '"veeam-${terraform.workspace}"\n')}
${policyOf("aws_iam_role.r[0].name", "var.action")}`;

test.each<[string, Files, readonly string[], readonly string[], readonly (readonly [string, string])[]]>([
  [
    "without variable files",
    {},
    [],
    ["dev", "prod", "qa"],
    [
      ["workspace dev", "a:Default"],
      ["workspace prod", "a:Default"],
    ],
  ],
  [
    "with or without the file of its name",
    { "env/prod.tfvars": 'action = "a:Prod"\n' },
    ["env/*.tfvars"],
    ["dev", "prod"],
    [
      ["env/prod.tfvars", "a:Prod"],
      ["workspace dev", "a:Default"],
    ],
  ],
  [
    "each with a file of another name",
    { "env/eu.tfvars": 'action = "a:Eu"\n', "env/prod.tfvars.json": '{"action": "a:Prod"}' },
    ["env/*"],
    ["dev", "prod"],
    [
      ["env/eu.tfvars, workspace dev", "a:Eu"],
      ["env/eu.tfvars, workspace prod", "a:Eu"],
      ["env/prod.tfvars.json", "a:Prod"],
    ],
  ],
])("makes a variant of each workspace, %s", (_name, files, varFiles, workspaces, expected) => {
  const intake = read(
    { ...files, "m/main.tf": inWorkspace, "main.tf": 'module "m" {\n  source = "./m"\n}\n' },
    varFiles,
    workspaces,
  );
  expect(intake.problems).toEqual([]);
  expect(
    read({ ...files, "main.tf": inWorkspace }, varFiles, workspaces).roles[0]?.variants.map((variant) => [
      variant.when,
      variant.policies.length,
    ]),
  ).toEqual(expected.map(([when]) => [when, 1]));
  const { roles } = read({ ...files, "main.tf": inWorkspace }, varFiles, workspaces);
  const shown = roles.flatMap((one) =>
    one.variants.map((variant) => describeRole({ ...one, variants: [variant] }).at(-1)),
  );
  expect(shown.map((line) => /a:\w+/.exec(line ?? "")?.[0])).toEqual(expected.map(([, action]) => action));
});

test("reads a root module that ignores workspaces once, and reports workspaces that no root module reads", () => {
  const intake = read({ "main.tf": main, "a.tfvars": env("a", "a:A") }, ["a.tfvars"], ["dev"]);
  expect(variantsOf(intake).map(([, when]) => when)).toEqual(["a.tfvars"]);
  expect(problemsOf(intake)).toEqual([
    "`terraform.workspaces` is set, and no root module that is checked from its source reads `terraform.workspace`",
  ]);
});

test("leaves values that depend on a workspace unknown if none is named", () => {
  const policy = policyOf("aws_iam_role.r.name", '"a:${terraform.workspace}"');
  const { roles } = read({ "main.tf": role("r") + policy, "x.tf": 'provider "aws" {}\n' }, []);
  expect(roles.map(describeRole)).toEqual([["aws_iam_role_policy.p: a:${terraform.workspace} on *"]]);
  const named = role("r").replace('"r"\n', '"veeam-${terraform.workspace}"\n');
  const [one] = read({ "main.tf": named, "x.tf": 'provider "aws" {}\n' }, []).roles;
  expect([one?.name, one?.partialName]).toEqual([null, "veeam-${terraform.workspace}"]);
});

test("reads outputs of a root module without IAM for another one", () => {
  const backend = 'backend "s3" {\n    bucket = "states"\n    key = "base"\n  }';
  const state =
    'data "terraform_remote_state" "base" {\n  backend = "s3"\n  config  = { bucket = "states", key = "base" }\n}\n';
  const policy = policyOf("aws_iam_role.r.name", "data.terraform_remote_state.base.outputs.action");
  const { roles, matched } = read(
    {
      "base/main.tf": `terraform {\n  ${backend}\n}\noutput "action" {\n  value = "a:A"\n}\n`,
      "iam/main.tf": `${role("r")}${policy}${state}`,
    },
    [],
  );
  expect([roles.map(describeRole), matched]).toEqual([[["aws_iam_role_policy.p: a:A on *"]], 1]);
  const document = `data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["a:B"]\n    resources = ["*"]\n  }\n}\n`;
  const whole = `resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.name\n  policy = data.terraform_remote_state.base.outputs.json\n}\n`;
  const created = read(
    {
      "base/main.tf": `terraform {\n  ${backend}\n}\n${document}output "json" {\n  value = data.aws_iam_policy_document.d.json\n}\n`,
      "iam/main.tf": `${role("r")}${whole}${state}`,
    },
    [],
  );
  expect(created.roles.map(describeRole)).toEqual([["aws_iam_role_policy.p: a:B on *"]]);
});
