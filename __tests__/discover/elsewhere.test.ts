import { mkdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { readFiles } from "../../src/readers/read-files.js";
import { commit, emptyFolder, git, removeFolders, writeFiles } from "./repository.js";

// Matching files whose contents are elsewhere.

afterAll(removeFolders);

const TEMPLATE = JSON.stringify({ Resources: { R: { Type: "AWS::IAM::Role", Properties: {} } } });

/** The files' errors, and the reasons why files are not checked. */
function reportedIn(root: string, files = ""): readonly string[] {
  const resolved = resolveOptions(new Map(files === "" ? [] : [["files", files]]), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: true };
  const { problems, passedOver } = readFiles(resolved.options.check, { scope }, ["veeam"]);
  return [
    ...problems.map(({ message }) => `error: ${message}`),
    ...passedOver.map(({ id, reason }) => `listed: ${id} ${reason}`),
  ];
}

const POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\nsize 12345\n";
const IS_POINTER = "is a Git LFS pointer, and the file that it points to is not here";
const HELP = "run `git lfs pull` (in a workflow, set `lfs: true` at actions/checkout), or leave it out with `files`";

test.each<[string, string, string, readonly string[]]>([
  ["with a worker role's name", "veeam-restore.json", "", [`error: veeam-restore.json ${IS_POINTER}`]],
  ["in a folder with a worker role's name", "veeam/restore.json", "", [`error: veeam/restore.json ${IS_POINTER}`]],
  ["that is named", "data.json", "data.json", [`error: data.json ${IS_POINTER}`]],
  ["with any other name", "data.json", "", [`listed: data.json ${IS_POINTER}: ${HELP}`]],
  ["that does not match", "veeam.bin", "", []],
  [
    "in place of Terraform source",
    "main.tf",
    "",
    ['error: main.tf is not valid HCL: this is neither an argument ("name =") nor a block ("name {")'],
  ],
])("checks a Git LFS pointer %s", (_name, path, named, reported) => {
  const root = emptyFolder();
  writeFiles(root, { [path]: POINTER });
  expect(reportedIn(root, named)).toEqual(reported);
});

test.each<[string, string, string]>([
  ["a stack set", "StackSet", '{StackSetName: s, TemplateURL: "https://s3.amazonaws.com/b/x.yaml"}'],
  ["a nested stack", "Stack", '{TemplateURL: "https://s3.amazonaws.com/b/x.yaml"}'],
  [
    "an included template",
    "StackSet",
    "{StackSetName: s, TemplateBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/x}}}}",
  ],
])("lists %s elsewhere, with no role next to it", (_name, type, properties) => {
  const root = emptyFolder();
  writeFiles(root, {
    "t.yaml": `Resources:\n  Set:\n    Type: AWS::CloudFormation::${type}\n    Properties: ${properties}\n`,
  });
  expect(reportedIn(root)).toEqual([expect.stringMatching(/^listed: Set its template/i)]);
});

test.each([
  ["blank lines before it", `\n \r\n${POINTER}`],
  ["the prerelease name", POINTER.replace("git-lfs", "hawser")],
  [
    "the first name of the specification",
    POINTER.replace("https://git-lfs.github.com/spec/v1", "http://git-media.io/v/2"),
  ],
])("recognizes a Git LFS pointer with %s", (_name, text) => {
  const root = emptyFolder();
  writeFiles(root, { "veeam-restore.json": text });
  expect(reportedIn(root)).toEqual([`error: veeam-restore.json ${IS_POINTER}`]);
});

const isLinkTo = (target: string) =>
  `listed: w.yaml is a symbolic link to ${target}, which \`files\` does not match: name that file itself`;
const NOWHERE = "is a symbolic link that points outside the repository, to nothing, or to itself";
const unlessWindows = process.platform === "win32" ? test.skip : test;

unlessWindows.each<[string, string, string, readonly string[]]>([
  ["a template that does not match the glob", "d/real.txt", TEMPLATE, [isLinkTo("d/real.txt")]],
  ["a template in a folder that is not searched", "vendor/real.yaml", TEMPLATE, [isLinkTo("vendor/real.yaml")]],
  ["a file that does not look like a template", "d/real.txt", "text", []],
  ["a template that matches the glob", "d/real.json", TEMPLATE, []],
  ["a file with a credential's name", ".aws/credentials", TEMPLATE, []],
])("checks a link to %s", (_name, target, text, reported) => {
  const root = emptyFolder();
  writeFiles(root, { [target]: text });
  symlinkSync(target, join(root, "w.yaml"));
  expect(reportedIn(root)).toEqual(reported);
});

unlessWindows.each<[string, readonly string[]]>([
  ["d/real.txt", ["error: veeam.yaml is a symbolic link to d/real.txt, which `files` does not match"]],
  ["d/text.txt", []],
  ["d/real.yaml", []],
  [tmpdir(), [`error: veeam.yaml ${NOWHERE}`]],
  ["missing.yaml", [`error: veeam.yaml ${NOWHERE}`]],
  ["veeam.yaml", [`error: veeam.yaml ${NOWHERE}`]],
])("reports a link with a worker's name as an error unless it is checked where it leads: %s", (target, reported) => {
  const root = emptyFolder();
  writeFiles(root, { "d/real.txt": TEMPLATE, "d/text.txt": "text", "d/real.yaml": TEMPLATE });
  symlinkSync(target, join(root, "veeam.yaml"));
  expect(reportedIn(root)).toEqual(reported);
});

unlessWindows.each<[string, Readonly<Record<string, string>>, string, readonly string[]]>([
  ["that a glob's folder matches", { "envs/prod": "../shared/prod" }, "envs/*/*.yaml", ["envs/prod/w.yaml"]],
  ["at any depth in a glob", { "envs/all": "../shared" }, "envs/**/*.yaml", ["envs/all/prod/w.yaml"]],
  ["with two names", { "envs/a": "../shared/prod", "envs/b": "../shared/prod" }, "envs/a*/*.yaml", ["envs/a/w.yaml"]],
  ["whose template also matches directly", { "envs/prod": "../shared/prod" }, "*/*/*.yaml", []],
  ["that the glob names", { "envs/prod": "../shared/prod" }, "envs/prod/*.yaml\nenvs/*/w.yaml", []],
  ["that is excluded", { "envs/prod": "../shared/prod" }, "envs/*/*.yaml\n!envs/prod/**", []],
  ["to its own folder", { "shared/prod/self": "." }, "*/*/*/*.yaml", ["shared/prod/self/w.yaml"]],
  ["outside the repository", { "envs/prod": tmpdir() }, "envs/*/*.yaml", []],
  ["that is missing", { "envs/prod": "none" }, "envs/*/*.yaml", []],
])("checks a link to a folder %s", (_name, links, files, reported) => {
  const root = emptyFolder();
  writeFiles(root, { "shared/prod/w.yaml": TEMPLATE, "shared/prod/text.yaml": "text", "envs/own.txt": "" });
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  const reason = "is a symbolic link to shared/prod/w.yaml, which `files` does not match: name that file itself";
  expect(reportedIn(root, files).filter((line) => !line.includes("matches nothing"))).toEqual(
    reported.map((link) => `listed: ${link} ${reason}`),
  );
});

const UNTRACKED = "is a symbolic link to a file that git does not track, or that may hold credentials";

// A checkout has nothing behind such a link, regardless of what a build will put there.
unlessWindows.each<[string, string, string, string, readonly string[]]>([
  ["a folder that is missing", "veeam-roles", "none", "", [`error: veeam-roles ${NOWHERE}`]],
  ["a folder outside the repository", "veeam-roles", tmpdir(), "", [`error: veeam-roles ${NOWHERE}`]],
  ["a folder where no glob matches", "veeam-roles", "none", "d/**/*.json", []],
  ["a folder that is excluded", "veeam-roles", "none", "**/*.json\n!veeam*/**", []],
  ["a missing file that does not match", "veeam.png", "none", "", []],
  ["a folder with any other name", "roles", "none", "", []],
  ["an untracked folder", "veeam-roles", ".x", "", [`error: veeam-roles/w.yaml ${UNTRACKED}`]],
  ["an untracked file that matches, behind a dot", "veeam.yaml", ".x/w.yaml", "", [`error: veeam.yaml ${UNTRACKED}`]],
  ["an untracked file that does not match", "veeam.yaml", "build/w.txt", "", [`error: veeam.yaml ${UNTRACKED}`]],
  ["an untracked file that may hold credentials", "veeam.yaml", ".env.yaml", "", [`error: veeam.yaml ${UNTRACKED}`]],
  ["an untracked file that is checked", "veeam.yaml", "build/w.yaml", "", []],
  ["an untracked file that is no template", "veeam.yaml", ".x/text.yaml", "", []],
])("reports a tracked link with a worker's name to %s", (_name, link, target, files, reported) => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  symlinkSync(target, join(root, link));
  commit(root, { "d/a.json": "{}" });
  const untracked = [".x/w.yaml", "build/w.txt", "build/w.yaml", ".env.yaml"].map((path) => [path, TEMPLATE]);
  writeFiles(root, { ".x/text.yaml": "text", ...Object.fromEntries(untracked) });
  expect(reportedIn(root, files)).toEqual(reported);
});

test.each<[string, readonly string[]]>([
  [
    "veeam-roles",
    [
      "listed: veeam-roles is a submodule that is not checked out: in a workflow, set `submodules: true` at actions/checkout",
    ],
  ],
  ["roles", []],
])("lists a submodule that is not checked out if it has a worker's name: %s", (name, reported) => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  const head = commit(root, { "README.md": "" });
  git(root, "update-index", "--add", "--cacheinfo", `160000,${head},${name}`);
  mkdirSync(join(root, name));
  mkdirSync(join(root, "veeam-empty"));
  expect(reportedIn(root)).toEqual(reported);
});

unlessWindows("does not report an untracked link to a folder, as build tools make them", () => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  commit(root, { "README.md": "" });
  symlinkSync(tmpdir(), join(root, "result-veeam"));
  expect(reportedIn(root)).toEqual([]);
});

unlessWindows("does not multiply files through links to folders", () => {
  const root = emptyFolder();
  writeFiles(root, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a/d${index}/x.txt`, ""])));
  for (let index = 0; index < 300; index += 1) symlinkSync("..", join(root, `a/d${index}/up`));
  const started = performance.now();
  expect(reportedIn(root, "**/*.txt")).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});

unlessWindows("neither follows nor reports a link out of the repository or to an untracked file", () => {
  const outside = emptyFolder();
  const root = emptyFolder();
  git(root, "init", "--quiet");
  writeFiles(outside, { "real.txt": TEMPLATE });
  commit(root, { "README.md": "" });
  writeFiles(root, { "untracked.txt": TEMPLATE });
  const links = { "a.yaml": join(outside, "real.txt"), "b.yaml": "untracked.txt", "c.yaml": "none", "d.yaml": "." };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  expect(reportedIn(root)).toEqual([]);
});
