import { baselineWords } from "../baseline.js";
import { plural } from "../conclusion.js";
import type { ReportedFinding, ReportedRole } from "../report.js";
import { actionsByService } from "./actions.js";
import { code, htmlCode, htmlText, prose } from "./escape.js";
import { locationLink, type Repository, ruleLink } from "./link.js";
import { missingStatement } from "./missing-statement.js";
import { cut, type Tier } from "./tier.js";

const LEVELS = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;

/** Of more roles than these each is folded into one line, so that the comment stays one screen. */
const MOST_OPEN_ROLES = 5;

/** Statements and the like beside the one that a finding points at. */
const MOST_RELATED = 3;

/** Findings below a heading for each role, in the order of the most severe finding of each. */
export function findingsByRole(
  findings: readonly ReportedFinding[],
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
): readonly string[] {
  const groups = groupByRole(findings.slice(0, tier.findings), roles);
  const folded = groups.filter(({ id }) => id !== null).length > MOST_OPEN_ROLES;
  const sections = groups.flatMap((group) => {
    const body = [
      ...group.findings.map((finding) => renderFinding(finding, repository, tier)),
      ...(group.role === null || !tier.policies ? [] : missingStatement(group.role)),
    ];
    if (group.id === null) return folded || groups.length === 1 ? body : ["#### Files and settings", ...body];
    return folded ? [foldedRole(group.id, group.findings, body)] : [`#### ${code(group.id)}`, ...body];
  });
  return findings.length > tier.findings ? [...sections, cut(tier.findings, findings.length, "findings")] : sections;
}

function foldedRole(id: string, findings: readonly ReportedFinding[], body: readonly string[]): string {
  const [first] = findings;
  const icon = first === undefined ? "" : `${LEVELS[first.severity]} `;
  const said = first === undefined ? "" : `: ${htmlText(messageBelowRole(first))}`;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : "";
  return `<details><summary>${icon}${htmlCode(id)}${said}${more}</summary>\n\n${body.join("\n\n")}\n\n</details>`;
}

interface Group {
  /** Null for what is about files or the run. */
  readonly id: string | null;
  /** Null when it is not in the report, or can't be told from another of its name. */
  readonly role: ReportedRole | null;
  readonly findings: ReportedFinding[];
}

/** A role's id is unique only within its file: of several with one id, the file says which is meant. */
function groupByRole(findings: readonly ReportedFinding[], roles: readonly ReportedRole[]): readonly Group[] {
  const named = new Map<string, ReportedRole[]>();
  for (const role of roles) named.set(role.id, [...(named.get(role.id) ?? []), role]);
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const candidates = finding.role === null ? [] : (named.get(finding.role) ?? []);
    const file = candidates.length > 1 ? finding.location.file : "";
    const key = JSON.stringify([finding.role, file]);
    const group = groups.get(key);
    if (group !== undefined) {
      group.findings.push(finding);
      continue;
    }
    const matching = candidates.length > 1 ? candidates.filter(({ location }) => location.file === file) : candidates;
    const role = matching.length === 1 ? (matching[0] ?? null) : null;
    groups.set(key, { id: finding.role, role, findings: [finding] });
  }
  return [...groups.values()];
}

function renderFinding(finding: ReportedFinding, repository: Repository | null, tier: Tier): string {
  const { severity, rule, location, help, related } = finding;
  const place = location.file === "." ? [] : [locationLink(location, repository)];
  const advice = help === null ? [] : [`→ ${prose(withoutFile(help, location.file))}`];
  const age = baselineWords(finding);
  const lines = [
    [
      `${LEVELS[severity]} **${prose(messageBelowRole(finding))}**`,
      ruleLink(rule, tier.actions ? repository : null),
      ...(age === null ? [] : [prose(age)]),
    ].join(" · "),
  ];
  if (place.length + advice.length > 0) lines.push([...place, ...advice].join(" "));
  if (!tier.actions) return lines.join("  \n");
  for (const { location: other, message } of related.slice(0, MOST_RELATED))
    lines.push(`see ${locationLink(other, repository)}: ${prose(message)}`);
  if (related.length > MOST_RELATED) lines.push(`and ${plural(related.length - MOST_RELATED, "more place")}`);
  return actionsByService(lines, finding);
}

/** Below the role's heading its name need not be said again, nor which of the merged reports it is from. */
function messageBelowRole({ role, message }: ReportedFinding): string {
  if (role === null) return message;
  const [, id = role, label = null] = /^(.*) \((.*)\)$/s.exec(role) ?? [];
  const said = label === null ? message : withoutStart(message, `${label}: `);
  return withoutStart(withoutStart(said, `role ${role} `), `role ${id} `);
}

function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text;
}

/** Nor need the file be, after the link to a place in it. */
function withoutFile(help: string, file: string): string {
  return help.replaceAll(`(${file}:`, "(line ");
}
