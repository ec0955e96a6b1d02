import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const actions = catalogRequirements("7")
  ?.kinds.find(({ name }) => name === "backup")
  ?.actions.map(({ action }) => action);
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const narrowedBy = (operator: string, value: unknown) => ({ Condition: { [operator]: { "aws:PrincipalArn": value } } });
const inAccount = (account: unknown, operator = "StringEquals") => ({
  Condition: { [operator]: { "aws:PrincipalAccount": account } },
});
const OWN = { Ref: "AWS::AccountId" };
const sub = (rest: string) => ({ "Fn::Sub": `arn:aws:iam::\${AWS::AccountId}:${rest}` });
const trust = document({
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/appliance" },
  Action: "sts:AssumeRole",
});

/** A role and a key. The arguments change their policies' statements. */
function template(ofRole: object, ofKey: object = {}): Files {
  const granted = document({ Effect: "Allow", Action: actions, Resource: "*", ...ofRole });
  const open = { Effect: "Allow", Principal: { AWS: sub("root") }, Action: "kms:*", Resource: "*", ...ofKey };
  const Deploy = {
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: "veeam-deploy",
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: "p", PolicyDocument: granted }],
    },
  };
  const Key = { Type: "AWS::KMS::Key", Properties: { KeyPolicy: document(open) } };
  const config = 'requirements: "7"\nroles: ["*eploy*: backup"]\nkeys: [Key]\n';
  return { "t.json": JSON.stringify({ Resources: { Deploy, Key } }), ".github/worker-iam-check.yml": config };
}

const caller = (alias: string) =>
  `data "aws_caller_identity" "c" {\n${alias}\n}\nprovider "aws" {}\nprovider "aws" {\n  alias   = "far"\n  profile = "far"\n}\n`;
function source(condition: string, alias = "", ofRole = ""): Files {
  return {
    "main.tf": `${caller(alias)}
resource "aws_iam_role" "veeam_deploy" {
  ${ofRole}
  name               = "veeam-deploy"
  assume_role_policy = jsonencode(${JSON.stringify(trust)})
}
resource "aws_iam_role_policy" "p" {
  ${ofRole}
  role   = aws_iam_role.veeam_deploy.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ${JSON.stringify(actions)}, Resource = "*"${condition} }]
  })
}
`,
  };
}
const like = (name: string) =>
  `, Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::\${data.aws_caller_identity.c.account_id}:role/${name}" } }`;

const account = `, Condition = { StringEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.c.account_id } }`;

const far = "provider = aws.far";

test.each<[string, Files, Files, readonly string[]]>([
  ["a role's policy is narrowed to it", template({}), template(narrowedBy("ArnLike", sub("role/veeam*"))), []],
  [
    "a role's policy is narrowed to it without wildcards",
    template({}),
    template(narrowedBy("StringEquals", sub("role/veeam-deploy"))),
    [],
  ],
  [
    "a role's policy is narrowed to another role",
    template({}),
    template(narrowedBy("ArnLike", sub("role/other*"))),
    ["missing-action"],
  ],
  ["a key's policy is narrowed to the role", template({}), template({}, narrowedBy("ArnLike", sub("role/veeam*"))), []],
  [
    "a key's policy is narrowed to the role by its name",
    template({}),
    template({}, narrowedBy("ArnEquals", sub("role/veeam-deploy"))),
    [],
  ],
  [
    "a key's policy is narrowed to the role by reference",
    template({}),
    template({}, narrowedBy("ArnEquals", { "Fn::GetAtt": ["Deploy", "Arn"] })),
    [],
  ],
  [
    "a key's policy is narrowed to other roles",
    template({}),
    template({}, narrowedBy("ArnLike", sub("role/other*"))),
    ["weakened-action"],
  ],
  [
    "a key's policy is for other roles",
    template({}, narrowedBy("ArnLike", sub("role/veeam*"))),
    template({}, narrowedBy("ArnLike", sub("role/other*"))),
    ["weakened-action"],
  ],
  [
    "a key's policy is for another role",
    template({}, narrowedBy("ArnLike", sub("role/veeam*"))),
    template({}, narrowedBy("ArnLike", sub("role/other"))),
    ["weakened-action"],
  ],
  ["a role's policy is narrowed to its account", template({}), template(inAccount(OWN)), []],
  [
    "a role's policy is narrowed to all but its account",
    template({}),
    template(inAccount(OWN, "StringNotEquals")),
    ["missing-action"],
  ],
  ["a key's policy is narrowed to the role's account", template({}), template({}, inAccount(OWN)), []],
  [
    "a key's policy is narrowed to the role's account among others",
    template({}),
    template({}, inAccount(["444455556666", OWN])),
    [],
  ],
  [
    "a key's policy is for everybody in the role's account",
    template({}),
    template({}, { ...inAccount(OWN), Principal: "*" }),
    [],
  ],
  [
    "a key's policy is narrowed to another account",
    template({}),
    template({}, inAccount("444455556666")),
    ["weakened-action"],
  ],
  ["Terraform's policy is narrowed to the role's account", source(""), source(account), []],
  [
    "Terraform's policy is narrowed to another provider's account",
    source("", far),
    source(account, far),
    ["weakened-action"],
  ],
  ["Terraform's policy is narrowed to the role", source(""), source(like("veeam*")), []],
  ["Terraform's policy is narrowed to another role", source(""), source(like("other*")), ["missing-action"]],
  [
    "Terraform's policy is narrowed to a role of another provider's account",
    source("", far),
    source(like("veeam*"), far),
    ["weakened-action"],
  ],
  [
    "the policy of a role in another provider's account is narrowed",
    source("", "", far),
    source(like("veeam*"), "", far),
    ["weakened-action"],
  ],
])("%s", async (_name, base, head, expected) => {
  const { findings } = await headOf(base, head);
  const reported = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  expect([...new Set(reported)]).toEqual(expected);
});
