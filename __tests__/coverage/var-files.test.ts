import { catalogueRequirements } from "../../src/requirements/catalogue/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const backup =
  catalogueRequirements("7")
    ?.kinds.find(({ name }) => name === "backup")
    ?.actions.map(({ action }) => action) ?? [];

const role = (id: string, count = "var.on ? 1 : 0", name = '"veeam-deploy"', actions = "var.actions"): string => `
resource "aws_iam_role" "${id}" {
  count              = ${count}
  name               = ${name}
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:role/appliance" } }]
  })
}
resource "aws_iam_role_policy" "${id}" {
  count  = ${count}
  name   = "all"
  role   = aws_iam_role.${id}[0].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "*" }] })
}
`;
const variables = `
variable "actions" {
  default = []
}
variable "on" {
  default = true
}
`;
const main = `provider "aws" {}\n${variables}${role("veeam")}`;
const config = (...files: readonly string[]): Files => ({
  ".github/worker-iam-check.yml": files.length === 0 ? "" : `terraform:\n  var-files: [${files.join(", ")}]\n`,
});
const granting = (actions: readonly string[] = backup, more = ""): string =>
  `actions = ${JSON.stringify(actions)}\n${more}`;
const all = granting();
const base: Files = {
  "main.tf": main,
  "env/dev.tfvars": granting(backup, "size = 1\n"),
  "env/prod.tfvars": granting(backup, "size = 2\n"),
  ...config("env/*.tfvars"),
};
const twins: Files = { ...base, "env/dev.tfvars": all, "env/prod.tfvars": all };
const off = "on = false\n";
const lacking = granting(backup.slice(1));
/** The value if nothing is configured. */
const unset = "actions = []\n";

const LOST = "coverage-lost aws_iam_role.veeam[0]";
const WITHOUT_PROD = `${LOST}: not named: env/prod.tfvars`;

async function lostOf(before: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(before, head);
  return findings
    .filter(({ severity, suppressed }) => severity === "error" && suppressed === null)
    .map(({ rule, role: name, message }) => {
      const unnamed = /no longer names (.+?)(?:;|$)/.exec(message)?.[1];
      const unmade = /it is no longer made with (.+)/.exec(message)?.[1];
      const words = [
        ...(unnamed === undefined ? [] : [`: not named: ${unnamed}`]),
        ...(unmade === undefined ? [] : [`: not made: ${unmade}`]),
      ];
      return `${rule}${name === null ? "" : ` ${name}`}${words.join("")}`;
    });
}

const perEnvironment = `provider "aws" {}\n${variables}variable "prod" {\n  default = false\n}\n${role("a", "var.prod ? 0 : 1", '"veeam-a"')}${role("b", "var.prod ? 1 : 0", '"veeam-b"')}`;

const inInfra: Files = {
  "main.tf": "",
  "env/dev.tfvars": "",
  "env/prod.tfvars": "",
  "infra/main.tf": main,
  "infra/env/dev.tfvars": `${base["env/dev.tfvars"]}`,
  "infra/env/prod.tfvars": `${base["env/prod.tfvars"]}`,
};

/** No file is named, and the role exists by default. */
const none: Files = { ...base, ...config(), "terraform.tfvars": all };
const workspaces = { ".github/worker-iam-check.yml": "terraform:\n  workspaces: [dev, prod]\n" };
const inProd = 'terraform.workspace == "prod" ? 1 : 0';
const inEither = 'terraform.workspace == "x" ? 0 : 1';
const withFiles = (files: Files): Files => {
  const [[path = "", text = ""] = []] = Object.entries(files);
  return { [path]: `${text}  var-files: [env/*.tfvars]\n` };
};
const inWorkspaces = (...roles: readonly string[]): Files => ({
  "main.tf": `provider "aws" {}\n${variables}${roles.join("")}`,
});

test.each<[string, Files, Files, readonly string[]]>([
  [
    "is not made with one of the files that are named for the first time",
    none,
    { ...config("env/*.tfvars"), "env/prod.tfvars": granting(backup, off) },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  [
    "is not made in one of the workspaces that are named for the first time",
    none,
    { ...workspaces, ...inWorkspaces(role("veeam", inProd)) },
    [`${LOST}: not made: workspace dev`],
  ],
  [
    "gives way to one that is made in one of the workspaces that are named for the first time",
    none,
    { ...workspaces, ...inWorkspaces(role("a", inProd, '"veeam-a"', 'concat(var.actions, ["a:B"])')) },
    [LOST],
  ],
  [
    "has a root that reads its workspace, and names none any more",
    { "terraform.tfvars": all, ...inWorkspaces(role("veeam", inEither)), ...workspaces },
    {
      ...inWorkspaces(role("veeam"), 'output "w" {\n  value = terraform.workspace\n}\n'),
      ".github/worker-iam-check.yml": "",
    },
    [`${LOST}: not named: workspace dev, workspace prod`],
  ],
  ["is not made with one", base, { "env/prod.tfvars": granting(backup, off) }, [`${LOST}: not made: env/prod.tfvars`]],
  [
    "is not made with one and gutted there",
    base,
    { "env/dev.tfvars": `${unset}${off}` },
    [`${LOST}: not made: env/dev.tfvars`],
  ],
  [
    "is made for each of none",
    { ...base, "main.tf": main.replaceAll(/count +=.*\n/g, "count = length(var.actions) > 0 ? 1 : 0\n") },
    { "env/prod.tfvars": `${unset}` },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  ["has its file deleted", base, { "env/prod.tfvars": "" }, [WITHOUT_PROD]],
  ["has its file deleted, which has the values of another", twins, { "env/prod.tfvars": "" }, [WITHOUT_PROD]],
  ["has its file passed over", base, config("env/dev.tfvars"), [WITHOUT_PROD]],
  [
    "has its file passed over and gutted",
    base,
    { ...config("env/dev.tfvars"), "env/prod.tfvars": lacking },
    [WITHOUT_PROD],
  ],
  ["has its file excluded", base, config("env/*.tfvars", '"!env/prod.tfvars"'), [WITHOUT_PROD]],
  [
    "has its file renamed to what is not read",
    base,
    { "env/prod.tfvars": "", "env/prod.old": lacking },
    [WITHOUT_PROD],
  ],
  [
    "is not made with its file as JSON",
    base,
    {
      "env/prod.tfvars": "",
      "env/prod.tfvars.json": JSON.stringify({ actions: backup, on: false }),
      ...config("env/*.tfvars", "env/*.tfvars.json"),
    },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  [
    "has a copy of its file read, while the file is gutted",
    base,
    {
      ...config("env/dev.tfvars", "old/*.tfvars"),
      "env/prod.tfvars": lacking,
      "old/prod.tfvars": `${base["env/prod.tfvars"]}`,
    },
    [WITHOUT_PROD],
  ],
  [
    "has another environment in its place",
    base,
    { "env/prod.tfvars": "", "env/stage.tfvars": granting(backup, "size = 3\n") },
    [WITHOUT_PROD],
  ],
  [
    "has no files any more, and complete defaults",
    base,
    { ...config(), "terraform.tfvars": all },
    [`${LOST}: not named: env/dev.tfvars, env/prod.tfvars`],
  ],
  [
    "is made with the file alone that is passed over",
    { ...base, "env/dev.tfvars": off },
    config("env/dev.tfvars"),
    [`${LOST}: not named: env/prod.tfvars`, "no-worker-role"],
  ],
  [
    "gives way to one for each file, of which one is gutted",
    base,
    {
      "main.tf": perEnvironment,
      "env/prod.tfvars": "actions = []\nprod = true\n",
    },
    [LOST],
  ],
  [
    "moves to another root, where it is not made with one",
    base,
    {
      ...inInfra,
      "infra/env/prod.tfvars": granting(backup, off),
    },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
])("a role is lost that %s", async (_name, before, head, expected) => {
  expect(await lostOf(before, head)).toEqual(expected);
});

test.each<[string, Files, Files]>([
  ["a complete file is added", base, { "env/test.tfvars": all }],
  ["a file is added that does not make the role", base, { "env/test.tfvars": off }],
  [
    "the list has another order",
    { ...base, ...config("env/dev.tfvars", "env/prod.tfvars") },
    config("env/prod.tfvars", "env/dev.tfvars"),
  ],
  ["a list stands for a glob", base, config("env/dev.tfvars", "env/prod.tfvars")],
  [
    "the files move",
    base,
    {
      "env/dev.tfvars": "",
      "env/prod.tfvars": "",
      "e/dev.tfvars": `${base["env/dev.tfvars"]}`,
      "e/prod.tfvars": `${base["env/prod.tfvars"]}`,
      ...config("e/*.tfvars"),
    },
  ],
  ["one is renamed", twins, { "env/prod.tfvars": "", "env/production.tfvars": all }],
  [
    "one moves and changes",
    base,
    { "env/prod.tfvars": "", "env/eu/prod.tfvars": granting(backup, "size = 9\n"), ...config("env/**/*.tfvars") },
  ],
  [
    "one is written as JSON",
    base,
    {
      "env/prod.tfvars": "",
      "env/prod.tfvars.json": JSON.stringify({ actions: backup, size: 2 }),
      ...config("env/*.tfvars", "env/*.tfvars.json"),
    },
  ],
  ["the root moves", base, inInfra],
  ["a file goes that does not make the role", { ...base, "env/test.tfvars": off }, { "env/test.tfvars": "" }],
  [
    "each file has a role of its own",
    base,
    {
      "main.tf": perEnvironment,
      "env/prod.tfvars": granting(backup, "prod = true\n"),
    },
  ],
  [
    "each of the files that are named for the first time has a role of its own",
    none,
    { ...config("env/*.tfvars"), "main.tf": perEnvironment, "env/prod.tfvars": granting(backup, "prod = true\n") },
  ],
  [
    "the role is made in all workspaces that are named for the first time",
    none,
    { ...workspaces, ...inWorkspaces(role("veeam", 'terraform.workspace == "x" ? 0 : 1')) },
  ],
  [
    "no workspace is read or named any more",
    { "terraform.tfvars": all, ...inWorkspaces(role("veeam", inEither)), ...workspaces },
    { ...inWorkspaces(role("veeam")), ".github/worker-iam-check.yml": "" },
  ],
  [
    "no workspace is read any more, and each has its file",
    { ...base, ...inWorkspaces(role("veeam", inEither)), ...withFiles(workspaces) },
    { ...inWorkspaces(role("veeam")), ...config("env/*.tfvars") },
  ],
  ["files are named for the first time", { ...base, ...config(), "terraform.tfvars": all }, config("env/*.tfvars")],
])("it is no loss where %s", async (_name, before, head) => {
  expect(await lostOf(before, head)).toEqual([]);
});

test("a loss that is meant is suppressed", async () => {
  const [name = "", text = ""] = Object.entries(config("env/dev.tfvars"))[0] ?? [];
  const meant = "suppressions:\n  - { role: veeam-deploy, rule: coverage-lost, reason: prod is closed }\n";
  const report = await headOf(base, { [name]: `${text}${meant}` });
  expect(report.findings.map(({ rule, suppressed }) => [rule, suppressed?.reason])).toContainEqual([
    "coverage-lost",
    "prod is closed",
  ]);
  expect(report.conclusion).toBe("success");
});

test("what it says of a file that is named no more", async () => {
  const { findings } = await headOf(base, config("env/dev.tfvars"));
  expect(
    findings
      .filter(({ rule }) => rule === "coverage-lost")
      .map(({ message, help, location }) => [message, help, location.file]),
  ).toEqual([
    [
      "role aws_iam_role.veeam[0] is not checked for backup with env/prod.tfvars any more, as it was on main; `terraform` in the configuration no longer names env/prod.tfvars",
      "name it again, or what it is called now; if this is intended, suppress coverage-lost with the reason",
      "main.tf",
    ],
  ]);
});

describe("with fail-on-new-only", () => {
  const [path = ""] = Object.keys(config("x"));
  const onlyNew = { [path]: `${config("env/*.tfvars")[path]}fail-on-new-only: true\n` };
  const files = (dev: readonly string[], prod: readonly string[]): Files => ({
    "env/dev.tfvars": granting(dev, "size = 1\n"),
    "env/prod.tfvars": granting(prod, "size = 2\n"),
  });
  const but = (...indexes: readonly number[]) => backup.filter((_action, index) => !indexes.includes(index));

  test.each<[string, Files, Files, string]>([
    ["stays", files(but(0), backup), { "README.md": "1\n" }, "success"],
    ["gets less", files(but(0, 1), backup), files(but(0), backup), "success"],
    ["goes from one of two files", files(but(0), but(1)), files(but(0), backup), "success"],
    ["moves to the other file", files(but(0), backup), files(backup, but(0)), "failure"],
    ["comes to the other file as well", files(but(0), but(1)), files(but(0, 1), but(1)), "failure"],
    ["changes places with another one", files(but(0), but(1)), files(but(1), but(0)), "failure"],
  ])("a finding that %s", async (_what, before, head, expected) => {
    const { conclusion } = await headOf({ ...base, ...before, ...onlyNew }, head);
    expect(conclusion).toBe(expected);
  });
});

describe("an instance profile that some files make", () => {
  const communication =
    catalogueRequirements("7")
      ?.kinds.find(({ name }) => name === "communication")
      ?.actions.map(({ action }) => action) ?? [];
  const worker = role("worker", "1", '"veeam-worker"').replace(
    'Principal = { AWS = "arn:aws:iam::111122223333:role/appliance" }',
    'Principal = { AWS = "arn:aws:iam::111122223333:role/appliance", Service = "ec2.amazonaws.com" }',
  );
  const profile = `resource "aws_iam_instance_profile" "worker" {
  count = var.on ? 1 : 0
  name  = "worker"
  role  = aws_iam_role.worker[0].name
}
`;
  const files = (dev: boolean, prod: boolean): Files => ({
    "env/dev.tfvars": granting(communication, `on = ${dev}\n`),
    "env/prod.tfvars": granting(communication, `on = ${prod}\n`),
  });
  const root = { ...base, "main.tf": `provider "aws" {}\n${variables}${worker}${profile}` };

  test.each<[string, Files, Files, readonly string[]]>([
    ["stays", files(true, false), { "README.md": "1\n" }, []],
    ["moves to the other file", files(true, false), files(false, true), [" with env/dev.tfvars, which it had on main"]],
    ["leaves the last file", files(true, false), files(false, false), [" with env/dev.tfvars, which it had on main"]],
    ["leaves one of two", files(true, true), files(true, false), [", which it had on main"]],
    ["comes to a file", files(false, false), files(true, false), []],
  ])("%s", async (_what, before, head, expected) => {
    const { findings } = await headOf({ ...root, ...before }, head);
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => /instance profile(.*), so no worker/.exec(message)?.[1])).toEqual(expected);
  });
});
