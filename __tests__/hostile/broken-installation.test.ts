import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const copies: string[] = [];
afterAll(() => {
  for (const folder of copies) rmSync(folder, { recursive: true });
});

/** A copy of the command line in a folder whose name needs escapes in a URL. */
function copyOf(bundle: string): string {
  const folder = mkdtempSync(join(tmpdir(), "a copy, 100% of it "));
  copies.push(folder);
  cpSync(join("dist", bundle), folder, { recursive: true });
  return folder;
}

function run(program: string, args: readonly string[], env = process.env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8", env });
  return { status, stdout, stderr };
}

const passing = resolve("examples/policy-json/passing");
const unlessWindows = process.platform === "win32" ? test.skip : test;

unlessWindows("runs the command line from a copy and through a symbolic link", () => {
  const folder = copyOf("cli");
  const link = join(mkdtempSync(join(tmpdir(), "link-")), "worker-iam-check");
  symlinkSync(join(folder, "index.js"), link);
  for (const program of [join(folder, "index.js"), link]) {
    const { status, stderr } = run(program, ["check", passing]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
  rmSync(link);
});

const ALL = [
  ["check", passing],
  ["policy", "communication"],
  ["diff", "7", "13.1"],
];

test.each<[string, (path: string) => void, string]>([
  ["missing", (path) => rmSync(path), "ENOENT: no such file or directory, open '.*packed-texts.bin'"],
  [
    "cut off",
    (path) => writeFileSync(path, readFileSync(path).subarray(0, 100_000)),
    "packed-texts.bin is damaged, or from a different version",
  ],
  [
    "converted like a text file",
    (path) => writeFileSync(path, readFileSync(path, "latin1").replaceAll("\n", "\r\n"), "latin1"),
    "packed-texts.bin is damaged, or from a different version",
  ],
])("reports packed texts that are %s and gives no verdict", (_how, damage, reason) => {
  const folder = copyOf("cli");
  damage(join(folder, "packed-texts.bin"));
  for (const args of ALL) {
    const { status, stdout, stderr } = run(join(folder, "index.js"), args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^error: worker-iam-check failed: ${reason}\n {2}help: install it again\n$`));
  }
  for (const args of [["--version"], ["--help"], ["help", "check"]])
    expect(run(join(folder, "index.js"), args)).toMatchObject({ status: 0, stderr: "" });
});

test("reports damaged words", () => {
  const folder = copyOf("cli");
  const path = join(folder, "packed-strings.bin");
  writeFileSync(path, readFileSync(path).subarray(0, 5_000));
  // The rules' pages are packed with the strings.
  for (const args of [["check", passing], ["--help"], ["explain", "missing-action"]]) {
    const { status, stdout, stderr } = run(join(folder, "index.js"), args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "error: worker-iam-check failed: packed-strings.bin is damaged, or from a different version\n  help: install it again\n",
    );
  }
});

test("fails in the Action with one line", () => {
  const folder = copyOf("action");
  rmSync(join(folder, "packed-texts.bin"));
  const env = { PATH: process.env.PATH, GITHUB_WORKSPACE: passing };
  const { status, stdout, stderr } = run(join(folder, "index.js"), [], env);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toMatch(/^::error::worker-iam-check failed: ENOENT: .*packed-texts\.bin'$/m);
});

test("fails in the Action with one line if its words are missing", () => {
  const folder = copyOf("action");
  rmSync(join(folder, "packed-strings.bin"));
  const env = { PATH: process.env.PATH, GITHUB_WORKSPACE: passing, GITHUB_ACTIONS: "true" };
  const { status, stdout, stderr } = run(join(folder, "index.js"), [], env);
  expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
  expect(stdout).toMatch(/^::error::worker-iam-check failed: ENOENT: .*packed-strings\.bin'$/m);
});
