import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderCodeQuality } from "../../src/report/code-quality.js";
import { renderJunit } from "../../src/report/junit.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { mergeReports } from "../../src/report/merge-reports.js";
import type { Report } from "../../src/report/report.js";
import { expectGolden } from "../expect-golden.js";

const REPOSITORY = {
  url: "https://github.com/o/r",
  commit: "0123456789abcdef0123456789abcdef01234567",
  rulePages: "https://github.com/OWNER/worker-iam-check/blob/v1/docs/rules",
};

async function reportOf(inputs: Readonly<Record<string, string>>): Promise<Report> {
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

const failing = "examples/cloudformation/failing/worker-roles.yaml";
const passing = "examples/cloudformation/passing/worker-roles.yaml";

describe("renders reports for other systems", () => {
  test("as JUnit", async () => {
    expectGolden("junit.xml", renderJunit(await reportOf({ files: `${failing}\nnone.json` }), "error"));
  });

  test("as GitLab code quality", async () => {
    expectGolden("code-quality.json", renderCodeQuality(await reportOf({ files: failing })));
  });
});

describe("renders the comment and the job summary", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ["failing", { files: failing }],
    ["passing", { files: passing, appliance: "111122223333" }],
    ["terraform", { files: "examples/terraform" }],
    ["everything-missing", { files: "examples/policy-json/failing", roles: "*: worker" }],
    ["nothing-checked", { files: "examples/workflows/pull-*.yml" }],
    ["unreadable", { files: `none.json\n${passing}` }],
  ])("for %s", async (name, inputs) => {
    expectGolden(`${name}.md`, renderMarkdown(await reportOf(inputs), REPOSITORY, 65_000));
  });

  test("for merged reports", async () => {
    const [prod, dev] = [
      await reportOf({ files: failing }),
      await reportOf({ files: failing, roles: "*Worker*: communication" }),
    ];
    const files = [
      { file: "reports/prod/report.json", report: prod },
      { file: "reports/dev/report.json", report: dev },
      { file: "reports/test/report.json", reason: "is not JSON", help: "write it again" },
    ];
    expectGolden(
      "merged.md",
      renderMarkdown(
        mergeReports(files, { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null }),
        REPOSITORY,
        65_000,
      ),
    );
  });

  test("for hostile text", async () => {
    const evil =
      "`x` | </summary></details><img src=x> @octocat [l](http://e.example) www.e.example #1 **b** <!--\n# h\n::error::e";
    const { findings, roles, notChecked, ...rest } = await reportOf({ files: failing });
    const location = { file: evil, line: 1, column: 1, endLine: 1, endColumn: 2 };
    const report: Report = {
      ...rest,
      roles: roles.map((role) => ({ ...role, id: evil, location, selectedBy: evil })),
      notChecked: [...notChecked, { id: evil, location, reason: evil }],
      findings: findings.map((finding, at) => {
        const suppressed = at === 1 ? { reason: evil } : null;
        return { ...finding, role: evil, message: evil, help: evil, actions: [evil], location, suppressed };
      }),
    };
    expectGolden("hostile.md", renderMarkdown(report, REPOSITORY, 65_000));
  });
});
