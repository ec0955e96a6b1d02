import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { mergeReports } from "../../src/report/merge-reports.js";
import { readReport } from "../../src/report/read-report.js";
import { plain, renderText } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";

async function reportOf(inputs: Readonly<Record<string, string>>) {
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

const files = (name: "passing" | "failing") => `examples/cloudformation/${name}/worker-roles.yaml`;

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  [
    "roles that meet versions",
    { files: files("passing") },
    [
      "fully meets version 7; checked against version 7 because `requirements` is not set",
      "fully meets versions 7 and 10; checked against version 7 because `requirements` is not set",
    ],
  ],
  [
    "a role that meets none",
    { files: files("failing") },
    ["doesn't fully meet any known version; checked against version 7 because `requirements` is not set"],
  ],
  ["nothing if the version is set", { files: files("passing"), requirements: "7" }, []],
])("reports which versions the roles meet if none is set: %s", async (_name, inputs, reported) => {
  const report = await reportOf(inputs);
  const options = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null } as const;
  const passedOn = readReport(new JsonField(JSON.parse(JSON.stringify(report))));
  for (const one of [report, mergeReports([{ file: "a.json", report: passedOn }], options)]) {
    const text = renderText(one, { paint: plain, columns: 100 });
    expect([...new Set(text.match(/(?:fully meets|doesn.t fully meet) .*/g))].sort()).toEqual(reported);
    // The text as GitHub shows it.
    const shown = renderMarkdown(one, null, 65_000)
      .replace(/<[^>]*>/g, "`")
      .replaceAll("&#96;", "`");
    expect([...new Set(shown.match(/(?:fully meets|doesn.t fully meet) .*/g))].sort()).toEqual(reported);
  }
});
