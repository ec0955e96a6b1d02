import { readFile } from "../../../src/readers/index.js";
import { readTerraformSources } from "../../../src/readers/terraform-source/index.js";
import { type Files, inMemory, policyOf, role } from "./in-memory.js";

interface PlanOf {
  readonly name: string;
  readonly key?: string;
  readonly variables?: object;
}

const text = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

function plan({ name, key, variables = {} }: PlanOf): string {
  const block = (type: string, label: string) => ({ address: `${type}.${label}`, mode: "managed", type, name: label });
  const change = (after: object) => ({ change: { actions: ["create"], after } });
  const [worker, policy] = [block("aws_iam_role", "r"), block("aws_iam_role_policy", "p")];
  const index = key === undefined ? {} : { index: key, address: `${worker.address}["${key}"]` };
  const declared = Object.fromEntries(Object.keys(variables).map((one) => [one, {}]));
  return JSON.stringify({
    format_version: "1.2",
    variables,
    configuration: { root_module: { resources: [worker, policy], variables: declared } },
    resource_changes: [
      { ...worker, ...index, ...change({ name, assume_role_policy: text("sts:AssumeRole") }) },
      { ...policy, ...change({ name: "p", role: name, policy: text("a:B") }) },
    ],
  });
}

/** A root whose policy differs from the plan's. */
function root(name: string, more = ""): string {
  return `provider "aws" {}\n${role("r", more).replace('"r"\n', `${name}\n`)}${policyOf("aws_iam_role.r.name", '"a:C"')}`;
}

const two = (more: Files = {}): Files => ({
  "dev/main.tf": root('"w-dev"'),
  "prod/main.tf": root('"w-prod"'),
  ...more,
});
const byVariable = `variable "env" {}\n${root('"w-${var.env}"')}`;
const env = (value: string): string => `env = "${value}"\n`;
const each = (value: string): string =>
  root("each.key", `for_each = toset(["${value}"])`).replaceAll("aws_iam_role.r.name", `"${value}"`);

describe("a plan stands for at most one root module", () => {
  test.each<[string, string, Files, PlanOf, string | null]>([
    ["of its folder", "prod/plan.json", two(), { name: "w-dev" }, "prod"],
    ["the only one with its addresses", "plans/p.json", { "prod/main.tf": root('"w"') }, { name: "w" }, "prod"],
    ["the one with its role's name, for a plan at the top", "plan-prod.json", two(), { name: "w-prod" }, "prod"],
    ["the one with its role's name, for a folder of plans", "plans/p.json", two(), { name: "w-dev" }, "dev"],
    [
      "the one with its role's name, next to an unknown name",
      "plans/p.json",
      two({ "dev/main.tf": byVariable }),
      { name: "w-prod" },
      "prod",
    ],
    [
      "the one whose own values give the name",
      "plans/p.json",
      {
        "dev/main.tf": byVariable,
        "dev/terraform.tfvars": env("dev"),
        "prod/main.tf": byVariable,
        "prod/terraform.tfvars": env("prod"),
      },
      { name: "w-prod", variables: { env: { value: "prod" } } },
      "prod",
    ],
    [
      "the one with its role's key",
      "plans/p.json",
      { "dev/main.tf": each("dev"), "prod/main.tf": each("prod") },
      { name: "prod", key: "prod" },
      "prod",
    ],
    [
      "none of two with the same name",
      "plans/p.json",
      { "dev/main.tf": root('"w"'), "prod/main.tf": root('"w"') },
      { name: "w" },
      null,
    ],
    ["none of two with other names", "plans/p.json", two(), { name: "w-old" }, null],
    ["none if the only one has another name", "plans/p.json", { "dev/main.tf": root('"w-dev"') }, { name: "w" }, null],
  ])("%s", (_name, path, files, planned, expected) => {
    const workspace = inMemory({ ...files, [path]: plan(planned) });
    const context = { workspace, terraformRoot: null, parameters: [] };
    const read = readFile({ path, text: plan(planned) }, context);
    const sources = Object.keys(files).filter((one) => one.endsWith(".tf"));
    const matched = sources.map((one) => ({ path: one, characters: 0, namesIam: true }));
    const result = read.kind === "read" ? read.result : { roles: [], problems: [], passedOver: [] };
    const { roots, compared } = readTerraformSources(matched, context, [{ path, result }], []);
    const own = expected === null ? [] : [`${expected}/main.tf`];
    expect(roots.flatMap(({ paths }) => paths)).toEqual(sources.filter((one) => !own.includes(one)));
    const stale = [...compared.values()].flat().flatMap((one) => one.stale?.() ?? []);
    expect(stale.map(({ onlyWritten }) => onlyWritten)).toEqual(own.map(() => ["Allow a:C"]));
  });
});
