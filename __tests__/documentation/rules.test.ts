import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../src/report/report.js";
import { allRules } from "../../src/rules/index.js";
import { runCli } from "../bundle/run-bundle.js";
import { blocksOf, filesIn, write } from "./pages.js";

const ids = allRules.map(({ id }) => id as string).sort();

const OPENING = `Each finding names its rule. A rule's page says why the finding matters, how to fix it, and how to suppress it. The
\`severities\` of [the configuration](../configuration.md) change a rule's level or turn it off.`;

test("has a page for every rule and a rule for every page", () => {
  const pages = readdirSync("docs/rules").filter((name) => name !== "README.md");
  expect(pages.map((name) => name.replace(/\.md$/, "")).sort()).toEqual(ids);
});

/** Severities that depend on the finding. */
const WORSE: Readonly<Record<string, string>> = {
  "conditional-action": "; error if none of a kind's actions is granted unconditionally",
  "partial-action": "; error in some cases",
  "undetermined-action": "; error if none of a kind's actions could be decided",
  "instance-profile-missing": "; error if the role had a profile on the base, or if a profile has several roles",
  "policy-quota": "; error above the maximum",
  "unreadable-file": "; warning if the check can still read the template",
};

test("has an index that matches the rules (UPDATE_GOLDEN=1 writes it again)", () => {
  const rows = allRules.map(
    ({ id, defaultSeverity, summary }) => `| [${id}](${id}.md) | ${defaultSeverity}${WORSE[id] ?? ""} | ${summary} |\n`,
  );
  const index = `# Rules\n\n${OPENING}\n\n| rule | default | what it reports |\n|---|---|---|\n${rows.join("")}`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync("docs/rules/README.md", index);
  expect(readFileSync("docs/rules/README.md", "utf8")).toBe(index);
});

test.each(allRules.map(({ id, defaultSeverity, summary }) => [id, defaultSeverity, summary] as const))(
  "starts the page of %s with the rule's summary and default severity, %s",
  (id, severity, summary) => {
    const page = readFileSync(`docs/rules/${id}.md`, "utf8");
    expect(page.replaceAll("\n", " ")).toContain(
      `# ${id}  ${summary}  Default severity: ${severity}${WORSE[id] ?? ""}.`,
    );
  },
);

interface Example {
  readonly bad: ReadonlyMap<string, string>;
  /** The good example's files: the bad example's files, except the ones that the page shows again. */
  readonly good: ReadonlyMap<string, string>;
}

function exampleOf(id: string): Example {
  const page = readFileSync(`docs/rules/${id}.md`, "utf8");
  const [, badText = "", goodText = ""] = /^### Bad$([\s\S]*?)^### Good$([\s\S]*?)^## /m.exec(page) ?? [];
  const bad = filesIn(badText);
  return { bad, good: new Map([...bad, ...filesIn(goodText)]) };
}

/** The findings of a check of only these files, without any configuration. */
function findingsIn(files: ReadonlyMap<string, string>): Report["findings"] {
  const folder = mkdtempSync(join(tmpdir(), "rule-page-"));
  for (const [path, text] of files) write(join(folder, path), text);
  const { stdout } = runCli(["check", "--format", "json"], {
    cwd: folder,
  });
  rmSync(folder, { recursive: true });
  const report: Report = JSON.parse(stdout);
  return report.findings;
}

/** The rules with findings. */
function complaints(files: ReadonlyMap<string, string>): readonly string[] {
  return findingsIn(files)
    .filter(({ suppressed }) => suppressed === null)
    .map(({ rule }) => rule);
}

const CONFIG = ".github/worker-iam-check.yml";

test.each(ids)("has a suppression for the bad example's finding on the page of %s", (id) => {
  const [, section = ""] = /^## How to suppress it$([\s\S]*)/m.exec(readFileSync(`docs/rules/${id}.md`, "utf8")) ?? [];
  const [block] = blocksOf(section);
  const { bad } = exampleOf(id);
  const suppressions = block?.text ?? "";
  const before = bad.get(CONFIG) ?? "";
  // If the config already has suppressions, adds another one.
  const config = before.includes("suppressions:")
    ? `${before}${suppressions.replace("suppressions:\n", "")}`
    : `${before}${suppressions}`;
  const findings = findingsIn(new Map([...bad, [CONFIG, config]])).filter(({ rule }) => rule === id);
  expect(findings.some(({ suppressed }) => suppressed !== null)).toBe(true);
  expect(findings.filter(({ suppressed }) => suppressed === null)).toEqual([]);
});

test.each(ids)("has files with and without the finding on the page of %s", (id) => {
  const { bad, good } = exampleOf(id);
  expect(complaints(bad)).toContain(id);
  expect(complaints(good)).toEqual([]);
});

test.each(ids)("explains the reason, the fix, and the suppression on the page of %s", (id) => {
  const headings = readFileSync(`docs/rules/${id}.md`, "utf8").match(/^## .+$/gm);
  expect(headings).toEqual(["## Why", "## Example", "## How to fix it", "## How to suppress it"]);
});
