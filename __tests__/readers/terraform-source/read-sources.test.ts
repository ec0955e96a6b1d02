import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { cpuSeconds } from "../../cpu-time.js";
import { describeRole, describeTrust } from "../describe-role.js";
import { type Files, linesOf, policyOf, readSources, role, rolesOf } from "./in-memory.js";

describe("recognizes root modules", () => {
  const provider = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
  const module = `variable "name" {}\n${role("r")}`;

  test.each<[string, Files, readonly string[]]>([
    ["a folder without variables", { "a/main.tf": role("r") }, ["a"]],
    ["a folder with a provider", { "a/main.tf": `${provider}${module}` }, ["a"]],
    ["a folder with a backend", { "a/main.tf": `terraform {\n  backend "s3" {}\n}\n${module}` }, ["a"]],
    ["a folder whose variables have values", { "a/main.tf": module, "a/terraform.tfvars": 'name = "x"\n' }, ["a"]],
    ["a folder with only variables", { "a/main.tf": module }, []],
    [
      "a folder that another one calls",
      { "a/main.tf": role("r"), "main.tf": 'module "a" {\n  source = "./a"\n}\n' },
      [""],
    ],
    ["an example", { "examples/a/main.tf": role("r") }, []],
    ["a test at the top", { "test/main.tf": role("r") }, []],
    ["a module's test", { "m/main.tf": "", "m/test/main.tf": role("r") }, []],
    ["an environment for tests", { "envs/test/main.tf": role("r") }, ["envs/test"]],
    [
      "a module and its example",
      { "main.tf": module, "examples/a/main.tf": 'module "m" {\n  source = "../.."\n}\n' },
      [],
    ],
    ["JSON syntax", { "a/main.tf.json": '{"resource":{"aws_iam_role":{"r":{}}}}' }, ["a"]],
    [
      "a folder without IAM",
      { "a/main.tf": 'resource "aws_sqs_queue" "q" {}\nmodule "vpc" {\n  source = "x/vpc/aws"\n}\n' },
      [],
    ],
    [
      "a folder without IAM that calls an unknown module",
      { "a/main.tf": 'module "x" {\n  source = var.x\n}\n' },
      ["a"],
    ],
    [
      "a folder without IAM that calls a module that may have it",
      { "a/main.tf": 'module "iam" {\n  source = "x/iam/aws"\n}\n' },
      ["a"],
    ],
  ])("%s", (_name, files, roots) => {
    const read = readSources(files).roots.map(({ paths }) => paths[0]?.replace(/\/?[^/]*$/, ""));
    expect(read).toEqual(roots);
  });

  const dead = { "z/e.tf": `${provider}module "x" {\n  source = "../a"\n  count = 0\n}\n` };
  const backend = 'terraform {\n  backend "s3" {}\n}\n';
  const cloud = "terraform {\n  cloud {}\n}\n";
  const optional = `variable "name" {\n  default = "x"\n}\n${role("r")}`;

  test.each<[string, Files, string]>([
    ["a backend", { "a/main.tf": `${backend}${module}` }, "a"],
    ["a cloud block", { "a/main.tf": `${cloud}${module}` }, "a"],
    ["a variable file", { "a/main.tf": module, "a/terraform.tfvars": 'name = "x"\n' }, "a"],
    ["another variable file", { "a/main.tf": module, "a/x.auto.tfvars.json": '{"name": "x"}' }, "a"],
    ["a provider and no variables", { "a/main.tf": `${provider}${role("r")}` }, "a"],
    ["a provider and values for all variables", { "a/main.tf": `${provider}${optional}` }, "a"],
    ["a provider, as in older modules", { "a/main.tf": `${provider}${module}` }, ""],
    ["a provider that only names what it gets", { "a/main.tf": `provider "aws" {}\n${optional}` }, ""],
    ["nothing", { "a/main.tf": optional }, ""],
    ["values for no variable", { "a/main.tf": role("r"), "a/terraform.tfvars": "b = 1\n" }, ""],
  ])("checks a called folder with %s", (_name, files, own) => {
    const isRoot = own !== "";
    const called = { ...files, "z/e.tf": dead["z/e.tf"].replace("count = 0", "") };
    const ids = rolesOf(called).map(({ id }) => id);
    expect(ids.sort()).toEqual([...(isRoot ? ["aws_iam_role.r"] : []), "module.x.aws_iam_role.r"]);
    // A call without instances doesn't remove anything.
    const { roots, passedOver } = readSources({ ...files, ...dead });
    expect(roots.flatMap(({ result }) => result.roles.map(({ id }) => id))).toEqual(isRoot ? ["aws_iam_role.r"] : []);
    const listed = passedOver.map(({ id, reason }) => `${id} ${reason}`);
    const help = "name it with `terraform-root` if it is a root, or check a plan";
    expect(listed).toEqual(
      isRoot ? [] : [`a is called as a module, but no root here creates an instance of it: ${help}`],
    );
  });

  test("reads a folder that is named in the setting or in `files`", () => {
    const files = { "examples/a/main.tf": role("r"), "m/main.tf": module };
    expect(Object.keys(linesOf(files, { terraformRoot: "./m" }))).toEqual(["aws_iam_role.r"]);
    expect(readSources(files, {}, ["examples/a"]).roots.map(({ paths }) => paths)).toEqual([["examples/a/main.tf"]]);
  });

  test("lists a module with roles and the setting that makes it a root module", () => {
    const { passedOver } = readSources({ "m/main.tf": module, "n/main.tf": 'variable "x" {}\n' });
    expect(passedOver.map(({ id, reason }) => [id, reason])).toEqual([
      [
        "m",
        "is treated as a module: it has no provider and no backend, and nothing sets var.name: name it with `terraform-root` if it is a root, or check a plan",
      ],
    ]);
  });
});

/** terraform 1.11.4 accepts these (`terraform get`). */
test.each([
  ["an escape", '"./m\\u006fds/m"'],
  ["an escaped dot", '"\\u002e/mods/m"'],
  ["a long escape", '"\\U0000002e/mods/m"'],
  ["an escaped slash", '".\\u002fmods/m"'],
  ["a template", '"${"./mods/m"}"'],
  ["a template from parts", '"./${"mods"}/m"'],
  ["a condition", 'true ? "./mods/m" : "x"'],
  ["brackets", '("./mods/m")'],
])("requires a constant module source: %s", (_name, source) => {
  const main = `provider "aws" {}\nmodule "m" {\n  source = ${source}\n  x = 1\n}\n`;
  const files = { "main.tf": main, "mods/m/x.tf": `variable "x" {}\n${role("r")}` };
  expect(rolesOf(files).map(({ id }) => id)).toEqual(["module.m.aws_iam_role.r"]);
});

test("ignores a file whose name starts with a dot, like Terraform", () => {
  const files = { "main.tf": role("r"), ".more.tf": policyOf("aws_iam_role.r.name", '"a:B"') };
  expect(linesOf(files)).toEqual({ "aws_iam_role.r": [] });
});

describe("reads inputs", () => {
  const main = `variable "action" {\n  default = "a:default"\n}\n${role("r")}${policyOf("aws_iam_role.r.name", "var.action")}`;

  test.each<[string, Files, string]>([
    ["a default", {}, "a:default on *"],
    ["terraform.tfvars", { "terraform.tfvars": 'action = "a:tfvars"\n' }, "a:tfvars on *"],
    [
      "terraform.tfvars.json",
      { "terraform.tfvars": 'action = "a:x"\n', "terraform.tfvars.json": '{"action":"a:json"}' },
      "a:json on * at terraform.tfvars.json:1:11",
    ],
    [
      "the last *.auto.tfvars",
      {
        "terraform.tfvars": 'action = "a:x"\n',
        "a.auto.tfvars": 'action = "a:a"\n',
        "b.auto.tfvars": 'action = "a:b"\n',
      },
      "a:b on *",
    ],
    ["no other file", { "prod.tfvars": 'action = "a:prod"\n' }, "a:default on *"],
    ["an invalid value", { "terraform.tfvars": "action = var.other\n" }, "${var.action} on *"],
  ])("%s", (_name, files, action) => {
    expect(linesOf({ "main.tf": main, ...files })).toEqual({
      "aws_iam_role.r": [`aws_iam_role_policy.p: ${action}`],
    });
  });

  test("treats a variable without a value as unknown", () => {
    const files = {
      "main.tf": `provider "aws" {}\nvariable "action" {}\n${role("r")}${policyOf("aws_iam_role.r.name", "var.action")}`,
    };
    expect(linesOf(files)).toEqual({ "aws_iam_role.r": ["aws_iam_role_policy.p: ${var.action} on *"] });
  });
});

describe("expands instances", () => {
  const unknown = 'provider "aws" {}\nvariable "n" {}\nvariable "on" {}\n';

  const REFUSED = [
    'for_each = ["a"]',
    'for_each = compact(["a"])',
    'for_each = tolist(["a"])',
    "for_each = toset([1])",
    "for_each = toset([true])",
    "count = true",
    'count = " 1"',
    'count = "0x1"',
  ];

  test.each<[string, string, readonly string[]]>([
    ["count", role("r", "count = 2"), ["aws_iam_role.r[0]", "aws_iam_role.r[1]"]],
    ["a count of zero", role("r", "count = 0"), []],
    ["a set", role("r", 'for_each = toset(["b", "a"])'), ['aws_iam_role.r["a"]', 'aws_iam_role.r["b"]']],
    ["a map with unknown values", role("r", "for_each = { a = var.n }"), ['aws_iam_role.r["a"]']],
    ["an unknown number", role("r", "count = var.n"), ["aws_iam_role.r"]],
    ["an unknown key", role("r", "for_each = toset([var.n])"), ["aws_iam_role.r"]],
    ["a string as count", role("r", 'count = "1"'), ["aws_iam_role.r[0]"]],
    ["an empty set", role("r", "for_each = toset([])"), []],
    ...REFUSED.map((refused): [string, string, string[]] => [refused, role("r", refused), ["aws_iam_role.r"]]),
    ["too many", role("r", "count = 10000"), ["aws_iam_role.r"]],
    [
      "too many in a set",
      role("r", "for_each = toset([for i in range(1024) : tostring(i)])"),
      Array.from({ length: 1024 }, () => ""),
    ],
  ])("%s", (_name, text, ids) => {
    const found = rolesOf({ "main.tf": unknown + text }).map(({ id }) => id);
    expect(ids[0] === "" ? found.length : found.sort()).toEqual(ids[0] === "" ? ids.length : ids);
  });

  test.each(REFUSED)("knows nothing of a module with %s, which Terraform 1.11.4 rejects", (refused) => {
    const at = refused.startsWith("count") ? "module.f[0]" : "values(module.f)[0]";
    const module = `module "f" {\n  source = "./f"\n  ${refused}\n}\n`;
    const files = {
      "main.tf": unknown + module + role("r") + policyOf("aws_iam_role.r.name", `${at}.x`),
      "f/main.tf": 'output "x" {\n  value = ["a:B"]\n}\n',
    };
    expect(linesOf(files)["aws_iam_role.r"]).not.toContain("aws_iam_role_policy.p: a:B on *");
  });

  test("knows nothing of a role with an unknown count", () => {
    expect(
      linesOf({
        "main.tf": unknown + role("r", "count = var.on ? 1 : 0") + policyOf("aws_iam_role.r[0].name", '"a:B"'),
      }),
    ).toEqual({
      "aws_iam_role.r": [
        "unresolved other policies: aws_iam_role.r has an unknown number of instances (count = var.on ? 1 : 0)",
      ],
    });
  });

  test("treats only attachments with an unknown count as unknown", () => {
    const more = policyOf("aws_iam_role.r.name", '"a:B"', "count = var.on ? 1 : 0").replace('"p"', '"q"');
    expect(linesOf({ "main.tf": unknown + role("r") + policyOf("aws_iam_role.r.name", '"a:A"') + more })).toEqual({
      "aws_iam_role.r": [
        "aws_iam_role_policy.p: a:A on *",
        "unresolved aws_iam_role_policy.q: aws_iam_role_policy.q has an unknown number of instances (count = var.on ? 1 : 0)",
      ],
    });
  });

  test("is certain for neither role if a flag chooses the attachment", () => {
    const main = `${unknown}${role("r")}${role("s")}${policyOf("var.on ? aws_iam_role.r.name : aws_iam_role.s.name", '"a:A"')}`;
    for (const lines of Object.values(linesOf({ "main.tf": main })))
      expect(lines).toEqual([expect.stringMatching(/^unresolved .* which may be this role$/)]);
  });

  test("finds a role in a module with an unknown count, but no certain attachment", () => {
    const module = `variable "role" {}\n${role("inner")}${policyOf("var.role", '"a:B"')}`;
    const main = `${unknown}${role("r")}module "m" {\n  source = "./m"\n  count = var.n\n  role = aws_iam_role.r.name\n}\n`;
    expect(linesOf({ "main.tf": main, "m/main.tf": module })).toEqual({
      "aws_iam_role.r": [
        "unresolved module.m.aws_iam_role_policy.p: module.m.aws_iam_role_policy.p is in module.m, which has an unknown number of instances (count = var.n)",
      ],
      "module.m.aws_iam_role.inner": [
        "unresolved other policies: module.m.aws_iam_role.inner is in module.m, which has an unknown number of instances (count = var.n)",
      ],
    });
  });

  test("fails on the output of a missing module instance", () => {
    const main = `${role("r")}module "m" {\n  source = "./m"\n  count = 0\n}\n${policyOf("try(module.m[0].name, aws_iam_role.r.name)", '"a:B"')}`;
    const module = `${role("m")}output "name" {\n  value = aws_iam_role.m.name\n}\n`;
    expect(linesOf({ "main.tf": main, "m/main.tf": module })).toEqual({
      "aws_iam_role.r": ["aws_iam_role_policy.p: a:B on *"],
    });
  });
});

/** Results of terraform 1.11.4. */
test.each([
  ["count = 2", 'try(module.m["1"].x, "a:Z")', "a:B"],
  ["count = 2", 'try(module.m["2"].x, "a:Z")', "a:Z"],
  ["count = 2", 'try(module.m[" 1"].x, "a:Z")', "a:Z"],
  ["count = 2", 'can(module.m["0"]) ? "a:B" : "a:Z"', "a:B"],
  ['for_each = toset(["0"])', 'try(module.m[0].x, "a:Z")', "a:B"],
  ['for_each = toset(["0"])', 'try(module.m[1].x, "a:Z")', "a:Z"],
  ['for_each = toset(["00"])', 'try(module.m[0].x, "a:Z")', "a:Z"],
])("converts an index to the key type of a module's instances: %s, %s", (more, action, given) => {
  const main = `module "m" {\n  source = "./m"\n  ${more}\n}\n${policyOf("aws_iam_role.r.name", action)}`;
  expect(linesOf({ "main.tf": role("r") + main, "m/main.tf": 'output "x" {\n  value = "a:B"\n}\n' })).toEqual({
    "aws_iam_role.r": [`aws_iam_role_policy.p: ${given} on *`],
  });
});

/** Results of terraform 1.11.4. */
test.each([
  ["set(string)", 'try(coalescelist(var.x, ["a:Z"]), ["a:B"])', "a:B"],
  ["set(string)", 'try(coalescelist(["a:Z"], var.x), ["a:B"])', "a:B"],
  ["list(string)", 'try(coalescelist(var.x, ["a:B"]), ["a:Z"])', "a:B"],
  ["object({ a = optional(string) })", 'try(length(merge(var.x)) == 0 ? "a:Z" : "a:Y", "a:B")', "a:B"],
  ["object({})", 'try(length(merge(var.x)) == 0 ? "a:B" : "a:Y", "a:Z")', "a:B"],
  ["map(string)", 'try(length(merge(var.x)) == 0 ? "a:B" : "a:Y", "a:Z")', "a:B"],
])("handles a null of %s in %s", (type, action, given) => {
  const variable = `variable "x" {\n  type = ${type}\n  default = null\n}\n`;
  expect(linesOf({ "main.tf": role("r") + variable + policyOf("aws_iam_role.r.name", action) })).toEqual({
    "aws_iam_role.r": [`aws_iam_role_policy.p: ${given} on *`],
  });
});

describe("modules whose source is missing", () => {
  const call = (more: string): string => `module "more" {\n  source = "acme/iam-policies/aws"\n  ${more}\n}\n`;

  test.each([
    "role = aws_iam_role.r.name",
    "role = { arn = aws_iam_role.r.arn }",
    'roles = ["r"]',
    "roles = [for r in [aws_iam_role.r] : r.id]",
  ])("may attach anything to a role that they get (%s)", (more) => {
    expect(linesOf({ "main.tf": role("r") + role("s") + call(more) })).toEqual({
      "aws_iam_role.r": [
        "unresolved module.more: module.more is passed the role but is not here",
        "profile unresolved module.more is passed the role but is not here",
      ],
      "aws_iam_role.s": [],
    });
  });

  test("attach nothing to a role that they do not get, and never return one of our roles", () => {
    const attach = policyOf("module.more.role_name", '"a:B"');
    expect(linesOf({ "main.tf": role("r") + attach + call("") })).toEqual({ "aws_iam_role.r": [] });
    const [unknown] =
      linesOf({ "main.tf": role("r") + attach + call("role = aws_iam_role.r.arn") })["aws_iam_role.r"] ?? [];
    expect(unknown).toBe("unresolved aws_iam_role_policy.p: attached to module.more.role_name, which may be this role");
  });

  test("are listed with the command that helps", () => {
    const [root] = readSources({ "main.tf": role("r") + call("") }).roots;
    expect(root?.result.passedOver.map(({ id, reason }) => `${id} ${reason}`)).toEqual([
      "module.more its source acme/iam-policies/aws is not here, so the roles that it creates are not checked: run `terraform init` before the check, or check a plan",
    ]);
  });

  test("are read from the folder of `terraform init`", () => {
    const files = {
      "a/main.tf": call(""),
      "a/.terraform/modules/modules.json":
        '{"Modules":[{"Key":"","Dir":"."},{"Key":"more","Source":"x","Dir":".terraform/modules/more"}]}',
      "a/.terraform/modules/more/main.tf": role("inner"),
    };
    expect(linesOf(files)).toEqual({ "module.more.aws_iam_role.inner": [] });
  });

  test.each([
    ["a module that calls itself", "./", "calls itself"],
    ["a module outside the repository", "../../m", "is outside the repository"],
    ["a module at an absolute path", "/srv/m", "is outside the repository"],
    ["a module at a URL of a file", "file:///srv/m", "is outside the repository"],
    ["a module at a path of Windows", "C:/m", "is outside the repository"],
    ["an empty folder", "./none", "has no Terraform files"],
  ])("report %s as a problem", (_name, source, reason) => {
    const [root] = readSources({ "a/main.tf": `${role("r")}module "iam" {\n  source = "${source}"\n}\n` }).roots;
    expect(root?.result.problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`)).toEqual([
      `a/main.tf:6:1 module.iam can't be read: its source ${source} ${reason}`,
    ]);
  });

  test("has no block if JSON has null", () => {
    const block = {
      resource: { aws_iam_role: { r: { name: "r", assume_role_policy: "{}", lifecycle: null, provisioner: null } } },
      variable: { v: { default: null, validation: null } },
      output: { o: { value: null, precondition: null } },
      locals: { l: null },
      terraform: { backend: null },
    };
    const [root] = readSources({ "a/main.tf.json": JSON.stringify(block) }).roots;
    expect(root?.result.problems).toEqual([]);
    expect(root?.result.roles.map(({ id }) => id)).toEqual(["aws_iam_role.r"]);
  });

  test.each(["", "\n# nothing yet\n"])("may be empty: %j", (text) => {
    const [root] = readSources({
      "a/main.tf": `${role("r")}module "iam" {\n  source = "./m"\n}\n`,
      "a/m/main.tf": text,
    }).roots;
    expect(root?.result.problems).toEqual([]);
    expect(root?.result.passedOver).toEqual([]);
  });

  test("are unknown if the source is not a string", () => {
    const [root] = readSources({ "a/main.tf": `${role("r")}module "iam" {\n  source = var.source\n}\n` }).roots;
    expect(root?.result.passedOver.map((one) => one.reason.split(", so the")[0])).toEqual(["its source is unknown"]);
  });
});

describe("reads data sources", () => {
  const arns = `data "aws_partition" "p" {}
data "aws_caller_identity" "c" {}
data "aws_region" "r" {}
${role("r")}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:\${data.aws_partition.p.partition}:iam::aws:policy/ReadOnlyAccess"
}
${policyOf("aws_iam_role.r.name", '"a:${data.aws_caller_identity.c.account_id}-${data.aws_region.r.name}"')}`;

  test.each<[string, string, readonly string[]]>([
    [
      "the provider configures",
      'provider "aws" {\n  region = "us-gov-west-1"\n  allowed_account_ids = ["111122223333"]\n}\n',
      [
        "reference arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess",
        "aws_iam_role_policy.p: a:111122223333-us-gov-west-1 on *",
      ],
    ],
    [
      "the provider's assumed role implies",
      'provider "aws" {\n  region = "eu-west-1"\n  assume_role {\n    role_arn = "arn:aws:iam::111122223333:role/x"\n  }\n}\n',
      ["reference arn:aws:iam::aws:policy/ReadOnlyAccess", "aws_iam_role_policy.p: a:111122223333-eu-west-1 on *"],
    ],
  ])("from what %s", (_name, provider, lines) => {
    expect(linesOf({ "main.tf": provider + arns })).toEqual({ "aws_iam_role.r": expect.arrayContaining([...lines]) });
  });

  test("reads them from the deployment", () => {
    const deployment = { accounts: ["111122223333"], regions: ["cn-north-1"] };
    expect(linesOf({ "main.tf": arns }, { deployment })).toEqual({
      "aws_iam_role.r": expect.arrayContaining(["aws_iam_role_policy.p: a:111122223333-cn-north-1 on *"]),
    });
  });

  test.each([
    ["alone", {}],
    // An appliance also reveals it.
    ["next to a deployment without one", { deployment: { accounts: ["111122223333"], regions: [], partition: null } }],
  ])("reads them from the declared partition, %s", (_name, more) => {
    const lines = linesOf({ "main.tf": arns }, { partition: "aws-us-gov", ...more })["aws_iam_role.r"];
    expect(lines).toContain("reference arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess");
  });

  test("leaves the rest unknown, and finds AWS policies in every partition", () => {
    const lines = linesOf({ "main.tf": arns })["aws_iam_role.r"];
    expect(lines).toContain("reference arn:aws:iam::aws:policy/ReadOnlyAccess");
    const [line] = linesOf({ "main.tf": arns })["aws_iam_role.r"]?.filter((one) => one.includes("role_policy.p")) ?? [];
    expect(line).toBe(
      "aws_iam_role_policy.p: a:${data.aws_caller_identity.c.account_id}-${data.aws_region.r.name} on *",
    );
  });
});

test("treats a null attribute as an unset one", () => {
  const main = `variable "n" {
  default = null
}
resource "aws_sqs_queue" "q" {
  name = var.n
}
${role("r")}${policyOf("aws_iam_role.r.name", '"a:$ {aws_sqs_queue.q.name}"'.replace("$ ", "$"))}`;
  expect(linesOf({ "main.tf": main })["aws_iam_role.r"]).toEqual([
    "aws_iam_role_policy.p: a:${aws_sqs_queue.q.name} on *",
  ]);
});

test("points findings into the module's source", () => {
  const files = {
    "main.tf": 'module "m" {\n  source = "./m"\n}\n',
    "m/main.tf": role("r") + policyOf("aws_iam_role.r.id", '["a:B"]'),
  };
  const [found] = rolesOf(files);
  const [policy] = found?.variants[0].policies ?? [];
  const statement = policy?.kind === "document" ? policy.document.statements[0] : undefined;
  expect(formatLocation(locate(statement?.actions.place ?? { kind: "file", file: "" }))).toMatch(/^m\/main\.tf:8:/);
  expect(found?.file).toBe(".");
});

test.each([
  ["an unclosed bracket", `${role("r")}locals {\n`],
  ["half a heredoc", `${role("r")}locals {\n  a = <<EOT\nx\n}\n`],
])("reports %s as a problem of its file", (_name, text) => {
  const [root] = readSources({ "main.tf": text }).roots;
  expect(root?.result.problems.map(({ message }) => message.slice(0, 26))).toEqual(["main.tf is not valid HCL: "]);
});

test("reports errors in unused files of a root module and its modules, but not in other folders", () => {
  const call = 'module "m" {\n  source = "./m"\n  count  = 0\n}\n';
  const { roots } = readSources({
    "main.tf": `${role("r")}${call}`,
    "other.tf": "locals {\n  a = 1 +\n}\n",
    "m/main.tf": 'resource "aws_sqs_queue" "q" {\n  name = "a" "b"\n}\n',
    "n/main.tf": "locals {\n  a = 1 +\n}\n",
  });
  expect(roots.flatMap(({ result }) => result.problems.map(({ place }) => formatLocation(locate(place))))).toEqual([
    "other.tf:2:10",
    "m/main.tf:2:14",
  ]);
});

test("gives up on an exponential tree of modules and reports it", () => {
  const call = (name: string, to: number): string => `module "${name}" {\n  source = "../m${to}"\n}\n`;
  const folders = Array.from(
    { length: 24 },
    (_, at) => [`m${at}/main.tf`, call("a", at + 1) + call("b", at + 1)] as const,
  );
  const [root] = readSources(Object.fromEntries([...folders, ["m24/main.tf", role("r")]])).roots;
  expect(root?.result.problems.map(({ message }) => message)).toEqual([
    "m0 has more modules and resources than the check evaluates",
  ]);
});

test("gives up on modules in modules at a depth that nobody uses, in time that grows with the files", () => {
  const chain = (length: number) => {
    const calls = Array.from(
      { length },
      (_, at) => [`m${at}/main.tf`, `${role("r")}module "m" {\n  source = "../m${at + 1}"\n}\n`] as const,
    );
    return readSources(Object.fromEntries([...calls, [`m${length}/main.tf`, role("r")]]));
  };
  expect(chain(150).roots[0]?.result.problems).toEqual([]);
  expect(chain(150).roots[0]?.result.roles).toHaveLength(151);
  const seconds = cpuSeconds(() => {
    const [root] = chain(1500).roots;
    expect(root?.result.problems.map(({ message }) => message)).toEqual([
      "m0 has more modules and resources than the check evaluates",
    ]);
  });
  expect(seconds).toBeLessThan(10);
});

describe("treats a value that does not match its variable's type as unknown and reports its position", () => {
  const reading = (type: string, given: Files): readonly unknown[] => {
    const main = `variable "v" {\n  type    = ${type}\n  default = null\n}\n${role("r")}`;
    const { roots } = readSources({ "main.tf": `${main}${policyOf("aws_iam_role.r.name", "var.v")}`, ...given });
    return roots.flatMap(({ result }) => [
      ...result.problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`),
      ...result.roles.flatMap((one) => describeRole(one)),
    ]);
  };

  test.each([
    ["list(string)", '"a:B"', '"a:B"'],
    ["set(string)", '{ a = "b" }', '{"a":"b"}'],
    ["string", '["a:B"]', '["a:B"]'],
    ["list(number)", '["a"]', '["a"]'],
    ["number", "true", "true"],
    ["bool", '"yes"', '"yes"'],
    ["map(string)", '["a"]', '["a"]'],
    ["map(list(string))", '{ a = "b" }', '{"a":"b"}'],
    ["object({ a = string })", "{}", "{}"],
    ["object({ a = object({ b = number }) })", '{ a = { b = "x" } }', '{"a":{"b":"x"}}'],
    ["object({ a = optional(number, 1) })", '{ a = "x" }', '{"a":"x"}'],
    ["tuple([string, number])", '["a"]', '["a"]'],
  ])("%s = %s", (type, hcl, json) => {
    const message = (at: string): string =>
      `${at} ${at.replace(/:.*/, "")} gives var.v a value that is not of its type ${type}`;
    const unknown = expect.stringContaining("${var.v}");
    expect(reading(type, { "terraform.tfvars": `v = ${hcl}\n` })).toEqual([message("terraform.tfvars:1:5"), unknown]);
    expect(reading(type, { "x.auto.tfvars.json": `{"v": ${json}}` })).toEqual([
      message("x.auto.tfvars.json:1:7"),
      unknown,
    ]);
  });

  test.each(['{"v":"a","v":"b"}', '{"v":{"a":1,"\\u0061":2}}'])(
    "reads a variable file that repeats a key: %s",
    (json) => {
      expect(reading("any", { "terraform.tfvars.json": json })).toEqual([
        expect.stringMatching(
          /^terraform\.tfvars\.json:1:\d+ terraform\.tfvars\.json is rejected by Terraform: .* set twice$/,
        ),
        expect.stringContaining("${var.v}"),
      ]);
    },
  );

  test.each([
    ["string", "1"],
    ["number", '"1.5"'],
    ["bool", '"true"'],
    ["list(any)", '["a"]'],
    ["list", '["a", 1]'],
    ["any", "{}"],
    ["object({ a = optional(string), b = string })", '{ b = 1, c = "x" }'],
    ["list(object({ a = string }))", "[{ a = null }]"],
    ["tuple([string, number])", '["a", 1]'],
    ["list(string)", "null"],
  ])("accepts for %s the value %s", (type, hcl) => {
    expect(reading(type, { "terraform.tfvars": `v = ${hcl}\n` })).toEqual([expect.not.stringContaining("gives")]);
  });
});

test.each([
  "count = 10000",
  `for_each = toset([${Array.from({ length: 10_000 }, (_, at) => `"${at}"`).join()}])`,
  `for_each = { ${Array.from({ length: 2_001 }, (_, at) => `a${at} = 1`).join(", ")} }`,
])("reports %s as beyond the limit at its position", (more) => {
  const [root] = readSources({ "main.tf": role("r", more) }).roots;
  const { problems = [], roles = [] } = root?.result ?? {};
  expect(problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`)).toEqual([
    expect.stringMatching(/^main\.tf:4:3 aws_iam_role\.r has more instances than the check evaluates: \d+ /),
  ]);
  expect(roles.flatMap(describeRole)).toEqual([expect.stringContaining("unresolved other policies")]);
});

test.each([
  ["without a trust policy", "", []],
  ["with an unknown policy", "assume_role_policy = var.trust", ["unresolved var.trust"]],
])("trusts nobody or an unknown principal in a role %s", (_what, line, expected) => {
  const [read] = rolesOf({
    "main.tf": `provider "aws" {}\nvariable "trust" {}\nresource "aws_iam_role" "r" {\n  name = "r"\n  ${line}\n}\n`,
  });
  expect(read === undefined ? null : describeTrust(read)).toEqual(expected);
});
