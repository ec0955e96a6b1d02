import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Every page that people read, by its path. */
export const pages: ReadonlyMap<string, string> = new Map(
  [
    ...readdirSync(".").filter((name) => name.endsWith(".md")),
    ...["docs", "examples"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
    ),
  ].map((path) => [path, readFileSync(path, "utf8")]),
);

/** A fenced block, with the line before it when that ends in a colon: what the block is. */
export interface Block {
  readonly label: string;
  readonly language: string;
  readonly text: string;
}

export function blocksOf(markdown: string): readonly Block[] {
  const found = markdown.matchAll(/(?:^(.+:)\n\n)?^```(\w*)\n([\s\S]*?\n)```$/gm);
  return [...found].map(([, label = "", language = "", text = ""]) => ({ label, language, text }));
}

/** "`path`:", an empty line, and the fenced block that is the file; null for a block that is none. */
export function pathOf({ label }: Block): string | null {
  return /^`([^`]+)`/.exec(label)?.[1] ?? null;
}

/** The files that are shown; of one that is shown twice, the last. */
export function filesIn(markdown: string): ReadonlyMap<string, string> {
  return new Map(
    blocksOf(markdown).flatMap((block) => {
      const path = pathOf(block);
      return path === null ? [] : [[path, block.text] as const];
    }),
  );
}

/** Writes a file, with the folders above it. */
export function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
