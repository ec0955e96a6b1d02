import { isForOtherRepository } from "../../rules/unmatched-role.js";
import { plural } from "../../source/plural.js";
import { describeBaseline } from "../baseline.js";
import { countingFindings, describeAcceptance, freshFindings, leftOutFindings } from "../conclusion.js";
import { describeCaller } from "../describe-caller.js";
import { describeDeployment } from "../describe-deployment.js";
import { describeRoots } from "../describe-roots.js";
import { describeSatisfied } from "../describe-satisfied.js";
import { notVisible } from "../not-visible.js";
import type { Report, ReportedFinding, ReportedRole } from "../report.js";
import { code, prose } from "./escape.js";
import { findingsByRole } from "./findings.js";
import { foldedSection } from "./folded-section.js";
import { heading } from "./heading.js";
import { locationLink, type Repository } from "./link.js";
import { pathsTable } from "./paths-table.js";
import { isUnverified, rolesTable } from "./roles-table.js";
import type { Tier } from "./tier.js";

/** Markdown that the caller adds below the heading, and below the findings that count. */
export interface Notes {
  readonly above: string | null;
  readonly below: string | null;
}

const NO_NOTES: Notes = { above: null, below: null };

/** The maximum number of roles and findings that are shown. */
const LIMITS = { roles: 1000, findings: 1000 };

/** The details to drop, step by step, before findings or roles are left out. */
const DETAILS: readonly Omit<Tier, "roles" | "findings" | "pasteable">[] = [
  { actions: true, policies: true, asides: 100 },
  { actions: true, policies: false, asides: 20 },
  { actions: false, policies: false, asides: 5 },
  { actions: false, policies: false, asides: 0 },
];

/**
 * Renders the report as GitHub-flavored Markdown of at most `limit` UTF-8 bytes, with as many details as fit.
 * `pasteable` is for reports that may be untrusted: the actions that a statement to paste may name, by lower-case name,
 * with their proper spelling.
 */
export function renderMarkdown(
  whole: Report,
  repository: Repository | null,
  limit: number,
  notes = NO_NOTES,
  pasteable: ReadonlyMap<string, string> | null = null,
): string {
  const report = { ...whole, findings: whole.findings.filter((finding) => !isForOtherRepository(finding)) };
  for (const details of DETAILS) {
    const text = renderTier(report, repository, { ...LIMITS, ...details, pasteable }, notes);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  const bare = (roles: number, findings: number): string =>
    renderTier(report, repository, { roles, findings, actions: false, policies: false, asides: 0, pasteable }, notes);
  const size = (roles: number, findings: number): number => Buffer.byteLength(bare(roles, findings));
  // The table gets up to half of the space.
  const roles = largest(Math.min(LIMITS.roles, report.roles.length), (count) => size(count, 0) <= limit / 2);
  const findings = largest(Math.min(LIMITS.findings, report.findings.length), (count) => size(roles, count) <= limit);
  const text = bare(roles, findings);
  return Buffer.byteLength(text) <= limit ? text : `${heading(report)}\n`;
}

/** The largest number up to `most` that fits, or 0. Binary search. */
function largest(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function renderTier(report: Report, repository: Repository | null, tier: Tier, notes: Notes): string {
  const fresh = freshFindings(report);
  const first = new Set(fresh);
  const old = countingFindings(report).filter((finding) => !first.has(finding));
  const [added, suppressed] = [true, false].map((isNew) =>
    report.findings.filter((finding) => finding.suppressed !== null && (finding.suppressed.isNew ?? false) === isNew),
  );
  const sections = [
    heading(report),
    ...uncompared(report),
    ...(notes.above === null ? [] : [notes.above]),
    ...findingsByRole(fresh, report.roles, repository, tier),
    ...newlySuppressed(added ?? [], repository, tier),
    ...(notes.below === null ? [] : [notes.below]),
    ...oldFindings(old, report.roles, repository, { ...tier, findings: Math.max(0, tier.findings - fresh.length) }),
    ...rolesTable(report.roles, repository, tier, fresh.length + old.length === 0),
    ...pathsTable(report, tier),
    ...aside("Old findings, which do not count", leftOutFindings(report), tier, (finding) =>
      oldLine(finding, repository),
    ),
    ...aside("Suppressed", suppressed ?? [], tier, (finding) => suppressedLine(finding, repository)),
    ...aside("Found but not checked", report.notChecked, tier, ({ id, location, reason }) => {
      const place = locationLink(location, repository);
      return `${id === location.file ? place : `${code(id)} (${place})`}: ${prose(reason)}`;
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
  const versions = describeSatisfied(role, requirements);
  return versions === null ? role.selectedBy : `${role.selectedBy}; ${versions}`;
}

/** The note that findings weren't compared. It goes above the findings, because a green result means less without a comparison. */
function uncompared({ baseline }: Report): readonly string[] {
  const note = baseline?.note ?? null;
  return note === null ? [] : [`> [!NOTE]\n> ${prose(note)}`];
}

/** Findings that count but aren't new: folded, below the new ones. */
function oldFindings(
  old: readonly ReportedFinding[],
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
): readonly string[] {
  if (old.length === 0) return [];
  const counts = old.some(({ severity }) => severity !== "notice");
  const summary = `Not new${counts ? ", and still counted" : ""}: ${plural(old.length, "finding")}`;
  return [foldedSection(summary, findingsByRole(old, roles, repository, tier))];
}

/** The findings that this change suppresses. They aren't folded, because the change's reviewer has to approve them. */
function newlySuppressed(
  added: readonly ReportedFinding[],
  repository: Repository | null,
  { asides }: Tier,
): readonly string[] {
  if (added.length === 0) return [];
  const more = added.length > asides ? [`- and ${added.length - asides} more`] : [];
  const lines = added.slice(0, asides).map((finding) => `- ${suppressedLine(finding, repository)}`);
  return [[`**Suppressed by this change: ${added.length}**`, "", ...lines, ...more].join("\n")];
}

/** A folded list of entries that don't count. */
function aside<T>(title: string, entries: readonly T[], tier: Tier, line: (entry: T) => string): readonly string[] {
  const shown = entries.slice(0, tier.asides);
  if (shown.length === 0) return [];
  const lines = shown.map((entry) => `- ${line(entry)}`);
  const more = entries.length > shown.length ? [`- and ${entries.length - shown.length} more`] : [];
  const list = [...lines, ...more].join("\n");
  return [foldedSection(`${title}: ${entries.length}`, [list])];
}

function oldLine(finding: ReportedFinding, repository: Repository | null): string {
  const { rule, message, location } = finding;
  return `${code(rule)} ${prose(message)}, ${locationLink(location, repository)} (${prose(describeBaseline(finding) ?? "")})`;
}

function suppressedLine(
  { rule, message, location, suppressed }: ReportedFinding,
  repository: Repository | null,
): string {
  const reason = suppressed === null ? "" : ` (${prose(describeAcceptance(suppressed))})`;
  return `${code(rule)} ${prose(message)}, ${locationLink(location, repository)}${reason}`;
}

function foot(report: Report): string {
  const { requirements } = report;
  const unverified = report.roles.some(isUnverified)
    ? "<sup>1</sup> Any AWS principal counts as the appliance: set `appliance` to verify it.<br>"
    : "";
  const declared = report.deployment === undefined ? "" : `${prose(describeDeployment(report.deployment))}<br>`;
  const caller = [...describeRoots(report), ...describeCaller(report)].map((words) => `${prose(words)}<br>`);
  return `<sub>${unverified}${declared}${caller.join("")}Requirements: ${prose(requirements.source)} (version ${prose(requirements.version)}, ${prose(requirements.date)}). Not visible to this check: ${prose(notVisible(report))}</sub>`;
}
