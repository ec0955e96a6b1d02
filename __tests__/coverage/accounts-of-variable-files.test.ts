import { removeFolders } from "../discover/repository.js";
import { allowing, trustingAppliance } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const [DEV, PROD, OTHER, CENTRAL] = ["111122223333", "222233334444", "333344445555", "999922223333"];
const TRUST = JSON.stringify(trustingAppliance(CENTRAL));
const withoutPass = actionsOf("backup").filter((one) => one !== "iam:PassRole");
const json = (value: object) => `jsonencode(${JSON.stringify(value)})`;

const OWN = "${var.a}";
const POLICY = "${aws_iam_policy.w.arn}";
const WORKER = "${aws_iam_role.worker.arn}";
const policyIn = (account: string) => `arn:aws:iam::${account}:policy/vw`;
const workerIn = (account: string) => `arn:aws:iam::${account}:role/veeam-worker`;

/** A root in which a role passes another one, which has an attached policy. */
const root = (attached: string, passed: string): string => `
variable "a" {}
terraform {
  backend "s3" {}
}
resource "aws_iam_role" "deploy" {
  name               = "veeam-deploy"
  assume_role_policy = jsonencode(${TRUST})
}
resource "aws_iam_role_policy" "deploy" {
  role   = aws_iam_role.deploy.id
  policy = ${json(allowing(withoutPass))}
}
resource "aws_iam_role_policy" "pass" {
  role   = aws_iam_role.deploy.id
  policy = ${json(allowing("iam:PassRole", passed))}
}
resource "aws_iam_role" "worker" {
  name               = "veeam-worker"
  assume_role_policy = jsonencode(${TRUST})
}
resource "aws_iam_instance_profile" "p" {
  role = aws_iam_role.worker.name
}
resource "aws_iam_policy" "w" {
  name   = "vw"
  policy = ${json(allowing(actionsOf("communication")))}
}
resource "aws_iam_role_policy_attachment" "w" {
  role       = aws_iam_role.worker.name
  policy_arn = "${attached}"
}
`;

/** Variable files by name, with the account in each. */
function rootWith(
  files: Readonly<Record<string, string | undefined>>,
  attached = POLICY,
  passed = WORKER,
  more = "",
): Files {
  const named = Object.keys(files);
  const texts = named.map((file) => [file, `a = "${files[file]}"\n`]);
  const config = `requirements: "7"
roles: { "*deploy": backup, "*worker": communication }
terraform: { var-files: [${named.join()}] }
${more}`;
  return {
    "main.tf": root(attached, passed),
    ".github/worker-iam-check.yml": config,
    ...Object.fromEntries(texts),
  };
}
const BOTH = { "dev.tfvars": DEV, "prod.tfvars": PROD };
const ATTACHED = rootWith(BOTH, policyIn(OWN));

test.each<[string, Files, Files, readonly string[]]>([
  [
    "of another variable file, by which a policy is attached",
    ATTACHED,
    rootWith({ ...BOTH, "prod.tfvars": DEV }, policyIn(OWN)),
    ["weakened-action aws_iam_role.worker"],
  ],
  [
    "of another variable file, after both swap their accounts",
    ATTACHED,
    rootWith({ "dev.tfvars": PROD, "prod.tfvars": DEV }, policyIn(OWN)),
    ["weakened-action aws_iam_role.worker"],
  ],
  [
    "of another variable file, in place of a variable",
    ATTACHED,
    rootWith(BOTH, policyIn(`${DEV}`)),
    ["weakened-action aws_iam_role.worker"],
  ],
  [
    "of another variable file, for a role to pass",
    rootWith(BOTH, policyIn(OWN), workerIn(OWN)),
    rootWith(BOTH, policyIn(OWN), workerIn(`${DEV}`)),
    ["conditional-action aws_iam_role.deploy"],
  ],
  [
    "of another variable file, in a renamed file",
    ATTACHED,
    { ...rootWith({ "dev.tfvars": DEV, "live.tfvars": PROD }, policyIn(`${DEV}`)), "prod.tfvars": "" },
    ["weakened-action aws_iam_role.worker"],
  ],
  [
    "of no variable file",
    ATTACHED,
    rootWith({ ...BOTH, "prod.tfvars": OTHER }, policyIn(OWN)),
    ["weakened-action aws_iam_role.worker"],
  ],
  ["of the variable file", ATTACHED, { ...ATTACHED, "README.md": "1\n" }, []],
  [
    "of the variable file, in another expression",
    ATTACHED,
    rootWith(BOTH, `arn:aws:iam::\${join("", [var.a])}:policy/vw`),
    [],
  ],
  [
    "of a renamed variable file",
    ATTACHED,
    { ...rootWith({ "dev.tfvars": DEV, "live.tfvars": PROD }, policyIn(OWN)), "prod.tfvars": "" },
    [],
  ],
  [
    "of a variable file that moved",
    ATTACHED,
    {
      ...rootWith({ "env/dev.tfvars": DEV, "env/prod.tfvars": PROD }, policyIn(OWN)),
      "dev.tfvars": "",
      "prod.tfvars": "",
    },
    [],
  ],
  [
    "that the variable file names elsewhere",
    rootWith(BOTH, POLICY, workerIn(OWN)),
    rootWith(BOTH, policyIn(OWN), workerIn(OWN)),
    [],
  ],
  [
    "that both variable files had",
    rootWith({ "dev.tfvars": DEV, "prod.tfvars": DEV }, policyIn(OWN)),
    rootWith({ "dev.tfvars": DEV, "prod.tfvars": DEV }, policyIn(`${DEV}`)),
    [],
  ],
  ["of the root, in a new variable file", ATTACHED, rootWith({ ...BOTH, "test.tfvars": DEV }, policyIn(OWN)), []],
  [
    "that the configuration declares",
    ATTACHED,
    rootWith({ ...BOTH, "prod.tfvars": DEV }, policyIn(OWN), WORKER, `deployment: { accounts: ["${DEV}"] }\n`),
    [],
  ],
])("an ARN in the account %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const errors = findings.filter(({ rule, severity }) => severity === "error" && rule !== "undetermined-action");
  expect(errors.map((found) => `${found.rule} ${found.role}`)).toEqual(expected);
});
