import type { Role } from "../../../../src/iam/model.js";
import { readFile } from "../../../../src/readers/index.js";
import type { Workspace } from "../../../../src/source/workspace.js";
import { describeRole } from "../../describe-role.js";

const workspace: Workspace = { readText: () => null, listFolder: () => [] };
const trust =
  '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}]}';
const policy = '{"Statement":[{"Effect":"Allow","Action":"a:B","Resource":"*"}]}';
const MANY = 1000;

type Json = Readonly<Record<string, unknown>>;

/** A role, a policy, and its attachment to the role, all known only after the apply. */
function resourcesOf(module: string): readonly Json[] {
  const change = (type: string, after: Json, unknown: readonly string[]): Json => ({
    address: `${module}.${type}.this`,
    module_address: module,
    mode: "managed",
    type,
    name: "this",
    change: { actions: ["create"], after, after_unknown: Object.fromEntries(unknown.map((name) => [name, true])) },
  });
  return [
    change("aws_iam_role", { assume_role_policy: trust }, ["name", "inline_policy", "managed_policy_arns"]),
    change("aws_iam_policy", { policy }, ["arn"]),
    change("aws_iam_role_policy_attachment", {}, ["role", "policy_arn"]),
  ];
}

function moduleOf(role: readonly string[], arn: readonly string[], more: Json = {}): Json {
  const resource = (type: string, expressions: Json): Json => ({
    address: `${type}.this`,
    type,
    name: "this",
    expressions,
  });
  return {
    resources: [
      resource("aws_iam_role", {}),
      resource("aws_iam_policy", {}),
      resource("aws_iam_role_policy_attachment", { role: { references: role }, policy_arn: { references: arn } }),
    ],
    outputs: { arn: { expression: { references: ["aws_iam_policy.this.arn", "aws_iam_policy.this"] } } },
    variables: { arn: {} },
    ...more,
  };
}

const OWN_ROLE = ["aws_iam_role.this.name", "aws_iam_role.this"];
const OWN_POLICY = ["aws_iam_policy.this.arn", "aws_iam_policy.this"];

function read(changes: readonly Json[], root: Json): readonly Role[] {
  const text = JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    configuration: { root_module: root },
  });
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(JSON.stringify(result));
  return result.result.roles;
}

const numbers = Array.from({ length: MANY }, (_, at) => at);

test("reads modules that pass policies to each other", () => {
  const roles = read(
    numbers.flatMap((at) => resourcesOf(`module.m${at}`)),
    {
      module_calls: Object.fromEntries(
        numbers.map((at) => {
          const next = `module.m${(at + 1) % MANY}`;
          const call = { source: "./m", expressions: { arn: { references: [`${next}.arn`, next] } } };
          return [`m${at}`, { ...call, module: moduleOf(OWN_ROLE, ["var.arn"]) }];
        }),
      ),
    },
  );
  expect(roles.length).toBe(MANY);
  expect(roles.slice(0, 2).flatMap(describeRole)).toEqual([
    "module.m1.aws_iam_policy.this: a:B on *",
    "module.m2.aws_iam_policy.this: a:B on *",
  ]);
});

test("reads instances of one module", () => {
  const call = {
    source: "./m",
    for_each_expression: { references: ["var.all"] },
    expressions: { arn: { references: ["module.m", "each.key"] } },
    module: moduleOf(OWN_ROLE, ["var.arn"]),
  };
  const roles = read(
    numbers.flatMap((at) => resourcesOf(`module.m["${at}"]`)),
    { module_calls: { m: call } },
  );
  expect(roles.slice(0, 2).flatMap(describeRole)).toEqual([
    'module.m["0"].aws_iam_policy.this: a:B on *',
    'module.m["1"].aws_iam_policy.this: a:B on *',
  ]);
});

test("reads attachments that may each belong to any role", () => {
  const module = moduleOf(["local.role"], OWN_POLICY);
  const roles = read(
    numbers.flatMap((at) => resourcesOf(`module.m["${at}"]`)),
    { module_calls: { m: { source: "./m", for_each_expression: {}, expressions: {}, module } } },
  );
  expect(describeRole(roles.at(-1) as Role)).toEqual([
    'unresolved module.m["0"].aws_iam_role_policy_attachment.this: attached to local.role, which may be this role',
  ]);
});

test("reads variables that are passed on again and again", () => {
  let module = moduleOf(OWN_ROLE, ["var.a", "var.b"]);
  for (let depth = 0; depth < 60; depth += 1) {
    const handed = { references: ["var.a", "var.b"] };
    const call = { source: "./m", expressions: { a: handed, b: handed }, module };
    module = { resources: [], module_calls: { m: call } };
  }
  const [role] = read(resourcesOf(Array.from({ length: 60 }, () => "module.m").join(".")), module);
  expect(role?.variants[0].policies.map(({ kind }) => kind)).toEqual(["unresolved"]);
});

test("reads nested modules", () => {
  let module = moduleOf(OWN_ROLE, ["var.arn"]);
  for (let depth = 0; depth < 500; depth += 1) {
    const call = { source: "./m", expressions: { arn: { references: ["var.arn"] } }, module };
    module = { resources: [], variables: { arn: {} }, module_calls: { m: call } };
  }
  const inner = Array.from({ length: 500 }, () => "module.m").join(".");
  const [role] = read(resourcesOf(inner), module);
  expect(role?.id).toBe(`${inner}.aws_iam_role.this`);
});
