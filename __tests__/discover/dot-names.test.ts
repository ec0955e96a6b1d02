import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { findCandidates } from "../../src/discover/find-candidates.js";
import { type Intake, readFiles } from "../../src/readers/read-files.js";
import { role } from "../readers/terraform-source/in-memory.js";
import { commit, emptyFolder, git, removeFolders, writeFiles } from "./repository.js";

afterAll(removeFolders);

const TEMPLATE = JSON.stringify({ Resources: { R: { Type: "AWS::IAM::Role", Properties: {} } } });

function readIn(root: string, files = ""): Intake {
  const resolved = resolveOptions(new Map(files === "" ? [] : [["files", files]]), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  return readFiles(resolved.options.check, { scope: { root, workingDirectory: root, confined: true } }, []);
}

type Way = "in no repository" | "tracked" | "untracked";

/** A folder with one file. `way`: whether it is in a repository and tracked. */
function folderWith(path: string, text: string, way: Way): string {
  const root = emptyFolder();
  if (way !== "in no repository") git(root, "init", "--quiet");
  if (way === "untracked") commit(root, { "README.md": "" });
  if (way === "tracked") commit(root, { [path]: text });
  else writeFiles(root, { [path]: text });
  return root;
}

const ALL: readonly Way[] = ["in no repository", "tracked", "untracked"];

// Files that come with a pull request are tracked. Untracked files below a dot folder belong to a tool's cache or
// contain credentials.
test.each<[string, readonly Way[], string]>([
  ["plain/w.json", ALL, ""],
  ["cdk.out/w.json", ALL, ""],
  [".h/w.json", ["in no repository", "tracked"], ""],
  [".w.json", ["in no repository", "tracked"], ""],
  ["a/.h/b/w.yml", ["in no repository", "tracked"], ""],
  [".infra/main.tf", ["in no repository", "tracked"], ""],
  [".github/w.json", ["in no repository", "tracked"], ""],
  [".aws-sam/build/template.yaml", ["in no repository", "tracked"], ""],
  [".aws-sam/build/template.yaml", ALL, ".aws-sam/**/*.yaml"],
  [".aws-sam/build/template.yaml", ALL, ".*/**/*.yaml"],
  [".aws-sam/build/template.yaml", ALL, ".aws-sam"],
  [".aws/w.json", ["tracked"], ""],
  [".env.json", ["tracked"], ""],
  [".git/w.json", [], ""],
  [".terraform/w.json", [], ""],
  [".venv/w.json", [], ""],
  ["vendor/w.json", [], ""],
  ["node_modules/.w.json", [], ""],
])("reads %s: %j %s", (path, ways, files) => {
  const text = path.endsWith(".tf") ? role("r") : TEMPLATE;
  const read = ALL.filter((way) => {
    // git itself refuses to track files there.
    if (path.startsWith(".git/") && way === "tracked") return false;
    return readIn(folderWith(path, text, way), files).roles.length > 0;
  });
  expect(read).toEqual(ways);
});

test("does not report a tool's file below a dot as an unreadable template", () => {
  const workflow = `on: push
jobs:
  veeam:
    runs-on: \${{ matrix.os }}
    env: { POLICY: '{"Statement":[]}' }
    steps:
      - run: grep -r "AWS::IAM::Role" . && grep aws_iam_role main.tf
`;
  const { roles, problems, passedOver } = readIn(folderWith(".github/workflows/ci.yml", workflow, "tracked"));
  expect([roles, problems, passedOver]).toEqual([[], [], []]);
});

const unlessRoot = process.getuid?.() === 0 || process.platform === "win32" ? test.skip : test;

unlessRoot("ignores a cache that it can't enter", () => {
  const root = folderWith("w.json", TEMPLATE, "tracked");
  mkdirSync(join(root, ".data"), { mode: 0 });
  expect(readIn(root).problems).toEqual([]);
});

/** fast-glob groups globs by their folders in an object. */
test.each([
  ["constructor/*.json", "constructor/w.json"],
  ["toString/**/*.json", "toString/a/w.json"],
])("with %s finds %s", (files, path) =>
  expect(readIn(folderWith(path, TEMPLATE, "tracked"), files).read).toEqual([path]),
);

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux.each<[string, Buffer | string, string]>([
  ["a line feed", "a\nb", "has a line break in its name, and no glob matches past it"],
  ["a carriage return", "a\rb", "has a line break in its name, and no glob matches past it"],
  ["U+2028", "a\u2028b", "has a line break in its name, and no glob matches past it"],
  ["invalid UTF-8", Buffer.from("a\xff", "latin1"), "can't be read: its name is not UTF-8"],
])("reports a folder with %s in its name as an error", (_name, folder, reason) => {
  for (const isTracked of [false, true]) {
    const root = folderWith("README.md", "", "tracked");
    const path = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(folder)]);
    mkdirSync(path);
    writeFileSync(Buffer.concat([path, Buffer.from("/w.json")]), TEMPLATE);
    if (isTracked) commit(root, {});
    const [problem, ...others] = readIn(root).problems;
    expect([problem?.message.endsWith(reason), problem?.help, others]).toEqual([true, "rename it", []]);
    expect(readIn(root, "*.json").problems).toEqual([]);
  }
});

test("reports an exclusion that matches nothing", () => {
  const { problems } = readIn(folderWith("w.json", TEMPLATE, "tracked"), "*.json\n!!");
  expect(problems.map(({ message }) => message)).toEqual(["! excludes nothing"]);
});

// A pull request can change the configuration. The workflow's own inputs are the operator's.
test.each<[string, string, readonly Way[], readonly Way[]]>([
  [".git/w.json", ".git/w.json", ["in no repository", "untracked"], []],
  [".git/w.json", ".git/*.json", ["in no repository", "untracked"], []],
  [".git/w.json", ".git", ["in no repository", "untracked"], []],
  [".GIT/w.json", ".GIT/w.json", ["in no repository"], []],
  ["gha-creds-2.json", "gha-creds-2.json", ALL, ["tracked"]],
  ["a/gha-creds-2.json", "**/gha*.json", ALL, ["tracked"]],
  [".docker/config.json", ".docker/config.json", ALL, ["tracked"]],
  [".aws-sam/w.json", ".aws-sam/w.json", ALL, ALL],
  ["build/plan.json", "build/plan.json", ALL, ALL],
])(
  "finds %s, which is named as %s, for the workflow %j, and for the configuration %j",
  (path, pattern, named, configured) => {
    const finds = (patterns: readonly string[], ofConfiguration: readonly string[]) =>
      ALL.filter((way) => {
        if (path.startsWith(".git/") && way === "tracked") return false;
        if (path.startsWith(".GIT/") && way !== "in no repository") return false;
        const root = folderWith(path, TEMPLATE, way);
        const scope = { root, workingDirectory: root, confined: true };
        const { candidates } = findCandidates(scope, patterns, ofConfiguration);
        return candidates.some((one) => one.path === join(root, path) && one.isLeftOut?.() !== true);
      });
    expect(finds([pattern], [])).toEqual(named);
    expect(finds([], [pattern])).toEqual(configured);
  },
);
