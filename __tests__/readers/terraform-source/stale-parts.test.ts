import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { Role } from "../../../src/iam/model.js";
import { readFile } from "../../../src/readers/index.js";
import type { ReadResult, Workspace } from "../../../src/readers/reader.js";
import { blockOf, keyOf } from "../../../src/readers/terraform/model/address.js";
import { readTerraformSources } from "../../../src/readers/terraform-source/index.js";
import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { type Files, inMemory } from "./in-memory.js";

function planIn(workspace: Workspace, path: string): ReadResult | null {
  const file = workspace.readText(path);
  const read = file === null ? null : readFile(file, { workspace, terraformRoot: null, parameters: [] });
  return read?.kind === "read" ? read.result : null;
}

/** The plan's roles, compared with the sources. */
function compared(workspace: Workspace, paths: readonly string[], plan: string): readonly Role[] {
  const result = planIn(workspace, plan);
  if (result === null) return [];
  const files = paths.map((path) => ({ path, characters: 0, namesIam: true, literal: false }));
  const context = { workspace, terraformRoot: null, parameters: [] };
  const { compared } = readTerraformSources(files, context, [{ path: plan, result }], []);
  return [...compared.values()].flat();
}

function rolesIn(files: Files, isPlanAlone = false): readonly Role[] {
  const sources = isPlanAlone ? [] : Object.keys(files).filter((path) => path.endsWith(".tf"));
  return compared(inMemory(files), sources, "plan.json");
}

function staleIn(files: Files, isPlanAlone?: boolean): readonly string[] {
  return linesOf(rolesIn(files, isPlanAlone));
}

function linesOf(roles: readonly Role[]): readonly string[] {
  return roles.flatMap(({ stale }) =>
    (stale?.() ?? []).map(({ name, place, onlyPlanned, onlyWritten }) =>
      [formatLocation(locate(place)), name, `plan: ${onlyPlanned}`, `source: ${onlyWritten}`].join("; "),
    ),
  );
}

interface Root {
  readonly trust: string;
  readonly policy: string;
  readonly more?: string;
}

const TRUST = '{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "111122223333" } }';
const POLICY = '{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "*" }';
const document = (statement: string): string => `jsonencode({ Version = "2012-10-17", Statement = [${statement}] })`;

const DYNAMIC_DOCUMENT = `data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = var.action
    content {
      actions   = ["a:B"]
      resources = ["*"]
    }
  }
}
`;

function source({ trust = TRUST, policy = POLICY, more = "" }: Partial<Root>, variables = ""): string {
  return `${variables}resource "aws_iam_role" "r" {
  assume_role_policy = ${document(trust)}
  ${more}
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = ${document(policy)}
  ${more}
}
`;
}

const PRINCIPAL = { AWS: "111122223333" };

function plan(
  statement: object = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
  {
    principal = PRINCIPAL as object,
    variables = {},
    declared = {},
    changes = ["aws_iam_role", "aws_iam_role_policy"],
  } = {},
): string {
  const text = (one: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [one] });
  const after: Readonly<Record<string, object>> = {
    aws_iam_role: {
      name: "r",
      assume_role_policy: text({ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }),
    },
    aws_iam_role_policy: { name: "p", role: "r", policy: text(statement) },
  };
  const all = Object.entries(after).map(([type, values]) => {
    const name = type === "aws_iam_role" ? "r" : "p";
    return { address: `${type}.${name}`, mode: "managed", type, name, values };
  });
  return JSON.stringify({
    format_version: "1.2",
    variables,
    configuration: { root_module: { variables: declared } },
    prior_state: { values: { root_module: { resources: all } } },
    resource_changes: all
      .filter(({ type }) => changes.includes(type))
      .map(({ values, ...one }) => ({ ...one, change: { actions: ["no-op"], before: values, after: values } })),
  });
}

const OLD_DEFAULT = {
  variables: { action: { value: "sqs:SendMessage" } },
  declared: { action: { default: "sqs:SendMessage" } },
};

const policyLine = (planned: string, written: string): string =>
  `main.tf:7:3; aws_iam_role_policy.p; plan: ${planned}; source: ${written}`;

describe("reports what differs between a plan and its source", () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      "a removed action",
      source({}),
      plan({ Effect: "Allow", Action: ["sqs:SendMessage", "sqs:ListQueues"], Resource: "*" }),
      [policyLine("Allow sqs:ListQueues", "")],
    ],
    [
      "an added action",
      source({ policy: POLICY.replace("[", '["sqs:ListQueues", ') }),
      plan(),
      [policyLine("", "Allow sqs:ListQueues")],
    ],
    [
      "an effect",
      source({ policy: POLICY.replace("Allow", "Deny") }),
      plan(),
      [policyLine("Allow sqs:SendMessage", "Deny sqs:SendMessage")],
    ],
    [
      "a resource",
      source({ policy: POLICY.replace('"*"', '"arn:aws:sqs:*:*:q"') }),
      plan(),
      [policyLine("Allow *", "Allow arn:aws:sqs:*:*:q")],
    ],
    [
      "NotAction",
      source({ policy: POLICY.replace("Action", "NotAction") }),
      plan(),
      [policyLine("Allow sqs:SendMessage", "Allow NotAction sqs:SendMessage")],
    ],
    [
      "the pairing of actions and resources",
      source({
        policy: `${POLICY.replace("*", "b")}, ${POLICY.replace("Send", "Receive").replace("*", "a")}`,
      }),
      plan().replace(
        /\[\{\\"Effect\\":\\"Allow\\",\\"Action\\":\\"sqs.*?\]/g,
        JSON.stringify(
          JSON.stringify([
            { Effect: "Allow", Action: "sqs:SendMessage", Resource: "a" },
            { Effect: "Allow", Action: "sqs:ReceiveMessage", Resource: "b" },
          ]),
        ).slice(1, -1),
      ),
      [
        policyLine(
          "Allow sqs:SendMessage on a,Allow sqs:ReceiveMessage on b",
          "Allow sqs:SendMessage on b,Allow sqs:ReceiveMessage on a",
        ),
      ],
    ],
    [
      "a principal",
      source({ trust: TRUST.replace("111122223333", "444455556666") }),
      plan(),
      ["main.tf:2:3; the trust policy of aws_iam_role.r; plan: Allow AWS 111122223333; source: Allow AWS 444455556666"],
    ],
    [
      "through the plan's own variables",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(undefined, { variables: { action: { value: "a:C" } }, declared: { action: {} } }),
      [expect.stringContaining("plan: Allow sqs:SendMessage; source: Allow a:C")] as never,
    ],
    [
      "through the default of a variable that the plan lacks",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(),
      [expect.stringContaining("plan: Allow sqs:SendMessage; source: Allow a:B")] as never,
    ],
    [
      "through a default that was another one for the plan",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(undefined, OLD_DEFAULT),
      [expect.stringContaining("plan: Allow sqs:SendMessage; source: Allow a:B")] as never,
    ],
  ])("%s", (_name, main, json, expected) => {
    const files = { "main.tf": main, "plan.json": json };
    expect(staleIn(files)).toEqual(expected);
    expect(staleIn(files, true)).toEqual(expected);
  });

  test.each<[string, Files, number]>([
    ["above it", { "infra/main.tf": source({}) }, 1],
    ["of another root", { "infra/main.tf": source({}).replaceAll('" "', '" "other_') }, 0],
    ["next to a file that can't be read", { "infra/main.tf": source({}), "infra/a.tf": 'resource "a" {' }, 1],
  ])("for a plan that `files` names alone, with a source %s", (_name, files, count) => {
    const workspace = inMemory({
      ...files,
      "infra/out/plan.json": plan({ Effect: "Allow", Action: "a:B", Resource: "*" }),
    });
    const stale = compared(workspace, [], "infra/out/plan.json").flatMap((role) => role.stale?.() ?? []);
    expect(stale).toHaveLength(count);
  });
});

describe("does not report equal parts", () => {
  const other = POLICY.replace("SendMessage", "ListQueues");

  test.each<[string, string, string]>([
    ["the same", source({}), plan()],
    [
      "another order, another case, and duplicates",
      source({ policy: '{ Effect = "Allow", Action = ["SQS:b", "sqs:a", "sqs:A"], Resource = ["*", "*"] }' }),
      plan({ Effect: "Allow", Action: ["sqs:A", "sqs:B"], Resource: "*" }),
    ],
    [
      "an account as its root ARN",
      source({ trust: TRUST.replace('"111122223333"', '["arn:aws:iam::111122223333:root"]') }),
      plan(),
    ],
    ["a deleted principal", source({}), plan(undefined, { principal: { AWS: "AROAEXAMPLEEXAMPLE123" } })],
    ["a Sid", source({ policy: POLICY.replace("{", '{ Sid = "x", ') }), plan()],
    [
      "an unknown action",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" {}\n'),
      plan(undefined, { declared: { action: {} } }),
    ],
    [
      "an unknown number of statements",
      source({}, 'variable "action" {}\n').replace(document(POLICY), "data.aws_iam_policy_document.d.json") +
        DYNAMIC_DOCUMENT,
      plan(undefined, { declared: { action: {} } }),
    ],
    [
      "a sensitive variable",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(undefined, { variables: { action: { value: "a:C" } }, declared: { action: { sensitive: true } } }),
    ],
    ["an unknown part of another resource", source({ policy: POLICY.replace('"*"', "aws_sqs_queue.q.arn") }), plan()],
    ["`ignore_changes`", source({ policy: other, more: "lifecycle {\n ignore_changes = [policy]\n }" }), plan()],
    [
      "`ignore_changes` for everything",
      source({ policy: other, more: "lifecycle {\n ignore_changes = all\n }" }),
      plan(),
    ],
    ["what the plan skipped", source({ policy: other }), plan(undefined, { changes: ["aws_iam_role"] })],
  ])("%s", (_name, main, json) => {
    expect(staleIn({ "main.tf": main, "plan.json": json })).toEqual([]);
  });

  const byDefault = (value: string): string =>
    source(
      { policy: POLICY.replace('"sqs:SendMessage"', "var.action") },
      `variable "action" { default = "${value}" }\n`,
    );
  const given = 'action = "sqs:SendMessage"\n';

  test.each<[string, Files, string]>([
    [
      "a changed default, if a file sets the value",
      { "main.tf": byDefault("a:B"), "terraform.tfvars": given },
      plan(undefined, OLD_DEFAULT),
    ],
    [
      "a changed default, if a file can't be read",
      { "main.tf": byDefault("a:B"), "terraform.tfvars": "{" },
      plan(undefined, OLD_DEFAULT),
    ],
    [
      "a default that the plan doesn't use",
      { "main.tf": byDefault("a:B") },
      plan(undefined, { ...OLD_DEFAULT, declared: { action: { default: "a:B" } } }),
    ],
    ["a default without a change", { "main.tf": byDefault("sqs:SendMessage") }, plan(undefined, OLD_DEFAULT)],
  ])("%s", (_name, files, json) => {
    expect(staleIn({ ...files, "plan.json": json })).toEqual([]);
  });

  test("compares one of several root modules that may match the plan", () => {
    const files = { "a/main.tf": source({ policy: other }), "b/main.tf": source({ policy: other }) };
    expect(staleIn({ ...files, "plan.json": plan() })).toEqual([]);
  });
});

interface Planned {
  readonly type: string;
  readonly name: string;
  readonly module?: string;
  readonly key?: string | number;
  readonly after: object;
  readonly unknown?: object;
  readonly actions?: readonly string[];
  /** Only in the prior state. */
  readonly isPrior?: true;
  /** Not in the configuration, which has no such block. */
  readonly isForgotten?: true;
}

const text = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const SEND = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
const ASSUME = { Effect: "Allow", Action: "sts:AssumeRole", Principal: PRINCIPAL };
const AWS = "arn:aws:iam::aws:policy";

const R: Planned = { type: "aws_iam_role", name: "r", after: { name: "r", assume_role_policy: text(ASSUME) } };
const INLINE: Planned = {
  type: "aws_iam_role_policy",
  name: "p",
  after: { name: "p", role: "r", policy: text(SEND) },
};
const ATTACHED: Planned = {
  type: "aws_iam_role_policy_attachment",
  name: "a",
  after: { role: "r", policy_arn: `${AWS}/ReadOnlyAccess` },
};
const PROFILE: Planned = { type: "aws_iam_instance_profile", name: "i", after: { name: "i", role: "r" } };

function addressOf({ module = "", type, name, key }: Planned): string {
  const index = key === undefined ? "" : keyOf(key).replace("${", "$${");
  return `${module && `${module}.`}${type}.${name}${index}`;
}

/** A plan as Terraform writes it. Its configuration has the blocks, and its state has the earlier objects. */
function planOf(planned: readonly Planned[], isWhole = true): string {
  const identity = (one: Planned): object => {
    const { module, type, name, key } = one;
    return { address: addressOf(one), module_address: module, mode: "managed", type, name, index: key };
  };
  const block = (one: Planned): object => ({ ...identity(one), address: blockOf(addressOf(one)) });
  const created = planned.filter(({ isPrior }) => !isPrior);
  return JSON.stringify({
    format_version: "1.2",
    complete: isWhole,
    configuration: {
      root_module: { resources: planned.filter(({ isForgotten }) => !isForgotten).map(block) },
    },
    prior_state: {
      values: { root_module: { resources: planned.map((one) => ({ ...identity(one), values: one.after })) } },
    },
    resource_changes: created.map((one) => ({
      ...identity(one),
      change: {
        actions: one.actions ?? ["no-op"],
        before: one.after,
        after: one.after,
        after_unknown: one.unknown ?? {},
      },
    })),
  });
}

const ROLE_BLOCK = (more = ""): string =>
  `resource "aws_iam_role" "r" {\n  name = "r"\n  assume_role_policy = ${document(TRUST)}\n  ${more}\n}\n`;
const INLINE_BLOCK = (policy = POLICY, name = "p"): string =>
  `resource "aws_iam_role_policy" "${name}" {\n  name = "p"\n  role = aws_iam_role.r.id\n  policy = ${document(policy)}\n}\n`;
const ATTACHED_BLOCK = (arn = `"${AWS}/ReadOnlyAccess"`, name = "a", more = ""): string =>
  `resource "aws_iam_role_policy_attachment" "${name}" {\n  role = aws_iam_role.r.name\n  policy_arn = ${arn}\n  ${more}\n}\n`;
const PROFILE_BLOCK = 'resource "aws_iam_instance_profile" "i" {\n  name = "i"\n  role = aws_iam_role.r.name\n}\n';
/** Identifies the root as the plan's. */
const KEPT_BLOCK = 'resource "aws_iam_policy" "kept" {}\n';
const KEPT: Planned = { type: "aws_iam_policy", name: "kept", after: {} };
const conditional = (test: object): Planned => ({
  ...INLINE,
  after: { ...INLINE.after, policy: text({ ...SEND, Condition: test }) },
});
const withCondition = (condition: string): string => POLICY.replace(" }", `, Condition = ${condition} }`);
const bounded = (arn: string | null): Planned => ({ ...R, after: { ...R.after, permissions_boundary: arn } });
const owning = (...arns: readonly string[]): Planned => ({ ...R, after: { ...R.after, managed_policy_arns: arns } });

const r = "aws_iam_role.r";

describe("reports what a role has in only the plan or the source", () => {
  test.each<[string, string, readonly Planned[], readonly string[]]>([
    [
      "a removed inline policy",
      ROLE_BLOCK(),
      [R, INLINE],
      [`main.tf:1:1; ${r}; plan: policy aws_iam_role_policy.p; source: `],
    ],
    [
      "an added inline policy",
      ROLE_BLOCK() + INLINE_BLOCK(),
      [R],
      [`main.tf:6:1; ${r}; plan: ; source: policy aws_iam_role_policy.p`],
    ],
    [
      "an added policy with an unknown part",
      ROLE_BLOCK() + INLINE_BLOCK(POLICY.replace('"*"', "aws_sqs_queue.q.arn")),
      [R],
      [`main.tf:6:1; ${r}; plan: ; source: policy aws_iam_role_policy.p`],
    ],
    [
      "a removed attachment",
      ROLE_BLOCK(),
      [R, ATTACHED],
      [`main.tf:1:1; ${r}; plan: policy ${AWS}/ReadOnlyAccess; source: `],
    ],
    [
      "an added attachment",
      ROLE_BLOCK() + ATTACHED_BLOCK(),
      [R],
      [`main.tf:6:1; ${r}; plan: ; source: policy ${AWS}/ReadOnlyAccess`],
    ],
    [
      "another policy in the same attachment",
      ROLE_BLOCK() + ATTACHED_BLOCK(`"${AWS}/PowerUserAccess"`),
      [R, ATTACHED],
      [`main.tf:6:1; ${r}; plan: policy ${AWS}/ReadOnlyAccess; source: policy ${AWS}/PowerUserAccess`],
    ],
    [
      "another instance of an attachment",
      ROLE_BLOCK() +
        ATTACHED_BLOCK("each.value", "a", `for_each = toset(["${AWS}/ReadOnlyAccess", "${AWS}/PowerUserAccess"])`),
      [R, ATTACHED],
      [`main.tf:6:1; ${r}; plan: ; source: policy ${AWS}/PowerUserAccess`],
    ],
    [
      "the role's own list",
      ROLE_BLOCK(`managed_policy_arns = ["${AWS}/PowerUserAccess"]`),
      [R],
      [`main.tf:1:1; ${r}; plan: ; source: policy ${AWS}/PowerUserAccess`],
    ],
    [
      "a different inline policy under another address",
      ROLE_BLOCK() + INLINE_BLOCK(POLICY.replace("SendMessage", "ListQueues"), "q"),
      [R, INLINE],
      [`main.tf:6:1; ${r}; plan: policy aws_iam_role_policy.p; source: policy aws_iam_role_policy.q`],
    ],
    [
      "a removed boundary",
      ROLE_BLOCK(),
      [bounded(`${AWS}/ReadOnlyAccess`)],
      [`main.tf:1:1; ${r}; plan: boundary ${AWS}/ReadOnlyAccess; source: `],
    ],
    [
      "an added boundary",
      ROLE_BLOCK(`permissions_boundary = "${AWS}/ReadOnlyAccess"`),
      [bounded(null)],
      [`main.tf:1:1; ${r}; plan: ; source: boundary ${AWS}/ReadOnlyAccess`],
    ],
    [
      "another boundary",
      ROLE_BLOCK(`permissions_boundary = "${AWS}/ReadOnlyAccess"`),
      [bounded(`${AWS}/PowerUserAccess`)],
      [`main.tf:1:1; ${r}; plan: boundary ${AWS}/PowerUserAccess; source: boundary ${AWS}/ReadOnlyAccess`],
    ],
    [
      "a removed instance profile",
      ROLE_BLOCK(),
      [R, PROFILE],
      [`main.tf:1:1; ${r}; plan: an instance profile; source: `],
    ],
    [
      "an added instance profile",
      ROLE_BLOCK() + PROFILE_BLOCK,
      [R],
      [`main.tf:1:1; ${r}; plan: ; source: an instance profile`],
    ],
    [
      "an added condition",
      ROLE_BLOCK() + INLINE_BLOCK(withCondition('{ StringEquals = { "aws:SourceVpc" = "vpc-1" } }')),
      [R, INLINE],
      ["main.tf:9:3; aws_iam_role_policy.p; plan: ; source: Allow if StringEquals aws:SourceVpc vpc-1"],
    ],
    [
      "a removed condition",
      ROLE_BLOCK() + INLINE_BLOCK(),
      [R, conditional({ StringEquals: { "aws:SourceVpc": "vpc-1" } })],
      ["main.tf:9:3; aws_iam_role_policy.p; plan: Allow if StringEquals aws:SourceVpc vpc-1; source: "],
    ],
    [
      "a condition with another value",
      ROLE_BLOCK() + INLINE_BLOCK(withCondition('{ StringEquals = { "aws:SourceVpc" = ["vpc-1", "vpc-2"] } }')),
      [R, conditional({ StringEquals: { "aws:SourceVpc": "vpc-1" } })],
      [
        "main.tf:9:3; aws_iam_role_policy.p; plan: Allow if StringEquals aws:SourceVpc vpc-1; source: Allow if StringEquals aws:SourceVpc vpc-1, vpc-2",
      ],
    ],
    ["a removed role", INLINE_BLOCK(), [R, INLINE], [`main.tf; its root module; plan: role ${r}; source: `]],
    [
      "an added role",
      `${ROLE_BLOCK()}resource "aws_iam_role" "s" {\n  name = "s"\n  assume_role_policy = ${document(TRUST)}\n}\n`,
      [R],
      ["main.tf:6:1; its root module; plan: ; source: role aws_iam_role.s"],
    ],
  ])("%s", (_name, main, planned, expected) => {
    expect(staleIn({ "main.tf": main, "plan.json": planOf(planned) })).toEqual(expected);
  });

  test("reports an added role in a module that the plan does not call", () => {
    const files = {
      "main.tf": `${ROLE_BLOCK()}module "m" { source = "./m" }`,
      "m/main.tf": ROLE_BLOCK().replaceAll('"r"', '"s"'),
      "plan.json": planOf([R]),
    };
    expect(staleIn(files)).toEqual(["m/main.tf:1:1; its root module; plan: ; source: role module.m.aws_iam_role.s"]);
  });

  test("reports an added block in a partial plan", () => {
    const main = ROLE_BLOCK() + ATTACHED_BLOCK();
    expect(staleIn({ "main.tf": main, "plan.json": planOf([R], false) })).toHaveLength(1);
  });
});

describe("recognizes a plan's root that has lost the role's file", () => {
  const bucket = (name = "b"): string => `resource "aws_s3_bucket" "${name}" {}\n`;
  const BUCKET: Planned = { type: "aws_s3_bucket", name: "b", after: {} };

  test.each<[string, Files, readonly string[]]>([
    ["by another resource", { "main.tf": bucket() }, [`main.tf; its root module; plan: role ${r}; source: `]],
    ["but not without one", { "main.tf": bucket("c") }, []],
    ["but not by a data source", { "main.tf": 'data "aws_s3_bucket" "b" {}\n' }, []],
    ["but not next to a file that can't be read", { "main.tf": bucket(), "a.tf": 'resource "a" {' }, []],
    ["but not if Terragrunt may write the role", { "main.tf": bucket(), "terragrunt.hcl": "" }, []],
  ])("%s", (_name, files, expected) => {
    expect(staleIn({ ...files, "plan.json": planOf([R, INLINE, BUCKET]) })).toEqual(expected);
  });

  const lost = (main: string): string => `${main}; its root module; plan: role ${r}; source: `;
  const infra = bucket() + ROLE_BLOCK() + INLINE_BLOCK();

  test.each<[string, string, Files, readonly string[]]>([
    [
      "the plan's folder, not a root with the same addresses",
      "prod/plan.json",
      { "dev/main.tf": infra, "prod/main.tf": bucket() },
      [lost("prod/main.tf")],
    ],
    [
      "the plan's folder, not a root below it",
      "plan.json",
      { "main.tf": bucket(), "a/main.tf": infra },
      [lost("main.tf")],
    ],
    [
      "the nearest folder, not one above it that has the role",
      "prod/plan.json",
      { "main.tf": infra, "prod/main.tf": bucket() },
      [lost("prod/main.tf")],
    ],
    [
      "the nearest folder above a build folder",
      "prod/build/plan.json",
      { "dev/main.tf": infra, "prod/main.tf": bucket() },
      [lost("prod/main.tf")],
    ],
    ["another folder for a build folder", "build/plan.json", { "infra/main.tf": infra }, []],
    [
      "another folder for a build folder, next to other roots",
      "build/plan.json",
      { "main.tf": bucket("c"), "infra/main.tf": infra, "prod/main.tf": bucket() },
      [],
    ],
  ])("%s", (_name, planPath, files, expected) => {
    const all = { ...files, [planPath]: planOf([R, INLINE, BUCKET]) };
    const read = compared(inMemory(all), Object.keys(files), planPath);
    expect(read.map(({ stale }) => stale !== undefined)).toEqual([true]);
    expect(linesOf(read)).toEqual(expected);
  });

  test("that has lost the call of the role's module", () => {
    const call = 'module "m" {\n  source = "../m"\n}\n';
    const files = { "m/main.tf": ROLE_BLOCK(), "dev/main.tf": bucket() + call, "prod/main.tf": bucket() };
    const all = { ...files, "prod/plan.json": planOf([{ ...R, module: "module.m" }, BUCKET]) };
    expect(linesOf(compared(inMemory(all), Object.keys(files), "prod/plan.json"))).toEqual([
      `prod/main.tf; its root module; plan: role module.m.${r}; source: `,
    ]);
  });
});

describe("knows whether the source still creates an instance of a role", () => {
  const each = (keys: string, name = "each.key"): string =>
    ROLE_BLOCK(`for_each = ${keys}`).replace('name = "r"', `name = ${name}`);
  const call = (more = "", source = "./m"): string => `module "m" {\n  source = "${source}"\n  ${more}\n}\n`;
  const inModule = (key = ""): Planned => ({ ...R, module: `module.m${key}` });
  const keyed = (key: string | number): Planned => ({ ...R, key });
  const here = { "m/main.tf": ROLE_BLOCK() };

  test.each<[string, Files, Planned, "gone" | "there or unknown"]>([
    ["count = 0", { "main.tf": ROLE_BLOCK("count = 0") }, R, "gone"],
    ["a known condition", { "main.tf": `locals { on = false }\n${ROLE_BLOCK("count = local.on ? 1 : 0")}` }, R, "gone"],
    ["fewer", { "main.tf": ROLE_BLOCK("count = 1").replace('"r"\n', '"x"\n') }, keyed(1), "gone"],
    ["a removed key", { "main.tf": each('toset(["ci"])') }, keyed("r"), "gone"],
    ["a key that it has", { "main.tf": each('toset(["ci", "a.b"])', "var.x") }, keyed("a.b"), "there or unknown"],
    ["a key with an escape", { "main.tf": each('toset(["$${a}"])', '"other"') }, keyed("${a}"), "there or unknown"],
    ["an unknown count", { "main.tf": ROLE_BLOCK("count = var.x") }, keyed(0), "there or unknown"],
    ["an unknown key", { "main.tf": each("toset([var.x])") }, keyed("r"), "there or unknown"],
    ["a role that gets a key", { "main.tf": each('toset(["r"])') }, R, "there or unknown"],
    ["a role that gets a key and an unknown name", { "main.tf": each('toset(["k"])', "var.x") }, R, "there or unknown"],
    ["a call with count = 0", { ...here, "main.tf": call("count = 0") }, inModule(), "gone"],
    ["a call with a removed key", { ...here, "main.tf": call("for_each = {}") }, inModule('["a"]'), "gone"],
    [
      "a call with an unknown count",
      { ...here, "main.tf": call("count = var.x") },
      inModule("[0]"),
      "there or unknown",
    ],
    ["count = 0 in a module", { "main.tf": call(), "m/main.tf": ROLE_BLOCK("count = 0") }, inModule(), "gone"],
    ["a removed call", here, inModule(), "gone"],
    ["a module that has lost its files", { "main.tf": call(), "m/README.md": "" }, inModule(), "gone"],
    ["a submodule that is not checked out", { "main.tf": call() }, inModule(), "there or unknown"],
    ["a module outside the repository", { "main.tf": call("", "../m") }, inModule(), "there or unknown"],
    ["a module that calls itself", { "main.tf": call("", "./") }, inModule(), "there or unknown"],
    ["a module from a registry", { "main.tf": call("", "x/y/z") }, inModule(), "there or unknown"],
    ["a registry's with count = 0", { "main.tf": call("count = 0", "x/y/z") }, inModule(), "gone"],
    [
      "a module next to a file that can't be read",
      { ...here, "main.tf": call("count = 0"), "a.tf": 'resource "a" {' },
      inModule(),
      "there or unknown",
    ],
  ])("%s", (_name, files, role, expected) => {
    const main = `variable "x" {}\n${files["main.tf"] ?? ""}${KEPT_BLOCK}`;
    const all = { ...files, "main.tf": main, "plan.json": planOf([role, KEPT]) };
    const line = `main.tf; its root module; plan: role ${addressOf(role)}; source: `;
    expect(rolesIn(all).filter(({ stale }) => stale)).not.toEqual([]);
    expect(staleIn(all)).toEqual(expected === "gone" ? [line] : []);
  });
});

describe("does not report what is the same or possibly the same", () => {
  const each = `for_each = toset(["${AWS}/ReadOnlyAccess"])`;
  const ignoring = (what: string): string => `lifecycle {\n ignore_changes = [${what}]\n }`;
  const someOf = (arn: string): string => `var.x ? "${arn}" : "${arn}2"`;

  test.each<[string, string, readonly Planned[], boolean?]>([
    ["everything", ROLE_BLOCK() + INLINE_BLOCK() + ATTACHED_BLOCK() + PROFILE_BLOCK, [R, INLINE, ATTACHED, PROFILE]],
    ["a policy under another address", ROLE_BLOCK() + INLINE_BLOCK(POLICY, "q"), [R, INLINE]],
    ["an attachment under another address", ROLE_BLOCK() + ATTACHED_BLOCK(undefined, "b"), [R, ATTACHED]],
    ["an attachment that gets keys", ROLE_BLOCK() + ATTACHED_BLOCK("each.value", "a", each), [R, ATTACHED]],
    ["a role under another address", ROLE_BLOCK().replace('role" "r"', 'role" "s"'), [R]],
    [
      "an attachment that became the role's own list",
      ROLE_BLOCK(`managed_policy_arns = ["${AWS}/ReadOnlyAccess"]`),
      [R, ATTACHED],
    ],
    ["what somebody else attached", ROLE_BLOCK(), [owning(`${AWS}/ReadOnlyAccess`)]],
    [
      "what the plan knows only from its state",
      ROLE_BLOCK(),
      [R, { ...ATTACHED, isPrior: true }, { ...PROFILE, isPrior: true }],
      false,
    ],
    ["what the plan forgets", ROLE_BLOCK(), [R, { ...ATTACHED, isForgotten: true, actions: ["forget"] }]],
    ["what the plan excludes", ROLE_BLOCK() + ATTACHED_BLOCK(), [R, { ...ATTACHED, isPrior: true, after: {} }], false],
    ["what only the plan deletes", ROLE_BLOCK() + ATTACHED_BLOCK(), [R, { ...ATTACHED, actions: ["delete"] }], false],
    [
      "an unknown number of attachments",
      ROLE_BLOCK() + ATTACHED_BLOCK("each.value", "a", "for_each = var.x"),
      [R, ATTACHED],
    ],
    ["an unknown ARN", ROLE_BLOCK() + ATTACHED_BLOCK(someOf("arn:aws:iam::111122223333:policy/x")), [R, ATTACHED]],
    [
      "an attachment to an unknown role",
      ROLE_BLOCK() + ATTACHED_BLOCK().replace("aws_iam_role.r.name", "var.x"),
      [R, ATTACHED],
    ],
    ["an ignored ARN", ROLE_BLOCK() + ATTACHED_BLOCK(`"${AWS}/X"`, "a", ignoring("policy_arn")), [R, ATTACHED]],
    ["an ignored list", ROLE_BLOCK(`managed_policy_arns = ["${AWS}/X"]\n ${ignoring("managed_policy_arns")}`), [R]],
    ["an ignored boundary", ROLE_BLOCK(ignoring("permissions_boundary")), [bounded(`${AWS}/X`)]],
    ["an unknown boundary", ROLE_BLOCK("permissions_boundary = var.x"), [bounded(`${AWS}/X`)]],
    [
      "the boundary in another partition",
      ROLE_BLOCK(`permissions_boundary = "${AWS.replace("aws", "aws-cn")}/X"`),
      [bounded(`${AWS}/X`)],
    ],
    [
      "a policy of the account by its ARN and by its address",
      `${ROLE_BLOCK()}resource "aws_iam_policy" "x" {\n  policy = ${document(POLICY)}\n}\n${ATTACHED_BLOCK("aws_iam_policy.x.arn")}`,
      [R, { ...ATTACHED, after: { ...ATTACHED.after, policy_arn: "arn:aws:iam::111122223333:policy/x" } }],
    ],
    [
      "a condition in another case and order",
      ROLE_BLOCK() + INLINE_BLOCK(withCondition('{ stringequals = { "aws:sourcevpc" = ["b", "a"] } }')),
      [R, conditional({ StringEquals: { "aws:SourceVpc": ["a", "b"] } })],
    ],
    [
      "a condition with unknown values",
      ROLE_BLOCK() + INLINE_BLOCK(withCondition('{ StringEquals = { "aws:SourceVpc" = var.x } }')),
      [R, conditional({ StringEquals: { "aws:SourceVpc": "a" } })],
    ],
    [
      "an instance profile of an unknown role",
      ROLE_BLOCK() + PROFILE_BLOCK.replace("aws_iam_role.r.name", "var.x"),
      [R],
    ],
    [
      "what a replaced role has lost",
      ROLE_BLOCK() + ATTACHED_BLOCK() + PROFILE_BLOCK,
      [{ ...R, actions: ["delete", "create"] }, ATTACHED, PROFILE],
    ],
    ["a role in a missing module", 'module "m" { source = "x/y/z" }\n', [{ ...R, module: "module.m" }]],
    ["a role with an unknown count", ROLE_BLOCK("count = var.x"), [R]],
    [
      "what a missing module may attach",
      `${ROLE_BLOCK()}module "m" {\n  source = "x/y/z"\n  role = aws_iam_role.r.name\n}\n`,
      [R, ATTACHED],
    ],
  ])("%s", (_name, main, planned, isWhole = true) => {
    const files = {
      "main.tf": `variable "x" {}\n${main}${KEPT_BLOCK}`,
      "plan.json": planOf([...planned, KEPT], isWhole),
    };
    expect(rolesIn(files).filter(({ stale }) => stale)).not.toEqual([]);
    expect(staleIn(files)).toEqual([]);
  });
});

function sourcesBelow(root: string, folder = root): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesBelow(root, path);
    return /\.tf(?:\.json)?$/.test(name) ? [relative(root, path).replaceAll("\\", "/")] : [];
  });
}

const FIXTURES = ["__tests__/fixtures/terraform", "__tests__/fixtures/terraform-written"];

test.each(FIXTURES)("finds no stale plan in %s", (folder) => {
  let amount = 0;
  for (const name of readdirSync(folder)) {
    const root = resolve(folder, name);
    if (!existsSync(join(root, "plan.json"))) continue;
    const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
    const roles = [sourcesBelow(root), []].flatMap((sources) => compared(workspace, sources, "plan.json"));
    amount += roles.length;
    expect([name, roles.flatMap(({ stale }) => stale?.() ?? [])]).toEqual([name, []]);
  }
  expect(amount).toBeGreaterThan(10);
});
