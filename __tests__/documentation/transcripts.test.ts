import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Block, blocksOf, pages, pathOf, write } from "./pages.js";

const bundle = resolve("dist/cli/index.js");

interface Section {
  readonly name: string;
  /** In their order: files, and transcripts (commands after `$ `, each followed by what it prints). */
  readonly blocks: readonly Block[];
}

const isTranscript = ({ language, text }: Block): boolean => language === "" && text.startsWith("$ ");

const sections: readonly Section[] = [...pages]
  .flatMap(([path, markdown]) => markdown.split(/^(?=## )/m).map((section) => ({ path, section })))
  .map(({ path, section }) => ({ name: `${path} ${section.split("\n")[0]}`, blocks: blocksOf(section) }))
  .filter(({ blocks }) => blocks.some(isTranscript));

/** `node dist/cli/index.js` is run in the repository, `worker-iam-check` in the folder of the section's files. */
function run(command: string, folder: string): string {
  const [words = "", redirected] = command.split(" > ");
  const [program, ...args] = [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const ours = program === "worker-iam-check";
  if (!ours && !words.startsWith("node dist/cli/index.js ")) throw new Error(`can't run ${command}`);
  const { stdout } = spawnSync(process.execPath, ours ? [bundle, ...args] : args, {
    cwd: ours ? folder : ".",
    encoding: "utf8",
  });
  if (redirected === undefined) return stdout;
  write(join(folder, redirected), stdout);
  return "";
}

test.each(sections)("$name shows what its commands print, with the files that it shows before them", ({ blocks }) => {
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

test.each(["README.md", "docs/recipes.md"])("%s shows commands", (path) => {
  const shown = sections
    .filter(({ name }) => name.startsWith(path))
    .flatMap(({ blocks }) => blocks.filter(isTranscript));
  expect(shown.length).toBeGreaterThan(2);
});
