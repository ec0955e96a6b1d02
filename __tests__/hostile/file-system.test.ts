import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { makeWorkspace } from "../action/run-action.js";

const bundle = join(process.cwd(), "dist/cli/index.js");
const action = join(process.cwd(), "dist/action/index.js");
const passing = readFileSync("examples/cloudformation/passing/worker-roles.yaml", "utf8");
const policy = readFileSync("examples/policy-json/passing/veeam-communication.json", "utf8");

const open: string[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function workspace(files: Readonly<Record<string, string>>): string {
  const folder = makeWorkspace(files);
  open.push(folder);
  return folder;
}

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function check(cwd: string, ...args: readonly string[]): Run {
  return spawnSync(process.execPath, [bundle, "check", ...args], { cwd, encoding: "utf8" });
}

const NOBODY = 65_534;

/** Drops root privileges, which tests have in a container, because root can read and write everything. */
function checkWithoutPrivilege(cwd: string, ...args: readonly string[]): Run {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return spawnSync(process.execPath, [bundle, "check", ...args], { cwd, encoding: "utf8", ...identity });
}

function runAction(root: string, inputs: Readonly<Record<string, string>>): Run {
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const env = { PATH: process.env.PATH ?? "", GITHUB_WORKSPACE: root, ...Object.fromEntries(given) };
  return spawnSync(process.execPath, [action], { cwd: root, encoding: "utf8", env });
}

function shell(cwd: string, command: string): Run {
  return spawnSync("sh", ["-c", command], { cwd, encoding: "utf8" });
}

const unlessWindows = process.platform === "win32" ? test.skip : test;
const onLinux = process.platform === "linux" ? test : test.skip;

describe("reads nothing outside the workspace", () => {
  const outside = () => workspace({ "veeam.json": policy, "config.yml": "fail-on: never\n" });

  unlessWindows("does not follow a link to a file or a folder", () => {
    const [root, other] = [workspace({ "veeam.yaml": passing }), outside()];
    symlinkSync(join(other, "veeam.json"), join(root, "veeam-linked.json"));
    symlinkSync(other, join(root, "linked"));
    for (const run of [check(root), runAction(root, {})]) {
      expect(run.stdout).toContain("2 worker roles checked");
      expect(run.stdout).not.toContain("veeam.json");
    }
  });

  unlessWindows.each(["linked/veeam.json", "linked", "../outside.json", "/etc/hostname", "**/../../*.json"])(
    "rejects %s in the Action",
    (named) => {
      const [root, other] = [workspace({ "veeam.yaml": passing }), outside()];
      symlinkSync(other, join(root, "linked"));
      const { status, stdout } = runAction(root, { files: `${named}\n*.yaml` });
      expect(status).toBe(1);
      expect(stdout).toMatch(/outside the workspace/);
      expect(stdout).toContain("2 worker roles checked, 1 error");
    },
  );

  unlessWindows.each(["linked/*.json", "./linked/**", "linked/../linked/*.{json,yaml}"])(
    "does not follow a glob that starts in a link out of the workspace: %s",
    (glob) => {
      const [root, other] = [workspace({ "veeam.yaml": passing }), outside()];
      symlinkSync(other, join(root, "linked"));
      for (const run of [check(root, glob, "*.yaml"), runAction(root, { files: `${glob}\n*.yaml` })]) {
        expect(run.status).toBe(1);
        expect(run.stdout).toContain("outside the workspace");
        expect(run.stdout).toContain("2 worker roles checked, 1 error");
      }
    },
  );

  unlessWindows("rejects a working directory that the pull request turned into a link", () => {
    const [root, other] = [workspace({}), outside()];
    symlinkSync(other, join(root, "infra"));
    const { status, stdout } = runAction(root, { "working-directory": "infra" });
    expect(status).toBe(1);
    expect(stdout).toContain("`working-directory`: infra is a symbolic link that points outside the workspace");
    expect(stdout).toContain("nothing was checked");
  });

  unlessWindows("rejects a config file behind a link", () => {
    const [root, other] = [workspace({ "veeam.yaml": passing, ".github/keep": "" }), outside()];
    symlinkSync(join(other, "config.yml"), join(root, ".github/worker-iam-check.yml"));
    expect(check(root)).toMatchObject({ status: 2, stderr: expect.stringContaining("can't be read") });
    expect(runAction(root, {})).toMatchObject({ status: 1, stdout: expect.stringContaining("can't be read") });
  });

  onLinux("rejects an endless config file", () => {
    const root = workspace({ "veeam.yaml": passing });
    const endless = spawnSync(process.execPath, [bundle, "check", "--config", "/dev/zero"], {
      cwd: root,
      timeout: 5000,
    });
    expect(endless.status).toBe(2);
  });

  unlessWindows("handles links that point to themselves", () => {
    const root = workspace({ "veeam.yaml": passing });
    symlinkSync("loop", join(root, "loop"));
    expect(check(root).status).toBe(0);
    const named = check(root, "loop", "*.yaml");
    expect(named).toMatchObject({ status: 1, stderr: "" });
    expect(named.stdout).toContain("loop can't be read: too many symbolic links encountered");
  });

  unlessWindows("does not treat a configuration file in a folder that it can't enter as missing", () => {
    const root = workspace({ "veeam.yaml": passing, ".github/worker-iam-check.yml": "fail-on: never\n" });
    chmodSync(root, 0o755);
    chmodSync(join(root, ".github"), 0);
    const { status, stderr } = checkWithoutPrivilege(root);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("configuration .github") });
    chmodSync(join(root, ".github"), 0o755);
  });

  test("handles a name that is too long for the system", () => {
    const root = workspace({ "veeam.yaml": passing });
    const { status, stdout, stderr } = check(root, "*.yaml", "n".repeat(5000));
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("2 worker roles checked, 1 error");
  });

  test("handles a glob in a config and a file in Terraform that are too long for the system", () => {
    const long = "n".repeat(5000);
    const root = workspace({
      ".github/worker-iam-check.yml": `files: ["p.${long}:*"]\n`,
      "main.tf": `resource "aws_iam_role" "veeam" {\n  assume_role_policy = file("${long}")\n}\n`,
    });
    expect(check(root).stdout).toContain("no file matched");
    const { stdout, stderr } = check(root, "main.tf");
    expect({ stderr, stdout }).toEqual({ stderr: "", stdout: expect.stringContaining("1 role found") });
  });
});

describe("writes only what was named", () => {
  unlessWindows("does not write a report file through a link, into the workspace or out of it", () => {
    const other = workspace({ "target.txt": "before" });
    for (const target of [join(other, "target.txt"), "veeam.yaml", join(other, "not-there")]) {
      const root = workspace({ "veeam.yaml": passing });
      symlinkSync(target, join(root, "report.json"));
      const { status, stdout } = runAction(root, { "report-file": "report.json" });
      expect(status).toBe(0);
      expect(stdout).toContain("the report is not written to report.json, which is a symbolic link");
      expect(lstatSync(join(root, "report.json")).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(root, "veeam.yaml"), "utf8")).toBe(passing);
    }
    expect(readFileSync(join(other, "target.txt"), "utf8")).toBe("before");
    expect(existsSync(join(other, "not-there"))).toBe(false);
  });

  test("keeps what a repository's config names inside the folder, but not what the command line names", () => {
    const target = join(workspace({}), "report.json");
    const root = workspace({
      "veeam.yaml": passing,
      ".github/worker-iam-check.yml": JSON.stringify({ "report-file": target, "sarif-file": "../x.sarif" }),
    });
    const refused = check(root);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(`the report is not written to ${target}, which is outside the workspace`);
    expect([existsSync(target), existsSync(join(root, "../x.sarif"))]).toEqual([false, false]);
    expect(check(root, "--report-file", target, "--sarif-file", "x.sarif").status).toBe(0);
    expect([existsSync(target), existsSync(join(root, "x.sarif"))]).toEqual([true, true]);
  });

  test("does not overwrite a file that a repository's config names unless it is one of our outputs", () => {
    for (const [command, settings] of [
      ["check", { "report-file": "veeam.yaml" }],
      ["fix", { "sarif-file": "veeam.yaml" }],
      ["baseline", { baseline: "veeam.yaml" }],
    ]) {
      const root = workspace({ "veeam.yaml": passing, ".github/worker-iam-check.yml": JSON.stringify(settings) });
      const { status, stderr } = shell(root, `"${process.execPath}" "${bundle}" ${command} > out.txt`);
      expect(status).toBe(2);
      expect(stderr).toContain("is not written to veeam.yaml, which contains something else");
      expect(readFileSync(join(root, "veeam.yaml"), "utf8")).toBe(passing);
    }
    const named = workspace({ "veeam.yaml": passing, "out.json": "{}", "report.json": '{"schemaVersion": 1}' });
    const { stdout } = runAction(named, { "report-file": "out.json", "sarif-file": "report.json" });
    expect(stdout).toContain("the report is not written to out.json, which contains something else");
    expect(JSON.parse(readFileSync(join(named, "report.json"), "utf8"))).toHaveProperty("runs");
  });

  unlessWindows("creates no folder behind a link out of the workspace for a report file", () => {
    const [root, other] = [workspace({ "veeam.yaml": passing }), workspace({})];
    symlinkSync(other, join(root, "out"));
    const { stdout } = runAction(root, { "report-file": "out/new/report.json", "sarif-file": "../x.sarif" });
    expect(stdout).toContain("out/new/report.json: a symbolic link points outside the workspace");
    expect(stdout).toContain("../x.sarif, which is outside the workspace");
    expect(existsSync(join(other, "new"))).toBe(false);
  });

  unlessWindows("checks a workspace that it can't write to", () => {
    const root = workspace({ "veeam.yaml": passing });
    chmodSync(root, 0o555);
    expect(checkWithoutPrivilege(root)).toMatchObject({ status: 0, stderr: "" });
    const written = checkWithoutPrivilege(root, "--report-file", "report.json");
    expect(written.status).toBe(2);
    expect(written.stderr).toContain("error: the report can't be written to report.json: permission denied");
    expect(written.stdout).toContain("success: 2 worker roles checked");
    chmodSync(root, 0o755);
  });

  onLinux("handles a full disk", () => {
    const { status, stdout, stderr } = check(workspace({ "veeam.yaml": passing }), "--report-file", "/dev/full");
    expect(status).toBe(2);
    expect(stderr).toContain("error: the report can't be written to /dev/full: no space left on device");
    expect(stdout).toContain("success: 2 worker roles checked");
  });

  onLinux("does not succeed if a full disk loses the output with the verdict", () => {
    const root = workspace({ "veeam.yaml": passing });
    const run = shell(root, `"${process.execPath}" "${bundle}" check > /dev/full`);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^error: the output can't be written: ENOSPC[^\n]*\n$/);
  });

  unlessWindows("keeps the verdict silently if a reader stops early", () => {
    const root = workspace({ "veeam.yaml": passing, "broken.json": policy.slice(0, 900) });
    for (const [args, status] of [
      ["check", 1],
      ["check --format json", 1],
      ["--help", 0],
    ]) {
      const run = shell(root, `{ "${process.execPath}" "${bundle}" ${args}; echo "status $?" >&2; } | head -c 1`);
      expect(run.stderr).toBe(`status ${status}\n`);
    }
    const run = shell(root, `{ GITHUB_WORKSPACE=. "${process.execPath}" "${action}"; echo "status $?" >&2; } | true`);
    expect(run.stderr).toBe("status 1\n");
  });

  // If standard output is closed before Node starts, Node opens the null device instead.
  unlessWindows("does nothing and does not succeed if standard output is closed from the start", () => {
    const root = workspace({ "veeam.yaml": passing });
    for (const args of [
      "check",
      "fix",
      "init",
      "baseline",
      "policy",
      "explain missing-action",
      "--version",
      "--help",
    ]) {
      const run = shell(root, `"${process.execPath}" "${bundle}" ${args} >&-; echo "status $?" >&2`);
      expect(run.stderr).toMatch(/^error: the output can't be written: it is closed\n[^\n]*\nstatus 2\n$/);
    }
    expect(shell(root, `"${process.execPath}" "${bundle}" check > /dev/null`).status).toBe(0);
  });

  unlessWindows("does not succeed as an Action if standard output is closed from the start", () => {
    const root = workspace({ "veeam.yaml": passing });
    const run = (output: string) =>
      shell(root, `GITHUB_WORKSPACE=. "${process.execPath}" "${action}" ${output}; echo "status $?" >&2`).stderr;
    expect(run(">&-")).toBe("error: the log can't be written: it is closed\nstatus 1\n");
    expect(run("> /dev/null")).toBe("status 0\n");
  });

  onLinux("handles a full disk under the Action's summary and outputs", () => {
    const root = workspace({ "veeam.yaml": passing });
    const env = { PATH: process.env.PATH, GITHUB_WORKSPACE: root, GITHUB_STEP_SUMMARY: "/dev/full" };
    const run = spawnSync(process.execPath, [action], { cwd: root, encoding: "utf8", env });
    expect(run.stdout).toContain("success: 2 worker roles checked");
    expect(run.stdout).toMatch(/^::warning::.*ENOSPC/m);
    expect(run.status).toBe(0);
  });
});

describe("reports an unreadable file as an error and continues", () => {
  unlessWindows("reports a file and a folder without permission", () => {
    const root = workspace({ "veeam.yaml": passing, "closed.json": policy, "closed/veeam.json": policy });
    chmodSync(root, 0o755);
    for (const path of ["closed.json", "closed"]) chmodSync(join(root, path), 0);
    const { status, stdout } = checkWithoutPrivilege(root);
    expect(status).toBe(1);
    expect(stdout).toContain("error[unreadable-file] closed.json can't be read: permission denied");
    expect(stdout).toContain("error[unreadable-file] closed can't be read: permission denied");
    expect(stdout).toContain("2 worker roles checked, 2 errors");
    expect(checkWithoutPrivilege(root, "**/*.{json,yaml}", "!closed.json", "!closed/**").status).toBe(0);
    chmodSync(join(root, "closed"), 0o755);
  });

  test.each<[string, string | Buffer, string]>([
    ["NUL bytes", `{"Statement": \u0000}`, "is not valid JSON"],
    ["NUL bytes in the second half", policy.slice(0, 900).padEnd(2000, "\u0000"), "is not valid JSON"],
    ["text that is cut off", policy.slice(0, 900), "is not valid JSON"],
    ["invalid UTF-8", Buffer.concat([Buffer.from(policy), Buffer.from([0xc3, 0x28])]), "is not UTF-8 text"],
    ["UTF-16 that is cut off", Buffer.from(`\ufeff${policy.slice(0, 900)}`, "utf16le"), "is not valid JSON"],
    [
      "UTF-16 with an odd number of bytes",
      Buffer.from(`\ufeff${policy}`, "utf16le").subarray(0, -1),
      "is not valid JSON",
    ],
  ])("%s", (_name, content, message) => {
    const root = workspace({ "veeam.yaml": passing });
    writeFileSync(join(root, "veeam.json"), content);
    const { status, stdout } = check(root);
    expect(status).toBe(1);
    expect(stdout).toContain(`error[unreadable-file] veeam.json ${message}`);
    expect(stdout).toContain("2 worker roles checked, 1 error");
  });

  test.each<[string, Buffer]>([
    ["little-endian", Buffer.from(`\ufeff${policy}`, "utf16le")],
    ["big-endian", Buffer.from(`\ufeff${policy}`, "utf16le").swap16()],
  ])("reads UTF-16, %s", (_name, content) => {
    const root = workspace({});
    writeFileSync(join(root, "veeam.json"), content);
    expect(check(root, "--roles", "veeam: communication").stdout).toContain("communication 33/33");
  });

  test("handles 200 MB files, skipping an unrelated one and reporting a broken one, and rejects one of 300 MB", () => {
    const root = workspace({ "veeam.yaml": passing, "data.json": "[1]", "plan.json": '{"format_version": "1.2"' });
    truncateSync(join(root, "data.json"), 200_000_000);
    expect(check(root)).toMatchObject({ status: 0, stderr: "" });
    truncateSync(join(root, "plan.json"), 300_000_000);
    const { status, stdout } = check(root);
    expect(status).toBe(1);
    expect(stdout).toContain("error[unreadable-file] plan.json is larger than 256 MiB");
    expect(stdout).toContain("2 worker roles checked, 1 error");
  });

  unlessWindows("does not wait for a writer to a pipe", () => {
    const root = workspace({ "veeam.yaml": passing });
    spawnSync("mkfifo", [join(root, "veeam.json")]);
    expect(check(root).status).toBe(0);
    expect(check(root, "veeam.json", "*.yaml").stdout).toContain("veeam.json is neither a file nor a folder");
  });
});

test("stops at config globs that would take too long", () => {
  const files = [`${"*a".repeat(60)}*b.json`, `${"**/a*/".repeat(40)}b.json`, `${"{a,b}".repeat(60)}.json`, "*.yaml"];
  const root = workspace({
    "veeam.yaml": passing,
    [`${"a".repeat(200)}.json`]: "{}",
    [`${"a/".repeat(200)}a.json`]: "{}",
    ".github/worker-iam-check.yml": JSON.stringify({ files }),
  });
  const { status, stdout } = check(root);
  expect(status).toBe(1);
  for (const reason of ["in one path segment", "has more than 4 `**`", "expands to too many globs"])
    expect(stdout).toContain(reason);
  expect(stdout).toContain("2 worker roles checked, 3 errors");
});

test("handles the most expensive allowed globs and deeper folders", () => {
  const files = ["**/a*/**/a*/**/a*/**/*a*a*b.json", "*.yaml"];
  const root = workspace({
    "veeam.yaml": passing,
    [`${"aaaa/".repeat(120)}${"a".repeat(200)}.json`]: "{}",
    ".github/worker-iam-check.yml": JSON.stringify({ files }),
  });
  const { status, stdout } = check(root);
  expect(status).toBe(1);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("is more than 100 folders deep");
  expect(stdout).toContain("2 worker roles checked, 1 error");
});

test("reads 2,000 files, or 100,000 with MANY_FILES", () => {
  const count = process.env.MANY_FILES === undefined ? 2000 : 100_000;
  const root = workspace({ "veeam.yaml": passing });
  for (let at = 0; at < count; at += 1) {
    if (at % 500 === 0) mkdirSync(join(root, `d${at / 500}`));
    writeFileSync(join(root, `d${Math.floor(at / 500)}/f${at}.json`), `{"name": "f${at}"}`);
  }
  const { status, stdout } = check(root, "--format", "json");
  expect(status).toBe(0);
  expect(JSON.parse(stdout).files).toMatchObject({ matched: count + 1, read: 1, unreadable: 0 });
}, 120_000);

/** Runs a check while `disturb` is called repeatedly. */
async function checkWhile(root: string, disturb: () => void): Promise<Run> {
  const run = spawn(process.execPath, [bundle, "check"], { cwd: root });
  let [stdout, stderr] = ["", ""];
  run.stdout.on("data", (data) => {
    stdout += data;
  });
  run.stderr.on("data", (data) => {
    stderr += data;
  });
  const timer = setInterval(disturb, 1);
  const status = await new Promise<number | null>((resolve) => run.on("close", resolve));
  clearInterval(timer);
  return { status, stdout, stderr };
}

test("handles files and folders that change, disappear, and return while it reads them", async () => {
  const files = Array.from({ length: 300 }, (_, at) => [`d${at % 10}/veeam${at}.json`, policy]);
  const root = workspace({ "veeam.yaml": passing, ...Object.fromEntries(files) });
  let turn = 0;
  const { status, stderr, stdout } = await checkWhile(root, () => {
    turn += 1;
    const path = join(root, `d${turn % 10}`);
    try {
      renameSync(path, `${path}-moved`);
      renameSync(`${path}-moved`, path);
      writeFileSync(join(path, `veeam${turn % 300}.json`), turn % 2 === 0 ? policy : policy.slice(0, 400));
    } catch {
      // An earlier turn has moved the folder.
    }
  });
  expect(stderr).toBe("");
  expect([0, 1]).toContain(status);
  expect(stdout).toMatch(/^(success|failure): \d+ worker roles checked/m);
  expect(stdout).not.toContain("defect");
});

describe("SIGTERM", () => {
  /** Ends with the signal's own status, so that no caller mistakes it for a verdict. No report is half written. */
  unlessWindows("ends while a check reads", async () => {
    const root = workspace({ "veeam.yaml": passing });
    writeFileSync(join(root, "big.json"), `{"Statement": [${'{"Effect":"Allow"},'.repeat(3_000_000)}`);
    const run = spawn(process.execPath, [bundle, "check", "--report-file", "report.json"], { cwd: root });
    setTimeout(() => run.kill("SIGTERM"), 150);
    const signal = await new Promise((resolve) => run.on("close", (_status, name) => resolve(name)));
    expect(signal).toBe("SIGTERM");
    expect(existsSync(join(root, "report.json"))).toBe(false);
  });

  unlessWindows("ends while the Action waits for GitHub, with the verdict already in the log", async () => {
    const root = workspace({ "veeam.yaml": passing, "event.json": '{"pull_request": {"number": 7}}' });
    let requested = () => {};
    const server = createServer(() => requested());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const env = {
      PATH: process.env.PATH,
      GITHUB_WORKSPACE: root,
      GITHUB_REPOSITORY: "o/r",
      GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      GITHUB_EVENT_PATH: join(root, "event.json"),
      INPUT_TOKEN: "secret-token",
      INPUT_COMMENT: "always",
    };
    const run = spawn(process.execPath, [action], { cwd: root, env });
    let stdout = "";
    run.stdout.on("data", (data) => {
      stdout += data;
    });
    requested = () => run.kill("SIGTERM");
    const signal = await new Promise((resolve) => run.on("close", (_status, name) => resolve(name)));
    server.closeAllConnections();
    server.close();
    expect(signal).toBe("SIGTERM");
    expect(stdout).toContain("success: 2 worker roles checked");
  });
});
