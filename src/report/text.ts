import { formatLocation } from "../source/location.js";
import { baselineWords } from "./baseline.js";
import { describeConclusion, leftOutFindings } from "./conclusion.js";
import { fold } from "./fold.js";
import type { Report, ReportedFinding, ReportedRole } from "./report.js";
import { visible } from "./visible.js";

/** Paints a word; without colour it gives the word back. */
export type Paint = (style: "error" | "warning" | "notice" | "success" | "dim", text: string) => string;

export const plain: Paint = (_style, text) => text;

const INDENT = "  ";

/** The report for a terminal: findings first, then each role by kinds, then the conclusion, which stays in view. */
export function renderText(report: Report, paint: Paint, columns: number, rulePages: string | null = null): string {
  const shown = report.findings.filter(({ suppressed }) => suppressed === null);
  const leftOut = new Set(leftOutFindings(report));
  const blocks = [
    ...shown.map((finding) => renderFinding(finding, leftOut.has(finding), paint, columns)),
    ...(report.roles.length > 0 ? [renderRoles(report)] : []),
    ...(report.notChecked.length > 0 ? [renderNotChecked(report, columns)] : []),
    renderConclusion(report, paint, columns, rulePages ?? RULE_PAGES),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function renderFinding(finding: ReportedFinding, leftOut: boolean, paint: Paint, columns: number): string {
  const { severity, rule, message, location, actions, kind, help, related } = finding;
  const age = baselineWords(finding);
  const lines = [
    `${paint(leftOut ? "dim" : severity, `${severity}[${rule}]`)} ${visible(message)}`,
    `${INDENT}--> ${visible(formatLocation(location))}`,
    ...(age === null ? [] : fold(`${visible(age)}${leftOut ? ", not counted" : ""}`, INDENT, columns)),
    ...(kind !== null && actions.length > 0 ? fold(visible(actions.join(", ")), INDENT, columns) : []),
    ...related.map((place) => `${INDENT}see ${visible(formatLocation(place.location))} (${visible(place.message)})`),
    ...(help === null ? [] : fold(`help: ${visible(help)}`, INDENT, columns)),
  ];
  return lines.join("\n");
}

function renderRoles(report: Report): string {
  return report.roles
    .map((role) => `${visible(role.id)}  ${visible(formatLocation(role.location))}\n${roleLines(role).join("\n")}`)
    .join("\n");
}

function roleLines(role: ReportedRole): readonly string[] {
  const kinds = Object.entries(role.kinds).map(([name, kind]) => `${name} ${kind.granted}/${kind.required}`);
  const trust = Object.entries(role.trust).map(([party, verdict]) => `${party} ${verdict}`);
  const unverified =
    role.applianceVerified || role.trust.appliance === undefined ? "" : " (not verified: set `appliance`)";
  return [
    `${INDENT}${visible(kinds.join("   "))}`,
    ...(trust.length > 0 ? [`${INDENT}trust: ${visible(trust.join(", "))}${unverified}`] : []),
    `${INDENT}${visible(role.selectedBy)}`,
  ];
}

function renderNotChecked(report: Report, columns: number): string {
  const lines = report.notChecked.flatMap(({ id, location, reason }) =>
    fold(`${visible(id)} (${visible(formatLocation(location))}): ${visible(reason)}`, INDENT, columns),
  );
  return ["not checked:", ...lines].join("\n");
}

/** In a clone of this repository, and where to look on its page. */
const RULE_PAGES = "docs/rules";

function renderConclusion(report: Report, paint: Paint, columns: number, rulePages: string): string {
  const { requirements } = report;
  const style = report.conclusion === "failure" ? "error" : report.conclusion === "success" ? "success" : "warning";
  const basis = `requirements: ${requirements.source} (version ${requirements.version}, ${requirements.date}). Not visible here: SCPs, session and key policies, the caller's own permissions.`;
  const note = report.baseline?.note ?? null;
  return [
    paint(style, visible(describeConclusion(report))),
    ...(note === null ? [] : fold(visible(note), "", columns)),
    ...[...pagesOf(report, rulePages, columns), ...fold(visible(basis), "", columns)].map((line) => paint("dim", line)),
  ].join("\n");
}

/** The page of each rule that has found something. A report of another version may have rules without one: they are named alike. */
function pagesOf(report: Report, rulePages: string, columns: number): readonly string[] {
  const rules = new Set(report.findings.filter(({ suppressed }) => suppressed === null).map(({ rule }) => rule));
  if (rules.size === 0) return [];
  const pages = [...rules].map((rule) => `${rulePages}/${visible(rule)}.md`);
  return fold(`why, how to fix, how to suppress: ${pages.join(", ")}`, "", columns);
}
