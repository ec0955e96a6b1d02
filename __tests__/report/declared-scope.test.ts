import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { mergeReports } from "../../src/report/merge-reports.js";
import { readReport } from "../../src/report/read-report.js";
import { DECLARED_SCOPE, type Report } from "../../src/report/report.js";
import { plain, renderText } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";
import { allow } from "../iam/role.js";

const CONFIG = `roles: { "veeam-*": communication }
deployment: { accounts: ["111122223333"], regions: [eu-west-1] }
resources: { "sqs:*": "arn:aws:sqs:*:111122223333:veeam-*" }
`;

/** `sqs:ListQueues` doesn't support resources. */
const REST = ["sqs:ListQueues", "ec2messages:*", "iam:*", "ssm:*", "ssmmessages:*"];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "declared-"));
  const policy = (name: string, resource: string): void => {
    const document = { Version: "2012-10-17", Statement: [allow(REST), allow("sqs:*", resource)] };
    writeFileSync(join(folder, name), JSON.stringify(document));
  };
  policy("veeam-wide.json", "*");
  policy("veeam-narrow.json", "arn:aws:sqs:eu-west-1:111122223333:veeam-*");
  policy("veeam-narrower.json", "arn:aws:sqs:eu-west-1:111122223333:veeam-*-queue");
  policy("veeam-other.json", "arn:aws:sqs:*:111122223333:*");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function reportOf(config: string): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems.map(({ message }) => message)));
  return outcome.report;
}

function count(text: string): number {
  return text.split(DECLARED_SCOPE).length - 1;
}

test("says once for each role in JSON, text, and Markdown that it is granted only within the deployment", async () => {
  const report = await reportOf(CONFIG);
  expect(report.roles.map(({ id, scope }) => [id, scope ?? null])).toEqual([
    ["veeam-narrow", DECLARED_SCOPE],
    ["veeam-narrower", null],
    ["veeam-other", DECLARED_SCOPE],
    ["veeam-wide", null],
  ]);
  expect(report.deployment).toEqual({
    partition: "aws",
    accounts: ["111122223333"],
    regions: ["eu-west-1"],
    resources: { "sqs:*": ["arn:aws:sqs:*:111122223333:veeam-*"] },
  });
  expect(count(JSON.stringify(report))).toBe(2);
  expect(count(renderText(report, { paint: plain, columns: 200 }))).toBe(2);
  expect(count(renderMarkdown(report, null, 65_000))).toBe(2);
  const schema = JSON.parse(readFileSync("schema/report.schema.json", "utf8"));
  const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(schema);
  expect([validate(report), validate.errors]).toEqual([true, null]);
});

test("says nothing about a deployment if none is declared", async () => {
  const report = await reportOf('roles: { "veeam-*": communication }\n');
  expect(report).not.toHaveProperty("deployment");
  expect(count(JSON.stringify(report))).toBe(0);
  expect(report.findings.map(({ rule }) => rule)).toEqual(["partial-action", "partial-action", "partial-action"]);
});

test("says the same in a report that was read back and merged", async () => {
  const report = await reportOf(CONFIG);
  const read = readReport(new JsonField(JSON.parse(JSON.stringify(report))));
  expect(read.roles.map(({ scope }) => scope)).toEqual(report.roles.map(({ scope }) => scope));
  expect(read.deployment).toEqual(report.deployment);
  const options = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null } as const;
  const merged = (other: Report) =>
    mergeReports(
      [
        { file: "a.json", report: read },
        { file: "b.json", report: other },
      ],
      options,
    );
  expect(merged(read).deployment).toEqual(report.deployment);
  expect(merged(await reportOf('roles: { "veeam-*": communication }\n'))).not.toHaveProperty("deployment");
  expect(count(JSON.stringify(merged(read)))).toBe(4);
});

test("ends before any check if the configuration names an unlisted action", async () => {
  await expect(reportOf("resources: { sqs:SendMesage: '*' }\n")).rejects.toThrow("sqs:SendMesage");
});
