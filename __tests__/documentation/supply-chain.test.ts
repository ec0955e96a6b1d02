import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const list = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["scripts/list-licenses.mjs", ...args], { encoding: "utf8" });

test("lists the licenses of the bundled packages", () => {
  expect(list().stdout).toBe(readFileSync("THIRD-PARTY-LICENSES.md", "utf8"));
});

test("lists the packages bundled into the Action's entry file", () => {
  const listed = readFileSync("dist/action/licenses.txt", "utf8").split("\n");
  const merged = ["@actions/core", "fast-glob", "undici", "yaml"];
  expect(merged.filter((name) => !listed.includes(name))).toEqual([]);
});

test("rejects a license that is not allowed", () => {
  const dist = mkdtempSync(join(tmpdir(), "licenses-"));
  mkdirSync(join(dist, "cli"));
  writeFileSync(join(dist, "cli/licenses.txt"), "good\nMIT\n\ntext\n");
  expect(list(dist).status).toBe(0);
  writeFileSync(join(dist, "cli/licenses.txt"), "bad\nGPL-3.0-only\n\ntext\n");
  expect(list(dist)).toMatchObject({ status: 1, stderr: "list-licenses: bad is under GPL-3.0-only\n" });
  rmSync(dist, { recursive: true });
});

describe.each(readdirSync(".github/workflows"))("workflow %s", (name) => {
  const text = readFileSync(join(".github/workflows", name), "utf8");

  test("names every action by its commit with its version", () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action ?? "");
    expect(uses.filter((action) => !/^\.\/|^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test("may only read unless a job says otherwise", () => {
    expect(parse(text).permissions).toEqual({ contents: "read" });
  });
});

const usesIn = (path: string) =>
  [...readFileSync(path, "utf8").matchAll(/\buses: (\S+@\S+(?: # \S+)?)/g)].map(([, action]) => action ?? "");

test("name each third-party action by the same commit in examples, documentation, and our own workflows", () => {
  const files = [
    ...["README.md", "src/cli/init/workflow-text.ts", "src/cli/init/cdk-steps.ts"],
    ...[...filesIn("docs", ".md"), ...filesIn("examples/workflows", ".yml"), ...filesIn(".github/workflows", ".yml")],
  ];
  const uses = files.flatMap(usesIn).filter((action) => !action.startsWith("OWNER/"));
  expect(uses.length).toBeGreaterThan(40);
  expect(uses.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  const actions = [...new Set(uses)];
  expect(new Set(actions.map((action) => action.slice(0, action.indexOf("@")))).size).toBe(actions.length);
});

test("has every test that the security policy names", () => {
  const named = [...readFileSync("SECURITY.md", "utf8").matchAll(/`(__tests__\/[^`]+)`/g)].map(
    ([, path]) => path ?? "",
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

function filesIn(folder: string, end: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
}

test("lets only the release write, and each job only what it publishes", () => {
  const { jobs } = parse(readFileSync(".github/workflows/release.yml", "utf8"));
  const permissions = Object.fromEntries(
    Object.entries<{ permissions: object }>(jobs).map(([name, job]) => [name, job.permissions]),
  );
  expect(permissions).toEqual({
    package: { contents: "read", "id-token": "write", attestations: "write" },
    image: { contents: "read", packages: "write" },
    publish: { contents: "write" },
  });
});
