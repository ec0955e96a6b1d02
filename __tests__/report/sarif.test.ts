import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { RULE_IDS, RULE_PAGES } from "../../src/config/rule-ids.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { renderSarif } from "../../src/report/sarif.js";
import { allRules } from "../../src/rules/index.js";
import { JsonField } from "../../src/source/json-field.js";
import { runCli } from "../bundle/run-bundle.js";

function sarif(...args: readonly string[]) {
  const { stdout } = runCli(["check", ...args, "--format", "sarif"]);
  return JSON.parse(stdout);
}

describe("SARIF", () => {
  const { version, runs } = sarif("examples/terraform/failing");
  const [run] = runs;

  test("has each finding's rule, level, location, and fingerprint", () => {
    expect([version, runs.length]).toEqual(["2.1.0", 1]);
    expect(run.results[0]).toMatchObject({
      ruleId: "missing-action",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "examples/terraform/failing/main.tf" },
            region: { startLine: 33, startColumn: 15 },
          },
        },
      ],
      partialFingerprints: { "workerIamCheck/v1": expect.stringMatching(/^[0-9a-f]{20}$/) },
    });
  });

  test("describes every rule in the results", () => {
    const described = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(described).toEqual(allRules.map(({ id }) => id));
    for (const { ruleId } of run.results) expect(described).toContain(ruleId);
  });

  test("links each rule to its page in the Action's repository or else the project", async () => {
    const report = JSON.parse(runCli(["check", "examples", "--format", "json"]).stdout);
    const pages = "https://github.com/o/worker-iam-check/blob/v1/docs/rules";
    const { rules } = JSON.parse(renderSarif(report, allRules, pages)).runs[0].tool.driver;
    for (const { id, helpUri, help } of rules) {
      expect(helpUri).toBe(`${pages}/${id}.md`);
      expect(help.markdown).toContain(`[${id}](${pages}/${id}.md)`);
    }
    for (const { id, helpUri } of run.tool.driver.rules) expect(helpUri).toBe(`${RULE_PAGES}${id}.md`);
  });

  test("distinguishes findings by fingerprint", () => {
    const all = sarif(...readdirSync("examples").map((name) => `examples/${name}`)).runs[0].results;
    const prints = all.map((result: { partialFingerprints: object }) => JSON.stringify(result.partialFingerprints));
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe("matches the SARIF 2.1.0 schema", () => {
  const schema = JSON.parse(readFileSync("__tests__/report/sarif-schema.generated.json", "utf8"));
  // One of its patterns is invalid with the flag `u`.
  const validate = new Ajv({ unicodeRegExp: false, strict: false, validateFormats: false, allErrors: true }).compile(
    schema,
  );

  test.each(["examples", "package.json", "gone.json"])("for %s", (path) => {
    expect([validate(sarif(path)), validate.errors]).toEqual([true, null]);
  });

  test("without suppressed findings, with related locations, fixes, and markup as text", () => {
    const written = runCli(["check", "examples", "--format", "json"]);
    const report = readReport(new JsonField(JSON.parse(written.stdout)));
    const location = { file: "a b/[c]#?.yaml", line: 3, column: 5, endLine: 3, endColumn: 9 };
    const findings = report.findings.map((finding, at) => ({
      ...finding,
      message: "[x](http://evil.example) \\",
      location: at % 2 === 0 ? location : { file: "." },
      related: [
        { location, message: "see [x](1)" },
        { location: { file: "a.yaml" }, message: "and" },
      ],
      suppressed: at % 3 === 2 ? { reason: "known" } : null,
      fix: { description: "add", edits: [{ location, newText: "- x\n" }] },
    }));
    const log = JSON.parse(renderSarif({ ...report, findings } as Report, allRules, null));
    expect([validate(log), validate.errors]).toEqual([true, null]);
    expect(log.runs[0].results).toHaveLength(findings.filter(({ suppressed }) => suppressed === null).length);
    const [result] = log.runs[0].results;
    expect(result.message.text).toContain("\\[x\\](http://evil.example) \\\\");
    expect(result.relatedLocations[0].message.text).toBe("see \\[x\\](1)");
    expect(result.relatedLocations[1].physicalLocation.region).toEqual({ startLine: 1 });
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("a%20b/%5Bc%5D%23%3F.yaml");
    expect(result.fixes[0].artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
        insertedContent: { text: "- x\n" },
      },
    ]);
  });

  test("with each rule's help and at most the 5,000 results that GitHub keeps", () => {
    const { findings, ...report } = JSON.parse(runCli(["check", "examples", "--format", "json"]).stdout) as Report;
    const many = Array.from({ length: 6000 }, (_, at) => findings[at % findings.length]);
    const [run] = JSON.parse(renderSarif({ ...report, findings: many } as Report, allRules, null)).runs;
    expect(run.results).toHaveLength(5000);
    for (const { id, help } of run.tool.driver.rules) expect(help.markdown).toContain(`docs/rules/${id}.md`);
  });
});

test("registers every rule", () => {
  expect(allRules.map(({ id }) => id).sort()).toEqual([...RULE_IDS].sort());
});
