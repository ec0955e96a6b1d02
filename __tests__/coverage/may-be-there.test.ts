import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const actionsOf = (kind: string): string =>
  JSON.stringify(
    catalogRequirements("7")
      ?.kinds.find(({ name }) => name === kind)
      ?.actions.map(({ action }) => action),
  );
const policy = (id: string, actions: string): string => `
resource "aws_iam_role_policy" "${id}" {
  name   = "own"
  role   = aws_iam_role.${id}.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "*" }] })
}
`;
const role = (id: string, name: string, principal: string, more = ""): string => `
resource "aws_iam_role" "${id}" {
  name               = "${name}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${principal} }${more}]
  })
}
`;
const APPLIANCE = "arn:aws:iam::111122223333:role/appliance";
const BOTH = `{ AWS = "${APPLIANCE}", Service = "ec2.amazonaws.com" }`;
const OPEN = `variable "p" {}\n`;
const worker = (id: string, actions = actionsOf("communication")): string => role(id, id, BOTH) + policy(id, actions);
const profileOf = (text: string, more = ""): string => `
resource "aws_iam_instance_profile" "this" {
  role = ${text}
  ${more}
}
`;
const config: Files = {
  ".github/worker-iam-check.yml": `requirements: "7"\nroles: ["deploy: backup", "worker: communication", "node: communication"]\n`,
};
const inRoot = (...blocks: readonly string[]): Files => ({
  "main.tf": `provider "aws" {}\n${OPEN}${blocks.join("")}`,
  ...config,
});

async function errorsOf(before: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(before, head);
  return findings
    .filter(({ rule, severity }) => severity === "error" && rule !== "unmatched-role")
    .map(({ rule, role: name }) => `${rule} ${name}`);
}

const count = "count = var.p ? 1 : 0";
const weakened = ["weakened-action aws_iam_role.worker"];

describe("an instance profile", () => {
  const own = profileOf("aws_iam_role.worker.name");
  const base = inRoot(worker("worker"), own);
  const inModule = (more: string) => ({
    ...inRoot(worker("worker"), `module "p" {\n  source = "./p"\n  role = aws_iam_role.worker.name\n  ${more}\n}\n`),
    "p/main.tf": `variable "role" {}\n${profileOf("var.role")}`,
  });

  test.each<[string, Files, readonly string[]]>([
    ["an unknown count", inRoot(worker("worker"), profileOf("aws_iam_role.worker.name", count)), weakened],
    [
      "a count that depends on the workspace",
      inRoot(worker("worker"), profileOf("aws_iam_role.worker.name", 'count = terraform.workspace == "prod" ? 1 : 0')),
      weakened,
    ],
    [
      "an unknown for_each",
      inRoot(worker("worker"), profileOf("aws_iam_role.worker.name", "for_each = toset(var.p)")),
      weakened,
    ],
    ["a module with an unknown count", inModule(count), weakened],
    ["an unknown role", inRoot(worker("worker"), profileOf("var.p")), weakened],
    ["a count of one", inRoot(worker("worker"), profileOf("aws_iam_role.worker.name", "count = 1")), []],
    ["a module", inModule(""), []],
    [
      "an unknown count next to a certain one",
      inRoot(worker("worker"), own, profileOf("aws_iam_role.worker.name", count).replace("this", "other")),
      [],
    ],
  ])("compares with %s", async (_what, head, expected) => {
    expect(await errorsOf(base, head)).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ["with an instance profile", profileOf("aws_iam_role.node.name"), []],
    [
      "with an instance profile of unknown count",
      profileOf("aws_iam_role.node.name", count),
      ["coverage-lost aws_iam_role.worker"],
    ],
    ["with an instance profile of an unknown role", profileOf("var.p"), ["coverage-lost aws_iam_role.worker"]],
  ])("compares another role that takes over %s", async (_what, profile, expected) => {
    const node = worker("node", `concat(${actionsOf("communication")}, ["ec2:RunInstances"])`);
    expect(await errorsOf(base, inRoot(node, profile))).toEqual(expected);
  });
});

const DENY = `{ Effect = "Deny", Action = "sqs:*", Resource = "*" }`;
const encoded = (statements: string): string => `jsonencode({ Version = "2012-10-17", Statement = ${statements} })`;

describe("a denying policy", () => {
  const deploy = role("deploy", "deploy", BOTH) + policy("deploy", actionsOf("backup"));
  const base = inRoot(deploy);
  const other = 'resource "aws_iam_role" "other" {\n  name = "other"\n  assume_role_policy = "{}"\n}\n';
  const inline = (more: string, text = encoded(`[${DENY}]`), to = "aws_iam_role.deploy.id"): string => `
resource "aws_iam_role_policy" "d" {
  name   = "d"
  role   = ${to}
  policy = ${text}
  ${more}
}
`;
  const managed = (more = "", text = encoded(`[${DENY}]`)): string =>
    `resource "aws_iam_policy" "d" {\n  policy = ${text}\n  ${more}\n}\n`;
  const attachment = (more: string, arn = "aws_iam_policy.d.arn", to = "aws_iam_role.deploy.name"): string =>
    `resource "aws_iam_role_policy_attachment" "d" {\n  role = ${to}\n  policy_arn = ${arn}\n  ${more}\n}\n`;
  const attached = (more: string, to?: string): string => managed() + attachment(more, undefined, to);
  const allowing = encoded(`[{ Effect = "Allow", Action = "sqs:*", Resource = "*" }]`);
  const inModule = (more: string): Files => ({
    ...inRoot(deploy, `module "d" {\n  source = "./d"\n  role = aws_iam_role.deploy.name\n  ${more}\n}\n`),
    "d/main.tf": `variable "role" {}\n${inline("", undefined, "var.role")}`,
  });
  const exclusive = (names: string): string =>
    `resource "aws_iam_role_policies_exclusive" "e" {\n  role_name = aws_iam_role.deploy.name\n  policy_names = ${names}\n}\n`;
  const errors = ["weakened-action aws_iam_role.deploy"];

  test.each<[string, Files, readonly string[]]>([
    ["an unknown count", inRoot(deploy, inline(count)), errors],
    [
      "a count that depends on the workspace",
      inRoot(deploy, inline('count = terraform.workspace == "x" ? 1 : 0')),
      errors,
    ],
    ["an unknown for_each", inRoot(deploy, inline("for_each = toset(var.p)")), errors],
    ["a module with an unknown count", inModule(count), errors],
    ["a module with an unknown for_each", inModule("for_each = var.p"), errors],
    ["an attachment with an unknown count", inRoot(deploy, attached(count)), errors],
    ["an attachment with an unknown for_each", inRoot(deploy, attached("for_each = toset(var.p)")), errors],
    ["an attachment to an unknown role", inRoot(deploy, attached("", "var.p")), errors],
    [
      "an attachment to an unknown one of two roles",
      inRoot(deploy, other, attached("", "var.p ? aws_iam_role.deploy.name : aws_iam_role.other.name")),
      errors,
    ],
    ["an attachment to another role", inRoot(deploy, other, attached(count, "aws_iam_role.other.name")), []],
    [
      "a certain attachment next to one with an unknown count",
      inRoot(deploy, attached(count), attachment("").replace('"d"', '"e"')),
      ["denied-action aws_iam_role.deploy"],
    ],
    ["a count of zero", inRoot(deploy, inline("count = 0")), []],
    ["an unknown count of an allowing policy", inRoot(deploy, inline(count, allowing)), []],
    ["an unknown count of an unknown policy", inRoot(deploy, inline(count, "var.p")), []],
  ])("compares with %s", async (_what, head, expected) => {
    expect([...new Set(await errorsOf(base, head))]).toEqual(expected);
  });

  const ALL = '"arn:aws:iam::aws:policy/AWSDenyAll"';
  const READ = '"arn:aws:iam::aws:policy/ReadOnlyAccess"';
  const LOCK = '"arn:aws:iam::111122223333:policy/lock"';
  const NAME = 'var.p ? "AWSDenyAll" : "ReadOnlyAccess"';
  const lookedUp = (name: string, more = ""): string => `data "aws_iam_policy" "x" {\n  name = ${name}\n  ${more}\n}\n`;
  const withCopy = (files: Files): Files => ({
    ...files,
    "lock.json": '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}',
    ".github/worker-iam-check.yml": `${config[".github/worker-iam-check.yml"]}policies: {${LOCK}: lock.json}\n`,
  });
  const list = (arns: string): string =>
    deploy.replace('"deploy"\n  assume', `"deploy"\n  managed_policy_arns = ${arns}\n  assume`);

  test.each<[string, string, readonly string[]]>([
    ["an unknown count", attachment(count, ALL), errors],
    ["an unknown count, to an unknown role", attachment(count, ALL, "var.p"), errors],
    ["a known count", attachment("count = 0", ALL), []],
    ["a conditional", attachment("", `var.p ? ${ALL} : ${READ}`), errors],
    [
      "a conditional between other policies",
      attachment("", `var.p ? ${READ} : ${READ.replace("ReadOnly", "Power")}`),
      [],
    ],
    ["a conditional with a known outcome", attachment("", `false ? ${ALL} : ${READ}`), []],
    ["an element", attachment(`for_each = var.p ? { a = ${ALL} } : {}`, "each.value"), errors],
    ["an element of a map", attachment("", `{ a = ${ALL}, b = ${READ} }[var.p]`), errors],
    [
      "an element of an intersection",
      attachment(`for_each = setintersection(toset([${ALL}]), toset(var.p))`, "each.value"),
      errors,
    ],
    ["a partial ARN", attachment("", '"arn:aws:iam::aws:policy/${var.p ? "AWSDenyAll" : "ReadOnlyAccess"}"'), errors],
    ["a part from format", attachment("", `format("arn:aws:iam::aws:policy/%s", ${NAME})`), errors],
    ["a part from join", attachment("", `join("/", ["arn:aws:iam::aws:policy", ${NAME}])`), errors],
    ["a part from replace", attachment("", `replace("arn:aws:iam::aws:policy/NAME", "NAME", ${NAME})`), errors],
    [
      "a part from format for other policies",
      attachment("", `format("arn:aws:iam::aws:policy/%s", ${NAME.replace("DenyAll", "Power")})`),
      [],
    ],
    [
      "an unknown count, by its name",
      lookedUp('"AWSDenyAll"') + attachment(count, "data.aws_iam_policy.x.arn"),
      errors,
    ],
    [
      "an unknown count, by another name",
      lookedUp('"ReadOnlyAccess"') + attachment(count, "data.aws_iam_policy.x.arn"),
      [],
    ],
    ["a conditional between names", lookedUp(NAME) + attachment("", "data.aws_iam_policy.x.arn"), errors],
    [
      "an unknown count of a name",
      lookedUp('"AWSDenyAll"', count) + attachment(count, "data.aws_iam_policy.x[0].arn"),
      errors,
    ],
    [
      "an element of a list of names",
      lookedUp("each.value", 'for_each = var.p ? toset(["AWSDenyAll"]) : toset([])') +
        attachment("for_each = data.aws_iam_policy.x", "each.value.arn"),
      errors,
    ],
    ["a conditional on a declared copy", attachment("", `var.p ? ${LOCK} : ${READ}`), errors],
    ["an element that is a declared copy", attachment(`for_each = var.p ? { a = ${LOCK} } : {}`, "each.value"), errors],
  ])("compares an AWS or declared policy attached by ARN with %s", async (_what, head, expected) => {
    const found = await errorsOf(withCopy(base), withCopy(inRoot(deploy, head)));
    expect([...new Set(found)].filter((one) => !one.startsWith("undetermined"))).toEqual(expected);
  });

  test("compares an AWS policy in a role's own list", async () => {
    const lists = [`[${READ}]`, `concat([${READ}], var.p ? [${ALL}] : [])`].map((arns) => inRoot(list(arns)));
    const [before = {}, head = {}] = lists;
    expect(await errorsOf(before, head)).toContain(errors[0]);
  });

  describe("an organization's policy", () => {
    const config = {
      ".github/worker-iam-check.yml": 'requirements: "7"\nroles: ["deploy: backup"]\naccounts: ["111122223333"]\n',
    };
    const organization = (more: string): Files => ({
      ...inRoot(
        deploy,
        `resource "aws_organizations_policy" "p" {\n  name = "p"\n  content = ${encoded(`[{ Effect = "Deny", Action = "ec2:*", Resource = "*" }]`)}\n}\n`,
        more === ""
          ? ""
          : `resource "aws_organizations_policy_attachment" "a" {\n  policy_id = aws_organizations_policy.p.id\n  ${more}\n}\n`,
      ),
      ...config,
    });
    const [here, there] = ['"111122223333"', '"999922223333"'];

    test.each<[string, string, readonly string[]]>([
      ["one of two accounts", `target_id = var.p ? ${here} : ${there}`, errors],
      ["an element", `for_each = { for k, x in { a = ${here} } : k => x if var.p }\n  target_id = each.value`, errors],
      ["one of two others", `target_id = var.p ? "999922224444" : ${there}`, []],
      ["an unknown account", "target_id = var.p", errors],
    ])("compares an attachment to %s", async (_what, more, expected) => {
      const found = await errorsOf(organization(""), organization(more));
      expect([...new Set(found)].filter((one) => !one.startsWith("undetermined"))).toEqual(expected);
    });

    const template = (ids: string): Files => ({
      "t.yaml": `
Parameters: {Open: {Type: String}}
Conditions: {N: !Equals [!Ref Open, "yes"]}
Resources:
  deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: "${APPLIANCE}"}}]}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: ${actionsOf("backup")}, Resource: "*"}]}}]
  S:
    Type: AWS::Organizations::Policy
    Properties:
      Name: s
      Type: SERVICE_CONTROL_POLICY
      TargetIds: ${ids}
      Content: {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "ec2:*", Resource: "*"}]}
`,
      ...config,
    });

    test.each<[string, readonly string[]]>([
      [`[!If [N, ${here}, ${there}]]`, ["weakened-action deploy"]],
      [`[!Select [!Ref Open, [${here}, ${there}]]]`, ["weakened-action deploy"]],
      [`!If [N, [${here}], [${there}]]`, ["weakened-action deploy"]],
      ['[!If [N, "999922224444", "999922225555"]]', []],
    ])("compares an attachment to %s", async (ids, expected) => {
      expect([...new Set(await errorsOf(template(`[${there}]`), template(ids)))]).toEqual(expected);
    });
  });

  const whole = `{ Effect = "Allow", Action = "*", Resource = "*" }`;
  const data = (id: string, body: string, more = ""): string =>
    `data "aws_iam_policy_document" "${id}" {\n  ${more}\n  ${body}\n}\n`;
  const content = `effect = "Deny"\n    actions = ["sqs:*"]\n    resources = ["*"]\n`;
  const statement = `statement {\n    ${content}  }`;
  const dynamic = (over: string, body = content): string =>
    `dynamic "statement" {\n    for_each = ${over}\n    content {\n    ${body}  }\n  }`;
  const undecided = ["undetermined-action aws_iam_role.deploy", ...errors];
  const denied = ["denied-action aws_iam_role.deploy"];

  const text = encoded(`[${DENY}]`);
  const each = (over: string, value = "each.value"): string => inline(`for_each = ${over}`, value);
  const json = '{"Effect":"Deny","Action":"sqs:*","Resource":"*"}';
  const heredoc = (more: string): string =>
    `<<EOF\n{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}${more}]}\nEOF\n`;

  test.each<[string, string, readonly string[]]>([
    ["a statement of a list", inline("", encoded(`concat([${whole}], var.p ? [${DENY}] : [])`)), errors],
    [
      "a statement of a list in a local",
      `locals {\n  more = var.p ? [${DENY}] : []\n}\n${inline("", encoded(`concat([${whole}], local.more)`))}`,
      errors,
    ],
    ["a statement of a flattened list", inline("", encoded(`flatten([${whole}, var.p ? [${DENY}] : []])`)), errors],
    ["the only statement", inline("", encoded(`var.p ? [${DENY}] : []`)), errors],
    [
      "all statements of a loop",
      inline("", encoded(`[for a in var.p : { Effect = "Deny", Action = a, Resource = "*" }]`)),
      undecided,
    ],
    [
      "some statements of a loop",
      inline("", encoded(`[for a in ["sqs:*"] : { Effect = "Deny", Action = a, Resource = "*" } if var.p]`)),
      errors,
    ],
    ["one of two documents", inline("", `var.p ? ${encoded(`[${DENY}]`)} : ${encoded(`[${whole}]`)}`), errors],
    [
      "a document from a map",
      `locals {\n  all = { a = ${encoded(`[${DENY}]`)}, b = ${encoded(`[${whole}]`)} }\n}\n${inline("", "local.all[var.p]")}`,
      errors,
    ],
    ["a chosen document", inline("", `element([${encoded(`[${DENY}]`)}], var.p)`), errors],
    ["a document after another one", inline("", `coalesce(var.p, ${encoded(`[${DENY}]`)})`), errors],
    [
      "a value inside jsonencode",
      inline("", `jsonencode(var.p ? { Version = "2012-10-17", Statement = [${DENY}] } : {})`),
      errors,
    ],
    [
      "one of two data source documents",
      data("a", statement) +
        data("b", "") +
        inline("", "var.p ? data.aws_iam_policy_document.a.json : data.aws_iam_policy_document.b.json"),
      errors,
    ],
    [
      "a data source with an unknown count",
      data("a", statement, count) + inline("", "one(data.aws_iam_policy_document.a[*].json)"),
      errors,
    ],
    [
      "a data source with an unknown count, by its index",
      data("a", statement, count) + inline("", "data.aws_iam_policy_document.a[0].json"),
      errors,
    ],
    [
      "a dynamic statement",
      data("a", dynamic("var.p ? [1] : []")) + inline("", "data.aws_iam_policy_document.a.json"),
      errors,
    ],
    [
      "a dynamic statement with unknown actions",
      data("a", dynamic("var.p", content.replace('["sqs:*"]', "statement.value"))) +
        inline("", "data.aws_iam_policy_document.a.json"),
      undecided,
    ],
    [
      "a source document",
      data("a", statement) +
        data("b", "", "source_policy_documents = var.p ? [data.aws_iam_policy_document.a.json] : []") +
        inline("", "data.aws_iam_policy_document.b.json"),
      errors,
    ],
    [
      "an override document",
      data("a", statement) +
        data("b", "", "override_policy_documents = var.p ? [data.aws_iam_policy_document.a.json] : []") +
        inline("", "data.aws_iam_policy_document.b.json"),
      errors,
    ],
    [
      "a source document with an unknown count",
      data("a", statement, count) +
        data("b", "", "source_policy_documents = data.aws_iam_policy_document.a[*].json") +
        inline("", "data.aws_iam_policy_document.b.json"),
      errors,
    ],
    ["one of two managed policies", managed() + attachment("", "var.p ? aws_iam_policy.d.arn : var.p.arn"), errors],
    ["a managed policy with an unknown count", managed(count) + attachment(count, "aws_iam_policy.d[0].arn"), errors],
    [
      "a managed policy with an unknown count, as a single one",
      managed(count) + attachment(count, "one(aws_iam_policy.d[*].arn)"),
      errors,
    ],
    [
      "a statement of a managed policy",
      managed("", encoded(`concat([${whole}], var.p ? [${DENY}] : [])`)) + attachment(""),
      errors,
    ],
    [
      "a dynamic statement with one iteration",
      data("a", dynamic("[1]")) + inline("", "data.aws_iam_policy_document.a.json"),
      denied,
    ],
    [
      "a dynamic statement without iterations",
      data("a", `${dynamic("[]")}\n  ${statement.replace("Deny", "Allow")}`) +
        inline("", "data.aws_iam_policy_document.a.json"),
      [],
    ],
    [
      "a dynamic statement with an unknown effect",
      data("a", dynamic("var.p", content.replace('"Deny"', "statement.value"))) +
        inline("", "data.aws_iam_policy_document.a.json"),
      errors,
    ],
    [
      "an entirely unknown dynamic statement",
      data("a", dynamic("var.p", "effect = statement.value.e\n    actions = statement.value.a\n")) +
        inline("", "data.aws_iam_policy_document.a.json"),
      [],
    ],
    [
      "an allowing dynamic statement",
      data("a", dynamic("var.p", content.replace("Deny", "Allow"))) + inline("", "data.aws_iam_policy_document.a.json"),
      [],
    ],
    ["an element of a two-entry map", each(`var.p ? { d = ${text} } : {}`), errors],
    ["an element of a loop with a condition", each(`{ for k, v in { d = ${text} } : k => v if var.p }`), errors],
    ["an element of a loop over an unknown value", each(`{ for k in var.p : k => ${text} }`), errors],
    [
      "part of an element",
      each(`{ for k, v in { d = { p = ${text}, on = var.p } } : k => v if v.on }`, "each.value.p"),
      errors,
    ],
    ["an element of a loop with unknown keys", each(`{ for v in [${text}] : var.p => v }`), errors],
    ["an element of an object with an unknown key", each(`{ (var.p) = ${text} }`), errors],
    ["an element of a merged map", each(`merge({ d = ${text} }, var.p)`), errors],
    ["an element of a list of maps", each(`merge([for k in var.p : { (k) = ${text} }]...)`), errors],
    [
      "an element of a flattened list",
      each(`{ for x in flatten([[for k in ["d"] : { k = k, p = ${text} } if var.p]]) : x.k => x.p }`),
      errors,
    ],
    [
      "an element by key",
      `locals {\n  all = { d = ${text} }\n}\n${each("toset(var.p)", "local.all[each.key]")}`,
      errors,
    ],
    [
      "an element that is an effect",
      each(`var.p ? { Deny = "sqs:*" } : {}`, encoded(`[{ Effect = each.key, Action = "sqs:*", Resource = "*" }]`)),
      errors,
    ],
    ["an element of two that allow", each(`var.p ? { d = ${allowing} } : {}`), []],
    ["an unchosen element of a map", each(`false ? { d = ${text} } : {}`), []],
    ["an element of a loop that keeps none", each(`{ for k, v in { d = ${text} } : k => v if false }`), []],
    [
      "a managed policy chosen by an element",
      managed() + attachment("for_each = var.p ? { d = aws_iam_policy.d.arn } : {}", "each.value"),
      errors,
    ],
    [
      "a managed policy chosen by an element of a set",
      managed() + attachment("for_each = toset([for a in [aws_iam_policy.d.arn] : a if var.p])", "each.value"),
      errors,
    ],
    [
      "an allowing managed policy, chosen by an element",
      managed("", allowing) + attachment("for_each = var.p ? { d = aws_iam_policy.d.arn } : {}", "each.value"),
      [],
    ],
    [
      "an unknown number of managed policies",
      managed(`for_each = var.p ? { d = ${text} } : {}`, "each.value") +
        attachment("for_each = aws_iam_policy.d", "each.value.arn"),
      errors,
    ],
    [
      "a dynamic statement whose effect comes from an element",
      data("a", dynamic(`var.p ? [{ e = "Deny" }] : []`, content.replace('"Deny"', "statement.value.e"))) +
        inline("", "data.aws_iam_policy_document.a.json"),
      errors,
    ],
    [
      "a dynamic statement whose effect is a key",
      data("a", dynamic("var.p ? { Deny = 1 } : {}", content.replace('"Deny"', "statement.key"))) +
        inline("", "data.aws_iam_policy_document.a.json"),
      errors,
    ],
    [
      "a data source with an unknown for_each",
      data("a", statement, `for_each = toset(var.p)`) +
        inline("for_each = data.aws_iam_policy_document.a", "each.value.json"),
      errors,
    ],
    [
      "a data source with an unknown for_each, by its key",
      data("a", statement, `for_each = var.p ? { d = 1 } : {}`) +
        inline("", `try(data.aws_iam_policy_document.a["d"].json, "")`),
      errors,
    ],
    ["a condition in a template", inline("", heredoc(`%{ if var.p },${json}%{ endif }`)), errors],
    ["the other branch in a template", inline("", heredoc(`%{ if var.p }%{ else },${json}%{ endif }`)), errors],
    ["a loop in a template", inline("", heredoc(`%{ for a in var.p },${json}%{ endfor }`)), errors],
    ["a text in a template", inline("", heredoc('${var.p ? ",{\\"Effect\\":\\"Deny\\"}" : ""}')), undecided],
    ["a value in a template", inline("", heredoc(`,\${var.p ? jsonencode(${DENY}) : jsonencode(${whole})}`)), errors],
    [
      "an allowing condition in a template",
      inline("", heredoc(`%{ if var.p },${json.replace("Deny", "Allow")}%{ endif }`)),
      [],
    ],
    ["a false condition in a template", inline("", heredoc(`%{ if false },${json}%{ endif }`)), []],
    [
      "a condition in a condition",
      inline("", heredoc(`%{ if var.p == 1 }%{ if var.p == 2 }%{ else },${json}%{ endif }%{ endif }`)),
      errors,
    ],
    [
      "a condition in a loop",
      inline("", heredoc(`%{ for a in var.p }%{ if a }%{ else },${json}%{ endif }%{ endfor }`)),
      errors,
    ],
    [
      "one condition of several",
      inline(
        "",
        heredoc(`%{ if var.p },${json.replace("Deny", "Allow")}%{ endif }%{ if var.p }%{ else },${json}%{ endif }`),
      ),
      errors,
    ],
    [
      "an effect and an action from conditions",
      inline(
        "",
        heredoc(
          `,{"Effect":"%{ if var.p }Allow%{ else }Deny%{ endif }","Action":"%{ if var.p == 1 }sqs%{ else }s3%{ endif }:*","Resource":"*"}`,
        ),
      ),
      undecided,
    ],
    [
      "a nested condition that denies nothing that is needed",
      inline("", heredoc(`%{ if var.p == 1 }%{ if var.p == 2 },${json.replace("sqs", "iot")}%{ endif }%{ endif }`)),
      [],
    ],
    [
      "a statement with something merged into it",
      inline("", encoded(`[merge(${DENY.replace("Deny", "Allow")}, var.p)]`)),
      undecided,
    ],
    ["a statement merged into something", inline("", encoded(`[merge(var.p, ${DENY.replace("Deny", "Allow")})]`)), []],
    [
      "a statement with a condition merged into it",
      inline("", encoded(`[merge(${DENY.replace("Deny", "Allow")}, var.p ? { Condition = {} } : {})]`)),
      [],
    ],
    ["an allowing statement", inline("", encoded(`concat([${whole}], var.p ? [${whole}] : [])`)), []],
    ["an unknown statement", inline("", encoded(`concat([${whole}], var.p)`)), []],
    ["an unchosen list", inline("", encoded(`concat([${whole}], false ? [${DENY}] : [])`)), []],
  ])("considers a possible Deny: %s", async (_what, blocks, expected) => {
    expect([...new Set(await errorsOf(base, inRoot(deploy, blocks)))]).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ["an element of the call's for_each", `for_each = var.p ? { d = ${text} } : {}\n  text = each.value`, errors],
    ["a list of unknown length", `count = var.p ? 1 : 0\n  text = [${text}][count.index]`, errors],
    ["an element of a known map", `for_each = { d = ${text} }\n  text = each.value`, denied],
    ["an element of two that allow", `for_each = var.p ? { d = ${allowing} } : {}\n  text = each.value`, []],
  ])("considers a possible Deny in a module argument: %s", async (_what, given, expected) => {
    const head = {
      ...inRoot(deploy, `module "d" {\n  source = "./d"\n  role = aws_iam_role.deploy.name\n  ${given}\n}\n`),
      "d/main.tf": `variable "role" {}\nvariable "text" {}\n${inline("", "var.text", "var.role")}`,
    };
    expect([...new Set(await errorsOf(base, head))]).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ["deny", json, errors],
    ["allow", json.replace("Deny", "Allow"), []],
  ])("considers a possible Deny in files that %s", async (_what, found, expected) => {
    const whole = `{"Version":"2012-10-17","Statement":[${found}]}`;
    const template = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}%{ if on },${found}%{ endif }]}`;
    const file = { ...inRoot(deploy, each(`{ for f in ["d.json"] : f => file(f) if var.p }`)), "d.json": whole };
    const chosen = [
      each('var.p ? toset(["d"]) : toset([])', 'file("${each.value}.json")'),
      inline("", 'file("${var.p ? "d" : "none"}.json")'),
      inline("", 'templatefile(format("%s.json", var.p ? "d" : "none"), {})'),
    ].map((blocks) => ({ ...inRoot(deploy, blocks), "d.json": whole }));
    for (const one of chosen) expect([...new Set(await errorsOf(base, one))]).toEqual(expected);
    const filled = { ...inRoot(deploy, inline("", `templatefile("d.tpl", { on = var.p })`)), "d.tpl": template };
    expect([...new Set(await errorsOf(base, file))]).toEqual(expected);
    expect([...new Set(await errorsOf(base, filled))]).toEqual(expected);
  });

  test("considers a possible Deny in a boundary", async () => {
    const bounded = (text: string): Files =>
      inRoot(
        deploy.replace("assume_role", "permissions_boundary = aws_iam_policy.d.arn\n  assume_role"),
        managed("", text),
      );
    const head = bounded(encoded(`concat([${whole}], var.p ? [${DENY}] : [])`));
    expect(await errorsOf(bounded(encoded(`[${whole}]`)), head)).toEqual(errors);
  });

  test("considers a possible Deny in a trust policy", async () => {
    const deny = `{ Effect = "Deny", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }`;
    const own = profileOf("aws_iam_role.worker.name");
    const before = inRoot(worker("worker"), own);
    const head = {
      ...before,
      "main.tf": `${before["main.tf"]}`.replace(
        /Statement = \[(.*Principal.*)\]/,
        `Statement = concat([$1], var.p ? [${deny}] : [])`,
      ),
    };
    expect(await errorsOf(before, head)).toEqual(["trust-conditional aws_iam_role.worker"]);
  });

  test("considers an unknown _exclusive resource next to it", async () => {
    const open = exclusive("[var.p, aws_iam_role_policy.deploy.name]");
    expect(await errorsOf(inRoot(deploy, open), inRoot(deploy, inline(""), open))).toEqual(errors);
  });
});

describe("a template's role", () => {
  const template = (id: string, action: string, profile: string): Files => ({
    "t.yaml": `
Transform: AWS::LanguageExtensions
Parameters: {Open: {Type: String}, L: {Type: CommaDelimitedList}, N: {Type: String, Default: "no"}}
Conditions: {N: !Equals [!Ref N, "yes"], O: !Equals [!Ref Open, "yes"]}
Resources:
  ${id}:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${id}
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ec2.amazonaws.com, AWS: "${APPLIANCE}"}}]}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: [${action}], Resource: "*"}]}}]
  ${profile.startsWith("Fn") ? profile : `Profile: {Type: AWS::IAM::InstanceProfile, ${profile}}`}
`,
    ...config,
  });
  const inLoop = (id: string, over: string, within = "[b]"): string =>
    `Fn::ForEach::A: [A, ${over}, {"Fn::ForEach::B": [B, ${within}, {"P\${A}\${B}": {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref ${id}]}}}]}]`;
  const actions = actionsOf("communication").slice(1, -1);
  const base = template("worker", actions, "Properties: {Roles: [!Ref worker]}");

  test.each<[string, string, readonly string[]]>([
    ["with an instance profile", "Properties: {Roles: [!Ref node]}", []],
    [
      "with one that is not created by default",
      "Condition: N, Properties: {Roles: [!Ref node]}",
      ["coverage-lost worker"],
    ],
    ["with one that may be created", "Condition: O, Properties: {Roles: [!Ref node]}", ["coverage-lost worker"]],
    [
      "with one that contains another role by default",
      "Properties: {Roles: [!If [N, !Ref node, other]]}",
      ["coverage-lost worker"],
    ],
    ["with one of an unknown role", "Properties: {Roles: [!Ref Open]}", ["coverage-lost worker"]],
    ["with one in a loop", inLoop("node", "[a]"), []],
    ["with one in a loop over an unknown value", inLoop("node", "!Ref L"), ["coverage-lost worker"]],
    ["with one in such a loop within a loop", inLoop("node", "[a]", "!Ref L"), ["coverage-lost worker"]],
  ])("takes over %s", async (_what, profile, expected) => {
    expect(await errorsOf(base, template("node", `${actions}, "ec2:RunInstances"`, profile))).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ["a loop", "[a]", []],
    ["a loop over an unknown value", "!Ref L", ["weakened-action worker"]],
  ])("keeps its instance profile in %s", async (_what, over, expected) => {
    expect(await errorsOf(base, template("worker", actions, inLoop("worker", over)))).toEqual(expected);
  });

  const deny = '{Effect: Deny, Action: "sqs:*", Resource: "*"}';
  const allow = '{Effect: Allow, Action: "s3:*", Resource: "*"}';
  const denied = { Effect: "Deny", Action: "sqs:*", Resource: "*" };
  const document = (statement: string): string => `{Version: "2012-10-17", Statement: [${statement}]}`;
  const either = (one: string, other: string): string => `!Select [!Ref Open, [${one}, ${other}]]`;

  test.each<[string, string, readonly string[]]>([
    ["a document", either(document(deny), document(allow)), ["weakened-action worker"]],
    ["a statement", document(either(deny, allow)), ["weakened-action worker"]],
    ["a text", `{"Fn::ToJsonString": ${either(document(deny), document(allow))}}`, ["weakened-action worker"]],
    [
      "part of a text",
      `!Join ["", ['{"Statement":[', ${either(`'${JSON.stringify(denied)}'`, "'{}'")}, "]}"]]`,
      ["weakened-action worker"],
    ],
    ["a map value", "!FindInMap [Maps, !Ref Open, text]", ["weakened-action worker"]],
    ["part of a loop", `{"Fn::ForEach::A": [A, !Ref L, {Statement: [${deny}]}]}`, ["weakened-action worker"]],
    ["an allowing document", either(document(allow), document(allow)), []],
    ["a chosen document", `!Select [1, [${document(deny)}, ${document(allow)}]]`, []],
  ])("may be denied an action by %s among several", async (_what, written, expected) => {
    const more = `\n  D: {Type: AWS::IAM::Policy, Properties: {PolicyName: d, Roles: [!Ref worker], PolicyDocument: ${written}}}\nMappings: {Maps: {a: {text: '${JSON.stringify({ Statement: denied })}'}, b: {text: "{}"}}}\n`;
    const head = { ...base, "t.yaml": `${base["t.yaml"]}${more}` };
    expect([...new Set(await errorsOf(base, head))]).toEqual(expected);
  });
});

describe("a template's list of managed policies", () => {
  const template = (arns: string): Files => ({
    "t.yaml": `
Parameters:
  Open: {Type: String}
  Arn: {Type: String, AllowedValues: ["arn:aws:iam::aws:policy/AWSDenyAll", "arn:aws:iam::aws:policy/ReadOnlyAccess"]}
  Name: {Type: String, AllowedValues: [AWSDenyAll, ReadOnlyAccess]}
Mappings: {M: {x: {a: "arn:aws:iam::aws:policy/AWSDenyAll"}, y: {a: "arn:aws:iam::aws:policy/ReadOnlyAccess"}}}
Resources:
  worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ec2.amazonaws.com, AWS: "${APPLIANCE}"}}]}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: ${actionsOf("communication")}, Resource: "*"}]}}]
      ManagedPolicyArns: ${arns}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref worker]}}
`,
    ...config,
  });
  const two = '["arn:aws:iam::aws:policy/AWSDenyAll", "arn:aws:iam::aws:policy/ReadOnlyAccess"]';

  test.each<[string, readonly string[]]>([
    [`[!Select [!Ref Open, ${two}]]`, ["weakened-action worker"]],
    [`!Select [!Ref Open, [${two}, []]]`, ["weakened-action worker"]],
    ["[!FindInMap [M, !Ref Open, a]]", ["weakened-action worker"]],
    ["[!Ref Arn]", ["weakened-action worker"]],
    ['[!Sub "arn:aws:iam::aws:policy/${Name}"]', ["weakened-action worker"]],
    ['[!Sub "arn:${AWS::Partition}:iam::aws:policy/${Name}"]', ["weakened-action worker"]],
    [`[!Select [1, ${two}]]`, []],
    ['[!Sub "arn:aws:iam::aws:policy/${Open}"]', []],
  ])("is compared with %s", async (arns, expected) => {
    expect([...new Set(await errorsOf(template("[]"), template(arns)))]).toEqual(expected);
  });
});

test.each<[string, string, readonly string[]]>([
  ["nothing", "", []],
  ["a parameter with the same default", "Parameters: {P: !Ref Same}", ["weakened-action S/worker"]],
  ["a parameter without a default", "Parameters: {P: !Ref Open}", ["weakened-action S/worker"]],
])("compares when a stack passes %s to a parameter with a default", async (_what, passed, expected) => {
  const inner = `
Parameters: {P: {Type: String, Default: "yes"}}
Conditions: {C: !Equals [!Ref P, "yes"]}
Resources:
  worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ec2.amazonaws.com, AWS: "${APPLIANCE}"}}]}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: [${actionsOf("communication").slice(1, -1)}], Resource: !If [C, "*", "arn:aws:x:::y"]}]}}]
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref worker]}}
`;
  const outer = (more: string): Files => ({
    "t.yaml": `
Parameters: {Open: {Type: String}, Same: {Type: String, Default: "yes"}}
Resources:
  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml, ${more}}}
`,
    "inner.yaml": inner,
    ...config,
  });
  expect(await errorsOf(outer(""), outer(passed))).toEqual(expected);
});
