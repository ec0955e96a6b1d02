import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "package-"));
afterAll(() => rmSync(folder, { recursive: true }));

const windows = process.platform === "win32";
const npm = (...args: string[]) =>
  execFileSync("npm", [...args, "--silent"], { encoding: "utf8", cwd: folder, shell: windows });

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const [packed]: readonly Packed[] = JSON.parse(npm("pack", resolve("."), "--json"));

test("contains only the command line, the library with its types, and the schemas", () => {
  const kinds = new Set(
    packed?.files.map(({ path }) => path.replace(/[^/]+$/, (name) => name.replace(/^.+(?=\.index\.js$)/, "*"))),
  );
  expect([...kinds].sort()).toEqual(
    [
      "LICENSE",
      "README.md",
      "dist/cli/*.index.js",
      "dist/cli/index.js",
      "dist/cli/licenses.txt",
      "dist/cli/package.json",
      "dist/cli/packed-strings.bin",
      "dist/cli/packed-texts.bin",
      "dist/lib/index.d.ts",
      "dist/lib/index.js",
      "dist/lib/package.json",
      "package.json",
      "schema/baseline.schema.json",
      "schema/config.schema.json",
      "schema/report.schema.json",
      "schema/requirements.schema.json",
    ].sort(),
  );
});

test("runs after an installation without dependencies", () => {
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  npm("install", "--offline", "--no-audit", "--no-fund", `./${packed?.filename}`);
  const installed = execFileSync("npm", ["ls", "--all", "--parseable"], {
    encoding: "utf8",
    cwd: folder,
    shell: windows,
  });
  expect(installed.trim().split("\n")).toHaveLength(2);
  const command = join(folder, "node_modules/.bin/worker-iam-check");
  const { stdout, status } = spawnSync(command, ["check", resolve("examples/policy-json/passing")], {
    encoding: "utf8",
    cwd: resolve("."),
    shell: windows,
  });
  expect({ status, last: stdout.includes("success: ") }).toEqual({ status: 0, last: true });
});

test("runs with npx from the packed file in an empty folder", () => {
  const empty = mkdtempSync(join(tmpdir(), "empty-"));
  const package_ = join(folder, packed?.filename ?? "");
  const args = ["--yes", "--offline", `--package=${package_}`, "worker-iam-check", "policy", "communication"];
  const { status, stdout } = spawnSync("npx", args, { cwd: empty, encoding: "utf8", shell: windows });
  expect({ status, statement: JSON.parse(stdout).Statement.length }).toEqual({ status: 0, statement: 1 });
  expect(readdirSync(empty)).toEqual([]);
  rmSync(empty, { recursive: true });
});

// `npx github:OWNER/worker-iam-check`: npm installs a git dependency's development packages if it has one of these
// scripts.
test("installs with npm from git alone, without a registry", () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, encoding: "utf8" });
  const repository = mkdtempSync(join(tmpdir(), "repository-"));
  const target = mkdtempSync(join(tmpdir(), "target-"));
  for (const path of ["package.json", "package-lock.json", "dist/cli", "dist/lib"])
    cpSync(path, join(repository, path), { recursive: true });
  git("init", "--quiet");
  git("add", ".");
  git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "first");
  writeFileSync(join(target, "package.json"), '{ "private": true }');
  const registry = ["--registry=http://127.0.0.1:9", "--fetch-retries=0", `--cache=${join(target, "cache")}`];
  execFileSync("npm", ["install", "--no-audit", ...registry, `git+file://${repository}`], {
    cwd: target,
    shell: windows,
    stdio: "ignore",
  });
  expect(readdirSync(join(target, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "worker-iam-check",
  ]);
  for (const path of [repository, target]) rmSync(path, { recursive: true });
});

test("provides the library's types and the schemas to a TypeScript program", () => {
  const program = `import { evaluate, type EvaluationResult } from "worker-iam-check";
const allow = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }] };
const result: EvaluationResult = evaluate({ identityPolicies: [allow] }, { action: "sqs:SendMessage", resource: "*" });
console.log(result);
`;
  writeFileSync(join(folder, "program.mts"), program);
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const options = ["--strict", "--module", "nodenext", "--target", "es2022", "--types", "", "--lib", "es2022,dom"];
  const compiled = spawnSync(process.execPath, [compiler, ...options, "program.mts"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(compiled.stdout).toBe("");
  const run = spawnSync(process.execPath, ["program.mjs"], { cwd: folder, encoding: "utf8" });
  expect(run.stdout).toBe("allowed\n");
  for (const name of readdirSync("schema")) {
    const schema = readFileSync(join(folder, "node_modules/worker-iam-check/schema", name), "utf8");
    expect(schema).toBe(readFileSync(join("schema", name), "utf8"));
  }
});

describe("release notes", () => {
  const version: string = JSON.parse(readFileSync("package.json", "utf8")).version;
  const notes = (changelog: string, requested: string) => {
    cpSync("package.json", join(folder, "package.json"));
    writeFileSync(join(folder, "CHANGELOG.md"), changelog);
    return spawnSync(process.execPath, [resolve("scripts/release-notes.mjs"), requested], {
      encoding: "utf8",
      cwd: folder,
    });
  };
  const changelog = `# Changelog\n\n## [Unreleased]\n\n## [${version}] - 2026-12-01\n\n### Added\n\n- This.\n\n## [0.0.1] - 2026-01-01\n\n- That.\n`;

  test("contain the version's section", () => {
    expect(notes(changelog, version)).toMatchObject({ status: 0, stdout: "### Added\n\n- This.\n" });
  });

  test("contain complete links and no wrapped lines", () => {
    const section = [
      "The [first](docs/a.md#b)",
      "release, see [below](#before) and [AWS](https://aws.amazon.com/).",
      "",
      "- An item",
      "  on lines that begin with",
      "  20. as Node.js does",
      "- another",
      "",
      "| a | b |",
      "| --- | --- |",
      "",
      "```sh",
      "one",
      "two",
      "```",
    ];
    const text = changelog.replace("- This.", () => `${section.join("\n")}\n\n[${version}]: https://example.com/`);
    const { url } = JSON.parse(readFileSync("package.json", "utf8")).repository;
    const files = `${url.slice("git+".length, -".git".length)}/blob/v${version}`;
    expect(notes(text, version).stdout.split("\n")).toEqual([
      "### Added",
      "",
      `The [first](${files}/docs/a.md#b) release, see [below](${files}/CHANGELOG.md#before) and [AWS](https://aws.amazon.com/).`,
      "",
      "- An item on lines that begin with 20. as Node.js does",
      ...section.slice(6),
      "",
    ]);
  });

  test("reject a tag other than the packaged version", () => {
    expect(notes(changelog, "9.9.9")).toMatchObject({
      status: 1,
      stderr: `release-notes: the tag says 9.9.9, package.json ${version}\n`,
    });
  });

  test("reject a version that is missing from the changelog", () => {
    expect(notes("# Changelog\n\n## [Unreleased]\n", version)).toMatchObject({ status: 1 });
  });
});

test("has the packaged version in every mention, and in the changelog", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const image = /ghcr\.io\/OWNER\/worker-iam-check:(\S+)/.exec(readFileSync("docs/recipes.md", "utf8"))?.[1];
  const [example] = JSON.parse(readFileSync("schema/report.schema.json", "utf8")).examples;
  expect([image, example.tool.version]).toEqual([version, version]);
  const notes = spawnSync(process.execPath, ["scripts/release-notes.mjs", version], { encoding: "utf8" });
  expect({ status: notes.status, notes: notes.stdout.split(/\s+/).length > 100 }).toEqual({ status: 0, notes: true });
  expect(notes.stdout).not.toMatch(/^## /m);
  expect(notes.stdout.match(/\]\((?!https:)[^)]*/g)).toBeNull();
  expect(readFileSync("CHANGELOG.md", "utf8")).toContain(`\n[${version}]: https:`);
});

const unlessWindows = windows ? test.skip : test;

test.each([
  ["infra/veeam.yaml", true],
  ["policies/worker.JSON", true],
  ["infra/roles.template", true],
  [".github/worker-iam-check.yml", true],
  ["infra/main.tf", true],
  ["infra/prod.auto.tfvars", true],
  ["infra/main.tofu", true],
  ["README.md", false],
  ["src/jsonfile.ts", false],
])("runs the pre-commit hook for a change to %s: %s", (path, expected) => {
  const [, flags = "", pattern = ""] =
    /^ {2}files: '(?:\(\?(\w+)\))?(.*)'$/m.exec(readFileSync(".pre-commit-hooks.yaml", "utf8")) ?? [];
  expect(new RegExp(pattern, flags).test(path)).toBe(expected);
});

unlessWindows("names an executable file in the pre-commit hook", () => {
  const entry = /^ {2}entry: (\S+)/m.exec(readFileSync(".pre-commit-hooks.yaml", "utf8"))?.[1] ?? "";
  expect(statSync(entry).mode & 0o111).toBe(0o111);
});
