import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Core from "../../page/core/check-files.js";
import { NO_CHOICES } from "../../page/core/choices.js";
import type { PageFile } from "../../page/core/memory-tree.js";
import { parseCommandLine } from "../../src/cli/arguments.js";
import { checkCommand } from "../../src/cli/check-command.js";
import { Progress } from "../../src/cli/progress.js";
import type { Terminal } from "../../src/cli/terminal.js";
import { plain } from "../../src/report/text.js";
import { runCli } from "../bundle/run-bundle.js";

const TODAY = "2026-11-29";

/** Outside any repository, because a page doesn't know what git tracks. */
const root = mkdtempSync(join(tmpdir(), "worker-iam-check-page-"));
const folders = [
  ...["cloudformation", "policy-json", "terraform", "terraform-source"].flatMap((one) => [
    `examples/${one}/failing`,
    `examples/${one}/passing`,
  ]),
  "examples/requirements",
  ...["bytes", "cloudformation", "terraform", "terraform-sources", "terraform-written"].flatMap((kind) =>
    readdirSync(`__tests__/fixtures/${kind}`).map((name) => `__tests__/fixtures/${kind}/${name}`),
  ),
  "__tests__/fixtures/terraform-outputs",
  "__tests__/fixtures/terraform-secrets",
];

let core: typeof Core;

beforeAll(async () => {
  for (const folder of folders) cpSync(folder, join(root, folder), { recursive: true });
  // The page's core, with Node's modules replaced.
  const bundle = join(root, "core.mjs");
  execFileSync(process.execPath, ["scripts/build-page.mjs", "--core", bundle]);
  core = await import(pathToFileURL(bundle).href);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function commandLine(folder: string, args: readonly string[]): Promise<unknown> {
  const parsed = parseCommandLine(["check", ...args, "--format", "json"]);
  if (parsed.kind !== "run") throw new Error(JSON.stringify(parsed));
  let printed = "";
  const print = (text: string): void => {
    printed += text;
  };
  const terminal: Terminal = {
    out: print,
    patch: print,
    say: print,
    error: print,
    paint: plain,
    ruleName: (rule) => rule,
    columns: 80,
    snippets: false,
    progress: new Progress(() => false, Date.now),
    readInput: () => null,
    workingDirectory: join(root, folder),
    today: TODAY,
  };
  await checkCommand(parsed.line, terminal);
  return printed.startsWith("{") ? JSON.parse(printed) : "refused";
}

const reports = new Map<string, Promise<unknown>>();

/** The command line's report on a folder, with which several others are compared. */
function onFolder(folder: string): Promise<unknown> {
  const report = reports.get(folder) ?? commandLine(folder, []);
  reports.set(folder, report);
  return report;
}

async function inPage(files: readonly PageFile[]): Promise<unknown> {
  const checked = await core.checkFiles(files, NO_CHOICES, TODAY);
  return "report" in checked ? JSON.parse(JSON.stringify(checked.report)) : "refused";
}

function filesIn(folder: string): readonly PageFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path
        .slice(join(root, folder).length + 1)
        .split(sep)
        .join("/"),
      content: new Uint8Array(readFileSync(path)),
      isNamed: false,
    }));
}

test.each(folders)("reports the same as the command line on the folder %s", async (folder) => {
  expect(await inPage(filesIn(folder))).toEqual(await onFolder(folder));
});

test.each(folders)(
  "reports the same from the bundle, whose properties have shorter names, on the folder %s",
  async (folder) => {
    const { stdout } = runCli(["check", "--format", "json"], { cwd: join(root, folder) });
    expect(stdout.startsWith("{") ? JSON.parse(stdout) : "refused").toEqual(await onFolder(folder));
  },
);

// Terraform's files are parts of a whole.
const various = folders.filter((folder) => !/fixtures\/terraform(?!-outputs)/.test(folder));

test.each(various)("reports the same on the files of %s, each alone", async (folder) => {
  for (const file of filesIn(folder).filter(({ path }) => !path.includes("/"))) {
    const alone = { ...file, isNamed: true };
    const reported = { file: file.path, report: await inPage([alone]) };
    const only = mkdtempSync(join(root, "alone-"));
    cpSync(join(root, folder, file.path), join(only, file.path));
    expect(reported).toEqual({
      file: file.path,
      report: await commandLine(only.slice(root.length), [`./${file.path}`]),
    });
  }
});
