import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import { emptyFolder, git, removeFolders, writeFiles } from "../../discover/repository.js";

afterEach(removeFolders);

const source = (actions: string) => `provider "aws" {}
variable "acts" {}
resource "aws_iam_role" "w" {
  name               = "w"
  assume_role_policy = jsonencode({ Statement = [] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.w.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "*" }] })
}
`;

test.each<[string, string, readonly [string, string]]>([
  ["a variable file", "var.acts", ["terraform.tfvars", 'acts = ["ssm:GetDocument"]\n']],
  [
    "a variable file that Terraform loads by name",
    "var.acts",
    ["a.auto.tfvars.json", '{ "acts": ["ssm:GetDocument"] }'],
  ],
  ["a file that the source reads", 'yamldecode(file("acts.yaml"))', ["acts.yaml", "- ssm:GetDocument\n"]],
])("names %s that git does not track if a value is unknown", async (_what, actions, [path, text]) => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  writeFiles(root, { "infra/main.tf": source(actions), [`infra/${path}`]: text });
  git(root, "add", "infra/main.tf");
  const helpOf = async () => {
    const resolved = resolveOptions(new Map(Object.entries({ files: "**/*.tf", roles: "*: communication" })), null);
    if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
    const scope = { root, workingDirectory: root, confined: false };
    const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
    if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
    return outcome.report.findings.find(({ rule }) => rule === "undetermined-action")?.help;
  };
  const first = `git does not track infra/${path}: \`git add -f\` it for its values to count, or check its plan: `;
  expect(await helpOf()).toEqual(expect.stringMatching(`^${first}`));
  git(root, "add", "--all");
  expect(await helpOf()).toBeUndefined();
});
