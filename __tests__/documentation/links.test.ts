import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pages } from "./pages.js";

/** The anchors that GitHub creates from headings: letters, digits, hyphens, and underscores, in lower case, with hyphens for spaces. */
function anchorsOf(markdown: string): readonly string[] {
  const headings = markdown.replace(/^```[\s\S]*?^```$/gm, "").match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The targets of all links. A link's text may continue on the next line. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(([, target, image]) => target ?? image ?? "");
}

test.each([...pages])("has no broken link in %s", (path, markdown) => {
  const broken = linksOf(markdown)
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : join(dirname(path), file);
      if (!existsSync(to)) return true;
      if (anchor === undefined) return false;
      return statSync(to).isDirectory() || !anchorsOf(readFileSync(to, "utf8")).includes(anchor);
    });
  expect(broken).toEqual([]);
});

test("links every page of docs from the README", () => {
  const reached = new Set(["README.md"]);
  for (const path of reached) {
    for (const target of linksOf(pages.get(path) ?? "")) {
      const to = join(dirname(path), target.split("#")[0] ?? "");
      for (const page of [to, join(to, "README.md")]) if (pages.has(page)) reached.add(page);
    }
  }
  expect([...pages.keys()].filter((path) => path.startsWith("docs/") && !reached.has(path))).toEqual([]);
});
