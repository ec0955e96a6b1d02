import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writeRepository } from "./packed-repository.js";

type Files = Readonly<Record<string, string>>;

const open: string[] = [];

/** For `afterEach`: deletes the folders that tests created. */
export function removeFolders(): void {
  for (const folder of open.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-"));
  open.push(folder);
  return folder;
}

/** Runs git in `folder` like a user, regardless of the machine's own configuration. */
export function git(folder: string, ...args: readonly string[]): string {
  const identity = ["user.name=a", "user.email=a@example.com", "commit.gpgsign=false", "init.defaultBranch=main"];
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: folder };
  const settings = identity.flatMap((setting) => ["-c", setting]);
  return execFileSync("git", [...settings, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Commits the given files and returns the commit. */
export function commit(folder: string, files: Files): string {
  writeFiles(folder, files);
  git(folder, "add", "--all", "--force");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", "m");
  return git(folder, "rev-parse", "HEAD");
}

/** A repository with one commit on `main`. */
export function repository(files: Files, ...initOptions: readonly string[]): string {
  const folder = emptyFolder();
  git(folder, "init", "--quiet", ...initOptions);
  commit(folder, files);
  return folder;
}

export interface PullRequest {
  /** GitHub's copy of the repository. */
  readonly origin: string;
  readonly base: string;
  readonly head: string;
}

/** A pull request as GitHub stores it: `main`, the head, and their merge under `refs/pull/7/merge`. */
export function pullRequest(before: Files, after: Files): PullRequest {
  const origin = repository(before);
  const base = git(origin, "rev-parse", "HEAD");
  git(origin, "checkout", "--quiet", "-b", "feature");
  const head = commit(origin, after);
  git(origin, "checkout", "--quiet", "--detach", "main");
  git(origin, "merge", "--quiet", "--no-ff", "--no-edit", "feature");
  git(origin, "update-ref", "refs/pull/7/merge", "HEAD");
  git(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
  git(origin, "checkout", "--quiet", "main");
  return { origin, base, head };
}

/** The checkout that actions/checkout creates. */
export function checkOut({ origin }: PullRequest, depth: number, ref = "refs/pull/7/merge"): string {
  const folder = emptyFolder();
  git(folder, "init", "--quiet");
  git(folder, "fetch", "--quiet", "--no-tags", `--depth=${depth}`, `file://${origin}`, ref);
  git(folder, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD");
  return folder;
}

/** A repository with two commits on `main`. The second deletes the files whose text is empty. Hundreds of tests need one. */
export function twoCommits(base: Files, head: Files): string {
  const folder = emptyFolder();
  writeRepository(folder, [base, head]);
  writeFiles(folder, Object.fromEntries(Object.entries({ ...base, ...head }).filter(([, text]) => text !== "")));
  return folder;
}
