import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { openWorkspace } from "../../../../src/discover/workspace.js";
import type { Policy } from "../../../../src/iam/model.js";
import { readFile } from "../../../../src/readers/index.js";
import type { Workspace } from "../../../../src/source/workspace.js";
import { cpuSeconds } from "../../../cpu-time.js";
import { describeStatement } from "../../describe-role.js";

type Files = Readonly<Record<string, string>>;

interface Plan {
  readonly variables: Record<string, { value?: unknown }>;
  readonly resource_changes: {
    readonly address: string;
    readonly type: string;
    readonly change: { readonly after: Record<string, unknown>; readonly after_sensitive: Record<string, unknown> };
  }[];
  readonly configuration: {
    readonly root_module: {
      readonly variables: Record<string, Record<string, unknown>>;
      readonly resources: { readonly address: string }[];
    };
  };
}

function fixture(name: string, change: (plan: Plan) => void = () => {}): string {
  const plan = JSON.parse(readFileSync(`__tests__/fixtures/terraform-written/${name}/plan.json`, "utf8")) as Plan;
  change(plan);
  return JSON.stringify(plan);
}

function source(name: string, file = "main.tf"): string {
  return readFileSync(`__tests__/fixtures/terraform-written/${name}/${file}`, "utf8");
}

function workspaceOf(files: Files): Workspace {
  return {
    readText: (path) => (files[path] === undefined ? null : { path, text: files[path] }),
    listFolder: (folder) =>
      Object.keys(files)
        .filter((path) => posix.dirname(path) === (folder === "" ? "." : folder))
        .map((path) => posix.basename(path))
        .sort(),
  };
}

/** The statements of each policy of a plan's roles, or "unresolved" for an unknown policy. */
function policiesOf(
  text: string,
  workspace: Workspace,
  path = "plan.json",
): Readonly<Record<string, readonly string[]>> {
  const read = readFile({ path, text }, { workspace, terraformRoot: null, parameters: [] });
  if (read.kind !== "read") throw new Error(read.kind);
  const policies = read.result.roles.flatMap(({ variants }) => variants.flatMap((variant) => variant.policies));
  return Object.fromEntries(
    policies.map((policy) => [policy.kind === "reference" ? policy.arn : policy.name, linesOf(policy)]),
  );
}

function linesOf(policy: Policy): readonly string[] {
  if (policy.kind !== "document") return [policy.kind];
  return [
    ...policy.document.statements.map(describeStatement),
    ...policy.document.unresolved.map(({ expression }) => `unresolved ${expression}`),
  ];
}

const HEREDOC = "aws_iam_role_policy.x";
const heredoc = source("heredoc-unknown");

test("reads a policy in its plan's source", () => {
  const policies = policiesOf(fixture("heredoc-unknown"), workspaceOf({ "main.tf": heredoc }));
  expect(policies[HEREDOC]).toHaveLength(2);
});

test.each<[string, Files]>([
  ["is missing", {}],
  [
    "refers to another resource than the plan",
    { "main.tf": heredoc.replaceAll("aws_sqs_queue.q.arn", "aws_sqs_queue.other.arn") },
  ],
  ["refers to more than the plan", { "main.tf": heredoc.replaceAll("-dead", "-${var.environment}") }],
  ["refers to nothing", { "main.tf": heredoc.replaceAll("${aws_sqs_queue.q.arn}", "*") }],
  ["is not JSON with the values that it refers to", { "main.tf": heredoc.replace('"Version"', "Version") }],
  ["is cut off", { "main.tf": heredoc.slice(0, heredoc.indexOf('"Resource"')) }],
  ["has no such attribute", { "main.tf": heredoc.replace("  policy = <<-EOT", "  text = <<-EOT") }],
])("treats a policy as unknown if its source %s", (_name, files) => {
  expect(policiesOf(fixture("heredoc-unknown"), workspaceOf(files))[HEREDOC]).toEqual(["unresolved"]);
});

test("shows only the literal parts of a policy that the plan marks as sensitive", () => {
  const plan = fixture("heredoc-unknown", ({ resource_changes }) => {
    for (const { address, change } of resource_changes) if (address === HEREDOC) change.after_sensitive.policy = true;
  });
  expect(policiesOf(plan, workspaceOf({ "main.tf": heredoc }))[HEREDOC]).toEqual([
    "sqs:SendMessage,sqs:ReceiveMessage on ${aws_sqs_queue.q.arn},${aws_sqs_queue.q.arn}-dead",
    "ssm:GetParameter on * if StringEquals aws:PrincipalTag/team ${aws:ResourceTag/team}",
  ]);
});

const LOCALS = "aws_iam_role_policy.x";
const locals = source("locals-and-functions");

function withLocals(change: (plan: Plan) => void, files: Files = {}): readonly string[] | undefined {
  return policiesOf(fixture("locals-and-functions", change), workspaceOf({ "main.tf": locals, ...files }))[LOCALS];
}

test("treats a value from a sensitive variable as unknown", () => {
  const lines = withLocals(({ configuration }) => {
    Object.assign(configuration.root_module.variables.prefix ?? {}, { sensitive: true });
  });
  expect(lines?.filter((line) => line.includes("var.prefix"))).toHaveLength(2);
});

test.each([
  ["decides nothing", "", 0],
  ["has its default if it is not nullable", "nullable = false", 1],
  ["may have its default if the source hides it", "nullable = local.nothing", 0],
])("handles a null flag that %s", (_name, written, count) => {
  const main = locals.replace('variable "with_keys" {', `variable "with_keys" {\n  ${written}`);
  const lines = withLocals(
    ({ variables }) => {
      variables.with_keys = { value: null };
    },
    { "main.tf": main },
  );
  expect(lines?.filter((line) => line.includes("kms:"))).toHaveLength(count);
});

test("converts a variable's string to its type", () => {
  const given = (value: unknown) =>
    withLocals(({ variables }) => {
      variables.with_keys = { value };
    });
  expect(given("true")).toEqual(given(true));
  expect(given("false")).toEqual(given(false));
  expect(given("false")).not.toEqual(given(true));
});

test("replaces locals with those of an override file", () => {
  const lines = withLocals(() => {}, { "a_override.tf": 'locals {\n  sending = ["sqs:Overridden"]\n}\n' });
  expect(lines?.[0]).toMatch(/^sqs:Overridden,sqs:ReceiveMessage on /);
});

test.each([
  ["../template/worker.json.tftpl", "repository", 1],
  ["../template/worker.json.tftpl", "repository/stack", 0],
  ["../../elsewhere/worker.json.tftpl", "repository", 0],
  ["/etc/passwd", "repository", 0],
])("reads template file %s in workspace %s", (path, root, count) => {
  const folder = mkdtempSync(join(tmpdir(), "templates-"));
  try {
    const main = source("templatefile").replace(
      "${path.module}/policies/worker.json.tftpl",
      path.startsWith("/") ? path : `\${path.module}/${path}`,
    );
    const files: Files = {
      "repository/stack/plan.json": fixture("templatefile"),
      "repository/stack/main.tf": main,
      "repository/template/worker.json.tftpl": source("templatefile", "policies/worker.json.tftpl"),
      "elsewhere/worker.json.tftpl": source("templatefile", "policies/worker.json.tftpl"),
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const workspace = openWorkspace(
      { root: join(folder, root), workingDirectory: join(folder, root), confined: true },
      [join(folder, root)],
    );
    const plan = root.endsWith("stack") ? "plan.json" : "stack/plan.json";
    const lines = policiesOf(files["repository/stack/plan.json"] ?? "", workspace, plan)["aws_iam_policy.p"] ?? [];
    expect(lines.filter((line) => line !== "unresolved").length > 0).toBe(count > 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("gives up soon on policies that are expensive to evaluate", () => {
  const plan = JSON.parse(fixture("heredoc-unknown")) as Plan;
  const { resources } = plan.configuration.root_module;
  const [change] = plan.resource_changes.filter(({ address }) => address === HEREDOC);
  const [config] = resources.filter(({ address }) => address === HEREDOC);
  const name = (at: number) => `aws_iam_role_policy.x${at}`;
  const many = Array.from({ length: 1000 }, (_, at) => at);
  plan.resource_changes.push(...many.map((at) => ({ ...change, address: name(at), name: `x${at}` }) as never));
  resources.push(...many.map((at) => ({ ...config, address: name(at), name: `x${at}` }) as never));
  const doubling = Array.from({ length: 13 }, (_, at) => `  l${at + 1} = concat(local.l${at}, local.l${at})\n`).join(
    "",
  );
  const policy = `jsonencode({ Statement = [{ Action = local.l12, Effect = "Allow", Resource = aws_sqs_queue.q.arn }] })`;
  const blocks = many.map(
    (at) => `resource "aws_iam_role_policy" "x${at}" {\n  role = aws_iam_role.r.id\n  policy = ${policy}\n}\n`,
  );
  const main = `${heredoc}locals {\n  l0 = ["a:B"]\n${doubling}}\n${blocks.join("")}`;
  const text = JSON.stringify(plan).replaceAll('"aws_sqs_queue.q.arn"', '"aws_sqs_queue.q.arn","local.l12"');
  const taken = cpuSeconds(() => {
    const policies = policiesOf(text, workspaceOf({ "main.tf": main }));
    expect(Object.keys(policies)).toHaveLength(1002);
  });
  expect(taken).toBeLessThan(20);
});

test("knows that a new queue's ARN is an SQS ARN", () => {
  const folder = "__tests__/fixtures/terraform/jsonencode-unknown";
  const [text, main] = ["plan.json", "main.tf"].map((name) => readFileSync(`${folder}/${name}`, "utf8"));
  const context = { workspace: workspaceOf({ "main.tf": main ?? "" }), terraformRoot: null, parameters: [] };
  const read = readFile({ path: "plan.json", text: text ?? "" }, context);
  const [role] = read.kind === "read" ? read.result.roles : [];
  const [policy] = role?.variants[0].policies ?? [];
  const [statement] = policy?.kind === "document" ? policy.document.statements : [];
  expect(statement?.resources?.patterns[0]?.text).toEqual({
    kind: "unresolved",
    expression: "aws_sqs_queue.q.arn",
    like: "arn:aws:sqs:*",
  });
});

test("expects attributes that an unreadable type may make optional", () => {
  const main = source("missing-keys").replace("map(any)", "map(any) +");
  const policies = policiesOf(fixture("missing-keys"), workspaceOf({ "main.tf": main }));
  expect(policies["aws_iam_role_policy.x"]).toContainEqual(expect.stringContaining("can(var.grants.purge)"));
});
