import type { Role } from "../../../src/iam/model.js";
import type { ReadContext } from "../../../src/readers/reader.js";
import { readTerraformSources, type SourcesRead } from "../../../src/readers/terraform-source/index.js";
import type { Workspace } from "../../../src/source/workspace.js";
import { describeProfile, describeRole } from "../describe-role.js";

export type Files = Readonly<Record<string, string>>;

export function inMemory(files: Files): Workspace {
  const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".");
  return {
    readText(path) {
      const text = files[path];
      return text === undefined ? null : { path, text };
    },
    listFolder(folder) {
      const inside = Object.keys(files).filter((path) => folderOf(path) === folder);
      return inside.map((path) => path.slice(path.lastIndexOf("/") + 1)).sort();
    },
  };
}

/** Reads all `.tf` files of a repository, as matched by the default globs. */
export function readSources(
  files: Files,
  context: Partial<ReadContext> = {},
  named: readonly string[] = [],
): SourcesRead {
  const sources = Object.entries(files).filter(
    ([path]) => /\.(?:tf|tofu)(?:\.json)?$/.test(path) && !path.includes(".terraform/"),
  );
  return readTerraformSources(
    sources.map(([path, text]) => ({ path, characters: text.length, namesIam: text.includes("aws_iam_") })),
    { workspace: inMemory(files), terraformRoot: null, parameters: [], ...context },
    [],
    named,
  );
}

export function rolesOf(files: Files, context: Partial<ReadContext> = {}): readonly Role[] {
  return readSources(files, context).roots.flatMap(({ result }) => result.roles);
}

export function linesOf(files: Files, context: Partial<ReadContext> = {}): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    rolesOf(files, context).map((role) => [role.id, [...describeRole(role), ...describeProfile(role)]]),
  );
}

const TRUST = 'assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })';

export function role(name: string, more = ""): string {
  return `resource "aws_iam_role" "${name}" {\n  name = "${name}"\n  ${TRUST}\n  ${more}\n}\n`;
}

export function policyOf(role: string, action: string, more = ""): string {
  return `resource "aws_iam_role_policy" "p" {
  role   = ${role}
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${action}, Resource = "*" }] })
  ${more}
}
`;
}
