import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { findConfig } from "../../src/discover/find-config.js";
import { findRequirements } from "../../src/discover/find-requirements.js";
import { readFiles } from "../../src/readers/read-files.js";
import { makeWorkspace } from "../action/run-action.js";

// `actions/checkout` with `path: pr`: the workspace isn't a repository, and an earlier step has written a file that the
// pull request must not reveal.

const MARKER = "MARKERSECRET";
const module = (path: string) =>
  [
    'resource "aws_iam_role" "veeam" {',
    '  name = "veeam"',
    '  assume_role_policy = "{}"',
    "}",
    'resource "aws_iam_role_policy" "p" {',
    "  role = aws_iam_role.veeam.name",
    `  policy = jsonencode({Statement = [{Sid = ${path}, Effect = "Deny", Action = "*", Resource = "*"}]})`,
    "}",
    "",
  ].join("\n");
const root = makeWorkspace({
  "secrets/token.txt": MARKER,
  "secrets/token.yml": `${MARKER}: 1\n`,
  "pr/main.tf": module('file("../secrets/token.txt")'),
  "pr/shown/main.tf": module('file("text.txt")'),
  "pr/shown/text.txt": "MaySeeThis",
  "pr/called/main.tf": `${module("file(var.path)")}variable "path" {}\n`,
  "beside/main.tf": 'module "m" {\n  source = "../pr/called"\n  path = "../secrets/token.txt"\n}\n',
});
symlinkSync("../secrets/token.yml", join(root, "pr", "worker-iam-check.yml"));
const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: join(root, "pr") });
git("init", "-q");
git("add", ".");
afterAll(() => rmSync(root, { recursive: true, force: true }));

const scope = { root, workingDirectory: root, confined: true };

test.each(["pr", "pr/main.tf", "**/*.tf", "pr\nbeside"])("reads no file next to a repository for %j", (files) => {
  const resolved = resolveOptions(new Map([["files", files]]), null);
  if (!("options" in resolved)) throw new Error("no options");
  const { roles, problems, passedOver } = readFiles(resolved.options.check, { scope }, []);
  const all = JSON.stringify([roles, problems, passedOver]);
  expect(roles.length).toBeGreaterThan(0);
  expect(all).not.toContain(MARKER);
  expect(all.includes("MaySeeThis")).toBe(files !== "pr/main.tf");
});

describe("handles a repository inside another, such as a second checkout or a submodule", () => {
  const outer = makeWorkspace({
    "secret.txt": MARKER,
    "pr/main.tf": module('file("../secret.txt")'),
    "pr/own/main.tf": module('file("../own.txt")'),
    "pr/own.txt": "MaySeeThis",
    "main.tf": module('file("pr/own.txt")'),
    "own/main.tf": `${module('file("text.txt")')}module "m" {\n  source = "../pr/called"\n}\n`,
    "own/text.txt": "MaySeeThis",
    "caller/main.tf": 'module "m" {\n  source = "../pr/called"\n}\n',
    "pr/called/main.tf": module(`file("\${path.module}/text.txt")`),
    "pr/called/text.txt": "MaySeeThis",
    "pass/main.tf": 'module "m" {\n  source = "../pr/given"\n  path = "../secret.txt"\n}\n',
    "pr/given/main.tf": `${module("file(var.path)")}variable "path" {}\n`,
    "lists/main.tf": module('join("", fileset("../pr/names", "*"))'),
    [`pr/names/${MARKER}`]: "",
    "lists-own/main.tf": module('join("", fileset("names", "*"))'),
    "lists-own/names/MaySeeThis": "",
  });
  const gitIn = (folder: string, ...args: readonly string[]) =>
    execFileSync("git", ["-c", "core.hooksPath=/dev/null", ...args], { cwd: join(outer, folder), stdio: "ignore" });
  gitIn(".", "init", "-q");
  gitIn("pr", "init", "-q");
  gitIn("pr", "add", ".");
  gitIn(".", "add", "secret.txt", "main.tf", "own", "caller", "pass", "lists", "lists-own");
  afterAll(() => rmSync(outer, { recursive: true, force: true }));

  test.each([
    ["pr/main.tf", false],
    ["**/*.tf", true],
    ["pr/own/main.tf", true],
    ["main.tf", false],
    ["own/main.tf", true],
    ["caller/main.tf", true],
    ["pass/main.tf", false],
    ["lists/main.tf", false],
    ["lists-own/main.tf", true],
  ])("reads no file of one for the other when %j is checked", (files, isShown) => {
    const resolved = resolveOptions(new Map([["files", files]]), null);
    if (!("options" in resolved)) throw new Error("no options");
    const read = readFiles(resolved.options.check, { scope: { ...scope, root: outer, workingDirectory: outer } }, []);
    const all = JSON.stringify([read.roles, read.problems, read.passedOver]);
    expect(read.roles.length).toBeGreaterThan(0);
    expect(all).not.toContain(MARKER);
    expect(all.includes("MaySeeThis")).toBe(isShown);
  });
});

test("reads no configuration outside the repository and reports no errors of a requirements file next to it", async () => {
  const found = findConfig({ ...scope, workingDirectory: join(root, "pr") }, null);
  expect(found).toHaveProperty("problem.message", expect.stringContaining("does not track"));
  const required = await findRequirements(scope, "secrets/token.yml", "pr/worker-iam-check.yml");
  expect(required).toHaveProperty("problems");
  expect(JSON.stringify("problems" in required && required.problems.map(({ message }) => message))).not.toContain(
    MARKER,
  );
});
