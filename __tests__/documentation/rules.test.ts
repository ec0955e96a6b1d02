import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Report } from "../../src/report/report.js";
import { allRules } from "../../src/rules/index.js";
import { filesIn, write } from "./pages.js";

const ids = allRules.map(({ id }) => id as string).sort();

test("every rule has a page, and every page a rule", () => {
  const pages = readdirSync("docs/rules").filter((name) => name !== "README.md");
  expect(pages.map((name) => name.replace(/\.md$/, "")).sort()).toEqual(ids);
});

test("the index lists every rule", () => {
  const index = readFileSync("docs/rules/README.md", "utf8");
  expect([...index.matchAll(/^\| \[([a-z-]+)\]/gm)].map((row) => row[1]).sort()).toEqual(ids);
});

test.each(allRules.map(({ id, defaultSeverity }) => [id, defaultSeverity] as const))(
  "the page of %s states its default severity %s",
  (id, severity) => {
    const page = readFileSync(`docs/rules/${id}.md`, "utf8");
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    expect(page).toMatch(new RegExp(`^Default severity: ${severity}\\b`, "m"));
  },
);

interface Example {
  readonly bad: ReadonlyMap<string, string>;
  /** Files of the good example: the bad one's, with those replaced that the page shows again. */
  readonly good: ReadonlyMap<string, string>;
}

function exampleOf(id: string): Example {
  const page = readFileSync(`docs/rules/${id}.md`, "utf8");
  const [, badText = "", goodText = ""] = /^### Bad$([\s\S]*?)^### Good$([\s\S]*?)^## /m.exec(page) ?? [];
  const bad = filesIn(badText);
  return { bad, good: new Map([...bad, ...filesIn(goodText)]) };
}

/** The rules that complain when the files are all that there is, with nothing configured beside them. */
function complaints(files: ReadonlyMap<string, string>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "rule-page-"));
  for (const [path, text] of files) write(join(folder, path), text);
  const { stdout } = spawnSync(process.execPath, [resolve("dist/cli/index.js"), "check", "--format", "json"], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  const report: Report = JSON.parse(stdout);
  return report.findings.filter(({ suppressed }) => suppressed === null).map(({ rule }) => rule);
}

test.each(ids)("the page of %s shows files that it complains about, and files that it lets pass", (id) => {
  const { bad, good } = exampleOf(id);
  expect(complaints(bad)).toContain(id);
  expect(complaints(good)).toEqual([]);
});

test.each(ids)("the page of %s says why, how to fix it and how to suppress it", (id) => {
  const headings = readFileSync(`docs/rules/${id}.md`, "utf8").match(/^## .+$/gm);
  expect(headings).toEqual(["## Why", "## Example", "## How to fix it", "## How to suppress it"]);
});
