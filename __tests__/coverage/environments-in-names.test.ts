import { removeFolders } from "../discover/repository.js";
import { allowing, jsonencode, rootRoles, trustingAppliance } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const TRUST = JSON.stringify(trustingAppliance("999922223333"));
const WORKER = "${aws_iam_role.worker.arn}";
const withoutPass = actionsOf("backup").filter((one) => one !== "iam:PassRole");

/** A role and its worker, both with the environment in their names. */
const module = (passed: string, granted: readonly string[] = withoutPass): string => `
variable "env" {}
${rootRoles({ trust: TRUST, granted, passed, suffix: "-${var.env}" })}resource "aws_iam_role_policy" "worker" {
  role   = aws_iam_role.worker.id
  policy = ${jsonencode(allowing(actionsOf("communication")))}
}
`;
const PROVIDER = 'provider "aws" {}\n';
const config = (terraform: string): Files => ({
  ".github/worker-iam-check.yml": `requirements: "7"
roles: { "*deploy": backup, "*worker": communication }
${terraform}`,
});
const IN_FILES: Files = {
  ...config("terraform: { var-files: [dev.tfvars, prod.tfvars] }\n"),
  "main.tf": `${PROVIDER}${module(WORKER)}`,
  "dev.tfvars": 'env = "dev"\n',
  "prod.tfvars": 'env = "prod"\n',
};
const IN_WORKSPACES: Files = {
  ...config("terraform: { workspaces: [dev, prod] }\n"),
  "main.tf": `${PROVIDER}locals {\n  env = terraform.workspace\n}\n${module(WORKER)
    .replace('variable "env" {}\n', "")
    .replaceAll("var.env", "local.env")}`,
};
const GONE: Files = { "main.tf": "", "dev.tfvars": "", "prod.tfvars": "" };

function callsFrom(names: readonly string[], passed = WORKER, granted = withoutPass): Files {
  const calls = names.map((env) => [
    `envs/${env}/main.tf`,
    `${PROVIDER}module "veeam" {\n  source = "../../modules/veeam"\n  env = "${env}"\n}\n`,
  ]);
  return { ...GONE, ...config(""), "modules/veeam/main.tf": module(passed, granted), ...Object.fromEntries(calls) };
}

const BOTH = ["dev", "prod"];
const [lost] = withoutPass;

test.each<[string, Files, Files, boolean]>([
  ["variable files become roots that call a module", IN_FILES, callsFrom(BOTH), false],
  ["workspaces become roots that call a module", IN_WORKSPACES, callsFrom(BOTH), false],
  ["and one is dropped", IN_FILES, callsFrom(["dev"]), true],
  ["and no role passes its own worker", IN_FILES, callsFrom(BOTH, "arn:aws:iam::*:role/other"), true],
  ["and each passes only dev's worker", IN_FILES, callsFrom(BOTH, "arn:aws:iam::*:role/veeam-worker-dev"), true],
  [
    "and an action is dropped",
    IN_FILES,
    callsFrom(
      BOTH,
      WORKER,
      withoutPass.filter((one) => one !== lost),
    ),
    true,
  ],
])("environments that are in roles' names: %s", async (_, base, head, isRed) => {
  const { findings } = await headOf(base, head);
  expect(findings.some(({ severity }) => severity === "error")).toBe(isRed);
});
