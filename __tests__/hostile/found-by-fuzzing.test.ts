import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { findRequirements } from "../../src/discover/find-requirements.js";
import { buildReport } from "../../src/report/build-report.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { renderSarif } from "../../src/report/sarif.js";
import { plain, renderText } from "../../src/report/text.js";
import { allRules } from "../../src/rules/index.js";
import { JsonField } from "../../src/source/json-field.js";

// Inputs that `npm run fuzz` has found, reduced to a minimum.

async function reportOn(path: string, text: string, files = ""): Promise<Report> {
  const root = mkdtempSync(join(tmpdir(), "found-"));
  writeFileSync(join(root, path), text);
  const resolved = resolveOptions(
    new Map([
      ["roles", "*: communication"],
      ["files", files],
    ]),
    null,
  );
  if ("problems" in resolved) throw new Error("the options are refused");
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-01-01" });
  rmSync(root, { recursive: true });
  if ("problems" in outcome) throw new Error("the options are refused");
  return outcome.report;
}

test("explains a plan whose format_version is an object", async () => {
  const report = await reportOn("plan.json", '{"format_version": {}, "resource_changes": [{"type": "aws_iam_role"}]}');
  expect(report.findings[0]?.message).toBe(
    "plan.json has an invalid format_version, but the check reads only versions 0.x and 1.x",
  );
});

test("reads back its own report with names and lists of any length", async () => {
  const actions = [`s3:${"x".repeat(30_000)}`, ...Array.from({ length: 6000 }, (_, at) => `s3:No${at}`)];
  const statement = { Effect: "Allow", Action: actions, Resource: "*" };
  const role = { Type: "AWS::IAM::Role", Properties: { Policies: [{ PolicyDocument: { Statement: [statement] } }] } };
  const report = await reportOn("veeam.json", JSON.stringify({ Resources: { [`Veeam${"R".repeat(3000)}`]: role } }));
  const written = JSON.parse(JSON.stringify(report));
  for (const finding of written.findings) finding.fix = null;
  expect(report.findings.flatMap((finding) => finding.actions).length).toBeGreaterThan(6000);
  expect(readReport(new JsonField(written))).toEqual(written);
});

test("reads back its own report with a long name that no file contains", async () => {
  const report = await reportOn("veeam.json", '{"Statement": []}', `*.json\n${"n".repeat(20_000)}`);
  expect(report.findings.map(({ rule }) => rule)).toContain("unreadable-file");
  expect(() => readReport(new JsonField(JSON.parse(JSON.stringify(report))))).not.toThrow();
});

test("reads back its own report with long words from a requirements file", async () => {
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const requirements = await findRequirements(scope, "7");
  if ("problems" in requirements) throw new Error("version 7 is not there");
  const words = "w".repeat(30_000);
  const long = { ...requirements.requirements, version: words, title: words, source: words };
  const files = { matched: 0, read: 0, unreadable: 0, paths: [] };
  const report = buildReport({ requirements: long, files, roles: [], notChecked: [], findings: [] }, "error");
  expect(() => readReport(new JsonField(JSON.parse(JSON.stringify(report))))).not.toThrow();
});

test("shows half a surrogate pair in a name, which JSON and YAML allow, as unknown", async () => {
  const report = await reportOn("veeam.json", '{"Statement": []}', "pla\ud800n.json");
  expect(report.findings[0]?.location.file).toBe("pla\ud800n.json");
  expect(JSON.parse(renderSarif(report, allRules, null)).runs[0].results[0].locations[0]).toMatchObject({
    physicalLocation: { artifactLocation: { uri: "pla%EF%BF%BDn.json" } },
  });
  const repository = { url: "https://github.com/o/r", commit: "0", rulePages: null };
  expect(renderMarkdown(report, repository, 60_000)).toContain("pla%EF%BF%BDn.json");
});

test("handles a glob with extra slashes", async () => {
  const report = await reportOn("veeam.json", '{"Statement": []}', ".///*.json");
  expect(report.files).toMatchObject({ matched: 1, unreadable: 0 });
});

test("handles an exclamation mark that excludes nothing", async () => {
  const report = await reportOn("veeam.json", '{"Statement": []}', "*.json\n!");
  expect(report.findings[0]).toMatchObject({ rule: "unreadable-file", message: "! excludes nothing" });
});

const role = '{"address": "aws_iam_role.r", "type": "aws_iam_role"}';

test.each([
  ["before its roles", `{"format_version": "1.2", "planned_values": {}}\n, "resource_changes": [${role}]}\n`],
  ["after them", `{"format_version": "1.2", "resource_changes": [${role}]}\n ]\n}, "complete": true}\n`],
  ["and continues on its last line", `{"format_version": "1.2", "resource_changes": [${role}]}NotPrincipal`],
  ["and repeats its end", `{"format_version": "1.2", "resource_changes": [${role}]}\ne\n}\n`],
  ["and names its roles in the remaining text", `{"format_version": "1.2", "planned_values": {}}\nx [${role}]\n`],
])("does not take a plan that lost a line and closes %s for a plan followed by text", async (_where, text) => {
  const report = await reportOn("plan.json", text);
  expect(report.findings[0]).toMatchObject({ rule: "unreadable-file", severity: "error" });
});

test("keeps a base name with line breaks from starting a new line", async () => {
  const report = await reportOn(
    "veeam.json",
    '{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}',
  );
  const baseline = { state: "unchanged", source: { kind: "commit", name: "\n::error::x" }, newActions: [] } as const;
  const old = { ...report, findings: report.findings.map((finding) => ({ ...finding, baseline })) };
  const text = renderText(old, { paint: plain, columns: 80 });
  expect(text).toContain("already on");
  expect(text).not.toMatch(/^::/m);
});
