import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { inspect } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { type Base, withBaseCommit } from "../../src/discover/base-commit.js";
import { GitFault } from "../../src/discover/git.js";
import type { Scope } from "../../src/discover/scope.js";
import { reportFinding } from "../../src/report/build-report.js";
import { commit, emptyFolder, git, removeFolders, repository, writeFiles } from "./repository.js";

afterEach(removeFolders);

const policy = readFileSync("examples/policy-json/failing/veeam-backup.json", "utf8");
const unlessWindows = process.platform === "win32" ? test.skip : test;

function scopeOf(root: string, workingDirectory = root): Scope {
  return { root, workingDirectory, confined: true };
}

function baseOf(ref: string): Base {
  return { name: ref, ref, head: null };
}

async function findingsIn(scope: Scope, inputs: Readonly<Record<string, string>> = {}) {
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const inspected = await inspect(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in inspected) throw new Error(JSON.stringify(inspected.problems));
  const { files, findings, roles } = inspected.result;
  return { files, roles: roles.map(({ role }) => role.id), findings: findings.map(reportFinding) };
}

/** The findings of a check in a commit that isn't checked out. */
function committed(scope: Scope, ref: string, inputs: Readonly<Record<string, string>> = {}) {
  return withBaseCommit(scope, baseOf(ref), (files) => findingsIn({ ...scope, commit: files }, inputs));
}

function filesBelow(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const paths = names.filter((name) => /\.[a-z]+$/i.test(name)).map((name) => join(folder, name));
  return Object.fromEntries(
    paths.flatMap((path) => {
      try {
        return [[path, readFileSync(path, "latin1")] as const];
      } catch {
        return [];
      }
    }),
  );
}

test.each<[string, Readonly<Record<string, string>>]>([
  ["all files", {}],
  ["a folder", { files: "examples/cloudformation" }],
  ["a file", { files: "examples/policy-json/failing/veeam-backup.json" }],
  ["a brace", { files: "examples/policy-json/failing/{veeam-backup,veeam-restore}.json" }],
  ["another case", { files: "**/*.YAML\n!**/passing/**" }],
  ["nothing", { files: "gone.json\n*.cform" }],
])("finds the same in a commit as in the working tree in a check of %s", async (_name, inputs) => {
  const root = repository({ ...filesBelow("examples"), "node_modules/veeam.json": policy });
  const before = await findingsIn(scopeOf(root), inputs);
  git(root, "rm", "-r", "--quiet", ".");
  commit(root, { "README.md": "x" });
  expect(await committed(scopeOf(root), "main~1", inputs)).toEqual(before);
  expect(readdirSync(root).sort()).toEqual([".git", "README.md"]);
});

test("reads files in several parts if they are too large to hold at once", async () => {
  const filler = `,${" ".repeat(3_000_000)}`;
  const names = Array.from({ length: 30 }, (_, at) => `veeam-${at}.json`);
  const root = repository(
    Object.fromEntries(names.map((name, at) => [name, policy.replace(",", filler + " ".repeat(at))])),
  );
  expect((await committed(scopeOf(root), "main")).roles).toHaveLength(30);
});

unlessWindows("follows neither links nor submodules of a commit", async () => {
  const root = repository({ "veeam.json": policy });
  symlinkSync("/etc/hostname", join(root, "veeam-link.json"));
  symlinkSync("veeam.json", join(root, "veeam-inner.json"));
  const other = repository({ "veeam.json": policy });
  git(root, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", other, "sub");
  commit(root, {});
  const { files } = await committed(scopeOf(root), "main", { files: "**/*.json" });
  expect(files.paths).toEqual(["veeam.json"]);
});

test.each<[string, string[]]>([
  ["SHA-256", ["--object-format=sha256"]],
  ["SHA-1", []],
])("reads a repository with %s", async (_name, options) => {
  const root = repository({ "veeam.json": policy }, ...options);
  expect((await committed(scopeOf(root), "main")).roles).toEqual(["veeam"]);
});

test("reads packed objects, branches and tags by name, a linked worktree, and a subfolder", async () => {
  const root = repository({ "veeam.json": policy, "infra/veeam.json": policy });
  git(root, "tag", "v1");
  git(root, "checkout", "--quiet", "-b", "feature/x@2");
  commit(root, { "veeam.json": "{}" });
  git(root, "gc", "--quiet");
  for (const ref of ["main", "v1", "refs/heads/main", "feature/x@2~1", "HEAD^"])
    expect((await committed(scopeOf(root), ref)).roles).toHaveLength(2);
  const linked = join(emptyFolder(), "linked");
  git(root, "worktree", "add", "--quiet", linked, "-b", "other");
  expect((await committed(scopeOf(linked), "main")).roles).toHaveLength(2);
  const below = join(root, "infra");
  const local = { root: below, workingDirectory: below, confined: false };
  expect((await committed(local, "main")).files.paths).toEqual(["veeam.json"]);
  await expect(committed(scopeOf(below), "main")).rejects.toThrow("this is not a git repository");
});

test.each(["gone", "-x", "--help", "main..main", "HEAD:veeam.json", "", "a b", "@{upload}", "x\ny"])(
  "finds no commit for `%s`",
  async (ref) => {
    const root = repository({ "veeam.json": policy });
    await expect(committed(scopeOf(root), ref)).rejects.toThrow(GitFault);
  },
);

describe("a base branch that moved on after the checked-out branch was created", () => {
  const fromFork = (ref: string): Base => ({ ...baseOf(ref), fromFork: true });
  const baseIn = (root: string, base: Base) =>
    withBaseCommit(scopeOf(root), base, async ({ name }, _checkedOut, isFork) => ({ name, isFork }));

  function diverged() {
    const root = repository({ "a.txt": "a" });
    const fork = git(root, "rev-parse", "HEAD");
    git(root, "checkout", "--quiet", "-b", "feature");
    const feature = commit(root, { "b.txt": "b" });
    git(root, "checkout", "--quiet", "main");
    const main = commit(root, { "c.txt": "c" });
    git(root, "checkout", "--quiet", "feature");
    return { root, fork, feature, main };
  }

  test("counts as it was at that time", async () => {
    const { root, fork, feature, main } = diverged();
    expect(await baseIn(root, fromFork("main"))).toEqual({ name: fork, isFork: true });
    expect(await baseIn(root, { ...baseOf("main"), head: feature })).toEqual({ name: fork, isFork: true });
    expect(await baseIn(root, baseOf("main"))).toEqual({ name: main, isFork: true });
    git(root, "merge", "--quiet", "main");
    expect(await baseIn(root, fromFork("main"))).toEqual({ name: main, isFork: true });
    expect(await baseIn(root, fromFork("HEAD^"))).toEqual({ name: feature, isFork: true });
  });

  test("counts as it is if that commit is missing", async () => {
    const { root, main } = diverged();
    const clone = emptyFolder();
    git(clone, "clone", "--quiet", "--depth", "1", "--no-single-branch", `file://${root}`, ".");
    expect(await baseIn(clone, fromFork("origin/main"))).toEqual({ name: main, isFork: false });
  });

  test("counts as it is if the two have no common commit", async () => {
    const { root, main } = diverged();
    git(root, "checkout", "--quiet", "--orphan", "alone");
    commit(root, { "d.txt": "d" });
    expect(await baseIn(root, fromFork("main"))).toEqual({ name: main, isFork: false });
  });
});

test("handles a repository without commits and a folder that only looks like one", async () => {
  const root = emptyFolder();
  git(root, "init", "--quiet");
  await expect(committed(scopeOf(root), "main")).rejects.toThrow(GitFault);
  writeFileSync(join(root, "file"), "x");
  rmSync(join(root, ".git"), { recursive: true });
  writeFileSync(join(root, ".git"), "gitdir: /nowhere\n");
  await expect(committed(scopeOf(root), "main")).rejects.toThrow(GitFault);
});

const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot("reads a repository of another owner, such as in a container job", async () => {
  const root = repository({ "veeam.json": policy });
  for (const path of [".", ".git", "veeam.json"]) chownSync(join(root, path), 65_534, 65_534);
  expect(() => git(root, "log")).toThrow("dubious ownership");
  expect((await committed(scopeOf(root), "main")).roles).toEqual(["veeam"]);
});

describe("runs nothing from the repository", () => {
  unlessWindows("runs no hooks, configuration, filters, or git from its folder", async () => {
    const canary = join(emptyFolder(), "ran");
    const script = `#!/bin/sh\ntouch '${canary}'\ncat\n`;
    const root = repository({
      "veeam.json": policy,
      ".gitattributes": "* filter=evil diff=evil\n*.json working-tree-encoding=UTF-8\n",
      git: script,
      ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh evil\n\tupdate = !./evil\n',
    });
    writeFiles(root, { evil: script });
    for (const name of ["git", "evil"]) chmodSync(join(root, name), 0o755);
    const evil = join(root, "evil");
    const hooks = join(root, ".git/hooks");
    for (const hook of ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"]) {
      mkdirSync(hooks, { recursive: true });
      writeFileSync(join(hooks, hook), script, { mode: 0o755 });
    }
    const sections = [
      `[core]\n\tfsmonitor = ${evil}\n\tsshCommand = ${evil}\n\tpager = ${evil}\n\thooksPath = ${hooks}\n\taskPass = ${evil}\n\teditor = ${evil}`,
      `[filter "evil"]\n\tclean = ${evil}\n\tsmudge = ${evil}\n\tprocess = ${evil}\n\trequired = true`,
      `[diff "evil"]\n\ttextconv = ${evil}\n\tcommand = ${evil}\n[diff]\n\texternal = ${evil}`,
      `[alias]\n\trev-parse = !${evil}\n\tcat-file = !${evil}\n\tls-tree = !${evil}`,
      `[credential]\n\thelper = !${evil}\n[include]\n\tpath = ${evil}.config\n[pager]\n\tcat-file = ${evil}\n\tls-tree = ${evil}`,
    ];
    writeFiles(root, { ".git/config": `${readFileSync(join(root, ".git/config"), "utf8")}${sections.join("\n")}\n` });
    const [folder, path] = [process.cwd(), process.env.PATH];
    try {
      process.chdir(root);
      process.env.PATH = `:${path}`;
      expect((await committed(scopeOf(root), "main")).roles).toEqual(["veeam"]);
    } finally {
      process.chdir(folder);
      process.env.PATH = path;
    }
    expect(existsSync(canary)).toBe(false);
  });

  unlessWindows("fetches nothing for a partial clone", async () => {
    const canary = join(emptyFolder(), "ran");
    const origin = repository({ "veeam.json": policy });
    git(origin, "config", "uploadpack.allowFilter", "true");
    const root = join(emptyFolder(), "clone");
    git(origin, "clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${origin}`, root);
    git(root, "config", "remote.origin.uploadpack", `touch ${canary}; git-upload-pack`);
    await expect(committed(scopeOf(root), "main")).rejects.toThrow("git can't find all of its files");
    const lacking = "1".repeat(40);
    await expect(committed(scopeOf(root), lacking)).rejects.toThrow("it is not in this checkout");
    git(root, "config", "remote.origin.url", `ext::sh -c touch% ${canary}`);
    git(root, "config", "protocol.ext.allow", "always");
    await expect(committed(scopeOf(root), lacking)).rejects.toThrow("it is not in this checkout");
    expect(existsSync(canary)).toBe(false);
  });

  unlessWindows("does not read a replacement object as the commit's", async () => {
    const root = repository({ "veeam.json": policy });
    const [real, other] = [git(root, "rev-parse", "main:veeam.json"), commit(root, { "veeam.json": "{}" })];
    git(root, "replace", real, git(root, "rev-parse", `${other}:veeam.json`));
    expect((await committed(scopeOf(root), "main~1")).roles).toEqual(["veeam"]);
  });

  test("leaves no folder behind", async () => {
    const root = repository({ "veeam.json": policy });
    const ours = () => readdirSync(tmpdir()).filter((name) => name.startsWith("worker-iam-check-git-"));
    const before = ours();
    await committed(scopeOf(root), "main");
    await expect(committed(scopeOf(root), "gone")).rejects.toThrow();
    // Tests that run at the same time have their own folders, each for a moment.
    const left = ours().filter((name) => !before.includes(name));
    const isThere = (name: string) => existsSync(join(tmpdir(), name));
    for (let wait = 0; wait < 200 && left.some(isThere); wait += 1) await setTimeout(50);
    expect(left.filter(isThere)).toEqual([]);
  });
});
