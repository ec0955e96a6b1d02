import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders, repository } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const PROVIDER = "registry.terraform.io/hashicorp/aws";
const kindOf = (name: string) => catalogRequirements("7")?.kinds.find((kind) => kind.name === name);
const backup = kindOf("backup")?.actions.map(({ action }) => action) ?? [];

interface RoleResource {
  readonly name: string;
  readonly actions: readonly string[];
  /** The former address in a `moved` block. */
  readonly previous?: string;
}

function valuesOf({ name, actions }: RoleResource): object {
  const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const Principal = { AWS: "arn:aws:iam::111122223333:role/appliance" };
  return {
    name: `acme-${name}`,
    path: "/",
    assume_role_policy: document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }),
    inline_policy: [{ name: "all", policy: document({ Effect: "Allow", Action: actions, Resource: "*" }) }],
    managed_policy_arns: [],
  };
}

/** A plan that the run has created. In its prior state, `before` has the current addresses, as in Terraform's output. */
function plan(before: RoleResource, now: RoleResource): string {
  const resource = (role: RoleResource, address: string) => {
    const [type = "", name = ""] = address.split(".");
    const whole = { address, mode: "managed", type, name, provider_name: PROVIDER, schema_version: 0 };
    return { ...whole, values: valuesOf(role), sensitive_values: {} };
  };
  const addressOf = ({ name }: RoleResource) => `aws_iam_role.${name}`;
  const state = (role: RoleResource, address: string) => ({ root_module: { resources: [resource(role, address)] } });
  const moved = now.previous === before.name;
  const head = { mode: "managed", type: "aws_iam_role", provider_name: PROVIDER };
  const side = { after_unknown: {}, before_sensitive: {}, after_sensitive: {} };
  const update = { actions: moved ? ["update"] : ["create"], before: moved ? valuesOf(before) : null };
  const gone = { actions: ["delete"], before: valuesOf(before), after: null };
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: state(now, addressOf(now)),
    resource_changes: [
      {
        ...head,
        address: addressOf(now),
        name: now.name,
        ...(moved ? { previous_address: addressOf(before) } : {}),
        change: { ...update, ...side, after: valuesOf(now) },
      },
      ...(moved ? [] : [{ ...head, address: addressOf(before), name: before.name, change: { ...gone, ...side } }]),
    ],
    prior_state: {
      format_version: "1.0",
      terraform_version: "1.9.0",
      values: state(before, moved ? addressOf(now) : addressOf(before)),
    },
    configuration: { root_module: {} },
  });
}

async function reported(text: string): Promise<readonly string[]> {
  const root = repository({ "README.md": "x" });
  writeFileSync(join(root, "plan.json"), text);
  const scope = { root, workingDirectory: root, confined: true };
  const resolved = resolveOptions(new Map([["if-no-roles", "ignore"]]), null);
  if ("problems" in resolved) throw new Error("the options are not resolved");
  const outcome = await check(resolved.options.check, {
    scope,
    today: "2026-11-28",
    base: { name: "main", ref: "HEAD", head: null },
  });
  if ("problems" in outcome) throw new Error("nothing was checked");
  return outcome.report.findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, role }) => `${rule} ${role}`);
}

const veeam = { name: "veeam", actions: backup };

test.each<[string, RoleResource, readonly string[]]>([
  ["moved unchanged", { name: "ops", actions: backup, previous: "veeam" }, []],
  [
    "moved and stripped of actions",
    { name: "ops", actions: backup.slice(0, 9), previous: "veeam" },
    ["coverage-lost aws_iam_role.ops"],
  ],
  [
    "moved without one action",
    { name: "ops", actions: backup.slice(1), previous: "veeam" },
    ["missing-action aws_iam_role.ops"],
  ],
  [
    "replaced by another with fewer actions",
    { name: "ops", actions: backup.slice(0, 9) },
    ["coverage-lost aws_iam_role.veeam"],
  ],
])("compares a Terraform role that is %s", async (_name, now, expected) => {
  expect(await reported(plan(veeam, now))).toEqual(expected);
});

test.each<[string, RoleResource, readonly string[]]>([
  ["unchanged", veeam, []],
  ["without one action", { name: "veeam", actions: backup.slice(1) }, ["missing-action aws_iam_role.veeam"]],
])("compares a committed plan that is renamed %s", async (_name, now, expected) => {
  const [before, after] = [veeam, now].map((role) => plan(veeam, { ...role, previous: "veeam" }));
  const { findings } = await headOf({ "plan.json": `${before}` }, { "plan.json": "", "plans/prod.json": `${after}` });
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ rule, role }) => `${rule} ${role}`)).toEqual(expected);
});

/** The source of a role with the same address as in its plan. */
const source = ({ name, actions }: RoleResource): string => {
  const {
    name: full,
    assume_role_policy: trust,
    inline_policy: inline,
  } = JSON.parse(JSON.stringify(valuesOf({ name, actions })));
  return `provider "aws" {}
resource "aws_iam_role" "${name}" {
  name               = "${full}"
  assume_role_policy = ${JSON.stringify(trust)}
  inline_policy {
    name   = "all"
    policy = ${JSON.stringify(inline[0].policy)}
  }
}
`;
};
const applied = (now: RoleResource): Files => ({ "plan.json": plan(veeam, { previous: "veeam", ...now }) });
const fewer = (count: number): RoleResource => ({ name: "veeam", actions: backup.slice(count) });
const ops = { name: "ops", actions: backup };

test.each<[string, RoleResource, Files, Files, readonly string[]]>([
  ["in its commit", veeam, { "main.tf": source(veeam), ...applied(veeam) }, {}, []],
  ["that the run creates", veeam, { "README.md": "y" }, applied(veeam), []],
  [
    "without one action that the run creates",
    veeam,
    { "README.md": "y" },
    applied(fewer(1)),
    ["missing-action aws_iam_role.veeam"],
  ],
  ["of another role", ops, { "main.tf": source(veeam), ...applied(veeam) }, {}, ["coverage-lost aws_iam_role.ops"]],
  ["instead of the source", veeam, { "main.tf": "", ...applied(veeam) }, {}, []],
  ["of a source that had less", fewer(80), { "main.tf": source(veeam), ...applied(veeam) }, {}, []],
  ["with a new address", veeam, { "main.tf": source(ops), ...applied({ ...ops, previous: "veeam" }) }, {}, []],
  ["that doesn't exist yet", ops, { "main.tf": source(ops), "plan.json": plan(fewer(80), ops) }, {}, []],
  [
    "without one action",
    veeam,
    { "main.tf": source(fewer(1)), ...applied(fewer(1)) },
    {},
    ["missing-action aws_iam_role.veeam"],
  ],
  [
    "without most actions",
    veeam,
    { "main.tf": source(fewer(80)), ...applied(fewer(80)) },
    {},
    ["coverage-lost aws_iam_role.veeam"],
  ],
  [
    "without most actions, with a source that had less",
    fewer(80),
    { "main.tf": source(fewer(80)), ...applied(fewer(80)) },
    {},
    ["coverage-lost aws_iam_role.veeam"],
  ],
  [
    "without the role",
    veeam,
    { "main.tf": source({ ...ops, actions: [] }), "plan.json": plan(veeam, { ...ops, actions: ["s3:GetObject"] }) },
    {},
    ["coverage-lost aws_iam_role.veeam", "coverage-lost aws_iam_role.veeam"],
  ],
])("compares a source with an applied plan %s", async (_name, before, head, created, expected) => {
  const { findings } = await headOf({ "main.tf": source(before), "README.md": "x" }, head, null, created);
  const errors = findings.filter(
    ({ severity, rule }) => severity === "error" && !/^(stale-plan|no-worker-role)$/.test(rule),
  );
  expect(errors.map(({ rule, role }) => `${rule} ${role}`)).toEqual(expected);
});
