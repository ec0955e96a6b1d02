import { type Files, linesOf, policyOf, role } from "./in-memory.js";

function granted(variable: string, action = "var.s", files: Files = {}): string {
  const main = `variable "s" {\n  sensitive = true\n  ${variable}\n}\n${role("r")}${policyOf("aws_iam_role.r.name", action)}`;
  return (linesOf({ ...files, "main.tf": main })["aws_iam_role.r"] ?? []).join("\n");
}

/** Terraform uses the default. As in a plan, short values aren't secret. */
test.each<[what: string, variable: string, action: string, files: Files]>([
  ["a short string", 'default = "x:*"', "var.s", {}],
  ["a list", 'default = ["x:*"]', "var.s", {}],
  ["a flag", "default = true", 'var.s ? "x:*" : "no:Y"', {}],
  ["a variable file", 'default = "no:Y"', "var.s", { "terraform.tfvars": 's = "x:*"' }],
])("uses %s that is sensitive", (_what, variable, action, files) => {
  expect(granted(variable, action, files)).toContain("x:*");
});

test.each<[what: string, variable: string, action: string, files: Files]>([
  ["long", 'default = "pw:Secret123"', "var.s", {}],
  ["in a list", 'default = ["pw:Secret123"]', "var.s", {}],
  ["a key", "default = { Secret123 = 1 }", "keys(var.s)", {}],
  ["long in a variable file", 'default = "x:*"', "var.s", { "terraform.tfvars": 's = "pw:Secret123"' }],
])("treats a possible secret as unknown and never prints it: %s", (_what, variable, action, files) => {
  const lines = granted(variable, action, files);
  expect(lines).toContain("var.s");
  expect(lines).not.toMatch(/Secret123|x:\*/);
});
