import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { spawnCli } from "../bundle/run-bundle.js";

const TEMPLATE = readFileSync("examples/cloudformation/failing/worker-roles.yaml", "utf8");

/** The output of `aws iam get-account-authorization-details`. */
const ACCOUNT = JSON.stringify({
  RoleDetailList: [
    {
      RoleName: "veeam-worker",
      RoleId: "AROAEXAMPLE",
      Arn: "arn:aws:iam::111122223333:role/veeam-worker",
      Path: "/",
      CreateDate: "2026-01-01T00:00:00Z",
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
      RolePolicyList: [
        {
          PolicyName: "inline",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "ssm:*", Resource: "*" }],
          },
        },
      ],
      AttachedManagedPolicies: [],
      InstanceProfileList: [],
      Tags: [],
    },
  ],
});

test.each([
  ["a template", TEMPLATE, "VeeamDeployRole", "backup"],
  ["a policy", readFileSync("examples/policy-json/failing/veeam-restore.json", "utf8"), "<stdin>", "restore"],
  ["an account", ACCOUNT, "veeam-worker", "communication"],
])("reads %s with `check -`", (_what, input, role, kind) => {
  const { status, stdout } = spawnCli(["check", "-", "--roles", `*: ${kind}`, "--format", "json"], { input });
  const report = JSON.parse(stdout);
  expect(status).toBe(1);
  expect(report.roles.map(({ id }: { id: string }) => id)).toContain(role);
  expect(report.findings[0].location.file).toBe("<stdin>");
});

test("checks a policy that is piped in next to a template file", () => {
  const input = readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8");
  const { status, stdout } = spawnCli(["check", "-", "examples/cloudformation/passing", "--format", "json"], { input });
  expect(status).toBe(1);
  expect(JSON.parse(stdout).findings[0].location.file).toBe("<stdin>");
});

test("explains an action with `explain ROLE ACTION -`", () => {
  const { stdout } = spawnCli(["explain", "VeeamWorkerRole", "sqs:ReceiveMessage", "-"], { input: TEMPLATE });
  expect(stdout).toMatch(/^role VeeamWorkerRole: sqs:ReceiveMessage is missing/);
});

test.each([
  ["after a delay", "(sleep 1; cat $F)", "checked against version 7"],
  ["with a pause in the middle", "(head -c 40 $F; sleep 1; tail -c +41 $F)", "checked against version 7"],
  ["from another of our commands", '"$NODE" dist/cli/index.js policy restore', "success: 1 worker role"],
])("reads piped input to its end: %s", (_what, writer, words) => {
  const F = "examples/policy-json/failing/veeam-restore.json";
  const reader = `"$NODE" dist/cli/index.js check - --roles '*: restore' 2>&1 || true`;
  const env = { ...process.env, F, NODE: process.execPath };
  expect(execFileSync("sh", ["-c", `${writer} | ${reader}`], { env, encoding: "utf8" })).toContain(words);
});

test("never passes half a template", () => {
  expect(spawnCli(["check", "-"], { input: TEMPLATE.slice(0, 4000) }).status).toBe(1);
});

test.each([
  ["nothing", ""],
  ["unrelated text", "hello"],
  ["a YAML answer", "RoleDetailList:\n- RoleName: veeam-worker\n  Path: /\n"],
  ["Terraform source", 'resource "aws_iam_role" "r" {\n  name = "r"\n}\n'],
])("never passes %s, and explains what input it accepts", (_what, input) => {
  const { status, stdout } = spawnCli(["check", "-"], { input });
  expect(status).toBe(1);
  const flat = stdout.replace(/\s+/g, " ");
  expect(flat).toContain("help: pipe in a policy or template, `terraform show -json tfplan`, or `aws iam get-acc");
  expect(flat).not.toContain("set `files`");
});

test.each([
  ["", "standard input is empty"],
  ["\n", "standard input is empty"],
  [
    "\nAn error occurred (AccessDenied) when calling the GetRole operation: no\n",
    "standard input is an error of the AWS CLI: AccessDenied",
  ],
  [
    '\nUnable to locate credentials. You can configure credentials by running "aws configure".\n',
    "standard input is the output of a failed command: Unable to locate credentials",
  ],
  ["bash: aws: command not found\n", "standard input is the output of a failed command: bash: aws: command not found"],
  ["<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "standard input is HTML or XML"],
])("notices that the previous command failed: %j", (input, words) => {
  expect(spawnCli(["check", "-"], { input }).stdout).toContain(`nothing was checked: ${words}\n`);
});

test("distinguishes Terraform source from broken YAML without printing its contents", () => {
  const input = readFileSync("examples/terraform/failing/main.tf", "utf8");
  const { stdout } = spawnCli(["check", "-"], { input });
  expect(stdout).toContain("<stdin> is Terraform source, which is read only from files\n");
  expect(stdout).toContain("help: name its folder: worker-iam-check check DIR\n");
  expect(stdout).not.toContain("sqs:");
});

test.each([
  [["fix", "-"], "fix needs files: it can't work on standard input"],
  [["baseline", "-"], "baseline needs files: it can't work on standard input"],
  [["check", "-", "--base", "main"], "--base compares files in commits, and standard input is not in a commit"],
])("reports a usage error for %j", (args, message) => {
  expect(spawnCli(args, { input: TEMPLATE })).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: ${message}\n  help: for example: worker-iam-check check - < policy.json\n`,
  });
});
