import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { lookAt } from "./file-tree.js";
import { findCandidates } from "./find-candidates.js";
import { filesOf, isWithin, reportedPath, type Scope } from "./scope.js";

/** A kind of source that may define roles but isn't checked itself, with its first file. */
export interface RoleSource {
  readonly kind: "terraform" | "terragrunt" | "cdk" | "cdktf" | "serverless" | "pulumi" | "sst";
  /** In the form that reports use. */
  readonly path: string;
}

/** The names of the CDK's library in each of its languages. */
const CDK = /aws-cdk-lib|\baws_cdk\b|\bawscdk\b|\bAmazon\.CDK\b/;

/** Comments are ignored: they may mention a library that the file doesn't use. */
const COMMENT = /^[ \t]*(?:\/\/|#).*/gm;

const GLOBS: readonly (readonly [kind: RoleSource["kind"], glob: string, holds?: RegExp])[] = [
  ["terraform", "**/*.{tf,tofu,tf.json}"],
  ["terragrunt", "**/terragrunt.hcl"],
  ["cdk", "**/cdk.json"],
  ["cdk", "**/{package.json,requirements*.txt,pyproject.toml,setup.py,pom.xml,go.mod,*.csproj}", CDK],
  ["cdk", "**/*.{ts,mts,js,mjs,py,java,go,cs}", CDK],
  ["cdktf", "**/cdktf.json"],
  ["cdktf", "**/*.{ts,mts,js,mjs,py,java,go,cs}", /["']cdktf["']|\bfrom cdktf\b|terraform-cdk-go\b/],
  ["serverless", "**/serverless.{yml,yaml,json,ts,js}"],
  ["pulumi", "**/Pulumi.{yaml,yml}"],
  ["sst", "**/sst.config.ts"],
];

/** Limits on the files that are read only to find out what a repository contains. */
const MAX_FILES = 1000;
const MAX_FILE_SIZE = 1024 * 1024;

/** The sources below a named folder, or in the folder of a named file. Empty if it doesn't exist. */
export function findSourcesBelow(scope: Scope, named: string): readonly RoleSource[] {
  const path = resolve(scope.workingDirectory, named);
  const found = isWithin(scope.root, path) ? lookAt(filesOf(scope), path) : undefined;
  const workingDirectory = found?.isFile() === true ? dirname(path) : path;
  return found === undefined ? [] : findSources({ ...scope, workingDirectory });
}

/** Sources from which a tool generates files to check, one of each kind. */
export function findSources(scope: Scope): readonly RoleSource[] {
  const found = new Map<string, RoleSource>();
  for (const [kind, glob, holds] of GLOBS) {
    if (found.has(kind)) continue;
    const { candidates } = findCandidates(scope, [glob]);
    const first =
      holds === undefined ? candidates[0] : candidates.slice(0, MAX_FILES).find(({ path }) => has(scope, path, holds));
    if (first !== undefined) found.set(kind, { kind, path: reportedPath(scope, first.path) });
  }
  return [...found.values()];
}

function has(scope: Scope, path: string, pattern: RegExp): boolean {
  try {
    const stat = filesOf(scope).lstat(path);
    if (stat?.isFile() !== true || stat.size > MAX_FILE_SIZE) return false;
    const bytes = scope.commit?.read(path) ?? readFileSync(path);
    return pattern.test(bytes.toString("latin1").replace(COMMENT, ""));
  } catch {
    return false;
  }
}
