import { allow, CONFIG, policyText, SettingScene, without } from "../setting-scene.mjs";

const NAMES = ["dev", "test", "prod"];

/** Scenes in which every variable file must grant the role all of its actions. In the second one, a file lacks an action from the start. */
export function varFileScenes(actions) {
  const whole = Object.fromEntries(NAMES.map((name) => [name, { actions, isOn: true, isNamed: true }]));
  const lacking = { ...whole, dev: { ...whole.dev, actions: actions.slice(1) } };
  return [scene(actions, whole, false), scene(actions, lacking, true)];
}

function scene(actions, environments, onlyNew) {
  const any = ({ environments: all }, random) => all[random.pick(NAMES)];
  return new SettingScene({
    name: `variable files${onlyNew ? ", one of which lacks an action" : ""}`,
    state: { environments },
    files: ({ environments: all }) => ({
      "main.tf": ROOT,
      ...Object.fromEntries(NAMES.map((name) => [`env/${name}.tfvars`, valuesText(name, all[name])])),
      [CONFIG]: configText(all, onlyNew),
    }),
    mutations: {
      "drop an action of one file": (state, random) => {
        const one = any(state, random);
        one.actions = without(one.actions, random);
      },
      "give one file all": (state, random) => {
        any(state, random).actions = actions;
      },
      "put another action in the place of one": (state, random) => {
        const one = any(state, random);
        one.actions = [...without(one.actions, random), "sns:Publish"];
      },
      "switch the values of two files": ({ environments: all }, random) => {
        const [one, other] = [random.pick(NAMES), random.pick(NAMES)];
        [all[one].actions, all[other].actions] = [all[other].actions, all[one].actions];
      },
      "make no role with one file": (state, random) => {
        any(state, random).isOn = false;
      },
      "name a file no more": (state, random) => {
        any(state, random).isNamed = false;
      },
    },
    lost: ({ environments: now }, { environments: before }) =>
      NAMES.filter((name) => {
        const is = now[name];
        const had = before[name].actions.filter((action) => actions.includes(action));
        return !is.isOn || !is.isNamed || had.some((action) => !is.actions.includes(action));
      }),
  });
}

const TRUST = policyText([{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }]);
const ROOT = `provider "aws" {}
variable "actions" {}
variable "on" {}
resource "aws_iam_role" "veeam" {
  count              = var.on ? 1 : 0
  name               = "veeam-deploy"
  assume_role_policy = jsonencode(${TRUST})
}
resource "aws_iam_role_policy" "veeam" {
  count  = var.on ? 1 : 0
  role   = aws_iam_role.veeam[0].id
  policy = jsonencode(${policyText([allow("ACTIONS")]).replace('"ACTIONS"', "var.actions")})
}
`;

function valuesText(name, { actions, isOn }) {
  return `# ${name}\nactions = ${JSON.stringify(actions)}\non = ${isOn}\n`;
}

function configText(all, onlyNew) {
  const named = NAMES.filter((name) => all[name].isNamed).map((name) => `env/${name}.tfvars`);
  return `fail-on-new-only: ${onlyNew}\nroles: { veeam-deploy: backup }\nterraform: { var-files: [${named.join(", ")}] }\n`;
}
