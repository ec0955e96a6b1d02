import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-calls-"));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
type Files = Readonly<Record<string, string>>;

/** The rules with an edit, and the help of the others. */
async function found(files: Files, roles = "worker: communication") {
  const folder = join(root, `${count++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const resolved = resolveOptions(new Map(Object.entries({ files: ".", roles, appliance: "111122223333" })), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: false };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const of = outcome.report.findings.filter(({ rule }) => /^(?:missing-action|instance-profile-missing)$/.test(rule));
  return of.map(({ rule, fix, help }) => (fix === null ? `${rule}: ${help}` : rule));
}

const role = (policy: string) => `variable "name" {}
resource "aws_iam_role" "w" {
  name               = var.name
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "w" {
  role   = aws_iam_role.w.id
  policy = ${policy}
}
`;
const STATEMENTS = 'jsonencode({ Statement = [{ Effect = "Allow", Action = ["ssm:GetDocument"], Resource = "*" }] })';
const call = (label: string, name: string, source = "../m") =>
  `module "${label}" {\n  source = "${source}"\n  name   = ${name}\n}\n`;
const REQUIRED = 'variable "x" {}\n';
const own = { "m/main.tf": role(STATEMENTS), "r1/main.tf": call("a", '"worker"') };

describe("leaves a module alone when another folder also calls it", () => {
  test.each<readonly [string, Files, string]>([
    ["a root module", { "r2/main.tf": call("b", '"app"') }, "module.b.aws_iam_role.w"],
    [
      "a folder whose variables are set elsewhere",
      { "r2/main.tf": REQUIRED + call("b", '"app"') },
      "module.b (r2/main.tf)",
    ],
    ["such a folder, with the same label", { "r2/main.tf": REQUIRED + call("a", '"app"') }, "module.a (r2/main.tf)"],
    ["such a folder, with its variable", { "r2/main.tf": REQUIRED + call("b", "var.x") }, "module.b (r2/main.tf)"],
    [
      "a module without callers",
      { "modules/wrap/main.tf": REQUIRED + call("b", '"app"', "../../m") },
      "module.b (modules/wrap/main.tf)",
    ],
    [
      "such a folder, through a shared module",
      {
        "r1/main.tf": 'module "w" {\n  source = "../wrap"\n  n      = "worker"\n}\n',
        "wrap/main.tf": `variable "n" {}\n${call("a", "var.n")}`,
        "r2/main.tf": `${REQUIRED}module "v" {\n  source = "../wrap"\n  n      = "app"\n}\n`,
      },
      "module.v (r2/main.tf)",
    ],
    [
      "such a folder, with a policy file that the module reads",
      {
        "m/main.tf": role('file("${path.module}/p.json")'),
        "m/p.json": '{\n  "Statement": [{ "Effect": "Allow", "Action": ["ssm:GetDocument"], "Resource": "*" }]\n}\n',
        "r2/main.tf": REQUIRED + call("b", '"app"'),
      },
      "module.b (r2/main.tf)",
    ],
  ])("%s", async (_what, more, by) => {
    const [lacks = "", profile = "", ...others] = await found({ ...own, ...more });
    expect(lacks).toMatch(/^missing-action: /);
    expect(lacks).toContain(`would also affect ${by}`);
    expect(profile).toBe(
      `instance-profile-missing: add an aws_iam_instance_profile that names the role; if you add it where the role is defined, it also gives ${by} an instance profile`,
    );
    expect(others).toEqual([]);
  });

  test.each<readonly [string, Files, string | undefined]>([
    ["nobody else calls it", {}, undefined],
    ["only an example calls it", { "examples/all/main.tf": REQUIRED + call("b", '"app"', "../../m") }, undefined],
    ["the other call is to a different module", { "r2/main.tf": REQUIRED + call("b", '"app"', "../n") }, undefined],
    ["every call creates a checked role", { "r2/main.tf": call("b", '"app"') }, "*: communication"],
  ])("edits the module when %s", async (_what, more, roles) => {
    const rules = await found({ ...own, ...more }, roles);
    expect(new Set(rules)).toEqual(new Set(["missing-action", "instance-profile-missing"]));
  });

  test("treats each instance of a module call as a separate role", async () => {
    const each = 'module "a" {\n  source = "../m"\n  for_each = toset(["worker", "app"])\n  name = each.key\n}\n';
    const [, profile = ""] = await found({ ...own, "r1/main.tf": each });
    expect(profile).toContain('it also gives module.a["app"].aws_iam_role.w an instance profile');
  });
});
