import { removeFolders } from "../discover/repository.js";
import { allowing, templateRole, trustingAppliance } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const [DEV, PROD, CENTRAL] = ["111122223333", "222233334444", "999922223333"];
const CONFIG = ".github/worker-iam-check.yml";
const arn = (account: string, rest = "role/veeam-worker") => `arn:aws:iam::${account}:${rest}`;
const withoutPass = actionsOf("backup").filter((one) => one !== "iam:PassRole");

interface Template {
  readonly trusted?: string;
  readonly id?: string;
}

/** A template in which a role passes another one. */
function template(passed: unknown, { trusted = CENTRAL, id = "VeeamDeploy" }: Template = {}): string {
  const trust = trustingAppliance(trusted);
  return JSON.stringify({
    Resources: {
      [id]: templateRole(id, trust, allowing(withoutPass), allowing("iam:PassRole", passed)),
      VeeamWorker: templateRole("veeam-worker", trust, allowing(actionsOf("communication"))),
      Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorker" }] } },
    },
  });
}
const GETATT = { "Fn::GetAtt": ["VeeamWorker", "Arn"] };
const ROLES = { [CONFIG]: 'requirements: "7"\nroles: { "VeeamDeploy*": backup, VeeamWorker: communication }\n' };
/** Only the role that is passed is checked. */
const ONLY_PASSED = { [CONFIG]: 'requirements: "7"\nroles: { "*eeam?worker": communication }\n' };
const templates = (dev: string, prod = template(arn(PROD))): Files => ({
  ...ROLES,
  "dev.json": dev,
  "prod.json": prod,
});

/** A module that attaches a policy by its ARN, called from a root of each environment. */
function roots(dev: string, prod = PROD, attached = "arn:aws:iam::${var.account}:policy/vw"): Files {
  const root = (account: string) => `
provider "aws" {
  region = "eu-west-1"
}
terraform {
  backend "s3" {}
}
module "v" {
  source  = "../m"
  account = "${account}"
}
`;
  const module = `
variable "account" {}
resource "aws_iam_role" "veeam_worker" {
  name               = "veeam-worker"
  assume_role_policy = jsonencode(${JSON.stringify(trustingAppliance(PROD))})
}
resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.veeam_worker.name
}
resource "aws_iam_policy" "w" {
  name   = "vw"
  policy = jsonencode(${JSON.stringify(allowing(actionsOf("communication")))})
}
resource "aws_iam_role_policy_attachment" "w" {
  role       = aws_iam_role.veeam_worker.name
  policy_arn = "${attached}"
}
`;
  const config = 'requirements: "7"\nroles: { "*veeam_worker": communication }\n';
  return { "m/x.tf": module, "dev/main.tf": root(dev), "prod/main.tf": root(prod), [CONFIG]: config };
}

/** Loose policies, one for each role. */
const policies = (dev: string, prod = PROD): Files => ({
  [CONFIG]: `requirements: "7"
roles: { "*-deploy": backup, veeam-worker: communication }
groups:
  dev-deploy: { policies: [dev/deploy.json, dev/pass.json] }
  prod-deploy: { policies: [prod/deploy.json, prod/pass.json] }
  veeam-worker: { policies: [worker.json] }
`,
  "dev/deploy.json": JSON.stringify(allowing(withoutPass)),
  "prod/deploy.json": JSON.stringify(allowing(withoutPass)),
  "dev/pass.json": JSON.stringify(allowing("iam:PassRole", arn(dev))),
  "prod/pass.json": JSON.stringify(allowing("iam:PassRole", arn(prod))),
  "worker.json": JSON.stringify(allowing(actionsOf("communication"))),
});

test.each<[string, Files, Files, readonly string[]]>([
  [
    "of another template",
    templates(template(arn(DEV))),
    templates(template(arn(PROD))),
    ["weakened-action VeeamDeploy"],
  ],
  [
    "of another template, where the base has a reference",
    templates(template(GETATT)),
    templates(template(arn(PROD))),
    ["weakened-action VeeamDeploy"],
  ],
  [
    "of another template, in a renamed file",
    templates(template(arn(DEV))),
    { ...templates("", template(arn(PROD))), "v/dev.json": template(arn(PROD)) },
    ["weakened-action VeeamDeploy"],
  ],
  [
    "of another template, in a renamed role",
    templates(template(arn(DEV))),
    templates(template(arn(PROD), { id: "VeeamDeployB" })),
    ["coverage-lost VeeamDeploy", "partial-action VeeamDeployB"],
  ],
  ["of the template", templates(template([arn(DEV), arn(PROD)])), templates(template(arn(PROD))), []],
  [
    "of the template, in a renamed file",
    templates(template(arn(DEV))),
    { ...templates(""), "v/dev.json": template(arn(DEV)) },
    [],
  ],
  [
    "of the template, in another order and a renamed role",
    templates(template(arn(DEV))),
    templates(template(arn(DEV), { id: "VeeamDeployB" })),
    [],
  ],
  ["of another root", roots(DEV), roots(PROD), ["weakened-action dev:module.v.aws_iam_role.veeam_worker"]],
  [
    "that only the trust names, in each root",
    roots(DEV, DEV, "${aws_iam_policy.w.arn}"),
    roots(DEV, DEV, arn(PROD, "policy/vw")),
    [
      "weakened-action dev:module.v.aws_iam_role.veeam_worker",
      "weakened-action prod:module.v.aws_iam_role.veeam_worker",
    ],
  ],
  ["of the root", roots(DEV), roots(DEV, PROD, `arn:aws:iam::\${join("", [var.account])}:policy/vw`), []],
  [
    "of the root, which was a template",
    { ...templates(template(arn(DEV), { trusted: PROD }), ""), ...ONLY_PASSED },
    { ...roots(DEV), "prod/main.tf": "", ...ONLY_PASSED },
    [],
  ],
  [
    "of another template than the one that the root was",
    { ...templates(template(arn(DEV), { trusted: PROD }), ""), ...ONLY_PASSED },
    { ...roots(PROD), "prod/main.tf": "", ...ONLY_PASSED },
    ["weakened-action module.v.aws_iam_role.veeam_worker"],
  ],
  ["of another loose policy", policies(DEV), policies(PROD), ["weakened-action dev-deploy"]],
  ["of the loose policy", policies(DEV), { ...policies(DEV), "README.md": "1\n" }, []],
])("an ARN in the account %s", async (_name, before, head, expected) => {
  const gone = Object.fromEntries(Object.keys(before).map((file) => [file, ""]));
  const { findings } = await headOf(before, { ...gone, ...head });
  const errors = findings.filter(({ rule, severity }) => severity === "error" && rule !== "undetermined-action");
  expect(errors.map((found) => `${found.rule} ${found.role}`)).toEqual(expected);
});
