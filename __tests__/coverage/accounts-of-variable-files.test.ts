import { removeFolders } from "../discover/repository.js";
import { allowing, jsonencode, rootRoles, trustingAppliance } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const [DEV, PROD, OTHER, CENTRAL] = ["111122223333", "222233334444", "333344445555", "999922223333"];
const TRUST = JSON.stringify(trustingAppliance(CENTRAL));
const withoutPass = actionsOf("backup").filter((one) => one !== "iam:PassRole");

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
${rootRoles({ trust: TRUST, granted: withoutPass, passed })}resource "aws_iam_policy" "w" {
  name   = "vw"
  policy = ${jsonencode(allowing(actionsOf("communication")))}
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

/** The root with some of its variable files in JSON. */
function asJson(hcl: Readonly<Record<string, string>>, inJson: Readonly<Record<string, string>>): Files {
  const texts = Object.entries(inJson).map(([file, a]) => [file, JSON.stringify({ a })]);
  return {
    ...{ "dev.tfvars": "", "prod.tfvars": "" },
    ...rootWith({ ...hcl, ...inJson }, policyIn(OWN), workerIn(OWN)),
    ...Object.fromEntries(texts),
  };
}

/** The root without variable files. */
function withDefault(account?: string): Files {
  const files = rootWith({}, policyIn(OWN), workerIn(OWN));
  const main = `${files["main.tf"]}`;
  return account === undefined
    ? files
    : { ...files, "main.tf": main.replace('variable "a" {}', `variable "a" {\n  default = "${account}"\n}`) };
}

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
  [
    "of another variable file, in the file's other syntax",
    PASSING,
    asJson({ "dev.tfvars": DEV }, { "prod.tfvars.json": DEV }),
    ["weakened-action aws_iam_role.deploy", "weakened-action aws_iam_role.worker"],
  ],
  [
    "of another variable file, after both swap their accounts and get another syntax",
    PASSING,
    asJson({}, { "dev.tfvars.json": PROD, "prod.tfvars.json": DEV }),
    ["weakened-action aws_iam_role.deploy", "weakened-action aws_iam_role.worker"],
  ],
  [
    "of another variable file, in a file loaded automatically",
    ATTACHED,
    { ...rootWith({ "dev.tfvars": DEV, "prod.auto.tfvars": DEV }, policyIn(OWN)), "prod.tfvars": "" },
    ["weakened-action aws_iam_role.worker"],
  ],
  [
    "of the variable file, in its other syntax",
    PASSING,
    asJson({ "dev.tfvars": DEV }, { "prod.tfvars.json": PROD }),
    [],
  ],
  [
    "of a new variable file, while the other gets another syntax",
    ONE,
    asJson({}, { "dev.tfvars.json": DEV, "prod.tfvars.json": PROD }),
    [],
  ],
  ["of the second of the first variable files, after a default", withDefault(DEV), PASSING, []],
  ["of one of the first variable files, after a variable without a value", withDefault(), PASSING, []],
  [
    "of the first variable files, none of which has the default's account",
    withDefault(DEV),
    rootWith({ "prod.tfvars": PROD, "test.tfvars": OTHER }, policyIn(OWN), workerIn(OWN)),
    ["weakened-action aws_iam_role.deploy", "weakened-action aws_iam_role.worker"],
  ],
  [
    "of the other of the first variable files, after a default",
    withDefault(DEV),
    rootWith(BOTH, policyIn(OWN), workerIn(PROD)),
    ["weakened-action aws_iam_role.deploy"],
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

test.each<[string, Files, Files, number]>([
  ["keep their accounts", withWorkspaces("dev", "prod"), rootWith(BOTH, POLICY, workerIn(OWN)), 0],
  [
    "name another account",
    withWorkspaces("dev", "prod"),
    rootWith({ ...BOTH, "prod.tfvars": DEV }, POLICY, workerIn(OWN)),
    1,
  ],
  [
    "become workspaces",
    rootWith(BOTH, POLICY, workerIn(OWN)),
    { ...withWorkspaces("dev", "prod"), "dev.tfvars": "", "prod.tfvars": "" },
    0,
  ],
])("workspaces and variable files with the same names that %s", async (_name, before, head, errors) => {
  const { findings } = await headOf(before, head);
  expect(findings.filter(({ severity }) => severity === "error")).toHaveLength(errors);
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

test.each<[string, string, string]>([
  ["of its variable file in another syntax", "prod.tfvars.json", PROD],
  ["of another variable file, after its own gets another syntax", "prod.tfvars.json", DEV],
  ["of its renamed variable file", "env/prod.tfvars", PROD],
  ["of another variable file, after its own moves", "env/prod.tfvars", DEV],
])("a role in the account that its provider names by a variable %s", async (_name, file, account) => {
  const provided = (files: Files): Files => ({
    ...files,
    "main.tf": `provider "aws" {\n  allowed_account_ids = [var.a]\n}\n${files["main.tf"]}`,
  });
  const written = file.endsWith("json")
    ? asJson({ "dev.tfvars": DEV }, { [file]: account })
    : rootWith({ "dev.tfvars": DEV, [file]: account }, policyIn(OWN), workerIn(OWN));
  const { findings } = await headOf(provided(PASSING), { ...provided(written), "prod.tfvars": "" });
  const errors = findings.filter(({ severity }) => severity === "error").map(({ rule, role }) => `${rule} ${role}`);
  expect(errors).toEqual(
    account === PROD ? [] : ["coverage-lost aws_iam_role.deploy", "coverage-lost aws_iam_role.worker"],
  );
});

const ROOT = `${PASSING["main.tf"]}`.replaceAll(policyIn(OWN), POLICY);
const FILES = rootWith(BOTH, POLICY, workerIn(OWN));
const SETTINGS = `requirements: "7"
roles: { "*deploy": backup, "*worker": communication }
`;
const GONE = Object.fromEntries(Object.keys(FILES).map((file) => [file, ""]));
/** One root module for each environment. */
const ROOTS: Files = {
  "dev/main.tf": ROOT,
  "dev/terraform.tfvars": `a = "${DEV}"\n`,
  "prod/main.tf": ROOT,
  "prod/terraform.tfvars": `a = "${PROD}"\n`,
  ".github/worker-iam-check.yml": SETTINGS,
};
const ROOTS_GONE = Object.fromEntries(Object.keys(ROOTS).map((file) => [file, ""]));
/** One module call for each environment. */
const callsOf = (accounts: Readonly<Record<string, string>>): Files => ({
  "main.tf": `terraform {
  backend "s3" {}
}
${Object.entries(accounts)
  .map(([name, a]) => `module "${name}" {\n  source = "./m"\n  a      = "${a}"\n}\n`)
  .join("")}`,
  "m/main.tf": ROOT.replace(/terraform \{[^}]*\}\n\}\n/, ""),
  ".github/worker-iam-check.yml": SETTINGS,
});
const CALLS = callsOf({ dev: DEV, prod: PROD });
/** One workspace for each environment. */
const IN_WORKSPACES: Files = {
  "main.tf": ROOT.replace(
    'variable "a" {}',
    `locals {\n  a = { dev = "${DEV}", prod = "${PROD}" }[terraform.workspace]\n}`,
  ).replaceAll("var.a", "local.a"),
  ".github/worker-iam-check.yml": `${SETTINGS}terraform: { workspaces: [dev, prod] }\n`,
};
/** One root module for each environment, which calls the module with a call name different from those in `CALLS`. */
const callersOf = (accounts: Readonly<Record<string, string>>): Files => ({
  ...CALLS,
  "main.tf": "",
  ...Object.fromEntries(
    Object.entries(accounts).map(([name, a]) => [
      `${name}/main.tf`,
      `${callsOf({ v: a })["main.tf"]}`.replace("./m", "../m"),
    ]),
  ),
});
const CALLERS = callersOf({ dev: DEV, prod: PROD });
const ONE_LOST = ["coverage-lost", "coverage-lost"];

test.each<[string, Files, Files, readonly string[]]>([
  ["root modules become variable files", ROOTS, { ...ROOTS_GONE, ...FILES }, []],
  ["module calls become variable files", CALLS, { "m/main.tf": "", ...FILES }, []],
  ["variable files become root modules", FILES, { ...GONE, ...ROOTS }, []],
  ["variable files become module calls", FILES, { ...GONE, ...CALLS }, []],
  [
    "root modules become one variable file",
    ROOTS,
    { ...ROOTS_GONE, ...rootWith({ "dev.tfvars": DEV }, POLICY, workerIn(OWN)) },
    ONE_LOST,
  ],
  [
    "root modules become variable files, one in the account of the other",
    ROOTS,
    { ...ROOTS_GONE, ...rootWith({ ...BOTH, "prod.tfvars": DEV }, POLICY, workerIn(OWN)) },
    ["coverage-lost"],
  ],
  [
    "variable files become one root module",
    FILES,
    { ...GONE, ...ROOTS, "prod/main.tf": "", "prod/terraform.tfvars": "" },
    ONE_LOST,
  ],
  ["variable files become one module call", FILES, { ...GONE, ...callsOf({ prod: PROD }) }, ONE_LOST],
  [
    "variable files become the root module's own values",
    FILES,
    { ...GONE, ...FILES, ".github/worker-iam-check.yml": SETTINGS, "terraform.tfvars": `a = "${DEV}"\n` },
    ONE_LOST,
  ],
  ["workspaces become root modules", IN_WORKSPACES, { "main.tf": "", ...ROOTS }, []],
  ["workspaces become variable files", IN_WORKSPACES, FILES, []],
  [
    "workspaces become one root module",
    IN_WORKSPACES,
    { "main.tf": "", ...ROOTS, "prod/main.tf": "", "prod/terraform.tfvars": "" },
    ONE_LOST,
  ],
  ["workspaces become one module call", IN_WORKSPACES, callsOf({ prod: PROD }), ONE_LOST],
  [
    "workspaces become one variable file",
    IN_WORKSPACES,
    rootWith({ "dev.tfvars": DEV }, POLICY, workerIn(OWN)),
    ONE_LOST,
  ],
  [
    "workspaces become a literal account of one",
    IN_WORKSPACES,
    { "main.tf": ROOT.replace(OWN, `${DEV}`), ".github/worker-iam-check.yml": SETTINGS },
    ["coverage-lost"],
  ],
  [
    "workspaces become a list of their accounts",
    IN_WORKSPACES,
    {
      "main.tf": ROOT.replace(`"${workerIn(OWN)}"`, JSON.stringify([DEV, PROD].map((a) => workerIn(`${a}`)))),
      ".github/worker-iam-check.yml": SETTINGS,
    },
    [],
  ],
  ["module calls become root modules that rename the call", CALLS, CALLERS, []],
  [
    "root modules become module calls with other names",
    CALLERS,
    { ...CALLS, "dev/main.tf": "", "prod/main.tf": "" },
    [],
  ],
  ["module calls become one root module that renames the call", CALLS, callersOf({ prod: PROD }), ONE_LOST],
])("%s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ rule }) => rule)).toEqual(expected);
});
