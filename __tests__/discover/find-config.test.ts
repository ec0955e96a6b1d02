import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withBaseCommit } from "../../src/discover/base-commit.js";
import { findConfig } from "../../src/discover/find-config.js";
import { commit, emptyFolder, git, removeFolders } from "./repository.js";

let top = "";
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "find-config-"));
  mkdirSync(join(top, "repository/.git"), { recursive: true });
});
afterEach(removeFolders);
afterEach(() => rmSync(top, { recursive: true }));

interface Run {
  readonly files: Readonly<Record<string, string>>;
  /** Relative to the repository. */
  readonly from?: string;
  readonly named?: string;
}

function find({ files, from = ".", named }: Run, confined: boolean) {
  const repository = join(top, "repository");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  const workingDirectory = join(repository, from);
  mkdirSync(workingDirectory, { recursive: true });
  const root = confined ? repository : workingDirectory;
  return findConfig({ root, workingDirectory, confined }, named ?? null);
}

const settings = "roles:\n  VeeamRole: backup\n";

describe.each([
  ["on the command line", false],
  ["in the Action", true],
])("%s", (_, confined) => {
  test.each([
    ".github/worker-iam-check.yml",
    ".github/worker-iam-check.yaml",
    ".github/worker-iam-check.json",
    "worker-iam-check.yml",
    "worker-iam-check.yaml",
    "worker-iam-check.json",
    ".worker-iam-check.yml",
    ".worker-iam-check.yaml",
    ".worker-iam-check.json",
  ])("finds %s at the root and from a subfolder", (path) => {
    const files = { [path]: JSON.stringify({ roles: "a: backup" }) };
    expect(find({ files }, confined)).toMatchObject({ file: { path }, unread: [], shared: false });
    expect(find({ files, from: "infra/iam" }, confined)).toMatchObject({ file: { path }, prefix: "" });
  });

  test("reads the nearest file and reports the other", () => {
    const files = { ".github/worker-iam-check.yml": settings, "infra/.worker-iam-check.yml": settings };
    const found = find({ files, from: "infra" }, confined);
    const [read, other] = confined
      ? ["infra/.worker-iam-check.yml", ".github/worker-iam-check.yml"]
      : [".worker-iam-check.yml", "../.github/worker-iam-check.yml"];
    expect(found).toMatchObject({ file: { path: read }, prefix: confined ? "infra/" : "" });
    expect(found).toMatchObject({ unread: [{ path: other, why: "outranked" }] });
  });

  test.each([
    ["in one folder", [".github/worker-iam-check.yml", ".github/worker-iam-check.yaml"]],
    ["in the two folders for one", [".github/worker-iam-check.yml", "worker-iam-check.json"]],
    ["with and without a dot", ["worker-iam-check.yml", ".worker-iam-check.yml"]],
  ])("reports two %s as an error", (_, paths) => {
    const files = Object.fromEntries(paths.map((path) => [path, "fail-on: never\n"]));
    const message = `there are 2 configurations: ${paths.join(", ")}`;
    expect(find({ files, from: "infra" }, confined)).toMatchObject({ problem: { message } });
  });

  test.each([
    ".github/worker_iam_check.yml",
    ".github/worker-iam-chek.yml",
    "Worker-IAM-Check.yml",
    "worker-iam-check.config.yml",
    ".worker-iam-checkrc",
    "worker-iam-check.yml.txt",
    ".github/worker-iam-check.toml",
    ".github/worker-iam-check/config.yml",
    ".worker-iam-check/config.yaml",
  ])("recognizes %s as a possible configuration", (path) => {
    const text = path.endsWith(".toml") ? 'fail-on = "never"\n' : settings;
    expect(find({ files: { [path]: text } }, confined)).toMatchObject({
      file: null,
      unread: [{ path, why: "misnamed" }],
    });
  });

  test.each([
    "config/worker-iam-check.yml",
    "infra/.github/worker-iam-check.yaml",
    "teams/b/.github/worker-iam-check.yml",
    "a/b/c/d/worker-iam-check.yml",
  ])("also recognizes %s", (path) => {
    expect(find({ files: { [path]: settings } }, confined)).toMatchObject({ unread: [{ path, why: "below" }] });
  });

  test.each([
    ["a workflow", ".github/workflows/worker-iam-check.yml", "on: push\njobs: {}\n"],
    ["a workflow elsewhere", ".github/worker-iam.yml", "on: push\njobs: {}\n"],
    ["a report", "worker-iam-check.json", '{ "schemaVersion": 1, "roles": [], "files": {} }'],
    ["a report under another name", "worker-iam-check-report.json", '{ "schemaVersion": 1, "roles": [] }'],
    ["a baseline", "worker-iam-check.json", '{ "baselineVersion": 1, "findings": [] }'],
    ["another tool's configuration", ".github/worker-iam-check/config.yml", "on: push\njobs: {}\n"],
    ["another file of a folder", ".github/worker-iam-check/policy.yml", settings],
    ["a template", "workers.yml", "Resources: {}\n"],
    ["requirements", "worker-iam-check-requirements.yml", "version: 1\nkinds: {}\n"],
  ])("does not recognize %s", (_, path, text) => {
    expect(find({ files: { [path]: text } }, confined)).toMatchObject({ file: null, unread: [] });
  });

  test("reports nothing next to a named configuration", () => {
    const files = { "ci/check.yml": settings, ".github/worker-iam-check.yml": settings };
    const found = find({ files, named: "ci/check.yml" }, confined);
    expect(found).toMatchObject({ file: { path: "ci/check.yml" }, shared: false, unread: [] });
  });

  test("treats a configuration in another repository's folder as shared", () => {
    const files = { "shared/.git/HEAD": "", "shared/check.yml": settings };
    expect(find({ files, named: "shared/check.yml" }, confined)).toMatchObject({ shared: true });
  });
});

test("reads nothing above the repository", () => {
  writeFileSync(join(top, "worker-iam-check.yml"), settings);
  for (const confined of [false, true])
    expect(find({ files: {}, from: "infra" }, confined)).toMatchObject({
      file: null,
      scope: { root: join(top, "repository") },
      unread: [],
    });
});

test("searches only the folder itself outside a repository", () => {
  rmSync(join(top, "repository/.git"), { recursive: true });
  const files = { "worker-iam-check.yml": settings };
  expect(find({ files, from: "infra" }, false)).toMatchObject({
    file: null,
    scope: { root: join(top, "repository/infra") },
  });
  expect(find({ files: {} }, false)).toMatchObject({ file: { path: "worker-iam-check.yml" } });
});

test("finds the configuration of a commit", async () => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  commit(root, { ".github/worker-iam-check.yaml": "fail-on: never\n", "infra/a.txt": "" });
  git(root, "mv", ".github/worker-iam-check.yaml", "renamed.yml");
  const scope = { root, workingDirectory: join(root, "infra"), confined: true };
  expect(findConfig(scope, null)).toMatchObject({ file: null });
  const base = { name: "HEAD", ref: "HEAD", head: null };
  const found = await withBaseCommit(scope, base, async (commit) => findConfig({ ...scope, commit }, null));
  const file = { path: ".github/worker-iam-check.yaml", text: "fail-on: never\n" };
  expect(found).toMatchObject({ file, unread: [] });
});
