import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { mergeReports } from "../../src/report/merge-reports.js";
import { readReport } from "../../src/report/read-report.js";
import type { Report } from "../../src/report/report.js";
import { plain, renderText } from "../../src/report/text.js";
import { JsonField } from "../../src/source/json-field.js";
import { allow, deny } from "../iam/role.js";

const ROLES = 'roles: { "veeam-*": communication }\n';
const TWO_LEVELS = `${ROLES}guardrails:\n  - [root.json]\n  - { policies: [account.json], allow-list: true }\n`;
const NEEDED = ["ec2messages:*", "iam:*", "sqs:*", "ssm:*", "ssmmessages:*"];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guardrails-"));
  policy("veeam-worker.json", allow([...NEEDED, "s3:*"]));
});
afterEach(() => rmSync(folder, { recursive: true }));

function policy(name: string, ...statements: readonly object[]): void {
  writeFileSync(join(folder, name), JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}

async function reportOf(config: string): Promise<Report> {
  const resolved = resolveOptions(new Map(), { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

const rules = ({ findings }: Report) => findings.map(({ rule, location }) => `${rule} ${location.file}`);

test("each level is looked at, and what breaks one is told at its place", async () => {
  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED));
  const sound = await reportOf(TWO_LEVELS);
  expect([sound.conclusion, rules(sound)]).toEqual(["success", []]);
  expect(sound.roles.map(({ id }) => id)).toEqual(["veeam-worker"]);

  policy("root.json", deny("sqs:SendMessage"));
  expect(rules(await reportOf(TWO_LEVELS))).toEqual(["guardrail-blocks-action root.json"]);

  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED.filter((one) => one !== "sqs:*")));
  expect(rules(await reportOf(TWO_LEVELS))).toEqual(["guardrail-blocks-action c.yml"]);
});

test("excess-access leaves out what a guardrail takes away", async () => {
  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED));
  const excess = async (config: string) =>
    (await reportOf(`${config}severities: { excess-access: notice }\n`)).findings.map(({ message }) => message).join();
  expect(await excess(ROLES)).toContain("s3:*");
  expect(await excess(TWO_LEVELS)).not.toContain("s3:*");
});

test("the report says that service control policies were looked at, read and merged as well", async () => {
  policy("root.json", deny("s3:*"));
  policy("account.json", allow(NEEDED));
  const [without, report] = [await reportOf(ROLES), await reportOf(TWO_LEVELS)];
  const shown = (one: Report) =>
    `${renderText(one, { paint: plain, columns: 200 })}${renderMarkdown(one, null, 60_000)}`;
  expect(shown(without)).toMatch(/visible here: SCPs[\s\S]*this check: SCPs/);
  expect(shown(report)).toMatch(/visible here: RCPs[\s\S]*this check: RCPs/);
  expect([without.guardrails, report.guardrails]).toEqual([undefined, 2]);
  const read = readReport(new JsonField(JSON.parse(JSON.stringify(report))));
  const options = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null } as const;
  const merged = (...reports: readonly Report[]) =>
    mergeReports(
      reports.map((one, index) => ({ file: `${index}.json`, report: one })),
      options,
    ).guardrails;
  expect([merged(read, report), merged(read, without)]).toEqual([2, undefined]);
});
