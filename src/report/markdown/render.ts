import { countFindings, plural } from "../conclusion.js";
import type { Report, ReportedFinding } from "../report.js";
import { code, prose } from "./escape.js";
import { findingsByRole } from "./findings.js";
import { locationLink, type Repository } from "./link.js";
import { rolesTable } from "./roles-table.js";
import type { Tier } from "./tier.js";

const TIERS: readonly Tier[] = [
  { roles: 1000, findings: 1000, actions: true, policies: true, asides: 100 },
  { roles: 1000, findings: 1000, actions: true, policies: false, asides: 20 },
  { roles: 200, findings: 100, actions: true, policies: false, asides: 5 },
  { roles: 100, findings: 50, actions: false, policies: false, asides: 0 },
  { roles: 20, findings: 10, actions: false, policies: false, asides: 0 },
  { roles: 0, findings: 0, actions: false, policies: false, asides: 0 },
];

/**
 * The report as GitHub-flavoured Markdown of at most `limit` UTF-8 bytes: as many details as fit. `note` is Markdown, to stand
 * below the heading.
 */
export function renderMarkdown(
  report: Report,
  repository: Repository | null,
  limit: number,
  note: string | null = null,
): string {
  for (const tier of TIERS) {
    const text = renderTier(report, repository, tier, note);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return `${heading(report)}\n`;
}

function renderTier(report: Report, repository: Repository | null, tier: Tier, note: string | null): string {
  const counting = report.findings.filter(({ suppressed }) => suppressed === null);
  const suppressed = report.findings.filter((finding) => finding.suppressed !== null);
  const sections = [
    heading(report),
    ...(note === null ? [] : [note]),
    ...rolesTable(report.roles, repository, tier),
    ...findingsByRole(counting, report.roles, repository, tier),
    ...aside("Suppressed", suppressed, tier, (finding) => suppressedLine(finding, repository)),
    ...aside("Seen and not checked", report.notChecked, tier, ({ id, location, reason }) => {
      return `${code(id)} (${locationLink(location, repository)}): ${prose(reason)}`;
    }),
    foot(report),
  ];
  return `${sections.join("\n\n")}\n`;
}

const ICONS = { failure: "❌", success: "✅", neutral: "⚠️" } as const;

function heading(report: Report): string {
  const { errors, warnings, suppressed } = countFindings(report);
  const roles =
    report.roles.length === 0 ? "no worker role checked" : `${plural(report.roles.length, "worker role")} checked`;
  const counts =
    errors + warnings === 0 ? "nothing missing" : `${plural(errors, "error")}, ${plural(warnings, "warning")}`;
  const accepted = suppressed > 0 ? `, ${suppressed} suppressed` : "";
  return `### ${ICONS[report.conclusion]} Worker IAM check: ${roles}, ${counts}${accepted}`;
}

/** A folded list of what does not count. */
function aside<T>(title: string, entries: readonly T[], tier: Tier, line: (entry: T) => string): readonly string[] {
  const shown = entries.slice(0, tier.asides);
  if (shown.length === 0) return [];
  const lines = shown.map((entry) => `- ${line(entry)}`);
  const more = entries.length > shown.length ? [`- and ${entries.length - shown.length} more`] : [];
  const list = [...lines, ...more].join("\n");
  return [`<details><summary>${title}: ${entries.length}</summary>\n\n${list}\n\n</details>`];
}

function suppressedLine(
  { rule, message, location, suppressed }: ReportedFinding,
  repository: Repository | null,
): string {
  const reason = suppressed === null ? "" : ` (${prose(suppressed.reason)})`;
  return `${code(rule)} ${prose(message)}, ${locationLink(location, repository)}${reason}`;
}

function foot(report: Report): string {
  const { requirements } = report;
  const unverified = report.roles.some((role) => role.trust.appliance !== undefined && !role.applianceVerified)
    ? "<sup>1</sup> Any AWS principal was taken for the appliance: set `appliance` to have it verified.<br>"
    : "";
  return `<sub>${unverified}Requirements: ${prose(requirements.source)} (version ${prose(requirements.version)}, ${prose(requirements.date)}). Not visible to this check: SCPs, session and key policies, the caller's own permissions.</sub>`;
}
