import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const ACTIONS = JSON.stringify(
  catalogRequirements("7")
    ?.kinds.find(({ name }) => name === "backup")
    ?.actions.map(({ action }) => action),
);
const APPLIANCE = "arn:aws:iam::111122223333:role/appliance";
const ALL = "arn:aws:iam::aws:policy/AWSDenyAll";
const READ = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const POWER = "arn:aws:iam::aws:policy/PowerUserAccess";
const OWN = "arn:aws:iam::111122223333:policy/own-deny";
const config = (more = ""): Files => ({
  ".github/worker-iam-check.yml": `requirements: "7"\nroles: ["deploy: backup"]\n${more}`,
});

/** The rules that report errors for a head that only attaches more policies. Each rule is listed once, without undetermined-action. */
async function errorsOf(before: Files, head: Files): Promise<readonly string[]> {
  const { findings } = await headOf(before, head);
  const rules = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  return [...new Set(rules)].filter((rule) => rule !== "undetermined-action");
}

const open = ["weakened-action"];
const denied = ["denied-action"];
const DENY = (effect: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "${effect}", Action = "sqs:*", Resource = "*" }] })`;

describe("Terraform", () => {
  const root = (more: string, list = ""): Files => ({
    "main.tf": `
provider "aws" {}
variable "p" {}
variable "q" {}
resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "${APPLIANCE}" } }]
  })
  ${list}
}
resource "aws_iam_role_policy" "own" {
  name   = "own"
  role   = aws_iam_role.deploy.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${ACTIONS}, Resource = "*" }] })
}
${more}
`,
    ...config(),
  });
  const attachment = (arn: string, more = ""): string =>
    `resource "aws_iam_role_policy_attachment" "d" {\n  role = aws_iam_role.deploy.name\n  policy_arn = ${arn}\n  ${more}\n}\n`;
  const inline = (text: string, more = ""): string =>
    `resource "aws_iam_role_policy" "d" {\n  name = "d"\n  role = aws_iam_role.deploy.id\n  policy = ${text}\n  ${more}\n}\n`;
  const own = (effect = "Deny", name = "own-deny"): string =>
    `resource "aws_iam_policy" "own" {\n  name = "${name}"\n  policy = ${DENY(effect)}\n}\n`;
  const lookedUp = (body: string): string => `data "aws_iam_policy" "d" {\n  ${body}\n}\n`;
  const count = "count = var.p ? 1 : 0";

  const policies = (deny: string): readonly [string, string][] => [
    ["split", attachment(`split(",", "${deny},\${var.p}")[0]`)],
    ["split behind", attachment(`split(",", "\${var.p},${deny}")[1]`)],
    ["split by another", attachment(`split("|", "\${var.p}|${deny}")[1]`)],
    ["split, each", attachment("each.value", `for_each = toset(split(",", "${deny},\${var.p}"))`)],
    ["split of a join", attachment(`element(split(",", join(",", ["${deny}", var.p])), 0)`)],
    ["regexall", attachment(`regexall("[^,]+", "${deny},\${var.p}")[0]`)],
    ["regex", attachment(`regex("[^,]+", "${deny},\${var.p}")`)],
    ["trimspace", attachment(`trimspace("${deny}\${var.p}")`)],
    ["substr", attachment(`substr("${deny}\${var.p}", 0, ${deny.length})`)],
    ["jsondecode", attachment(`jsondecode("[\\"${deny}\\", \\"\${var.p}\\"]")[0]`)],
    ["choice", attachment(`var.p ? "${deny}" : "${READ}"`)],
    ["map index", attachment(`{ a = "${deny}", b = "${READ}" }[var.p]`)],
    ["lookup", attachment(`lookup({ a = "${deny}", b = "${READ}" }, var.p, "${READ}")`)],
    ["interpolation", attachment(`"\${var.p ? "${deny}" : "${READ}"}"`)],
    [
      "two unknown parts",
      attachment(`"\${var.p ? "arn:aws" : "arn:aws-cn"}:\${var.q ? "${deny.slice(8)}" : "${READ.slice(8)}"}"`),
    ],
    ["coalesce", attachment(`coalesce(var.p, "${deny}")`)],
    ["try", attachment(`try(var.p.x, "${deny}")`)],
    ["default", `variable "d" {\n  default = { a = "${deny}" }\n}\n${attachment("var.d[var.p]")}`],
    ["optional", `variable "d" {\n  type = object({ a = optional(string, "${deny}") })\n}\n${attachment("var.d.a")}`],
    [
      "validation",
      `variable "d" {\n  type = string\n  validation {\n    condition = contains(["${deny}", "${READ}"], var.d)\n    error_message = "No."\n  }\n}\n${attachment("var.d")}`,
    ],
    ["local", `locals {\n  d = var.p ? { x = ["${deny}"] } : {}\n}\n${attachment("local.d.x[0]")}`],
    ["for", attachment("each.value", `for_each = toset([for a in ["${deny}"] : a if var.p])`)],
    [
      "for with unknown keys",
      attachment("each.value.arn", `for_each = { for a in ["${deny}"] : var.p => { arn = a } }`),
    ],
    [
      "for of replace",
      attachment("each.value", `for_each = toset([for a in ["X"] : replace("${deny}", a, "") if var.p])`),
    ],
    ["keys", attachment("each.key", `for_each = var.p ? { "${deny}" = 1 } : {}`)],
    ["data by arn, count", lookedUp(`arn = "${deny}"\n  ${count}`) + attachment("data.aws_iam_policy.d[0].arn")],
    ["data by arn, splat", lookedUp(`arn = "${deny}"\n  ${count}`) + attachment("data.aws_iam_policy.d[*].arn[0]")],
    ["data by arn, one", lookedUp(`arn = "${deny}"\n  ${count}`) + attachment("one(data.aws_iam_policy.d[*].arn)")],
    [
      "data by arn, each",
      lookedUp(`arn = "${deny}"\n  ${count}`) +
        attachment("each.value", "for_each = toset(data.aws_iam_policy.d[*].arn)"),
    ],
    ["data by a choice", lookedUp(`arn = var.p ? "${deny}" : "${READ}"`) + attachment("data.aws_iam_policy.d.arn")],
    ["data by a choice, id", lookedUp(`arn = var.p ? "${deny}" : "${READ}"`) + attachment("data.aws_iam_policy.d.id")],
    [
      "data by a choice, chosen",
      lookedUp(`arn = var.p ? "${deny}" : "${READ}"`) + attachment(`var.q ? data.aws_iam_policy.d.arn : "${READ}"`),
    ],
    [
      "text of data by arn, chosen",
      lookedUp(`arn = "${deny}"`) + inline(`var.p ? data.aws_iam_policy.d.policy : ${DENY("Allow")}`),
    ],
    ["text of data by arn, count", lookedUp(`arn = "${deny}"\n  ${count}`) + inline("data.aws_iam_policy.d[0].policy")],
    [
      "text of data by a choice",
      lookedUp(`arn = var.p ? "${deny}" : "${READ}"`) + inline("data.aws_iam_policy.d.policy"),
    ],
    [
      "text of data as source",
      `${lookedUp(`arn = "${deny}"`)}data "aws_iam_policy_document" "s" {\n  source_policy_documents = var.p ? [data.aws_iam_policy.d.policy] : []\n}\n${inline("data.aws_iam_policy_document.s.json")}`,
    ],
    ["module", `module "m" {\n  source = "./m"\n  arns = var.p ? ["${deny}"] : []\n}\n${attachment("module.m.first")}`],
    ["for_each of a set", attachment("each.value", `for_each = toset(concat(["${READ}"], var.p ? ["${deny}"] : []))`)],
    ["count.index", attachment(`["${deny}", "${READ}"][count.index]`, "count = var.p")],
    ["setunion", attachment("each.value", `for_each = setunion(["${deny}"], var.p)`)],
    ["compact", attachment("each.value", `for_each = toset(compact([var.p ? "${deny}" : ""]))`)],
    ["yamldecode", attachment(`yamldecode("a: ${deny}\\nb: \${var.p}").a`)],
    ["csvdecode", attachment(`csvdecode("a,b\\n${deny},\${var.p}")[0].a`)],
    ["file", attachment(`trimspace(file(var.p ? "d.txt" : "e.txt"))`)],
    ["file of a map", attachment(`jsondecode(file(var.p ? "d.json" : "e.json")).arn`)],
    [
      "local_file",
      `data "local_file" "f" {\n  filename = var.p ? "d.txt" : "e.txt"\n}\n${attachment("data.local_file.f.content")}`,
    ],
    [
      "local_file of a count",
      `data "local_file" "f" {\n  filename = "d.txt"\n  ${count}\n}\n${attachment("data.local_file.f[0].content")}`,
    ],
    [
      "local_file, known",
      `data "local_file" "f" {\n  filename = "d.txt"\n}\n${attachment('"${data.local_file.f.content}${var.p}"')}`,
    ],
    [
      "exclusive",
      `resource "aws_iam_role_policy_attachments_exclusive" "d" {\n  role_name = aws_iam_role.deploy.name\n  policy_arns = var.p ? ["${deny}"] : []\n}\n`,
    ],
    [
      "terraform_data",
      `resource "terraform_data" "t" {\n  input = var.p ? "${deny}" : "${READ}"\n}\n${attachment("terraform_data.t.output")}`,
    ],
    [
      "null_resource",
      `resource "null_resource" "t" {\n  triggers = { a = var.p ? "${deny}" : "${READ}" }\n}\n${attachment("null_resource.t.triggers.a")}`,
    ],
  ];
  const files = (deny: string): Files => ({
    "m/main.tf": `variable "arns" {}\noutput "first" {\n  value = var.arns[0]\n}\n`,
    "d.txt": deny,
    "e.txt": READ,
    "d.json": JSON.stringify({ arn: deny }),
    "e.json": JSON.stringify({ arn: READ }),
  });

  describe.each<[string, string, string, readonly string[]]>([
    ["of AWS that denies", ALL, "", open],
    ["of AWS that allows", POWER, "", []],
    ["of the repository that denies", OWN, own(), open],
    ["of the repository that allows", OWN, own("Allow"), []],
  ])("a policy %s, attached by its ARN in", (_which, arn, declared, expected) => {
    test.each(policies(arn))("%s", async (_what, blocks) => {
      const base = { ...root(declared), ...files(READ) };
      const head = { ...root(declared + blocks), ...files(arn) };
      const found = await errorsOf(base, head);
      // For some strings, the decoded value is known.
      expect(found.map((rule) => (rule === "denied-action" ? "weakened-action" : rule))).toEqual(expected);
    });
  });

  test("treats a document as known if both branches of a conditional contain it", async () => {
    const document = `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${ACTIONS}, Resource = "*" }] })`;
    const of = (text: string): Files => {
      const files = root("");
      return { ...files, "main.tf": `${files["main.tf"]}`.replace(/(id\n {2}policy = )jsonencode.*/, `$1${text}`) };
    };
    const { findings } = await headOf(of(document), of(`var.p ? ${document} : ${document}`));
    expect(findings.map(({ rule }) => rule)).not.toContain("undetermined-action");
    const other = `var.p ? ${document} : ${document.replace('"*"', '"arn:aws:sqs:*:*:x"')}`;
    expect(await errorsOf(of(document), of(other))).toEqual(open);
  });

  test.each<[string, string, string, string, readonly string[]]>([
    ["text of data", lookedUp(`arn = "${ALL}"`) + inline("data.aws_iam_policy.d.policy"), "", "", open],
    ["text of data by name", lookedUp('name = "AWSDenyAll"') + inline("data.aws_iam_policy.d.policy"), "", "", open],
    ["text of data that allows", lookedUp(`arn = "${READ}"`) + inline("data.aws_iam_policy.d.policy"), "", "", []],
    [
      "boundary",
      "",
      `permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess"`,
      `permissions_boundary = split(",", "${ALL},\${var.p}")[0]`,
      open,
    ],
    ["list", "", "", `managed_policy_arns = split(",", "${ALL},\${var.p}")`, open],
    ["part of a list", "", "", `managed_policy_arns = ["${READ}", split(",", "${ALL},\${var.p}")[0]]`, open],
    ["list of two", "", "", `managed_policy_arns = [var.p, "\${var.p}\${var.q ? "${ALL}" : ""}"]`, open],
    ["block", "", "", `inline_policy {\n  name = "x"\n  policy = data.aws_iam_policy.d.policy\n}`, open],
    [
      "dynamic block",
      "",
      "",
      `dynamic "inline_policy" {\n  for_each = var.p ? [1] : []\n  content {\n  name = "x"\n  policy = ${DENY("Deny")}\n}\n}`,
      open,
    ],
  ])("compares an AWS policy: %s", async (what, blocks, before, list, expected) => {
    const data = what === "block" ? lookedUp(`arn = "${ALL}"`) : "";
    expect(await errorsOf(root("", before), root(blocks + data, list))).toEqual(expected);
  });
});

describe("a template", () => {
  const template = (arns: string, effect = "Deny", name = "own-deny", key = "ManagedPolicyArns"): Files => ({
    "t.yaml": `
Parameters:
  Open: {Type: String}
  L: {Type: CommaDelimitedList}
  Allowed: {Type: String, AllowedValues: ["${ALL}", "${READ}"]}
  AllowedList: {Type: CommaDelimitedList, AllowedValues: ["${ALL}", "${READ}"]}
  Both: {Type: String, AllowedValues: ["${ALL},${READ}", "${READ}"]}
  Name: {Type: String, AllowedValues: [AWSDenyAll, ReadOnlyAccess]}
  Partition: {Type: String, AllowedValues: [aws, aws-cn]}
  OwnName: {Type: String, AllowedValues: [own-deny, other]}
Conditions: {C: !Equals [!Ref Open, "yes"]}
Mappings: {M: {x: {a: "${ALL},x", b: ["${ALL}"], o: "${OWN}"}, y: {a: "${READ},x", b: ["${READ}"], o: "${READ}"}}}
Resources:
  deploy:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: "${APPLIANCE}"}}]}
      Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: ${ACTIONS}, Resource: "*"}]}}]
      ${key}: ${arns}
  Own:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: ${name}
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: ${effect}, Action: "sqs:*", Resource: "*"}]}
`,
    ...config(),
  });
  test.each<[string, readonly string[]]>([
    [`!Split [",", !Sub "${ALL},\${Open}"]`, open],
    [`!Split [",", !Sub "\${Open},${ALL}"]`, open],
    [`!Split ["|", !Sub "\${Open}|${ALL}"]`, open],
    [`[!Select [0, !Split [",", !Sub "${ALL},\${Open}"]]]`, open],
    [`!Split [",", !Join [",", ["${ALL}", !Ref Open]]]`, open],
    [`!Split [",", !Join [",", [!Ref Open, !Select [!Ref Open, ["${ALL}", "${READ}"]]]]]`, open],
    [`!Split [",", !Select [!Ref Open, ["${ALL}", "${READ}"]]]`, open],
    [`!Split [",", !FindInMap [M, !Ref Open, a]]`, open],
    ["!FindInMap [M, !Ref Open, b]", open],
    ["[!Select [0, !FindInMap [M, !Ref Open, b]]]", open],
    ['!Split [",", !Ref Both]', open],
    ["!Ref AllowedList", open],
    ['[!Join ["", [!Ref Allowed]]]', open],
    ['[!Sub "arn:${Partition}:iam::aws:policy/${Name}"]', open],
    ['[!Sub "${Allowed}"]', open],
    [`!Join [!Ref Open, ["${ALL}", ""]]`, open],
    [`[!Sub ["\${A}", {A: !Select [!Ref Open, ["${ALL}", "${READ}"]]}]]`, open],
    [`[!ImportValue {"Fn::Sub": "\${Open}-${ALL}"}]`, []],
    [`!Split [",", !Sub "${READ},\${Open}"]`, []],
    [`!Split [",", "${READ},${POWER}"]`, []],
    [`["${OWN}"]`, open],
    ['[!Sub "arn:aws:iam::${AWS::AccountId}:policy/own-deny"]', denied],
    ['[!Sub "arn:${AWS::Partition}:iam::111122223333:policy/own-deny"]', open],
    ['[!Sub "arn:${AWS::Partition}:iam::${Open}:policy/own-deny"]', open],
    ['[!Sub "arn:aws:iam::${AWS::AccountId}:policy/${OwnName}"]', open],
    ['[!Join ["/", [!Sub "arn:aws:iam::${AWS::AccountId}:policy", !Ref OwnName]]]', open],
    [`!Split [",", !Sub "${OWN},\${Open}"]`, open],
    ['!Split [",", !Sub "arn:aws:iam::${AWS::AccountId}:policy/own-deny,${Open}"]', open],
    [`!Split [",", !Join [",", [!Ref Own, !Ref Open]]]`, open],
    [`[!Select [!Ref Open, ["${OWN}", "${READ}"]]]`, open],
    [`[!Select [!Ref Open, [!Ref Own, "${READ}"]]]`, open],
    ["[!FindInMap [M, !Ref Open, o]]", open],
    [`!If [C, ["${OWN}"], []]`, open],
    [`!If [C, !Split [",", !Sub "${ALL},\${Open}"], []]`, open],
    ['["arn:aws:iam::111122223333:policy/other"]', []],
    ['["arn:aws:iam::111122223333:policy/path/own-deny"]', []],
  ])("compares ManagedPolicyArns %s", async (arns, expected) => {
    expect(await errorsOf(template("[]"), template(arns))).toEqual(expected);
    const allows =
      arns.includes(ALL.slice(0, -3)) || /AllowedList|Both|Name|Ref Allowed|\{Allowed|FindInMap/.test(arns);
    if (!allows) expect(await errorsOf(template("[]"), template(arns, "Allow"))).toEqual([]);
  });

  test.each<[string, readonly string[]]>([
    [`!If [C, ["${ALL}"], ["${READ}"]]`, open],
    [`[!If [C, "${ALL}", "${READ}"]]`, open],
    [`[!If [C, !Sub "arn:\${AWS::Partition}:iam::aws:policy/AWSDenyAll", "${READ}"]]`, open],
    [`!If [C, ["${OWN}"], ["${READ}"]]`, open],
    [`!If [C, ["${POWER}"], ["${READ}"]]`, []],
  ])("compares ManagedPolicyArns %s with too many conditions to try", async (arns, expected) => {
    const many = Array.from({ length: 24 }, (_, at) => `C${at}: !Equals [!Ref P${at}, "x"]`).join(", ");
    const parameters = Array.from({ length: 24 }, (_, at) => `  P${at}: {Type: String}\n`).join("");
    const values = Array.from({ length: 24 }, (_, at) => `!If [C${at}, "a${at}:B", "a:C"]`).join(", ");
    const more = `{PolicyName: q, PolicyDocument: {Statement: [{Effect: Allow, Action: [${values}], Resource: "*"}]}}`;
    const of = (list: string): Files => ({
      ...config(),
      "t.yaml": `${template(list)["t.yaml"]}`
        .replace("Parameters:\n", `Parameters:\n${parameters}`)
        .replace("Conditions: {", `Conditions: {${many}, `)
        .replace("Policies: [", `Policies: [${more}, `),
    });
    expect(await errorsOf(of("[]"), of(arns))).toEqual(expected);
  });

  test("compares a boundary", async () => {
    const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    const bounded = (arn: string) => template(arn, "Deny", "own-deny", "PermissionsBoundary");
    const arn = `!Select [0, !Split [",", !Sub "${ALL},\${Open}"]]`;
    expect(await errorsOf(bounded(admin), bounded(arn))).toEqual(open);
  });
});
