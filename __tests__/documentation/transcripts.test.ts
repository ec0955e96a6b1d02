import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Block, blocksOf, pages, pathOf, write } from "./pages.js";

interface Section {
  readonly name: string;
  /** In order: files and transcripts. Transcripts have commands after `$ `, each followed by its output. */
  readonly blocks: readonly Block[];
}

const isTranscript = ({ language, text }: Block): boolean => language === "" && text.startsWith("$ ");

const sections: readonly Section[] = [...pages]
  .flatMap(([path, markdown]) => markdown.split(/^(?=## )/m).map((section) => ({ path, section })))
  .map(({ path, section }) => ({ name: `${path} ${section.split("\n")[0]}`, blocks: blocksOf(section) }))
  .filter(({ blocks }) => blocks.some(isTranscript));

/** A clone on a machine with nothing but Node: no packages, no git, no home. */
const clone = mkdtempSync(join(tmpdir(), "clone-"));
beforeAll(() => {
  for (const path of ["dist", "examples"]) cpSync(path, join(clone, path), { recursive: true });
});
afterAll(() => rmSync(clone, { recursive: true }));

/** Runs `node dist/cli/index.js` in the clone, and `worker-iam-check` in the folder of the section's files. */
function run(command: string, folder: string): string {
  const [words = "", redirected] = command.split(" > ");
  const [program, ...args] = [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const ours = program === "worker-iam-check";
  if (!ours && !words.startsWith("node dist/cli/index.js ")) throw new Error(`can't run ${command}`);
  const { stdout } = spawnSync(process.execPath, ours ? [join(clone, "dist/cli/index.js"), ...args] : args, {
    cwd: ours ? folder : clone,
    encoding: "utf8",
    env: { PATH: join(clone, "none"), HOME: join(clone, "none") },
  });
  if (redirected === undefined) return stdout;
  write(join(folder, redirected), stdout);
  return "";
}

test.each(sections)("$name shows the actual output of its commands", ({ blocks }) => {
  const folder = mkdtempSync(join(tmpdir(), "transcript-"));
  for (const block of blocks) {
    const path = pathOf(block);
    if (path !== null) write(join(folder, path), block.text);
    if (!isTranscript(block)) continue;
    const commands = block.text.match(/^\$ .+$/gm) ?? [];
    const printed = commands.map((command) => `${command}\n${run(command.slice(2), folder)}`).join("");
    expect(printed.trimEnd()).toBe(block.text.trimEnd());
  }
  rmSync(folder, { recursive: true });
});

test.each(["docs/commands.md", "docs/recipes.md"])("shows commands in %s", (path) => {
  const shown = sections
    .filter(({ name }) => name.startsWith(path))
    .flatMap(({ blocks }) => blocks.filter(isTranscript));
  expect(shown.length).toBeGreaterThan(2);
});

test("fails with the README's first command because of the failing examples and prints the finding shown", () => {
  const [first = ""] = /(?<=```sh\n)node .+/.exec(pages.get("README.md") ?? "") ?? [];
  const args = first.split(" ").slice(1);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: clone, encoding: "utf8", env: {} });
  expect({ first, status, stderr }).toEqual({ first: "node dist/cli/index.js check examples", status: 1, stderr: "" });
  expect(stdout).toContain("failure: 15 worker roles checked");
  const finding = blocksOf(pages.get("README.md") ?? "").find(({ language }) => language === "text");
  expect(finding?.text).toMatch(/^error\[/);
  expect(stdout).toContain(finding?.text);
});
