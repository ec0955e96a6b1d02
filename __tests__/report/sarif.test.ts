import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { RULE_IDS } from "../../src/config/rule-ids.js";
import { allRules } from "../../src/rules/index.js";

function sarif(...args: readonly string[]) {
  const { stdout } = spawnSync(process.execPath, ["dist/cli/index.js", "check", ...args, "--format", "sarif"], {
    encoding: "utf8",
  });
  return JSON.parse(stdout);
}

describe("SARIF", () => {
  const { version, runs } = sarif("examples/terraform/failing");
  const [run] = runs;

  test("names each finding's rule, level, place and fingerprint", () => {
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
      suppressions: [],
    });
  });

  test("describes every rule that a result names", () => {
    const described = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(described).toEqual(allRules.map(({ id }) => id));
    for (const { ruleId } of run.results) expect(described).toContain(ruleId);
  });

  test("fingerprints tell findings apart", () => {
    const all = sarif(...readdirSync("examples").map((name) => `examples/${name}`)).runs[0].results;
    const prints = all.map((result: { partialFingerprints: object }) => JSON.stringify(result.partialFingerprints));
    expect(new Set(prints).size).toBe(prints.length);
  });
});

test("the registry holds every rule but those that are not built yet", () => {
  expect(RULE_IDS.filter((id) => !allRules.some((rule) => rule.id === id))).toEqual(["excess-access"]);
});
