import { plural } from "../../source/plural.js";
import { baselineWords } from "../baseline.js";
import { countFindings, countingFindings, describeOld, leftOutFindings } from "../conclusion.js";
import { deploymentWords } from "../deployment-words.js";
import type { Report, ReportedFinding, ReportedRole } from "../report.js";
import { satisfiedWords } from "../satisfied-words.js";
import { code, prose } from "./escape.js";
import { findingsByRole } from "./findings.js";
import { locationLink, type Repository } from "./link.js";
import { rolesTable } from "./roles-table.js";
import type { Tier } from "./tier.js";

/** Nobody reads on. */
const MOST = { roles: 1000, findings: 1000 };

/** What is given up, step by step, before findings or roles are left out. */
const DETAILS: readonly Omit<Tier, "roles" | "findings" | "pasteable">[] = [
  { actions: true, policies: true, asides: 100 },
  { actions: true, policies: false, asides: 20 },
  { actions: false, policies: false, asides: 5 },
  { actions: false, policies: false, asides: 0 },
];

/**
 * The report as GitHub-flavoured Markdown of at most `limit` UTF-8 bytes: as many details as fit. `note` is Markdown, to stand
 * below the heading; `pasteable`: the actions that a statement to paste may name, where the report may be a stranger's.
 */
export function renderMarkdown(
  report: Report,
  repository: Repository | null,
  limit: number,
  note: string | null = null,
  pasteable: ReadonlySet<string> | null = null,
): string {
  for (const details of DETAILS) {
    const text = renderTier(report, repository, { ...MOST, ...details, pasteable }, note);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  const bare = (roles: number, findings: number): string =>
    renderTier(report, repository, { roles, findings, actions: false, policies: false, asides: 0, pasteable }, note);
  const size = (roles: number, findings: number): number => Buffer.byteLength(bare(roles, findings));
  // Half of the room is for the table, if it needs as much.
  const roles = largest(Math.min(MOST.roles, report.roles.length), (count) => size(count, 0) <= limit / 2);
  const findings = largest(Math.min(MOST.findings, report.findings.length), (count) => size(roles, count) <= limit);
  const text = bare(roles, findings);
  return Buffer.byteLength(text) <= limit ? text : `${heading(report)}\n`;
}

/** The largest number up to `most` that fits, or 0. */
function largest(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function renderTier(report: Report, repository: Repository | null, tier: Tier, note: string | null): string {
  const counting = countingFindings(report);
  const suppressed = report.findings.filter((finding) => finding.suppressed !== null);
  const sections = [
    heading(report),
    ...uncompared(report),
    ...(note === null ? [] : [note]),
    ...rolesTable(report.roles, repository, tier),
    ...findingsByRole(counting, report.roles, repository, tier),
    ...aside("Old findings, which do not count", leftOutFindings(report), tier, (finding) =>
      oldLine(finding, repository),
    ),
    ...aside("Suppressed", suppressed, tier, (finding) => suppressedLine(finding, repository)),
    ...aside("Seen and not checked", report.notChecked, tier, ({ id, location, reason }) => {
      return `${code(id)} (${locationLink(location, repository)}): ${prose(reason)}`;
    }),
    ...aside(
      "Why these roles were checked",
      report.roles,
      tier,
      (role) => `${code(role.id)}: ${prose(whyChecked(role, report))}`,
    ),
    foot(report),
  ];
  return `${sections.join("\n\n")}\n`;
}

function whyChecked(role: ReportedRole, { requirements }: Report): string {
  const versions = satisfiedWords(role, requirements);
  return versions === null ? role.selectedBy : `${role.selectedBy}; ${versions}`;
}

const VERDICTS = {
  failure: "❌ Worker IAM check failed",
  success: "✅ Worker IAM check passed",
  neutral: "⚠️ Worker IAM check",
};

function heading(report: Report): string {
  const { errors, warnings, suppressed } = countFindings(report);
  const nothing = leftOutFindings(report).length > 0 ? "nothing new missing" : "nothing missing";
  const counts = [
    report.roles.length === 0 ? "no worker role checked" : `${plural(report.roles.length, "worker role")} checked`,
    ...(errors + warnings === 0 && report.roles.length > 0 ? [nothing] : []),
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...describeOld(report).map(prose),
  ];
  return `### ${VERDICTS[report.conclusion]}: ${counts.join(", ")}`;
}

/** Green means less where nothing was compared: that stands above what was found. */
function uncompared({ baseline }: Report): readonly string[] {
  const note = baseline?.note ?? null;
  return note === null ? [] : [`> [!NOTE]\n> ${prose(note)}`];
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

function oldLine(finding: ReportedFinding, repository: Repository | null): string {
  const { rule, message, location } = finding;
  return `${code(rule)} ${prose(message)}, ${locationLink(location, repository)} (${prose(baselineWords(finding) ?? "")})`;
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
  const declared = report.deployment === undefined ? "" : `${prose(deploymentWords(report.deployment))}<br>`;
  return `<sub>${unverified}${declared}Requirements: ${prose(requirements.source)} (version ${prose(requirements.version)}, ${prose(requirements.date)}). Not visible to this check: SCPs, session and key policies, the caller's own permissions.</sub>`;
}
