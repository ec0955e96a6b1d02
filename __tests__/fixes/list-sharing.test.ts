import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-list-sharing-"));
afterAll(() => rmSync(root, { recursive: true }));

const source = (head: string, list: string) => `${head}
resource "aws_iam_role" "w" {
  name               = "w"
  assume_role_policy = jsonencode({ Statement = [] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.w.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${list}, Resource = "*" }] })
}
`;

async function helpFor(text: string, name: string) {
  writeFileSync(join(root, "main.tf"), text);
  writeFileSync(join(root, "outputs.tf"), `output "acts" {\n  value = [${name}]\n}\n`);
  const resolved = resolveOptions(new Map(Object.entries({ files: "*.tf", roles: "*: communication" })), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const found = outcome.report.findings;
  expect(found.map(({ rule }) => rule)).toContain("missing-action");
  return found.find(({ rule }) => rule === "missing-action")?.help;
}

const LOCAL = 'locals {\n  acts = ["ssm:GetDocument"]\n}';
const VARIABLE = 'variable "acts" {\n  default = ["ssm:GetDocument"]\n}';

test.each([
  ["a local", LOCAL, "local.acts"],
  ["a default", VARIABLE, "var.acts"],
])("does not edit %s that is also used elsewhere, and names the other use in the help", async (_what, head, name) => {
  expect(await helpFor(source(head, name), name)).toMatch(
    new RegExp(
      `; ${name} is used 2 times \\(main\\.tf:10:91, outputs\\.tf:2:12\\): any addition is granted in all these places$`,
    ),
  );
});

test("does not mention the use of a local that it edits", async () => {
  expect(await helpFor(source(LOCAL, '["ssm:GetDocument"]'), "local.acts")).not.toContain("is used");
});
