import { describeFixable, fixCommand } from "../../src/publish/fix-command.js";
import type { ReportedFinding } from "../../src/report/report.js";

const tool = "npx github:OWNER/worker-iam-check#v1";

test.each<[string, readonly string[], Readonly<Record<string, string>>, string | null, string]>([
  ["files", ["a.yaml", "infra/**"], {}, null, "fix a.yaml 'infra/**'"],
  ["nothing but the defaults", [], {}, null, "fix"],
  [
    "one line each and a config",
    [],
    { roles: "A*: backup\n\n B: restore\n" },
    "c d.yml",
    "fix --roles 'A*: backup' --roles 'B: restore' --config 'c d.yml'",
  ],
  ["a name that looks like an option", ["-x.json"], {}, null, "fix './-x.json'"],
  [
    "a name that looks like a command",
    ["a.json; rm -rf ~", "$(id)", "it's.json"],
    {},
    null,
    "fix 'a.json; rm -rf ~' '$(id)' 'it'\\''s.json'",
  ],
  [
    "settings that do not select roles",
    [],
    { "fail-on": "never", appliance: "111122223333" },
    null,
    "fix --appliance 111122223333",
  ],
])("prints a command with %s", (_name, files, inputs, config, expected) => {
  expect(fixCommand({ tool, files, inputs: new Map(Object.entries(inputs)), config })).toBe(`${tool} ${expected}`);
});

test("reports the number of unsuppressed findings with an edit", () => {
  const fix = { description: "d", edits: [] };
  const finding = (more: Partial<ReportedFinding>) => ({ suppressed: null, fix: null, ...more }) as ReportedFinding;
  const suppressed = finding({ fix, suppressed: { reason: "agreed" } });
  expect(describeFixable([finding({ fix }), finding({}), suppressed])).toBe("fix has an edit for 1 of 2 findings");
  expect(describeFixable([finding({}), suppressed])).toBeNull();
});
