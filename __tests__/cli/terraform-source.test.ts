import { readFileSync, rmSync } from "node:fs";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const source = readFileSync("examples/terraform/failing/main.tf", "utf8");
const plan = readFileSync("examples/terraform/failing/plan.json", "utf8");

interface Shown {
  readonly files: { readonly paths: readonly string[] };
  readonly roles: readonly { readonly id: string; readonly format: string; readonly trust: unknown }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly kind: string | null;
    readonly actions: readonly string[];
    readonly location: { readonly file: string; readonly line: number };
    readonly help: string;
  }[];
  readonly notChecked: readonly { readonly id: string }[];
}

function checked(files: Readonly<Record<string, string>>, ...args: readonly string[]): Shown {
  const cwd = makeWorkspace(files);
  const { stdout, stderr } = runCli(["check", ...args, "--format", "json"], { cwd });
  rmSync(cwd, { recursive: true });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return JSON.parse(stdout) as Shown;
}

const found = ({ findings }: Shown): unknown =>
  findings.map(({ rule, kind, actions, location }) => [rule, kind, actions, location.file, location.line]);

test("reports the same findings for source alone as for its plan", () => {
  const alone = checked({ "infra/main.tf": source });
  const planned = checked({ "infra/main.tf": source, "infra/plan.json": plan });
  expect(alone.findings.length).toBeGreaterThan(0);
  expect(found(alone)).toEqual(found(planned));
  expect(alone.roles.map(({ id, trust }) => [id, trust])).toEqual(planned.roles.map(({ id, trust }) => [id, trust]));
  expect([alone, planned].map(({ roles }) => new Set(roles.map(({ format }) => format)))).toEqual([
    new Set(["terraform-source"]),
    new Set(["terraform-plan"]),
  ]);
  expect([alone, planned].map(({ files }) => files.paths)).toEqual([["infra/main.tf"], ["infra/plan.json"]]);
});

test("matches a plan that was written elsewhere to the root module with the same declarations", () => {
  const { roles } = checked({ "infra/main.tf": source, "plans/p.json": plan });
  expect(new Set(roles.map(({ format }) => format))).toEqual(new Set(["terraform-plan"]));
});

test("checks other root modules alongside a plan", () => {
  const { roles } = checked({ "a/main.tf": source, "a/plan.json": plan, "b/main.tf": source });
  expect(new Set(roles.map(({ format }) => format))).toEqual(new Set(["terraform-plan", "terraform-source"]));
});

test("edits a policy file that the source reads", () => {
  const main = `resource "aws_iam_role" "worker" {
  name = "veeam-worker"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.worker.name
  policy = file("\${path.module}/policy.json")
}
`;
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["sqs:*", "ssm:*"], Resource: "*" }] };
  const cwd = makeWorkspace({ "infra/main.tf": main, "infra/policy.json": JSON.stringify(policy, null, 2) });
  const args = ["infra", "--roles", "veeam-worker: communication", "--roles", "*policy*: ignore"];
  runCli(["fix", ...args], { cwd });
  const { stdout } = runCli(["check", ...args, "--format", "json"], { cwd });
  rmSync(cwd, { recursive: true });
  const { findings, roles } = JSON.parse(stdout) as Shown;
  expect(roles.map(({ id }) => id)).toEqual(["aws_iam_role.worker"]);
  expect(findings.filter(({ rule }) => rule === "missing-action")).toEqual([]);
});

const TRUST =
  'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com", AWS = "111122223333" } }] })';

test.each([
  ["known", TRUST],
  ["unknown", "var.policy"],
])(
  "reports an undecidable worker role as one finding with the commands that create a plan: trust %s",
  (_name, trust) => {
    const main = `provider "aws" {}
variable "policy" {}
resource "aws_iam_role" "worker" {
  name = "veeam-worker"
  assume_role_policy = ${trust}
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.worker.name
  policy = var.policy
}
resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.worker.name
}
`;
    const { findings } = checked({ "main.tf": main }, "--roles", "veeam-worker: backup, communication");
    expect(findings.map(({ rule, kind, help }) => [rule, kind, help])).toEqual([
      [
        "undetermined-action",
        null,
        "check its plan: `terraform init`, `terraform plan -out tfplan`, and `terraform show -json tfplan > plan.json`",
      ],
    ]);
  },
);

test.each([
  ["passing", []],
  ["failing", ["missing-action"]],
])("checks the %s example without a plan", (outcome, rules) => {
  const names = ["main.tf", "terraform.tfvars", "worker-role/main.tf"];
  const { findings, roles } = checked(
    Object.fromEntries(
      names.map((name) => [name, readFileSync(`examples/terraform-source/${outcome}/${name}`, "utf8")]),
    ),
  );
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  expect(roles.map(({ id }) => id)).toEqual(["module.veeam_worker.aws_iam_role.this"]);
});
