import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Every documentation page, by path. */
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

/** A fenced block. If the line before it ends in a colon, that line is its label. */
export interface Block {
  readonly label: string;
  readonly language: string;
  readonly text: string;
}

export function blocksOf(markdown: string): readonly Block[] {
  const found = markdown.matchAll(/(?:^(.+:)\n\n)?^```(\w*)\n([\s\S]*?\n)```$/gm);
  return [...found].map(([, label = "", language = "", text = ""]) => ({ label, language, text }));
}

/** The path in a label of the form "`path`:". Returns null if the block isn't a file. */
export function pathOf({ label }: Block): string | null {
  return /^`([^`]+)`/.exec(label)?.[1] ?? null;
}

/** The files that a page shows. If one is shown twice, the last version counts. */
export function filesIn(markdown: string): ReadonlyMap<string, string> {
  return new Map(
    blocksOf(markdown).flatMap((block) => {
      const path = pathOf(block);
      return path === null ? [] : [[path, block.text] as const];
    }),
  );
}

/** Writes a file and creates its folders. */
export function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
