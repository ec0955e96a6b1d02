import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const page = readFileSync("docs/architecture.md", "utf8");

/** `source -> iam` means that something in iam imports from source. A file directly in src counts as a folder. */
function importedBy(): ReadonlySet<string> {
  const arrows = new Set<string>();
  for (const file of readdirSync("src", { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join("src", file), "utf8");
    for (const [, imported = ""] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const from = folderOf(relative("src", join("src", dirname(file), imported)));
      const to = folderOf(file);
      if (from !== to) arrows.add(`${from} -> ${to}`);
    }
  }
  return arrows;
}

function folderOf(path: string): string {
  return path.split(/[\\/]/)[0]?.replace(/\.[jt]s$/, "") ?? "";
}

const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from = "", to = ""]) => ({ from, to }));

function isReachable(from: string, to: string, seen = new Set<string>()): boolean {
  return drawn.some((arrow) => {
    if (arrow.from !== from) return false;
    if (arrow.to === to) return true;
    if (seen.has(arrow.to)) return false;
    return isReachable(arrow.to, to, seen.add(arrow.to));
  });
}

test("draws every import in the architecture picture", () => {
  const against = [...importedBy()].filter((arrow) => {
    const [from = "", to = ""] = arrow.split(" -> ");
    return !isReachable(from, to);
  });
  expect(against).toEqual([]);
});

test("draws only actual imports, none of them upward", () => {
  const imports = importedBy();
  expect(drawn.map(({ from, to }) => `${from} -> ${to}`).filter((arrow) => !imports.has(arrow))).toEqual([]);
  expect(drawn.filter(({ from, to }) => isReachable(to, from))).toEqual([]);
});

test("lists every folder of src in the table", () => {
  const listed = [...page.slice(0, page.indexOf("```mermaid")).matchAll(/`([\w-]+)(?:\/|\.ts)`(?=[,` |])/g)].map(
    (cell) => cell[1],
  );
  const folders = readdirSync("src").map(folderOf);
  expect(folders.filter((folder) => !listed.includes(folder))).toEqual([]);
});
