// Writes git.diff for each fixture of the suggestions: git's diff of its base and head, as GitHub requests it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const fixtures = join(dirname(fileURLToPath(import.meta.url)), "../__tests__/fixtures/bytes/suggestions");

for (const { name } of readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const repository = mkdtempSync(join(tmpdir(), "diff-fixture-"));
  const git = (...args) => {
    const settings = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "core.autocrlf=false"];
    return execFileSync("git", [...settings, ...args], { cwd: repository, encoding: "utf8" });
  };
  const commit = (side) => {
    for (const file of readdirSync(repository))
      if (file !== ".git") rmSync(join(repository, file), { recursive: true });
    cpSync(join(fixtures, name, side), repository, { recursive: true });
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", side);
  };
  try {
    git("init", "--quiet");
    commit("base");
    commit("head");
    writeFileSync(join(fixtures, name, "git.diff"), git("diff", "--full-index", "--find-renames", "HEAD~", "HEAD"));
  } finally {
    rmSync(repository, { recursive: true });
  }
}
