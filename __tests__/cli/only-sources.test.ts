import { rmSync } from "node:fs";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const TERRAFORM = 'resource "aws_sqs_queue" "veeam" {\n  name = "veeam"\n}\n';

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  [
    "Terraform",
    { "infra/main.tf": TERRAFORM },
    [
      "only sources of Terraform were found, and no role in them",
      "infra/main.tf was found",
      "terraform show -json tfplan",
    ],
  ],
  ["OpenTofu", { "main.tofu": TERRAFORM }, ["only sources of Terraform", "main.tofu was found"]],
  [
    "the CDK",
    { "cdk.json": '{ "app": "node app.js" }', "app.ts": "" },
    ["1 file matched, 0 read, 0 roles found", "cdk.json was found", "`cdk synth` before the check"],
  ],
  [
    "CDK for Terraform",
    { "cdktf.json": '{ "language": "go" }' },
    ["cdktf.json was found", "`cdktf synth` before the check"],
  ],
  [
    "the Serverless Framework",
    { "api/serverless.yml": "service: api\nprovider:\n  name: aws\n" },
    ["api/serverless.yml was found", "run `serverless package` before the check, and add `.serverless` to `files`"],
  ],
  [
    "Pulumi",
    { "Pulumi.yaml": "name: veeam\nruntime: nodejs\n" },
    ["Pulumi.yaml was found", "are not read: check what is deployed (`aws iam get-account-authorization-details"],
  ],
  ["none of them", { "README.md": "" }, ["no file matched `files`", "set `files` to the globs"]],
])("explains what to do in a repository with only %s", (_name, files, words) => {
  const cwd = makeWorkspace(files);
  const { status, stdout } = runCli(["check"], { cwd });
  rmSync(cwd, { recursive: true });
  expect(status).toBe(1);
  const flat = stdout.replace(/\s+/g, " ");
  for (const word of words) expect(flat).toContain(word);
});
