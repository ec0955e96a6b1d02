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
const THREE = { ...BOTH, "test.tfvars": OTHER };
const ATTACHED = rootWith(BOTH, policyIn(OWN));
const PASSING = rootWith(BOTH, policyIn(OWN), workerIn(OWN));
const ONE = rootWith({ "dev.tfvars": DEV }, policyIn(OWN), workerIn(OWN));
const DECLARED = `deployment: { accounts: ["${DEV}", "${PROD}", "${OTHER}"] }\n`;

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
    PASSING,
    rootWith(BOTH, policyIn(OWN), workerIn(`${DEV}`)),
    ["weakened-action aws_iam_role.deploy"],
  ],
  [
    "of another declared account's variable file, for a role to pass",
    rootWith(THREE, POLICY, workerIn(OWN), DECLARED),
    rootWith({ ...THREE, "prod.tfvars": DEV }, POLICY, workerIn(OWN), DECLARED),
    ["weakened-action aws_iam_role.deploy"],
  ],
  [
    "of the other of two declared accounts' variable files, for a role to pass",
    rootWith(BOTH, POLICY, workerIn(OWN), DECLARED),
    rootWith({ ...BOTH, "prod.tfvars": DEV }, POLICY, workerIn(OWN), DECLARED),
    ["weakened-action aws_iam_role.deploy"],
  ],
  [
    "that replaces the account of the root in all files, one of which is new",
    rootWith({ "dev.tfvars": DEV }, POLICY, workerIn(OWN)),
    rootWith(BOTH, POLICY, workerIn(`${PROD}`)),
    ["weakened-action aws_iam_role.deploy"],
  ],
  [
    "of a new variable file, which replaces the only one",
    rootWith({ "dev.tfvars": DEV }, POLICY, workerIn(OWN)),
    { ...rootWith({ "prod.tfvars": PROD }, POLICY, workerIn(OWN)), "dev.tfvars": "" },
    ["coverage-lost aws_iam_role.deploy", "weakened-action aws_iam_role.deploy", "coverage-lost aws_iam_role.worker"],
  ],
  [
    "of a new variable file, which replaces one of two",
    ATTACHED,
    { ...rootWith({ "dev.tfvars": DEV, "live.tfvars": OTHER }, policyIn(OWN)), "prod.tfvars": "" },
    ["coverage-lost aws_iam_role.deploy", "coverage-lost aws_iam_role.worker"],
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
  ["of a new variable file", ONE, PASSING, []],
  [
    "of a new variable file in another folder",
    rootWith({ "dev/a.tfvars": DEV, "prod/a.tfvars": PROD }, policyIn(OWN), workerIn(OWN)),
    rootWith({ "dev/a.tfvars": DEV, "prod/a.tfvars": PROD, "test/a.tfvars": OTHER }, policyIn(OWN), workerIn(OWN)),
    [],
  ],
  ["of a third variable file", PASSING, rootWith(THREE, policyIn(OWN), workerIn(OWN)), []],
  [
    "of a new variable file, which is declared with the other",
    ONE,
    rootWith(BOTH, policyIn(OWN), workerIn(OWN), DECLARED),
    [],
  ],
  ["of a variable file, now declared", PASSING, rootWith(BOTH, policyIn(OWN), workerIn(OWN), DECLARED), []],
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

const WORKSPACES: Files = {
  "main.tf": root(POLICY, workerIn("${local.accounts[terraform.workspace]}")).replace(
    'variable "a" {}',
    `locals {
  accounts = { dev = "${DEV}", prod = "${PROD}" }
}`,
  ),
};
const withWorkspaces = (...names: readonly string[]): Files => ({
  ...WORKSPACES,
  ".github/worker-iam-check.yml": `requirements: "7"
roles: { "*deploy": backup, "*worker": communication }
terraform: { workspaces: [${names.join()}] }
`,
});

test("an ARN in the account of a new workspace is the role's own", async () => {
  const { findings } = await headOf(withWorkspaces("dev"), withWorkspaces("dev", "prod"));
  expect(findings.filter(({ rule }) => rule.endsWith("-action"))).toEqual([]);
});

test.each<[string, Files, Files]>([
  ["a role to pass", PASSING, rootWith({ ...BOTH, "prod.tfvars": OTHER }, policyIn(OWN), workerIn(OWN))],
  ["a role to pass, in the other file", PASSING, rootWith({ ...BOTH, "prod.tfvars": DEV }, POLICY, workerIn(OWN))],
  ["a policy", ATTACHED, rootWith({ ...BOTH, "prod.tfvars": OTHER }, policyIn(OWN))],
])("the help for a changed account of %s settles it", async (_name, before, head) => {
  const { findings } = await headOf(before, head);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ help }) => help)).toContainEqual(
    expect.stringMatching(/if the role is in account \d{12}, declare that: set `allowed_account_ids` in its provider/),
  );
  const provider = 'provider "aws" {\n  allowed_account_ids = [var.a]\n}\n';
  const settled = await headOf(before, { ...head, "main.tf": `${provider}${head["main.tf"]}` });
  expect(settled.findings.filter(({ severity }) => severity === "error")).toEqual([]);
});
