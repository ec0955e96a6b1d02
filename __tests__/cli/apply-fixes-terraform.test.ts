import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-terraform-"));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
/** The fixed text of a root's only file, and the rules of the remaining findings. */
async function fixed(text: string, more: Readonly<Record<string, string>> = {}) {
  const folder = `root-${count++}`;
  for (const [path, reported] of Object.entries({ "main.tf": text, ...more })) {
    mkdirSync(dirname(join(root, folder, path)), { recursive: true });
    writeFileSync(join(root, folder, path), reported);
  }
  const inputs = { files: folder, roles: "*: communication", appliance: "111122223333" };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await applyFixes(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  expect(outcome.files.length).toBeLessThan(2);
  return { text: outcome.files[0]?.after ?? text, left: outcome.after.findings.map(({ rule }) => rule) };
}

const needed = (catalogRequirements("7")?.kinds ?? [])
  .filter(({ name }) => name === "communication")
  .flatMap(({ actions }) => actions.map(({ action }) => action));
/** All required actions except two, which are in the edited list or missing. */
const granted = needed.filter((action) => !action.startsWith("ssmmessages:Open"));
const [CONTROL, DATA] = ["ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"];

const TRUST = `jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" },
      { Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "sts:AssumeRole" },
    ]
  })`;
const PROFILE = `
resource "aws_iam_instance_profile" "worker" {
  name = aws_iam_role.worker.name
  role = aws_iam_role.worker.name
}
`;
const role = (trust: string) => `resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = ${trust}
}
`;
const policyOf = (policy: string) => `
resource "aws_iam_role_policy" "worker" {
  name   = "worker"
  role   = aws_iam_role.worker.id
  policy = ${policy}
}
`;
const sourceOf = (policy: string, before = "") => before + role(TRUST) + PROFILE + policyOf(policy);
const statement = (body: string) => `data "aws_iam_policy_document" "worker" {\n${body}}\n\n`;
const document = (body: string) => sourceOf("data.aws_iam_policy_document.worker.json", statement(body));
const quotedAll = needed.map((action) => `"${action}"`).join(", ");
const quoted = (separator: string) => granted.map((action) => `"${action}"`).join(separator);

describe("adds actions to their list, in the list's style", () => {
  test.each<[string, string, string, string]>([
    [
      "a block's multi-line list",
      document(`  statement {\n    actions = [\n      ${quoted(",\n      ")},\n    ]\n    resources = ["*"]\n  }\n`),
      `"${granted.at(-1)}",\n    ]`,
      `"${granted.at(-1)}",\n      "${CONTROL}",\n      "${DATA}",\n    ]`,
    ],
    [
      "a block's one-line list after blocks and comments",
      document(
        `  statement {\n    # {what\n    # follows}\n    condition {\n      test = "Null"\n      variable = "aws:ViaAWSService"\n      values = ["true"]\n    }\n    actions = ["s3:GetObject"]\n    resources = ["*"]\n  }\n  statement {\n    actions   = [${quoted(", ")}]\n    resources = ["*"]\n  }\n`,
      ),
      `"${granted.at(-1)}"]`,
      `"${granted.at(-1)}", "${CONTROL}", "${DATA}"]`,
    ],
    [
      "a list in jsonencode",
      sourceOf(
        `jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect = "Allow"\n      Action = [\n        ${quoted(",\n        ")}\n      ]\n      Resource = "*"\n    }]\n  })`,
      ),
      `"${granted.at(-1)}"\n`,
      `"${granted.at(-1)}",\n        "${CONTROL}",\n        "${DATA}"\n`,
    ],
    [
      "a quoted key in jsonencode",
      sourceOf(
        `jsonencode({ "Version" = "2012-10-17", "Statement" = { "Effect" = "Allow", "Action" = [${quoted(", ")}], "Resource" = "*" } })`,
      ),
      `"${granted.at(-1)}"]`,
      `"${granted.at(-1)}", "${CONTROL}", "${DATA}"]`,
    ],
  ])("%s", async (_, text, before, after) => {
    const outcome = await fixed(text);
    expect(outcome).toEqual({ text: text.replace(before, () => after), left: [] });
    expect(outcome.text).not.toBe(text);
    const windows = await fixed(text.replaceAll("\n", "\r\n"));
    expect(windows).toEqual({ text: outcome.text.replaceAll("\n", "\r\n"), left: [] });
  });
});

const inBlock = (actions: string) =>
  document(`  statement {\n    actions   = ${actions}\n    resources = ["*"]\n  }\n`);
const base = 'locals {\n  base = ["s3:GetObject"]\n}\n';

test.each([
  ["parentheses", "([", "])"],
  ["nested calls", "distinct(compact([", "]))"],
  ["concat", 'concat(["s3:GetObject"][*], local.base, [', '], true ? ["s3:PutObject"] : [])'],
])("adds actions to the list in %s", async (_, before, after) => {
  const list = (more: string) => `${before}${quoted(", ")}${more}${after}`;
  const text = base + inBlock(list(""));
  expect(await fixed(text)).toEqual({ text: base + inBlock(list(`, "${CONTROL}", "${DATA}"`)), left: [] });
});

test.each([
  ["an index", (all: string) => `[${all}][*]`],
  ["a condition", (all: string) => `true ? [${all}] : []`],
  ["another function", (all: string) => `slice([${all}], 0, ${granted.length})`],
  ["a condition in concat", (all: string) => `concat(true ? [${all}] : [], local.base)`],
  ["a list of lists", (all: string) => `concat([[${all}]]...)`],
])("does not add actions to the list in %s", async (_, list) => {
  const text = base + inBlock(list(quoted(", ")));
  expect(await fixed(text)).toEqual({ text, left: ["missing-action"] });
});

describe("adds a statement if no list grants on every resource", () => {
  const words = (lead: string) => needed.map((action) => `${lead}"${action}",\n`).join("");
  test.each<[string, string, string]>([
    [
      "after the only block",
      document(
        '  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::b/*"]\n  } # of the bucket\n',
      ),
      `} # of the bucket\n\n  statement {\n    actions = [\n${words("      ")}    ]\n    resources = ["*"]\n  }\n`,
    ],
    [
      "after the last of several adjacent blocks",
      document(
        '  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::b/*"]\n  }\n  # The other.\n  statement {\n    actions   = ["s3:PutObject"]\n    resources = ["arn:aws:s3:::c/*"]\n  } # of the bucket\n',
      ),
      `} # of the bucket\n  statement {\n    actions = [\n${words("      ")}    ]\n    resources = ["*"]\n  }\n`,
    ],
    [
      "after a multi-line object",
      sourceOf(
        'jsonencode({\n    Statement = [\n      {\n        Effect   = "Allow"\n        Action   = "s3:GetObject"\n        Resource = "arn:aws:s3:::b/*"\n      }, # of the bucket\n    ]\n  })',
      ),
      `},\n      {\n        Effect = "Allow"\n        Action = [\n${words("          ")}        ]\n        Resource = "*"\n      }, # of the bucket\n`,
    ],
  ])("%s", async (_, text, after) => {
    const before = text.includes("}, # of") ? "}, # of the bucket\n" : "} # of the bucket\n";
    expect(await fixed(text)).toEqual({ text: text.replace(before, () => after), left: [] });
  });
});

const all = () => statement(`  statement {\n    actions   = [${quotedAll}]\n    resources = ["*"]\n  }\n`);

test("adds trust in the style of the document: a block after blocks, an object after objects", async () => {
  const body = `  statement {\n    actions = ["sts:AssumeRole"]\n    principals {\n      type        = "Service"\n      identifiers = ["ec2.amazonaws.com"]\n    }\n  }\n`;
  const blocks = `data "aws_iam_policy_document" "trust" {\n${body}}\n${all()}${role("data.aws_iam_policy_document.trust.json")}${PROFILE}${policyOf("data.aws_iam_policy_document.worker.json")}`;
  const block = body.replace("Service", "AWS").replace("ec2.amazonaws.com", "111122223333");
  expect(await fixed(blocks)).toEqual({ text: blocks.replace(body, () => `${body}\n${block}`), left: [] });

  const object = (principal: string) =>
    `{\n        Effect    = "Allow"\n        Principal = { ${principal} }\n        Action    = "sts:AssumeRole"\n      }`;
  const ec2 = object('Service = "ec2.amazonaws.com"');
  const trust = `jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      ${ec2}\n    ]\n  })`;
  const objects = `${all()}${role(trust)}${PROFILE}${policyOf("data.aws_iam_policy_document.worker.json")}`;
  const appliance = `,\n      ${object('AWS = "111122223333"')}`;
  expect(await fixed(objects)).toEqual({ text: objects.replace(ec2, () => ec2 + appliance), left: [] });
});

test("adds an instance profile after the role's resource if there is only one", async () => {
  const text = `${all()}${role(TRUST)}${policyOf("data.aws_iam_policy_document.worker.json")}`;
  expect(await fixed(text)).toEqual({ text: text.replace(role(TRUST), () => role(TRUST) + PROFILE), left: [] });
  const counted = text
    .replace('name               = "worker"', 'count = 1\n  name = "worker"')
    .replace("worker.id", "worker[0].id");
  expect(await fixed(counted)).toEqual({ text: counted, left: ["instance-profile-missing"] });
});

const LIST = `[\n    ${quoted(",\n    ")},\n  ]`;
const longer = LIST.replace("\n  ]", `\n    "${CONTROL}",\n    "${DATA}",\n  ]`);
const ofAll = (actions: string, before = "") =>
  sourceOf(
    `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "*" }] })`,
    before,
  );
const blockOfAll = (actions: string) =>
  document(`  statement {\n    actions   = ${actions}\n    resources = ["*"]\n  }\n`);
const inHeredoc = (actions: string) =>
  sourceOf(`<<-EOT\n    { "Statement": [{ "Effect": "Allow", "Action": \${${actions}}, "Resource": "*" }] }\n  EOT`);
const inString = (actions: string) =>
  sourceOf(
    `"{\\"Statement\\": [{ \\"Effect\\": \\"Allow\\", \\"Action\\": \${${actions}}, \\"Resource\\": \\"*\\" }] }"`,
  );
const locals = (text = `actions = ${LIST}`) => `locals {\n  ${text}\n}\n`;
const variable = (more = "") => `variable "actions" {\n  type = list(string)\n${more}}\n`;
const call = 'module "worker" {\n  source  = "./worker"\n  actions = ';

describe("handles a list that is defined elsewhere and used once", () => {
  const byDefault = `  default = ${LIST}\n`;
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["a local in jsonencode", locals() + ofAll("local.actions"), {}],
    ["a local in a block", locals() + blockOfAll("local.actions # all"), {}],
    ["a local that another local refers to", locals(`a = ${LIST}\n  b = local.a`) + ofAll("local.b"), {}],
    [
      "an element of a map",
      locals(`a = {\n    list = ${LIST}\n    b = []\n  }\n  c = local.a.b`) + ofAll("local.a.list"),
      {},
    ],
    ["a list in a function call", locals(`actions = sort(${LIST})`) + ofAll("local.actions"), {}],
    ["a variable's default", variable(byDefault) + ofAll("var.actions"), {}],
    ["a local in the JSON of a heredoc", locals() + inHeredoc("jsonencode(local.actions)"), {}],
    ["a list inside it", inHeredoc(`jsonencode(${LIST})`), {}],
    ["a local in a JSON string", locals() + inString("jsonencode(local.actions)"), {}],
    [
      "the argument of a module call",
      `${call}${LIST}\n}\n`,
      { "worker/main.tf": variable() + blockOfAll("var.actions") },
    ],
    [
      "a local passed through a module call",
      `${locals()}${call}local.actions\n}\n`,
      { "worker/main.tf": variable() + ofAll("var.actions") },
    ],
  ])("edits %s", async (_, text, more) => {
    expect(await fixed(text, more)).toEqual({ text: text.replace(LIST, () => longer), left: [] });
  });

  test("edits the list in a variable file", async () => {
    const values = `actions = ${LIST}\n`;
    const { text, left } = await fixed(variable() + ofAll("var.actions"), { "terraform.tfvars": values });
    expect({ text, left }).toEqual({ text: values.replace(LIST, () => longer), left: [] });
  });

  const other = 'output "others" {\n  value = local.actions\n}\n';
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["another use", locals() + ofAll("local.actions") + other, {}],
    ["another use in another file", locals() + ofAll("local.actions"), { "outputs.tf": other }],
    ["a use of one part", locals() + ofAll("slice(local.actions, 0, length(local.actions))"), {}],
    [
      "a map that is used as a whole",
      locals(`a = { list = ${LIST} }`) + ofAll("local.a.list") + other.replace("actions", "a"),
      {},
    ],
    [
      "another use inside a map",
      locals(`a = { list = ${LIST} }`) + ofAll("local.a.list") + other.replace("actions", "a.list"),
      {},
    ],
    ["another use next to it in a heredoc", locals() + inHeredoc("jsonencode(local.actions)") + other, {}],
    ["a heredoc's text", locals() + inHeredoc('"[\\"${join("\\",\\"", local.actions)}\\"]"'), {}],
    [
      "a statement built by a for expression",
      `${locals()}${ofAll("local.actions").replace("[{", '[for one in ["*"] : {')}`,
      {},
    ],
  ])("leaves the list alone with %s", async (_, text, more) => {
    expect(await fixed(text, more)).toEqual({ text, left: ["missing-action"] });
  });
});

describe("adds actions despite comments and interpolated elements", () => {
  const [first, ...others] = granted.map((action) => `"${action}"`);
  const [control, data] = [`"${CONTROL}"`, `"${DATA}"`];
  test.each<[string, string, string]>([
    [
      "a comment after the last element",
      `${quoted(",\n")} # last\n// end`,
      `${quoted(",\n")}, # last\n${control},\n${data}\n// end`,
    ],
    ["a comment after a comma", `${quoted(",\n")}, // last`, `${quoted(",\n")}, // last\n${control},\n${data},`],
    [
      "a block comment after the last element",
      `${quoted(",\n")} /* x, ] */`,
      `${quoted(",\n")} /* x, ] */,\n${control},\n${data}`,
    ],
    [
      "aligned comments",
      `${[first, ...others].join(", # why ]\n")}, # why`,
      `${[first, ...others].join(", # why ]\n")}, # why\n${control},\n${data},`,
    ],
    [
      "an interpolated element",
      `"sqs:\${lower("LIST")}Queues",\n${quoted(",\n")}`,
      `"sqs:\${lower("LIST")}Queues",\n${quoted(",\n")},\n${control},\n${data}`,
    ],
  ])("%s", async (_, list, after) => {
    const text = ofAll(`[\n${list}\n]`);
    expect(await fixed(text)).toEqual({ text: text.replace(list, () => after), left: [] });
    const windows = await fixed(text.replaceAll("\n", "\r\n"));
    expect(windows.text).toBe(text.replace(list, () => after).replaceAll("\n", "\r\n"));
  });

  test.each([
    ["a multi-line comment", "/* last\n one */"],
    ["a comma on a separate line", "# last\n,"],
    ["a bracket after a comment", ", /* last */]"],
  ])("does not add actions to %s", async (_, end) => {
    const text = end.endsWith("]") ? ofAll(`[\n${quoted(",\n")}${end}`) : ofAll(`[\n${quoted(",\n")} ${end}\n]`);
    expect(await fixed(text)).toEqual({ text, left: ["missing-action"] });
  });
});

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

(hasTerraform ? describe : describe.skip)("keeps edited files as `terraform fmt` formats them", () => {
  const formatted = (text: string): string =>
    spawnSync("terraform", ["fmt", "-"], { input: text, encoding: "utf8" }).stdout;
  const onLines = (one: string) => `{\n      Effect = "Allow"\n      Action = ${one}\n      Resource = "*"\n    }`;
  const trust = `jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect = "Allow"\n      Principal = { Service = "ec2.amazonaws.com" }\n      Action = "sts:AssumeRole"\n    }]\n  })`;
  const notOpen = onLines('"s3:GetObject"').replace('"*"', '"arn:aws:s3:::b/*"');
  const commented = (all: readonly string[]) => `[\n${all.map((one) => `"${one}"`).join(", # why\n")} # last\n]`;
  test.each([
    [
      "multi-line objects in a bracket",
      role(trust) + PROFILE + policyOf(`jsonencode({ Statement = [${onLines(`[${quotedAll}]`)}] })`),
    ],
    ["two objects", sourceOf(`jsonencode({\n    Statement = [${notOpen}, ${notOpen}]\n  })`)],
    ["an object without a bracket", sourceOf(`jsonencode({\n    Statement = ${notOpen}\n  })`)],
    ["aligned comments", ofAll(`[\n${granted.map((action) => `"${action}", # why`).join("\n")}\n]`)],
    ["aligned comments without a trailing comma", ofAll(commented(granted))],
    [
      "aligned comments with the longest element last",
      ofAll(commented(granted.toSorted((a, b) => a.length - b.length))),
    ],
    ["a local", locals() + ofAll("local.actions")],
    ["blocks and an instance profile", `${all()}${role(TRUST)}${policyOf("data.aws_iam_policy_document.worker.json")}`],
  ])("%s", async (_, text) => {
    const before = formatted(text);
    const after = await fixed(before);
    expect(after.left).toEqual([]);
    expect(after.text).not.toBe(before);
    expect(after.text).toBe(formatted(after.text));
  });
});

describe("leaves alone what is created elsewhere or several times", () => {
  test.each<[string, string]>([
    [
      "a local",
      sourceOf(
        `jsonencode({ Version = "2012-10-17", Statement = [for one in ["*"] : { Effect = "Allow", Action = local.actions, Resource = one }] })`,
        `locals {\n  actions = [${quoted(", ")}]\n}\n`,
      ),
    ],
    [
      "JSON in a heredoc, which has no positions for its characters",
      sourceOf(
        `<<-EOT\n    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [${quoted(", ")}], "Resource": "*"}]}\n  EOT`,
      ),
    ],
    [
      "an object in a for expression",
      sourceOf(
        `jsonencode({ Version = "2012-10-17", Statement = [for one in ["*"] : { Effect = "Allow", Action = [${quoted(", ")}], Resource = one }] })`,
      ),
    ],
    [
      "a dynamic block",
      document(
        `  dynamic "statement" {\n    for_each = ["*"]\n    content {\n      actions   = [${quoted(", ")}]\n      resources = [statement.value]\n    }\n  }\n`,
      ),
    ],
  ])("%s", async (_, text) => {
    expect(await fixed(text)).toEqual({ text, left: ["missing-action"] });
  });
});
