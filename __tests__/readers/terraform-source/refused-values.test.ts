import { type Files, linesOf, policyOf, role } from "./in-memory.js";

/** The permissions of a role whose policy allows an action that depends on the configuration. */
function granted(action: string, main: string, files: Files = {}): string {
  const root = { ...files, "main.tf": `${main}\n${role("r")}${policyOf("aws_iam_role.r.name", action)}` };
  return (linesOf(root)["aws_iam_role.r"] ?? []).join("\n");
}

/** The known part of the string. Our values end in `:X`. */
function knownIn(line: string): string | null {
  return /\b\w+:X/.exec(line.replace(/\$\{.*/, ""))?.[0] ?? null;
}

const MADE = `resource "terraform_data" "one" {
  input = "one:X"
}
resource "terraform_data" "counted" {
  count = 1
  input = "counted:X"
}
resource "terraform_data" "none" {
  count = 0
  input = "none:X"
}
resource "terraform_data" "each" {
  for_each = { b = "each:X" }
  input    = each.value
}
locals {
  key = "input"
  at  = "0"
}`;

/** Null: Terraform 1.11.4 refuses it before it evaluates anything, so neither `try` nor `can` catches it. */
describe("resolves references to instances and their attributes", () => {
  test.each([
    ["terraform_data.one.input", "one:X"],
    ["terraform_data.one[local.key]", "one:X"],
    ['(terraform_data.one)["input"]', "one:X"],
    ['terraform_data.one["input"]', null],
    ['try(terraform_data.one[0].input, "else:X")', null],
    ["terraform_data.counted[0].input", "counted:X"],
    ["terraform_data.counted.0.input", "counted:X"],
    ['terraform_data.counted["0"].input', "counted:X"],
    ['terraform_data.counted[local.at]["input"]', "counted:X"],
    ["terraform_data.counted[0][local.key]", "counted:X"],
    ['terraform_data.counted["0"]["input"]', null],
    ['try(terraform_data.counted.input, "else:X")', null],
    ['try(terraform_data.none[0].input, "else:X")', "else:X"],
    ['try(terraform_data.none.input, "else:X")', null],
    ['terraform_data.each["b"].input', "each:X"],
    ["terraform_data.each.b.input", null],
    ['can(terraform_data.each.b.input) ? "yes:X" : "no:X"', null],
    ['can(terraform_data.one.input) ? "yes:X" : "no:X"', "yes:X"],
    ['can(terraform_data.one.output) ? "yes:X" : "no:X"', "yes:X"],
    ['can(terraform_data.one.nope) ? "yes:X" : "no:X"', null],
    ['can(aws_iam_role.r.nope) ? "yes:X" : "no:X"', null],
  ])("%s", (expression, action) => {
    expect(knownIn(granted(expression, MADE))).toBe(action);
  });

  /** A resource has all attributes of its provider's schema. */
  test.each([
    ['length([for x in terraform_data.one : 1]) == 4 ? "yes:X" : "no:X"', null],
    ['contains([for k, x in terraform_data.one : k], "triggers_replace") ? "yes:X" : "no:X"', null],
    ['can({ for k, x in terraform_data.one : k => x }.triggers_replace) ? "yes:X" : "no:X"', null],
    ['"%{ for k, x in terraform_data.one }${k};%{ endfor }" == "id;input;output;" ? "yes:X" : "no:X"', null],
    ["[for x in terraform_data.counted : x.input][0]", "counted:X"],
    ["{ for k, x in terraform_data.each : k => x.input }.b", "each:X"],
    ["[for x in terraform_data.one[*] : x.input][0]", "one:X"],
  ])("resolves loops: %s", (expression, action) => {
    expect(knownIn(granted(expression, MADE))).toBe(action);
  });

  test.each(["r[0].id", 'r["x"].name', "c.id"])("finds the role of a policy, aws_iam_role.%s", (reference) => {
    const roles = role("r") + role("c", "count = 1");
    const lines = linesOf({ "main.tf": roles + policyOf(`aws_iam_role.${reference}`, '"a:X"') });
    const [name = ""] = reference;
    expect(lines[name === "c" ? "aws_iam_role.c[0]" : "aws_iam_role.r"]).toEqual([
      `unresolved aws_iam_role_policy.p: attached to aws_iam_role.${name} (a name that Terraform rejects), which may be this role`,
    ]);
  });
});

const variable = (name: string, more: string): string => `variable "${name}" {\n${more}\n}\n`;

const rule = (type: string, condition: string): string =>
  `${type} {\n condition = ${condition}\n error_message = "No."\n}`;

const lifecycle = (type: string, condition: string): string => `lifecycle {\n${rule(type, condition)}\n}`;

const validated = (byDefault: string, condition: string): string =>
  variable("v", `default = ${byDefault}\n${rule("validation", condition)}`);

const created = (more: string): string => `resource "terraform_data" "d" {\n input = "made:X"\n ${more}\n}`;

const caller = (argument: string): string => `module "m" {\n source = "./m"\n v = ${argument}\n}`;

function inModule(condition: string, more = ""): Files {
  return { "m/main.tf": `${variable("v", rule("validation", condition))}output "v" {\n value = var.v\n${more}\n}\n` };
}

/** Null: it can't be planned. */
describe("checks conditions", () => {
  test.each<[string, string, string, string | null, Files?]>([
    ["a true validation", "var.v", validated('"v:X"', 'var.v != "*"'), "v:X"],
    ["a false validation", "var.v", validated('"v:X"', 'var.v == "*"'), null],
    ["a validation that fails", "var.v", validated('"v:X"', "tonumber(var.v) > 1"), null],
    ["a validation that try would hide", 'try(var.v[0], "else:X")', validated('["*"]', "length(var.v) > 1"), null],
    ["a validation with an unknown outcome", "var.v", validated('"v:X"', "aws_iam_role.r.arn != var.v"), "v:X"],
    [
      "a validation that refers to another variable",
      "var.v",
      `${validated('"v:X"', 'var.on || var.v == ""')}${variable("on", "default = true")}`,
      "v:X",
    ],
    [
      "the second of two validations",
      "var.v",
      variable("v", `default = "v:X"\n${rule("validation", "var.v != null")}\n${rule("validation", 'var.v == ""')}`),
      null,
    ],
    ["the validation of a module's argument", "module.m.v", caller('"given:X"'), "given:X", inModule('var.v != ""')],
    ["a module's validation that is false", "module.m.v", caller('"given:X"'), null, inModule('var.v == ""')],
    [
      "an output's precondition",
      "module.m.v",
      caller('"given:X"'),
      null,
      inModule("var.v != null", rule("precondition", 'var.v == ""')),
    ],
    [
      "an output's true precondition",
      "module.m.v",
      caller('"given:X"'),
      "given:X",
      inModule("var.v != null", rule("precondition", 'var.v != ""')),
    ],
    [
      "a resource's precondition",
      "terraform_data.d.input",
      created(lifecycle("precondition", 'path.root == ""')),
      null,
    ],
    [
      "a resource's true precondition",
      "terraform_data.d.input",
      created(lifecycle("precondition", 'path.root == "."')),
      "made:X",
    ],
    [
      "a postcondition on self",
      "terraform_data.d.input",
      created(lifecycle("postcondition", 'self.input != ""')),
      "made:X",
    ],
    [
      "a false postcondition on self",
      "terraform_data.d.input",
      created(lifecycle("postcondition", 'self.input == ""')),
      null,
    ],
    ["a local that fails", 'try(local.a, "else:X")', 'locals {\n  a = [for x in ["b"] : tonumber(x)]\n}', null],
    ["a failure inside try", 'try([for x in ["b"] : tonumber(x)], "else:X")', "", "else:X"],
    [
      "an output that fails",
      'try(module.m.v, "else:X")',
      caller("1"),
      null,
      { "m/main.tf": 'variable "v" {}\noutput "v" {\n  value = var.v[0]\n}\n' },
    ],
    [
      "an attribute that fails",
      'try(terraform_data.d.input, "else:X")',
      'resource "terraform_data" "d" {\n  input = [1][2]\n}',
      null,
    ],
    [
      "a non-nullable default",
      'try(var.v[0], "else:X")',
      variable("v", "type = list(string)\ndefault = null\nnullable = false"),
      null,
    ],
    ["a nullable default", 'try(var.v[0], "else:X")', variable("v", "type = list(string)\ndefault = null"), "else:X"],
  ])("%s", (...[, action, main, known, files]) => {
    expect(knownIn(granted(action, main, files))).toBe(known);
  });

  test("checks a role and a document whose preconditions are false", () => {
    const never = lifecycle("precondition", "1 == 2");
    const document = `data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["made:X"]
    resources = ["*"]
  }
  ${never}
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.s.name
  policy = data.aws_iam_policy_document.d.json
}
`;
    expect(linesOf({ "main.tf": role("r", never) + role("s") + document })).toEqual({
      "aws_iam_role.r": ["unresolved other policies: aws_iam_role.r has a condition that does not hold (1 == 2)"],
      "aws_iam_role.s": [
        "unresolved aws_iam_role_policy.p: data.aws_iam_policy_document.d has a condition that does not hold (1 == 2)",
      ],
    });
  });
});

/** Null: the root's role is unknown. */
describe("rejects root modules like Terraform", () => {
  const M = 'module "m" {\n  source = "./m"\n  v = "given:X"\n  MORE\n}';
  const V = { "m/main.tf": 'variable "v" {}\noutput "v" {\n  value = var.v\n}\n' };
  test.each<[string, string, string | null, Files?]>([
    ["what Terraform accepts", variable("v", 'default = "v:X"'), "v:X"],
    [
      "a validation of another variable",
      variable("v", `default = "v:X"\n${rule("validation", "var.w == 1")}`) + variable("w", "default = 1"),
      null,
    ],
    ["an unknown argument of a variable", variable("v", 'default = "v:X"\nfoo = 1'), null],
    ["a quoted type", variable("v", 'default = "v:X"\ntype = "string"'), null],
    ["a reserved name", variable("v", 'default = "v:X"') + variable("count", ""), null],
    [
      "a default of the wrong type",
      variable("v", 'default = "v:X"') + variable("w", "type = number\ndefault = []"),
      null,
    ],
    ["a duplicate", `${variable("v", 'default = "v:X"')}locals {\n a = 1\n}\nlocals {\n a = 1\n}`, null],
    [
      "count and for_each",
      `${variable("v", 'default = "v:X"')}${role("s", 'count = 1\nfor_each = toset(["a"])')}`,
      null,
    ],
    ["an override of nothing", variable("v", 'default = "v:X"'), null, { "a_override.tf": role("other") }],
    ["an argument of a module", M.replace("MORE", ""), "given:X", V],
    ["an unknown argument of a module", M.replace("MORE", "w = 1"), null, V],
    [
      "a missing argument of a module",
      M.replace("MORE", ""),
      null,
      { "m/main.tf": `${V["m/main.tf"]}variable "w" {}\n` },
    ],
    [
      "an argument that a generated file declares",
      M.replace("MORE", "w = 1"),
      "given:X",
      { ...V, "m/terragrunt.hcl": "" },
    ],
    ["an ephemeral variable", variable("v", 'default = "v:X"\nephemeral = true'), null],
    ["a variable that is not ephemeral", variable("v", 'default = "v:X"\nephemeral = false'), "v:X"],
    [
      "an ephemeral output",
      M.replace("MORE", ""),
      null,
      { "m/main.tf": V["m/main.tf"].replace("value =", "ephemeral = true\n  value =") },
    ],
  ])("%s", (_, main, known, files = {}) => {
    const action = main.startsWith("module") ? "module.m.v" : "var.v";
    expect(knownIn(granted(action, main, files))).toBe(known);
  });
});
