import { plural } from "../../source/plural.js";
import { describeBaseline } from "../baseline.js";
import type { ReportedFinding, ReportedRole } from "../report.js";
import { actionsByService } from "./actions.js";
import { code, htmlCode, htmlText, prose } from "./escape.js";
import { foldedSection } from "./folded-section.js";
import { locationLink, type Repository, ruleLink } from "./link.js";
import { missingStatement } from "./missing-statement.js";
import { repeatedIds } from "./repeated-ids.js";
import { cut, type Tier } from "./tier.js";

const LEVELS = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;

/** Further roles are folded into one line each, so that the comment takes only a screen or two. */
const MAX_OPEN_ROLES = 5;

/** The maximum number of related places listed with a finding. */
const MAX_RELATED = 3;

/** Renders findings below a heading for each role. Roles keep the order of their first, most severe finding. */
export function findingsByRole(
  findings: readonly ReportedFinding[],
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
): readonly string[] {
  const groups = groupByRole(findings.slice(0, tier.findings), roles);
  const open = new Set(groups.filter(({ id }) => id !== null).slice(0, MAX_OPEN_ROLES));
  const sections = groups.flatMap((group) => {
    const body = [
      ...group.findings.map((finding) => renderFinding(finding, repository, tier)),
      ...(tier.policies && group.id !== null ? missingStatement(group.findings, tier.pasteable) : []),
    ];
    if (group.id === null) return groups.length === 1 ? body : ["#### Files and settings", ...body];
    return open.has(group) ? [`#### ${headingOf(group, group.id)}`, ...body] : [foldedRole(group, group.id, body)];
  });
  return findings.length > tier.findings ? [...sections, cut(tier.findings, findings.length, "findings")] : sections;
}

function headingOf({ file }: Group, id: string): string {
  return file === null ? code(id) : `${code(id)} in ${code(file)}`;
}

function foldedRole({ file, findings }: Group, id: string, body: readonly string[]): string {
  const [first] = findings;
  const icon = first === undefined ? "" : `${LEVELS[first.severity]} `;
  const said = first === undefined ? "" : `: ${htmlText(messageBelowRole(first))}`;
  const where = file === null ? "" : ` in ${htmlCode(file)}`;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : "";
  return foldedSection(`${icon}${htmlCode(id)}${where}${said}${more}`, body);
}

interface Group {
  /** The role. Null for findings about files or the whole run. */
  readonly id: string | null;
  /** The role's file, if another role has the same ID. Otherwise null. */
  readonly file: string | null;
  readonly findings: ReportedFinding[];
}

/** Groups findings by role. A role's ID is unique only within its file, so roles with the same ID are also keyed by file. */
function groupByRole(findings: readonly ReportedFinding[], roles: readonly ReportedRole[]): readonly Group[] {
  const repeated = repeatedIds(roles);
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const file = finding.role !== null && repeated.has(finding.role) ? finding.location.file : null;
    const key = JSON.stringify([finding.role, file]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { id: finding.role, file, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

function renderFinding(finding: ReportedFinding, repository: Repository | null, tier: Tier): string {
  const { severity, rule, location, help, related } = finding;
  const place = location.file === "." ? [] : [locationLink(location, repository)];
  const advice = help === null ? [] : [`→ ${prose(withoutFile(help, location.file))}`];
  const age = describeBaseline(finding);
  const lines = [
    [
      `${LEVELS[severity]} **${prose(messageBelowRole(finding))}**`,
      ruleLink(rule, tier.actions ? repository : null),
      ...(age === null ? [] : [prose(age)]),
    ].join(" · "),
  ];
  if (place.length + advice.length > 0) lines.push([...place, ...advice].join(" "));
  if (!tier.actions) return lines.join("  \n");
  for (const { location: other, message } of related.slice(0, MAX_RELATED))
    lines.push(`see ${locationLink(other, repository)}: ${prose(message)}`);
  if (related.length > MAX_RELATED) lines.push(`and ${plural(related.length - MAX_RELATED, "more place")}`);
  return actionsByService(lines, finding);
}

/** Removes the parts that the role's heading already shows: the role's name and the label of the merged report. */
function messageBelowRole({ role, message }: ReportedFinding): string {
  if (role === null) return message;
  const { id, label } = partsOf(role);
  const said = label === null ? message : withoutStart(message, `${label}: `);
  return withoutStart(withoutStart(said, `role ${role} `), `role ${id} `);
}

/** Splits `id (label)`. The label contains no ` (`. */
function partsOf(role: string): { readonly id: string; readonly label: string | null } {
  const at = role.endsWith(")") ? role.lastIndexOf(" (") : -1;
  return at === -1 ? { id: role, label: null } : { id: role.slice(0, at), label: role.slice(at + 2, -1) };
}

function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text;
}

/** Removes the file's name from the help text, because the link before the text already shows it. */
function withoutFile(help: string, file: string): string {
  return help.replaceAll(`(${file}:`, "(line ");
}
