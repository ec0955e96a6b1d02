import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterAll(removeFolders);

const ACCOUNT = "111122223333";
const APPLIANCE = `arn:aws:iam::${ACCOUNT}:role/veeam-appliance`;
const HERE = `accounts: ['${ACCOUNT}']\n`;

const role = (name: string | null, principal: unknown) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    ...(name === null ? {} : { RoleName: name }),
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
    },
  },
});

const template = (reference: unknown, name: string | null = "veeam-appliance") => {
  const others = { Appliance: role(name, { Service: "ec2.amazonaws.com" }), Other: role("other", { AWS: ACCOUNT }) };
  return { "t.json": JSON.stringify({ Resources: { ...others, Worker: role("worker", { AWS: reference }) } }) };
};

const source = (reference: string, file = "main.tf") => ({
  [file]: `resource "aws_iam_role" "appliance" {
  name               = "veeam-appliance"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
`,
  "worker.tf": `provider "aws" {}
resource "aws_iam_role" "Worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ${reference} } }]
  })
}
`,
});

const moduleSource = () => ({
  ...source("module.one.arn", "one/main.tf"),
  "one/out.tf": 'output "arn" {\n  value = aws_iam_role.appliance.arn\n}\n',
  "one.tf": 'module "one" {\n  source = "./one"\n}\n',
});

/** The appliance's role, created by another provider. */
const elsewhere = (other: string) => {
  const files = source("aws_iam_role.appliance.arn");
  const provider = `provider "aws" {\n  alias = "other"\n  ${other}\n}\n`;
  return {
    ...files,
    "main.tf": `${provider}${files["main.tf"]}`.replace('"appliance" {', '"appliance" {\n  provider = aws.other'),
  };
};

const OF_APPLIANCE = { "Fn::GetAtt": ["Appliance", "Arn"] };
const OF_OTHER = { "Fn::GetAtt": ["Other", "Arn"] };
const WRITTEN = { "Fn::Sub": "arn:aws:iam::$" + "{AWS::AccountId}:role/$" + "{Appliance}" };

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  ["the appliance's role in the declared account", template(OF_APPLIANCE), HERE, "granted"],
  ["an ARN with its name", template(WRITTEN), HERE, "granted"],
  ["it by Terraform address", source("aws_iam_role.appliance.arn"), HERE, "granted"],
  ["it in a module", moduleSource(), HERE, "granted"],
  [
    "it in another provider's account",
    elsewhere(`allowed_account_ids = ["${ACCOUNT}"]`),
    "accounts: ['999999999999']\n",
    "granted",
  ],
  ["a role of the same name there", elsewhere('allowed_account_ids = ["999999999999"]'), HERE, "missing"],
  ["a role of the same name with other credentials", elsewhere('profile = "other"'), HERE, "undetermined"],
  ["a role of the same name in another account", template(OF_APPLIANCE), "accounts: ['999999999999']\n", "missing"],
  ["it with no account declared", template(OF_APPLIANCE), "", "undetermined"],
  ["it in one of two accounts", template(OF_APPLIANCE), `accounts: ['${ACCOUNT}', '999999999999']\n`, "undetermined"],
  ["another role", template(OF_OTHER), HERE, "missing"],
  ["another role in any account", template(OF_OTHER), "", "missing"],
  ["a role with an unknown name", template(OF_APPLIANCE, null), HERE, "undetermined"],
])("checks trust that names %s", async (_what, files, accounts, verdict) => {
  const root = emptyFolder();
  writeFiles(root, files);
  const text = `requirements: "10"\n${accounts}appliance: ${APPLIANCE}\nroles: { "*Worker": worker-configuration }\n`;
  const resolved = resolveOptions(new Map(), { path: "c.yml", text });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  expect(outcome.report.roles.map(({ id, trust }) => [id.slice(-6), trust.appliance])).toEqual([["Worker", verdict]]);
});
