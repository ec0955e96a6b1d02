import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const backup =
  catalogRequirements("7")
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
/** The values in a file that configures nothing. */
const unset = "actions = []\n";

const LOST = "coverage-lost aws_iam_role.veeam[0]";
const WITHOUT_PROD = `${LOST}: not named: env/prod.tfvars`;

async function lostOf(before: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(before, head);
  return findings
    .filter(({ severity, suppressed }) => severity === "error" && suppressed === null)
    .map(({ rule, role: name, message }) => {
      const unnamed = /no longer names (.+?)(?:;|$)/.exec(message)?.[1];
      const notCreated = /it is no longer created with (.+)/.exec(message)?.[1];
      const words = [
        ...(unnamed === undefined ? [] : [`: not named: ${unnamed}`]),
        ...(notCreated === undefined ? [] : [`: not made: ${notCreated}`]),
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
    "is not created with one of the newly named files",
    none,
    { ...config("env/*.tfvars"), "env/prod.tfvars": granting(backup, off) },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  [
    "is not created in one of the newly named workspaces",
    none,
    { ...workspaces, ...inWorkspaces(role("veeam", inProd)) },
    [`${LOST}: not made: workspace dev`],
  ],
  [
    "is replaced by one that is created in only one of the newly named workspaces",
    none,
    { ...workspaces, ...inWorkspaces(role("a", inProd, '"veeam-a"', 'concat(var.actions, ["a:B"])')) },
    [LOST],
  ],
  [
    "is in a root module that reads its workspace and no longer names any",
    { "terraform.tfvars": all, ...inWorkspaces(role("veeam", inEither)), ...workspaces },
    {
      ...inWorkspaces(role("veeam"), 'output "w" {\n  value = terraform.workspace\n}\n'),
      ".github/worker-iam-check.yml": "",
    },
    [`${LOST}: not named: workspace dev, workspace prod`],
  ],
  [
    "is not created with one file",
    base,
    { "env/prod.tfvars": granting(backup, off) },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  [
    "is not created with one file and loses actions there",
    base,
    { "env/dev.tfvars": `${unset}${off}` },
    [`${LOST}: not made: env/dev.tfvars`],
  ],
  [
    "is created for each element of none",
    { ...base, "main.tf": main.replaceAll(/count +=.*\n/g, "count = length(var.actions) > 0 ? 1 : 0\n") },
    { "env/prod.tfvars": `${unset}` },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  ["loses its file", base, { "env/prod.tfvars": "" }, [WITHOUT_PROD]],
  ["loses its file, which has the same values as another", twins, { "env/prod.tfvars": "" }, [WITHOUT_PROD]],
  ["is no longer read with its file", base, config("env/dev.tfvars"), [WITHOUT_PROD]],
  [
    "is no longer read with its file and loses actions",
    base,
    { ...config("env/dev.tfvars"), "env/prod.tfvars": lacking },
    [WITHOUT_PROD],
  ],
  ["has its file excluded", base, config("env/*.tfvars", '"!env/prod.tfvars"'), [WITHOUT_PROD]],
  [
    "has its file renamed to one that is not read",
    base,
    { "env/prod.tfvars": "", "env/prod.old": lacking },
    [WITHOUT_PROD],
  ],
  [
    "is not created with its file as JSON",
    base,
    {
      "env/prod.tfvars": "",
      "env/prod.tfvars.json": JSON.stringify({ actions: backup, on: false }),
      ...config("env/*.tfvars", "env/*.tfvars.json"),
    },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
  [
    "is read with a copy of its file while the file loses actions",
    base,
    {
      ...config("env/dev.tfvars", "old/*.tfvars"),
      "env/prod.tfvars": lacking,
      "old/prod.tfvars": `${base["env/prod.tfvars"]}`,
    },
    [WITHOUT_PROD],
  ],
  [
    "gets another environment instead",
    base,
    { "env/prod.tfvars": "", "env/stage.tfvars": granting(backup, "size = 3\n") },
    [WITHOUT_PROD],
  ],
  [
    "loses its files but has complete defaults",
    base,
    { ...config(), "terraform.tfvars": all },
    [`${LOST}: not named: env/dev.tfvars, env/prod.tfvars`],
  ],
  [
    "is created only with the file that is no longer read",
    { ...base, "env/dev.tfvars": off },
    config("env/dev.tfvars"),
    [`${LOST}: not named: env/prod.tfvars`, "no-worker-role"],
  ],
  [
    "is replaced by one for each file, one of which loses actions",
    base,
    {
      "main.tf": perEnvironment,
      "env/prod.tfvars": "actions = []\nprod = true\n",
    },
    [LOST],
  ],
  [
    "moves to another root module, where one file does not create it",
    base,
    {
      ...inInfra,
      "infra/env/prod.tfvars": granting(backup, off),
    },
    [`${LOST}: not made: env/prod.tfvars`],
  ],
])("reports the loss of a role that %s", async (_name, before, head, expected) => {
  expect(await lostOf(before, head)).toEqual(expected);
});

test.each<[string, Files, Files]>([
  ["a complete file is added", base, { "env/test.tfvars": all }],
  ["a file that does not create the role is added", base, { "env/test.tfvars": off }],
  [
    "the list is reordered",
    { ...base, ...config("env/dev.tfvars", "env/prod.tfvars") },
    config("env/prod.tfvars", "env/dev.tfvars"),
  ],
  ["a list replaces a glob", base, config("env/dev.tfvars", "env/prod.tfvars")],
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
    "one is rewritten as JSON",
    base,
    {
      "env/prod.tfvars": "",
      "env/prod.tfvars.json": JSON.stringify({ actions: backup, size: 2 }),
      ...config("env/*.tfvars", "env/*.tfvars.json"),
    },
  ],
  ["the root module moves", base, inInfra],
  ["a file that does not create the role is deleted", { ...base, "env/test.tfvars": off }, { "env/test.tfvars": "" }],
  [
    "each file creates its own role",
    base,
    {
      "main.tf": perEnvironment,
      "env/prod.tfvars": granting(backup, "prod = true\n"),
    },
  ],
  [
    "each newly named file creates its own role",
    none,
    { ...config("env/*.tfvars"), "main.tf": perEnvironment, "env/prod.tfvars": granting(backup, "prod = true\n") },
  ],
  [
    "the role is created in all newly named workspaces",
    none,
    { ...workspaces, ...inWorkspaces(role("veeam", 'terraform.workspace == "x" ? 0 : 1')) },
  ],
  [
    "no workspace is read or named anymore",
    { "terraform.tfvars": all, ...inWorkspaces(role("veeam", inEither)), ...workspaces },
    { ...inWorkspaces(role("veeam")), ".github/worker-iam-check.yml": "" },
  ],
  [
    "no workspace is read anymore, and each has its own file",
    { ...base, ...inWorkspaces(role("veeam", inEither)), ...withFiles(workspaces) },
    { ...inWorkspaces(role("veeam")), ...config("env/*.tfvars") },
  ],
  ["files are named for the first time", { ...base, ...config(), "terraform.tfvars": all }, config("env/*.tfvars")],
])("loses nothing when %s", async (_name, before, head) => {
  expect(await lostOf(before, head)).toEqual([]);
});

test("accepts a suppression of an intended loss", async () => {
  const [name = "", text = ""] = Object.entries(config("env/dev.tfvars"))[0] ?? [];
  const intended = "suppressions:\n  - { role: veeam-deploy, rule: coverage-lost, reason: prod is closed }\n";
  const report = await headOf(base, { [name]: `${text}${intended}` });
  expect(report.findings.map(({ rule, suppressed }) => [rule, suppressed?.reason])).toContainEqual([
    "coverage-lost",
    "prod is closed",
  ]);
  expect(report.conclusion).toBe("success");
});

test("names a file that is no longer named", async () => {
  const { findings } = await headOf(base, config("env/dev.tfvars"));
  expect(
    findings
      .filter(({ rule }) => rule === "coverage-lost")
      .map(({ message, help, location }) => [message, help, location.file]),
  ).toEqual([
    [
      "role aws_iam_role.veeam[0] is no longer checked for backup with env/prod.tfvars, as it was on main; `terraform` in the configuration no longer names env/prod.tfvars",
      "name it again, or use its new name; if this is intended, suppress coverage-lost with the reason",
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
    ["shrinks", files(but(0, 1), backup), files(but(0), backup), "success"],
    ["disappears from one of two files", files(but(0), but(1)), files(but(0), backup), "success"],
    ["moves to the other file", files(but(0), backup), files(backup, but(0)), "failure"],
    ["appears in the other file as well", files(but(0), but(1)), files(but(0, 1), but(1)), "failure"],
    ["trades places with another", files(but(0), but(1)), files(but(1), but(0)), "failure"],
  ])("compares a finding that %s", async (_what, before, head, expected) => {
    const { conclusion } = await headOf({ ...base, ...before, ...onlyNew }, head);
    expect(conclusion).toBe(expected);
  });
});

test("names every file if all lists lack an action", async () => {
  const files = Object.fromEntries(
    ["dev", "prod", "test"].map((name, at) => [`env/${name}.tfvars`, `size = ${at}\n${lacking}`]),
  );
  const { findings } = await headOf(base, files);
  const [missing] = findings.filter(({ rule }) => rule === "missing-action");
  expect(missing?.location).toMatchObject({ file: "env/dev.tfvars", line: 2 });
  expect(missing?.help).toMatch(
    /^add it to the list \(env\/dev.tfvars:2\) .*, and to env\/prod.tfvars:2, env\/test.tfvars:2/,
  );
});

describe("an instance profile that only some files create", () => {
  const communication =
    catalogRequirements("7")
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
    ["leaves one of two", files(true, true), files(true, false), [" with env/prod.tfvars, which it had on main"]],
    ["appears in a file", files(false, false), files(true, false), []],
  ])("%s", async (_what, before, head, expected) => {
    const { findings } = await headOf({ ...root, ...before }, head);
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => /instance profile(.*), so no worker/.exec(message)?.[1])).toEqual(expected);
  });

  test.each<[string, Files, string]>([
    ["one that lacks it", files(true, false), " with env/prod.tfvars"],
    ["none if all lack it", files(false, false), ""],
  ])("names %s", async (_what, head, expected) => {
    const { findings } = await headOf({ ...root, ...head }, { "README.md": "1\n" });
    const messages = findings.flatMap(({ rule, message }) => (rule === "instance-profile-missing" ? message : []));
    expect(messages.map((message) => /instance profile(.*), so no worker/.exec(message)?.[1])).toEqual([expected]);
  });
});
