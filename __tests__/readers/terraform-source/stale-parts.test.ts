import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { Role } from "../../../src/iam/model.js";
import { readFile } from "../../../src/readers/index.js";
import type { ReadResult, Workspace } from "../../../src/readers/reader.js";
import { readTerraformSources } from "../../../src/readers/terraform-source/index.js";
import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { type Files, inMemory } from "./in-memory.js";

function planIn(workspace: Workspace, path: string): ReadResult | null {
  const file = workspace.readText(path);
  const read = file === null ? null : readFile(file, { workspace, terraformRoot: null, parameters: [] });
  return read?.kind === "read" ? read.result : null;
}

/** The plan's roles beside sources. */
function compared(workspace: Workspace, paths: readonly string[], plan: string): readonly Role[] {
  const result = planIn(workspace, plan);
  if (result === null) return [];
  const files = paths.map((path) => ({ path, characters: 0, namesIam: true, literal: false }));
  const context = { workspace, terraformRoot: null, parameters: [] };
  const { compared } = readTerraformSources(files, context, [{ path: plan, result }], []);
  return [...compared.values()].flat();
}

function staleIn(files: Files): readonly string[] {
  const sources = Object.keys(files).filter((path) => path.endsWith(".tf"));
  return compared(inMemory(files), sources, "plan.json").flatMap(({ stale }) =>
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

const policyLine = (planned: string, written: string): string =>
  `main.tf:7:3; aws_iam_role_policy.p; plan: ${planned}; source: ${written}`;

describe("what the plan has otherwise than its source", () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      "an action that is gone",
      source({}),
      plan({ Effect: "Allow", Action: ["sqs:SendMessage", "sqs:ListQueues"], Resource: "*" }),
      [policyLine("Allow sqs:ListQueues", "")],
    ],
    [
      "an action that is new",
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
      "which action is on which resource",
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
      "by the plan's own variables",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(undefined, { variables: { action: { value: "a:C" } }, declared: { action: {} } }),
      [expect.stringContaining("plan: Allow sqs:SendMessage; source: Allow a:C")] as never,
    ],
    [
      "by the default of a variable that the plan does not have",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(),
      [expect.stringContaining("plan: Allow sqs:SendMessage; source: Allow a:B")] as never,
    ],
  ])("%s", (_name, main, json, expected) => {
    expect(staleIn({ "main.tf": main, "plan.json": json })).toEqual(expected);
  });
});

describe("what is no difference", () => {
  const other = POLICY.replace("SendMessage", "ListQueues");

  test.each<[string, string, string]>([
    ["the same", source({}), plan()],
    [
      "another order, another case, twice",
      source({ policy: '{ Effect = "Allow", Action = ["SQS:b", "sqs:a", "sqs:A"], Resource = ["*", "*"] }' }),
      plan({ Effect: "Allow", Action: ["sqs:A", "sqs:B"], Resource: "*" }),
    ],
    [
      "an account by its root",
      source({ trust: TRUST.replace('"111122223333"', '["arn:aws:iam::111122223333:root"]') }),
      plan(),
    ],
    ["a principal that is gone", source({}), plan(undefined, { principal: { AWS: "AROAEXAMPLEEXAMPLE123" } })],
    ["a Sid", source({ policy: POLICY.replace("{", '{ Sid = "x", ') }), plan()],
    [
      "an unknown action",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" {}\n'),
      plan(undefined, { declared: { action: {} } }),
    ],
    [
      "a sensitive variable",
      source({ policy: POLICY.replace('"sqs:SendMessage"', "var.action") }, 'variable "action" { default = "a:B" }\n'),
      plan(undefined, { variables: { action: { value: "a:C" } }, declared: { action: { sensitive: true } } }),
    ],
    ["what is unknown of another resource", source({ policy: POLICY.replace('"*"', "aws_sqs_queue.q.arn") }), plan()],
    ["`ignore_changes`", source({ policy: other, more: "lifecycle {\n ignore_changes = [policy]\n }" }), plan()],
    ["`ignore_changes` of all", source({ policy: other, more: "lifecycle {\n ignore_changes = all\n }" }), plan()],
    ["what the plan left alone", source({ policy: other }), plan(undefined, { changes: ["aws_iam_role"] })],
    ["a policy that the source no longer has", source({}).replace('"p"', '"other"'), plan()],
    ["a role that the source no longer has", source({}).replaceAll('r"', 's"').replace("role.r", "role.s"), plan()],
  ])("%s", (_name, main, json) => {
    expect(staleIn({ "main.tf": main, "plan.json": json })).toEqual([]);
  });

  test("one of several roots that may be the plan's", () => {
    const files = { "a/main.tf": source({ policy: other }), "b/main.tf": source({ policy: other }) };
    expect(staleIn({ ...files, "plan.json": plan() })).toEqual([]);
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

test.each(FIXTURES)("no plan of %s is stale", (folder) => {
  let amount = 0;
  for (const name of readdirSync(folder)) {
    const root = resolve(folder, name);
    if (!existsSync(join(root, "plan.json"))) continue;
    const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
    const roles = compared(workspace, sourcesBelow(root), "plan.json");
    amount += roles.length;
    expect([name, roles.flatMap(({ stale }) => stale?.() ?? [])]).toEqual([name, []]);
  }
  expect(amount).toBeGreaterThan(10);
});
