import { allow, CONFIG, policyText, SettingScene, without } from "../setting-scene.mjs";

const ALIASES = { aws: "", "aws.region": "a", "aws.other": "b" };
const PARTS = ["role", "inline", "policy", "attachment"];

/**
 * Scenes with a role, its policies, and their attachments, each created by one of several provider configurations, in the root and in a
 * module.
 */
export function providerScenes(actions) {
  return ["aws", "aws.other"].flatMap((alias) => [scene(actions, alias, false), scene(actions, alias, true)]);
}

function scene(actions, alias, inModule) {
  return new SettingScene({
    name: `providers, all ${alias}${inModule ? ", attached in a module" : ""}`,
    state: { actions, ...Object.fromEntries(PARTS.map((part) => [part, alias])) },
    files: (state) => rootFiles(state, inModule),
    mutations: {
      "drop an action": (state, random) => {
        state.actions = without(state.actions, random);
      },
      "make a part with another provider": (state, random) => {
        state[random.pick(PARTS)] = random.pick(Object.keys(ALIASES));
      },
      "make all with another provider": (state, random) => {
        const one = random.pick(Object.keys(ALIASES));
        for (const part of PARTS) state[part] = one;
      },
    },
    lost: (state) => {
      const accounts = new Set(PARTS.map((part) => state[part] === "aws.other"));
      return accounts.size > 1
        ? ["an attachment"]
        : actions.filter((action) => !state.actions.includes(action)).slice(0, 1);
    },
  });
}

function rootFiles({ actions, ...by }, inModule) {
  const half = Math.floor(actions.length / 2);
  const provider = (part) => `  provider = ${by[part]}\n`;
  const attachment = (role, policy) =>
    `resource "aws_iam_role_policy_attachment" "veeam" {\n${inModule ? "" : provider("attachment")}  role       = ${role}\n  policy_arn = ${policy}\n}\n`;
  const call = `module "grants" {\n  source    = "./grants"\n  providers = { aws = ${by.attachment} }\n  role      = aws_iam_role.veeam.name\n  policy    = aws_iam_policy.veeam.arn\n}\n`;
  const root = `provider "aws" {
  region = "eu-central-1"
}
provider "aws" {
  alias  = "region"
  region = "us-east-1"
}
provider "aws" {
  alias = "other"
  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/deploy"
  }
}
resource "aws_iam_role" "veeam" {
${provider("role")}  name               = "veeam-deploy"
  assume_role_policy = jsonencode(${policyText([{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }])})
}
resource "aws_iam_role_policy" "veeam" {
${provider("inline")}  role   = aws_iam_role.veeam.id
  policy = jsonencode(${policyText([allow(actions.slice(0, half))])})
}
resource "aws_iam_policy" "veeam" {
${provider("policy")}  name   = "veeam"
  policy = jsonencode(${policyText([allow(actions.slice(half))])})
}
${inModule ? call : attachment("aws_iam_role.veeam.name", "aws_iam_policy.veeam.arn")}`;
  return {
    "main.tf": root,
    ...(inModule
      ? { "grants/main.tf": `variable "role" {}\nvariable "policy" {}\n${attachment("var.role", "var.policy")}` }
      : {}),
    [CONFIG]: "roles: { veeam-deploy: backup }\n",
  };
}
