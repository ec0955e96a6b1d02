import { check } from "../../src/check.js";
import type { CheckOptions } from "../../src/config/options.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { withMergedCoverage } from "../../src/coverage/merged-coverage.js";
import { mergeReports } from "../../src/report/merge-reports.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { JsonField } from "../../src/source/json-field.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";

afterEach(removeFolders);

const found = catalogRequirements("7");
if (found === null) throw new Error("the catalog lacks version 7");
const requirements = found;
const actionsOf = (name: string) =>
  requirements.kinds.find((kind) => kind.name === name)?.actions.map(({ action }) => action) ?? [];
const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });

type Roles = Readonly<Record<string, object>>;

function role(actions: readonly string[], more: object = {}): object {
  const Principal = { AWS: "arn:aws:iam::111122223333:role/appliance" };
  const PolicyDocument = document({ Effect: "Allow", Action: actions, Resource: "*", ...more });
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }),
      Policies: [{ PolicyName: "all", PolicyDocument }],
    },
  };
}

function optionsOf(config: string | null = null): CheckOptions {
  const file = config === null ? null : { path: ".github/worker-iam-check.yml", text: config };
  const resolved = resolveOptions(new Map([["baseline", "main.report"]]), file);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  return resolved.options.check;
}

/** Merges the reports of a matrix's jobs, each for its own folder. */
async function merge(jobs: readonly Roles[], options = optionsOf()): Promise<Report> {
  const files = jobs.map(async (roles, at) => {
    const root = emptyFolder();
    writeFiles(root, { [`cdk.out/job-${at}.json`]: JSON.stringify({ Resources: roles }) });
    const scope = { root, workingDirectory: root, confined: true };
    const outcome = await check({ ...options, baseline: null }, { scope, today: "2026-11-28" });
    if ("problems" in outcome) throw new Error("nothing was checked");
    return { file: `job-${at}.json`, report: readReport(new JsonField(JSON.parse(JSON.stringify(outcome.report)))) };
  });
  return mergeReports(await Promise.all(files), options);
}

async function covered(before: readonly Roles[], now: readonly Roles[], config: string | null = null) {
  const options = optionsOf(config);
  const merging = { options, requirements, today: "2026-11-28", baselines: [] };
  return withMergedCoverage(await merge(now, options), await merge(before), merging);
}

const [backup, restore] = [role(actionsOf("backup")), role(actionsOf("restore"))];
const both = [{ VeeamA: backup }, { VeeamB: restore }];
const inRegion = { Condition: { StringEquals: { "ec2:Region": "eu-west-1" } } };
const errors = ({ findings }: Report) =>
  findings
    .filter(({ severity, suppressed }) => severity === "error" && suppressed === null)
    .map(({ rule, role: name, kind }) => `${rule} ${name} ${kind}`);

test.each<[string, readonly Roles[], readonly string[]]>([
  ["a role that is deleted from a job's files", [{ VeeamA: backup }, {}], ["coverage-lost VeeamB restore"]],
  ["a deleted job", [{ VeeamA: backup }], ["coverage-lost VeeamB restore"]],
  [
    "a role that loses most of its policy",
    [{ VeeamA: role(["ec2:*"]) }, { VeeamB: restore }],
    ["coverage-lost VeeamA backup"],
  ],
  [
    "an action that is removed, through the job's own finding",
    [
      {
        VeeamA: {
          ...role(actionsOf("backup").filter((action) => action !== "ec2:CreateSnapshot")),
          Metadata: { WorkerIamCheck: "backup" },
        },
      },
      { VeeamB: restore },
    ],
    ["missing-action VeeamA backup"],
  ],
  [
    "a grant narrowed by a condition",
    [{ VeeamA: role(actionsOf("backup"), inRegion) }, { VeeamB: restore }],
    ["weakened-action VeeamA backup"],
  ],
])("fails the merged report for %s when compared with the base's report", async (_name, now, expected) => {
  const report = await covered(both, now);
  expect(errors(report)).toEqual(expect.arrayContaining([...expected]));
  expect(report.conclusion).toBe("failure");
});

test.each<[string, readonly Roles[], readonly Roles[], string | null]>([
  ["nothing changes", both, both, null],
  ["the jobs come in another order", both, [...both].reverse(), null],
  ["a role moves to another job", both, [{ VeeamA: backup, VeeamB: restore }], null],
  ["a role is split", [{ VeeamA: role([...actionsOf("backup"), ...actionsOf("restore")]) }], both, null],
  ["a job with the same role is added", [{ VeeamA: backup }], [{ VeeamA: backup }, { VeeamA: backup }], null],
  ["a deleted role is ignored", both, [{ VeeamA: backup }], 'roles: ["VeeamB: ignore"]\n'],
  [
    "a loss is suppressed",
    both,
    [{ VeeamA: backup }],
    "suppressions:\n  - { role: VeeamB, rule: coverage-lost, reason: another product restores }\n",
  ],
  ["the rule is off", both, [{ VeeamA: backup }], "severities: { coverage-lost: off }\n"],
])("keeps the merged report's verdict when %s", async (_name, before, now, config) => {
  const report = await covered(before, now, config);
  expect(errors(report)).toEqual([]);
  expect(report.conclusion).toBe("success");
});

test("reports a loss once if a job has already reported it", async () => {
  const [before, now] = [await merge(both), await merge([{ VeeamA: backup }])];
  const merging = { options: optionsOf(), requirements, today: "2026-11-28", baselines: [] };
  const once = await withMergedCoverage(now, before, merging);
  expect((await withMergedCoverage(once, before, merging)).findings).toEqual(once.findings);
  const suppressed = once.findings.map((finding) => ({ ...finding, suppressed: { reason: "meant" } }));
  const again = await withMergedCoverage({ ...now, findings: suppressed }, before, merging);
  expect([again.findings.length, again.conclusion]).toEqual([suppressed.length, "success"]);
});
