import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { findConfig } from "../../src/discover/find-config.js";
import { findRequirements } from "../../src/discover/find-requirements.js";
import { makeWorkspace } from "../action/run-action.js";

// A configuration comes with the pull request, so the files it names may be secrets that an earlier step has written.

const secrets = {
  "vault.yml": "MARKER: x\nkinds: MARKER\n",
  "vault.json": '{"MARKER": {"MARKER": 1}, "version": "MARKER"}',
  "broken.yml": "a: [MARKER\n",
};
const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function scopeOf(tracked: readonly string[]) {
  const root = makeWorkspace(secrets);
  roots.push(root);
  symlinkSync("vault.yml", join(root, "worker-iam-check.yml"));
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root });
  git("init", "-q");
  git("add", "worker-iam-check.yml", ...tracked);
  return { root, workingDirectory: root, confined: true };
}

const [untracked, tracked] = [scopeOf([]), scopeOf(Object.keys(secrets))];

describe.each(Object.keys(secrets))("invalid requirements in %s", (path) => {
  test.each<[string, typeof tracked, boolean, boolean]>([
    ["named by a tracked configuration", tracked, true, true],
    ["named by an input", untracked, false, true],
    ["named by an untracked configuration", untracked, true, false],
  ])("are reported if %s", async (_said, scope, inConfig, isShown) => {
    const found = await findRequirements(scope, path, inConfig ? "worker-iam-check.yml" : null);
    expect(found).toHaveProperty("problems");
    const isSecretReported = /MARKER/.test(
      JSON.stringify("problems" in found && found.problems.map(({ message }) => message)),
    );
    expect(isSecretReported).toBe(isShown && path !== "broken.yml");
  });
});

test("reads a linked configuration if git tracks its target", () => {
  expect(findConfig(tracked, null)).toHaveProperty("file.text", secrets["vault.yml"]);
  expect(findConfig(untracked, null)).toHaveProperty("problem.message", expect.stringContaining("does not track"));
});

test("says which setting names the requirements", () => {
  const config = { path: "worker-iam-check.yml", text: "requirements: a.yml\n" };
  const namedBy = (input: string, file: typeof config | null) => {
    const resolved = resolveOptions(new Map([["requirements", input]]), file);
    return "options" in resolved && resolved.options.check.requirementsFrom;
  };
  expect([namedBy("", config), namedBy("b.yml", config), namedBy("", null)]).toEqual([
    "worker-iam-check.yml",
    null,
    null,
  ]);
});
