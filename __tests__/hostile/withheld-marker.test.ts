import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";
import { closeScenes, scene } from "../action/scene.js";
import { runCli } from "../bundle/run-bundle.js";

// Anyone who can open a pull request can name any path in it. No output may show the contents of credentials files.

const MARKER = /MARKER.?SECRET/i;
const SHOWN = "MaySeeThis";

const secrets: Readonly<Record<string, string>> = {
  ".env": "TOKEN=MARKER-SECRET\n",
  "gha-creds-0123.json": '{"type":"external_account","token":"MARKER-SECRET"}',
};
const GIT_CONFIG = ".git/config";
const paths = [GIT_CONFIG, ...Object.keys(secrets), "link.txt"];

/** A Terraform expression for each way to read a file. */
const ways: readonly ((path: string) => string)[] = [
  (path) => `file("${path}")`,
  (path) => `file("./x/../${path}")`,
  (path) => `file("\${path.module}/${path}")`,
  (path) => `templatefile("${path}", {})`,
  (path) => `filebase64("${path}")`,
  (path) => `base64encode(file("${path}"))`,
  (path) => `try(jsondecode(file("${path}")).token, "none")`,
  (path) => `try(yamldecode(file("${path}")).token, "none")`,
  (path) =>
    `join("", [for name in fileset(".", "*"): file(name)])`.replace(
      '"."',
      `"${path.split("/").length > 1 ? ".git" : "."}"`,
    ),
];
const expressions = [`file("shown.txt")`, ...paths.flatMap((path) => ways.map((way) => way(path)))];

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const queue = { mode: "managed", type: "aws_sqs_queue", name: "q", address: "aws_sqs_queue.q" };
const provider = { provider_name: "registry.terraform.io/hashicorp/aws" };

function created(resource: object, after: object, unknown: object): object {
  const change = { actions: ["create"], before: null, after, after_unknown: unknown, before_sensitive: false };
  return { ...resource, ...provider, change: { ...change, after_sensitive: {} } };
}

/** One role per expression, with a policy that only its source reveals. */
function planned(): { readonly plan: string; readonly source: string } {
  const roles = expressions.map((expression, at) => {
    const [name, type] = [`r${at}`, "aws_iam_role"];
    const role = { mode: "managed", type, name, address: `${type}.${name}` };
    const policy = { ...role, type: "aws_iam_role_policy", address: `aws_iam_role_policy.${name}` };
    const references = ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"];
    return {
      changes: [
        created(role, { name: `veeam-${at}`, path: "/", assume_role_policy: trust }, { arn: true, id: true }),
        created(policy, { name: "p", role: `veeam-${at}` }, { id: true, policy: true }),
      ],
      configured: [
        { ...role, expressions: { name: { constant_value: `veeam-${at}` }, assume_role_policy: {} } },
        {
          ...policy,
          expressions: { role: { references: [`${role.address}.name`, role.address] }, policy: { references } },
        },
      ],
      source: `resource "aws_iam_role" "${name}" { name = "veeam-${at}" }
resource "aws_iam_role_policy" "${name}" {
  role   = aws_iam_role.${name}.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Sid = ${expression}, Effect = "Deny", Action = ["sqs:SendMessage"], Resource = ["*", aws_sqs_queue.q.arn] },
    { Effect = "Allow", Action = ["sqs:*", "ec2:\${${expression}}"], Resource = "*" },
  ] })
}`,
    };
  });
  const resources = [{ ...queue, expressions: {} }, ...roles.flatMap(({ configured }) => configured)];
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: [created(queue, {}, { arn: true, id: true }), ...roles.flatMap(({ changes }) => changes)],
    configuration: { root_module: { resources } },
  };
  return { plan: JSON.stringify(plan), source: roles.map(({ source }) => source).join("\n") };
}

/** Templates and parts of templates, for every property that can name one. */
const template = JSON.stringify({
  Transform: "AWS::Serverless-2016-10-31",
  Resources: Object.fromEntries([
    ...paths.map((path, at) => [`S${at}`, { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: path } }]),
    ...paths.map((path, at) => [`A${at}`, { Type: "AWS::Serverless::Application", Properties: { Location: path } }]),
    ...paths.map((path, at) => [
      `VeeamRole${at}`,
      {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: JSON.parse(trust),
          Policies: [{ "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: path } } }],
        },
      },
    ]),
  ]),
});

const { plan, source } = planned();
const base = { "main.tf": source, "plan.json": plan, "veeam.json": template, "shown.txt": SHOWN };
const roles = 'roles:\n  - "*: communication"\n';
const CONFIG = ".github/worker-iam-check.yml";

/** Settings that the repository's own configuration can have. */
const configs: readonly (readonly [string, string])[] = [
  ["nothing", roles],
  ...paths.flatMap((path): readonly (readonly [string, string])[] => [
    [`requirements: ${path}`, `${roles}requirements: ${path}\n`],
    [`baseline: ${path}`, `${roles}baseline: ${path}\n`],
    [`files: ${path}`, `${roles}files: ["${path}", plan.json]\n`],
    [`parameters: ${path}`, `${roles}parameters:\n  - template: veeam.json\n    file: ${path}\n`],
    [`terraform-root: ${path}`, `${roles}terraform-root: ${path}\n`],
  ]),
];

const opened: string[] = [];
afterAll(() => {
  for (const folder of opened) rmSync(folder, { recursive: true, force: true });
});
afterEach(closeScenes);

/** A checkout as actions/checkout leaves it, with the pull request's files and some others. */
function asCheckout(root: string): string {
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
  git("init", "-q");
  git("config", "http.https://github.com/.extraheader", "AUTHORIZATION: basic MARKER-SECRET");
  symlinkSync(GIT_CONFIG, join(root, "link.txt"));
  git("add", "--all");
  return root;
}

const formats = ["text", "json", "markdown", "sarif", "github"].map((format) => ["check", "--format", format]);
const others = [["explain", "*", "sqs:SendMessage", "plan.json"], ["fix", "--dry-run"], ["fix"], ["baseline"]];

test("shows no credential in any command, only what the repository tracks", () => {
  const root = asCheckout(makeWorkspace({ ...base, ...secrets, [CONFIG]: roles }));
  opened.push(root);
  expect(readFileSync(join(root, GIT_CONFIG), "utf8")).toMatch(MARKER);
  const outputs = [...formats, ...others].map((command) => {
    const { stdout, stderr } = runCli(command, { cwd: root });
    return `${command.join(" ")}: ${stdout}${stderr}`;
  });
  for (const output of outputs) expect(output).not.toMatch(MARKER);
  expect(outputs.join("\n")).toContain(SHOWN);
});

test.each(configs)("shows no credential with %s in the configuration", (_said, config) => {
  const root = asCheckout(makeWorkspace({ "veeam.json": template, "plan.json": "{}", ...secrets, [CONFIG]: config }));
  opened.push(root);
  for (const command of [["check"], ["check", "--format", "github"]]) {
    const { stdout, stderr } = runCli(command, { cwd: root });
    expect(stdout + stderr).not.toMatch(MARKER);
    expect(stdout + stderr).not.toBe("");
  }
});

test("shows no credential in the Action's log, annotations, outputs, summary, comment, report, and SARIF", async () => {
  const { github, run, workspace } = await scene({ ...base, ...secrets, [CONFIG]: roles });
  asCheckout(workspace);
  const outcome = await run({ comment: "always", "report-file": "report.json", "sarif-file": "report.sarif" });
  const written = readdirSync(workspace).filter((file) => file.startsWith("report."));
  expect(written).toHaveLength(2);
  const texts = written.map((file) => readFileSync(join(workspace, file), "utf8"));
  const published = JSON.stringify([outcome, github.requests, texts]);
  expect(published).not.toMatch(MARKER);
  expect(published).toContain(SHOWN);
  expect(github.requests.length).toBeGreaterThan(0);
});
