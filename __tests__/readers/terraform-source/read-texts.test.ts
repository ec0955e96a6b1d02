import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import { readTerraformSources } from "../../../src/readers/terraform-source/index.js";

const root = mkdtempSync(join(tmpdir(), "read-texts-"));
const MAIN = `provider "aws" {}
resource "aws_iam_role" "this" {
  name               = "n \${EXPRESSION}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
`;

afterAll(() => rmSync(root, { recursive: true }));

/** The name of a role that contains an expression, with a file in the same folder. Null if it is unknown. */
function nameBeside(bytes: Buffer, expression: string): string | null | undefined {
  const folder = mkdtempSync(join(root, "case-"));
  writeFileSync(join(folder, "main.tf"), MAIN.replace("EXPRESSION", expression));
  writeFileSync(join(folder, "text"), bytes);
  const workspace = openWorkspace({ workingDirectory: folder, root: folder, confined: false }, [folder]);
  const files = [{ path: "main.tf", characters: MAIN.length, namesIam: true }];
  const read = readTerraformSources(files, { workspace, terraformRoot: null, parameters: [] }, [], []);
  return read.roots[0]?.result.roles[0]?.name;
}

const mark = Buffer.from("\ufeff");
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");

/** Results of terraform 1.11.4. */
test.each<[string, Buffer, string, string | null]>([
  ["file() keeps a byte order mark", Buffer.concat([mark, utf8("a")]), 'jsonencode(file("text"))', 'n "\ufeffa"'],
  ["a template loses it", Buffer.concat([mark, utf8("a")]), 'templatefile("text", {})', "n a"],
  ["JSON can't start with one", Buffer.concat([mark, utf8("{}")]), 'can(jsondecode(file("text")))', "n false"],
  ["combining accents are composed", utf8("e\u0301"), 'length(file("text"))', "n 1"],
  ["UTF-16 is rejected", Buffer.from("\ufeffa", "utf16le"), 'can(file("text"))', "n false"],
  ["UTF-16 is rejected as a template", Buffer.from("\ufeffa", "utf16le"), 'templatefile("text", {})', null],
  ["plain", utf8("a\n"), 'trimspace(file("text"))', "n a"],
])("reads text like Terraform: %s", (_, bytes, expression, name) => {
  expect(nameBeside(bytes, expression)).toBe(name);
});
