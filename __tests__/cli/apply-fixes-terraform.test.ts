import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { catalogueRequirements } from "../../src/requirements/catalogue/index.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-terraform-"));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
/** The fixed text of a root's only file, and the rules of the remaining findings. */
async function fixed(text: string, more: Readonly<Record<string, string>> = {}) {
  const folder = `root-${count++}`;
  for (const [path, said] of Object.entries({ "main.tf": text, ...more })) {
    mkdirSync(dirname(join(root, folder, path)), { recursive: true });
    writeFileSync(join(root, folder, path), said);
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

const needed = (catalogueRequirements("7")?.kinds ?? [])
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

describe("actions are added where they are listed, in the list's style", () => {
  test.each<[string, string, string, string]>([
    [
      "a block's list on lines",
      document(`  statement {\n    actions = [\n      ${quoted(",\n      ")},\n    ]\n    resources = ["*"]\n  }\n`),
      `"${granted.at(-1)}",\n    ]`,
      `"${granted.at(-1)}",\n      "${CONTROL}",\n      "${DATA}",\n    ]`,
    ],
    [
      "a block's list on one line, behind blocks and comments",
      document(
        `  statement {\n    # {what\n    # follows}\n    condition {\n      test = "Null"\n      variable = "aws:ViaAWSService"\n      values = ["true"]\n    }\n    actions = ["s3:GetObject"]\n    resources = ["*"]\n  }\n  statement {\n    actions   = [${quoted(", ")}]\n    resources = ["*"]\n  }\n`,
      ),
      `"${granted.at(-1)}"]`,
      `"${granted.at(-1)}", "${CONTROL}", "${DATA}"]`,
    ],
    [
      "a list of jsonencode",
      sourceOf(
        `jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect = "Allow"\n      Action = [\n        ${quoted(",\n        ")}\n      ]\n      Resource = "*"\n    }]\n  })`,
      ),
      `"${granted.at(-1)}"\n`,
      `"${granted.at(-1)}",\n        "${CONTROL}",\n        "${DATA}"\n`,
    ],
    [
      "a quoted key of jsonencode",
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
  ["calls in calls", "distinct(compact([", "]))"],
  ["concat", 'concat(["s3:GetObject"][*], local.base, [', '], true ? ["s3:PutObject"] : [])'],
])("actions are added to the list in %s", async (_, before, after) => {
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
])("but not to a list in %s", async (_, list) => {
  const text = base + inBlock(list(quoted(", ")));
  expect(await fixed(text)).toEqual({ text, left: ["missing-action"] });
});

describe("where no list grants on everything, a statement is added", () => {
  const words = (lead: string) => needed.map((action) => `${lead}"${action}",\n`).join("");
  test.each<[string, string, string]>([
    [
      "behind the only block",
      document(
        '  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::b/*"]\n  } # of the bucket\n',
      ),
      `} # of the bucket\n\n  statement {\n    actions = [\n${words("      ")}    ]\n    resources = ["*"]\n  }\n`,
    ],
    [
      "behind the last of blocks that stand close",
      document(
        '  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::b/*"]\n  }\n  # The other.\n  statement {\n    actions   = ["s3:PutObject"]\n    resources = ["arn:aws:s3:::c/*"]\n  } # of the bucket\n',
      ),
      `} # of the bucket\n  statement {\n    actions = [\n${words("      ")}    ]\n    resources = ["*"]\n  }\n`,
    ],
    [
      "behind an object on lines",
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

test("trust is let in by a block where blocks let in, by an object where objects do", async () => {
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

test("an instance profile is added behind the role's resource, where there is one of it", async () => {
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

describe("a list that stands apart, and is used once", () => {
  const byDefault = `  default = ${LIST}\n`;
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["a local in jsonencode", locals() + ofAll("local.actions"), {}],
    ["a local in a block", locals() + blockOfAll("local.actions # all"), {}],
    ["a local that another one takes over", locals(`a = ${LIST}\n  b = local.a`) + ofAll("local.b"), {}],
    ["one of a map", locals(`a = {\n    list = ${LIST}\n    b = []\n  }\n  c = local.a.b`) + ofAll("local.a.list"), {}],
    ["one in a call", locals(`actions = sort(${LIST})`) + ofAll("local.actions"), {}],
    ["a default", variable(byDefault) + ofAll("var.actions"), {}],
    ["a local in the JSON of a heredoc", locals() + inHeredoc("jsonencode(local.actions)"), {}],
    ["a list in it", inHeredoc(`jsonencode(${LIST})`), {}],
    ["a local in the JSON of a string", locals() + inString("jsonencode(local.actions)"), {}],
    ["the argument of a call", `${call}${LIST}\n}\n`, { "worker/main.tf": variable() + blockOfAll("var.actions") }],
    [
      "a local that a call passes on",
      `${locals()}${call}local.actions\n}\n`,
      { "worker/main.tf": variable() + ofAll("var.actions") },
    ],
  ])("is edited: %s", async (_, text, more) => {
    expect(await fixed(text, more)).toEqual({ text: text.replace(LIST, () => longer), left: [] });
  });

  test("is edited where it stands in a file of values", async () => {
    const values = `actions = ${LIST}\n`;
    const { text, left } = await fixed(variable() + ofAll("var.actions"), { "terraform.tfvars": values });
    expect({ text, left }).toEqual({ text: values.replace(LIST, () => longer), left: [] });
  });

  const other = 'output "others" {\n  value = local.actions\n}\n';
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["another use", locals() + ofAll("local.actions") + other, {}],
    ["another use in another file", locals() + ofAll("local.actions"), { "outputs.tf": other }],
    ["a part of it", locals() + ofAll("slice(local.actions, 0, length(local.actions))"), {}],
    [
      "a map that is used as a whole",
      locals(`a = { list = ${LIST} }`) + ofAll("local.a.list") + other.replace("actions", "a"),
      {},
    ],
    [
      "another use in a map",
      locals(`a = { list = ${LIST} }`) + ofAll("local.a.list") + other.replace("actions", "a.list"),
      {},
    ],
    ["another use beside it in a heredoc", locals() + inHeredoc("jsonencode(local.actions)") + other, {}],
    ["a text of a heredoc", locals() + inHeredoc('"[\\"${join("\\",\\"", local.actions)}\\"]"'), {}],
    ["a statement that for makes", `${locals()}${ofAll("local.actions").replace("[{", '[for one in ["*"] : {')}`, {}],
  ])("is not with %s", async (_, text, more) => {
    expect(await fixed(text, more)).toEqual({ text, left: ["missing-action"] });
  });
});

describe("comments and interpolated elements are no hindrance", () => {
  const [first, ...others] = granted.map((action) => `"${action}"`);
  const [control, data] = [`"${CONTROL}"`, `"${DATA}"`];
  test.each<[string, string, string]>([
    [
      "a comment behind the last",
      `${quoted(",\n")} # last\n// end`,
      `${quoted(",\n")}, # last\n${control},\n${data}\n// end`,
    ],
    ["behind a comma", `${quoted(",\n")}, // last`, `${quoted(",\n")}, // last\n${control},\n${data},`],
    ["a block behind the last", `${quoted(",\n")} /* x, ] */`, `${quoted(",\n")} /* x, ] */,\n${control},\n${data}`],
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
    ["a comment that goes on", "/* last\n one */"],
    ["a comma on its own line", "# last\n,"],
    ["a bracket behind a comment", ", /* last */]"],
  ])("but %s is", async (_, end) => {
    const text = end.endsWith("]") ? ofAll(`[\n${quoted(",\n")}${end}`) : ofAll(`[\n${quoted(",\n")} ${end}\n]`);
    expect(await fixed(text)).toEqual({ text, left: ["missing-action"] });
  });
});

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

(hasTerraform ? describe : describe.skip)("what is edited stays as `terraform fmt` has it", () => {
  const formatted = (text: string): string =>
    spawnSync("terraform", ["fmt", "-"], { input: text, encoding: "utf8" }).stdout;
  const onLines = (one: string) => `{\n      Effect = "Allow"\n      Action = ${one}\n      Resource = "*"\n    }`;
  const trust = `jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect = "Allow"\n      Principal = { Service = "ec2.amazonaws.com" }\n      Action = "sts:AssumeRole"\n    }]\n  })`;
  const notOpen = onLines('"s3:GetObject"').replace('"*"', '"arn:aws:s3:::b/*"');
  const commented = (all: readonly string[]) => `[\n${all.map((one) => `"${one}"`).join(", # why\n")} # last\n]`;
  test.each([
    [
      "objects on lines of a bracket",
      role(trust) + PROFILE + policyOf(`jsonencode({ Statement = [${onLines(`[${quotedAll}]`)}] })`),
    ],
    ["two of them", sourceOf(`jsonencode({\n    Statement = [${notOpen}, ${notOpen}]\n  })`)],
    ["one without a bracket", sourceOf(`jsonencode({\n    Statement = ${notOpen}\n  })`)],
    ["aligned comments", ofAll(`[\n${granted.map((action) => `"${action}", # why`).join("\n")}\n]`)],
    ["aligned comments, without a comma behind the last", ofAll(commented(granted))],
    ["aligned comments, the last by the longest", ofAll(commented(granted.toSorted((a, b) => a.length - b.length)))],
    ["a local", locals() + ofAll("local.actions")],
    ["blocks and a profile", `${all()}${role(TRUST)}${policyOf("data.aws_iam_policy_document.worker.json")}`],
  ])("%s", async (_, text) => {
    const before = formatted(text);
    const after = await fixed(before);
    expect(after.left).toEqual([]);
    expect(after.text).not.toBe(before);
    expect(after.text).toBe(formatted(after.text));
  });
});

describe("what is made elsewhere, or several times, is left alone", () => {
  test.each<[string, string]>([
    [
      "a local",
      sourceOf(
        `jsonencode({ Version = "2012-10-17", Statement = [for one in ["*"] : { Effect = "Allow", Action = local.actions, Resource = one }] })`,
        `locals {\n  actions = [${quoted(", ")}]\n}\n`,
      ),
    ],
    [
      "JSON in a heredoc, whose letters have no places",
      sourceOf(
        `<<-EOT\n    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [${quoted(", ")}], "Resource": "*"}]}\n  EOT`,
      ),
    ],
    [
      "an object of for",
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
