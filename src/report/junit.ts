import { formatLocation } from "../source/location.js";
import { plural } from "../source/plural.js";
import { describeAcceptance } from "./conclusion.js";
import type { Accepted, Report, ReportedFinding, ReportedRole } from "./report.js";
import { visible } from "./visible.js";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly findings: readonly ReportedFinding[];
}

/**
 * Renders the report as JUnit XML, which CI systems show as tests: a suite per role with a case per kind, and a suite
 * for findings without a role. Errors are failures, and so are warnings if they fail the check. Other findings go to
 * the case's output. A case whose findings are suppressed is skipped.
 */
export function renderJunit(report: Report, failOn: "error" | "warning" | "never"): string {
  const fails = ({ severity, suppressed }: ReportedFinding): boolean =>
    suppressed === null &&
    failOn !== "never" &&
    (severity === "error" || (failOn === "warning" && severity === "warning"));
  const byRole = new Map(report.roles.map(({ id }) => [id, [] as ReportedFinding[]]));
  for (const finding of report.findings) byRole.get(finding.role ?? "")?.push(finding);
  const suites = [
    ...report.roles.map((role) => ({ name: role.id, cases: casesOf(role, byRole.get(role.id) ?? []) })),
    { name: "run", cases: casesOfRun(report) },
  ].map(({ name, cases }) => suite(name, cases, fails));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(report.tool.name)}">\n${suites.join("")}</testsuites>\n`;
}

/** A case for each kind of the role, and one for findings that concern all kinds, such as the trust policy. */
function casesOf({ kinds, location }: ReportedRole, own: readonly ReportedFinding[]): readonly Case[] {
  const file = location.file;
  const cases = Object.keys(kinds).map((name) => ({ name, file, findings: own.filter(({ kind }) => kind === name) }));
  const others = own.filter(({ kind }) => kind === null || !(kind in kinds));
  return [...cases, { name: "role", file, findings: others }];
}

function casesOfRun({ roles, files, findings }: Report): readonly Case[] {
  const ids = new Set(roles.map(({ id }) => id));
  const others = findings.filter(({ role }) => role === null || !ids.has(role));
  return [{ name: plural(files.read, "file"), file: ".", findings: others }];
}

function suite(name: string, cases: readonly Case[], fails: (finding: ReportedFinding) => boolean): string {
  const failed = cases.filter(({ findings }) => findings.some(fails)).length;
  const skipped = cases.filter((one) => skippedBy(one, fails) !== null).length;
  const lines = cases.map((one) => testCase(name, one, fails)).join("");
  return `  <testsuite name="${attribute(name)}" tests="${cases.length}" failures="${failed}"${skipped === 0 ? "" : ` skipped="${skipped}"`}>\n${lines}  </testsuite>\n`;
}

/** The suppression that makes a case count as skipped. Returns null if the case fails, or if none of its findings is suppressed. */
function skippedBy({ findings }: Case, fails: (finding: ReportedFinding) => boolean): Accepted | null {
  const [first] = findings.some(fails) ? [] : findings.flatMap(({ suppressed }) => suppressed ?? []);
  return first ?? null;
}

function testCase(suiteName: string, one: Case, fails: (finding: ReportedFinding) => boolean): string {
  const { name, file, findings } = one;
  const failures = findings.filter(fails);
  const others = findings.filter((finding) => !fails(finding));
  const [first] = failures;
  const skipped = skippedBy(one, fails);
  const parts = [
    ...(first === undefined
      ? []
      : [
          `<failure type="${attribute(first.rule)}" message="${attribute(first.message)}">${wordsOf(failures)}</failure>`,
        ]),
    ...(skipped === null ? [] : [`<skipped message="${attribute(describeAcceptance(skipped))}"/>`]),
    ...(others.length === 0 ? [] : [`<system-out>${wordsOf(others)}</system-out>`]),
  ];
  const opening = `    <testcase classname="${attribute(suiteName)}" name="${attribute(name)}" file="${attribute(file)}"`;
  return parts.length === 0 ? `${opening}/>\n` : `${opening}>\n      ${parts.join("\n      ")}\n    </testcase>\n`;
}

function wordsOf(findings: readonly ReportedFinding[]): string {
  const paragraphs = findings.map(({ severity, rule, message, location, actions, help, suppressed }) =>
    [
      `${suppressed === null ? severity : "suppressed"}[${rule}] ${message}`,
      `  --> ${formatLocation(location)}`,
      ...actions.map((action) => `  ${action}`),
      ...(help === null ? [] : [`  help: ${help}`]),
    ]
      .map((line) => text(line))
      .join("\n"),
  );
  return `\n${paragraphs.join("\n\n")}\n`;
}

/** XML 1.0 can't express most control characters, so they are replaced. */
function text(value: string): string {
  return visible(value)
    .replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function attribute(value: string): string {
  return text(value).replaceAll('"', "&quot;");
}
