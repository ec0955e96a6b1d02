import { readdirSync, readFileSync } from "node:fs";
import { allRules } from "../../src/rules/index.js";

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
