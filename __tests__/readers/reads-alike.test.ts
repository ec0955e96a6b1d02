import { cpSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { withBaseCommit } from "../../src/discover/base-commit.js";
import type { CommitTree } from "../../src/discover/commit-tree.js";
import { readFiles } from "../../src/readers/read-files.js";
import { readsAlike } from "../../src/readers/reads-alike.js";
import { emptyFolder, removeFolders, repository, writeFiles } from "../discover/repository.js";

type Files = Readonly<Record<string, string>>;

const policy = readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8");
const child = "Resources:\n  VeeamRole:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: x\n";
const parent =
  "Resources:\n  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: child.template.txt\n";
const nested: Files = { "main.yaml": parent, "child.template.txt": child };
const base: Files = { "veeam.json": policy, "package.json": "{}", "src/index.ts": "x", ...nested };

function optionsFor(inputs: Readonly<Record<string, string>>) {
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  return resolved.options.check;
}

const ways = ["sha1", "sha256"].map((format) => `--object-format=${format}`);
let repositories: readonly string[] = [];
beforeAll(() => {
  repositories = ways.map((way) => repository(base, way));
});
afterAll(removeFolders);

function scopeOf(root: string) {
  return { root, workingDirectory: root, confined: true };
}

/** Whether the files still read like the repository's commit after a change. */
function afterChange(
  repository: string | undefined,
  change: (root: string) => void,
  inputs: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const root = emptyFolder();
  cpSync(repository ?? "", root, { recursive: true });
  change(root);
  const scope = scopeOf(root);
  const options = optionsFor(inputs);
  const intake = readFiles(options, { scope }, ["veeam"]);
  return withBaseCommit(scope, { name: "main", ref: "main", head: null }, async (tree: CommitTree) =>
    readsAlike(options, scope, tree, intake),
  );
}

const removed = (root: string, path: string): void => rmSync(join(root, path));

test.each<[string, (root: string) => void]>([
  ["nothing", () => {}],
  ["source that no reader reads", (root) => writeFiles(root, { "src/index.ts": "y", "README.md": "z" })],
  ["JSON of another kind", (root) => writeFiles(root, { "package.json": '{"name":"a"}' })],
  ["new files of another kind", (root) => writeFiles(root, { "out/tsconfig.json": "{}", "other.yml": "a: 1" })],
  ["a deleted file of another kind", (root) => removed(root, "package.json")],
])("ignores a change of %s", async (_name, change) => {
  for (const repository of repositories) expect(await afterChange(repository, change)).toBe(true);
});

test.each<[string, (root: string) => void, Readonly<Record<string, string>>?]>([
  ["a policy's whitespace", (root) => writeFiles(root, { "veeam.json": `${policy}\n` })],
  ["a new policy", (root) => writeFiles(root, { "out/other.json": policy })],
  ["a deleted policy", (root) => removed(root, "veeam.json")],
  ["a policy's name", (root) => renameSync(join(root, "veeam.json"), join(root, "other.json"))],
  ["a policy that becomes a file of another kind", (root) => writeFiles(root, { "veeam.json": "{}" })],
  ["a file of another kind that becomes a policy", (root) => writeFiles(root, { "package.json": policy })],
  ["a policy that became unreadable", (root) => writeFiles(root, { "veeam.json": policy.slice(0, 200) })],
  ["a nested template", (root) => writeFiles(root, { "child.template.txt": `${child}# x\n` })],
  ["a deleted nested template", (root) => removed(root, "child.template.txt")],
  ["a new file that is named literally", (root) => writeFiles(root, { "new.json": "{}" }), { files: "new.json" }],
  [
    "a file of another kind that is named literally",
    (root) => writeFiles(root, { "package.json": "[]" }),
    { files: "package.json" },
  ],
  [
    "a link to a nested template",
    (root) => {
      removed(root, "child.template.txt");
      writeFiles(root, { "other.txt": `${child}# x\n` });
      symlinkSync("other.txt", join(root, "child.template.txt"));
    },
  ],
])("reads again after a change of %s", async (_name, change, inputs = {}) => {
  expect(await afterChange(repositories[0], change, inputs)).toBe(false);
});

test("produces the same report whether or not the base is examined", async () => {
  const [root = ""] = repositories;
  const reportWith = async (optionsAt: () => ReturnType<typeof optionsFor> | null) => {
    const outcome = await check(optionsFor({}), {
      scope: scopeOf(root),
      today: "2026-11-28",
      base: { name: "main", ref: "main", head: null },
      optionsAt,
    });
    return "report" in outcome ? outcome.report : outcome;
  };
  // With options from another configuration, the base is examined even if they are equal.
  expect(await reportWith(() => null)).toEqual(await reportWith(() => optionsFor({})));
});
