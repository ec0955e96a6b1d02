import { countFindings, plural } from "../conclusion.js";
import type { Report, ReportedFinding, ReportedRole } from "../report.js";
import { cellCode, code, fenced, prose } from "./escape.js";
import { locationLink, type Repository } from "./link.js";

/** How much is shown. Each tier is smaller than the one before it; the conclusion is in all of them. */
interface Tier {
  readonly roles: number;
  readonly findings: number;
  readonly actions: boolean;
  readonly policies: boolean;
  readonly notChecked: number;
}

const TIERS: readonly Tier[] = [
  { roles: 1000, findings: 1000, actions: true, policies: true, notChecked: 100 },
  { roles: 1000, findings: 1000, actions: true, policies: false, notChecked: 20 },
  { roles: 200, findings: 100, actions: true, policies: false, notChecked: 5 },
  { roles: 100, findings: 50, actions: false, policies: false, notChecked: 0 },
  { roles: 20, findings: 10, actions: false, policies: false, notChecked: 0 },
  { roles: 0, findings: 0, actions: false, policies: false, notChecked: 0 },
];

/** The report as GitHub-flavoured Markdown of at most `limit` UTF-8 bytes: as many details as fit. */
export function renderMarkdown(report: Report, repository: Repository | null, limit: number): string {
  let text = "";
  for (const tier of TIERS) {
    text = renderTier(report, repository, tier);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return `${heading(report)}\n`;
}

function renderTier(report: Report, repository: Repository | null, tier: Tier): string {
  const findings = report.findings.filter(({ suppressed }) => suppressed === null);
  const sections = [
    heading(report),
    rolesTable(report.roles, tier),
    ...findings.slice(0, tier.findings).map((finding) => renderFinding(finding, repository, tier)),
    ...(findings.length > tier.findings ? [cut(tier.findings, findings.length, "findings")] : []),
    ...(tier.policies ? policies(report) : []),
    notChecked(report, repository, tier),
    foot(report),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const ICONS = { failure: "❌", success: "✅", neutral: "⚠️" } as const;
const LEVELS = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;

function heading(report: Report): string {
  const { errors, warnings, suppressed } = countFindings(report);
  const roles =
    report.roles.length === 0 ? "no worker role checked" : `${plural(report.roles.length, "worker role")} checked`;
  const counts =
    errors + warnings === 0 ? "nothing missing" : `${plural(errors, "error")}, ${plural(warnings, "warning")}`;
  const accepted = suppressed > 0 ? `, ${suppressed} suppressed` : "";
  return `### ${ICONS[report.conclusion]} Worker IAM check: ${roles}, ${counts}${accepted}`;
}

function rolesTable(roles: readonly ReportedRole[], tier: Tier): string {
  const shown = roles.slice(0, tier.roles);
  if (shown.length === 0) return "";
  const kinds = [...new Set(shown.flatMap((role) => Object.keys(role.kinds)))];
  const rows = shown.map((role) => {
    const cells = kinds.map((name) => {
      // The name may come from another report: `constructor` is in every object.
      const kind = Object.hasOwn(role.kinds, name) ? role.kinds[name] : undefined;
      if (kind === undefined) return "";
      return `${kind.granted === kind.required ? "✅" : "❌"} ${kind.granted}/${kind.required}`;
    });
    return `| ${[cellCode(role.id), ...cells, trustCell(role), profileCell(role)].join(" | ")} |`;
  });
  const head = ["worker role", ...kinds.map(prose), "trust", "instance profile"];
  const table = [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n");
  return roles.length > shown.length ? `${table}\n\n${cut(shown.length, roles.length, "roles")}` : table;
}

function trustCell(role: ReportedRole): string {
  const parties = Object.entries(role.trust).map(
    ([party, verdict]) => `${party} ${verdict === "granted" ? "✅" : `❌ ${verdict}`}`,
  );
  if (parties.length === 0) return "not in these files";
  return `${parties.join(", ")}${role.applianceVerified ? "" : " <sup>1</sup>"}`;
}

function profileCell(role: ReportedRole): string {
  if (role.instanceProfile === null || role.trust.ec2 === undefined) return "";
  return role.instanceProfile ? "✅" : "❌";
}

function renderFinding(finding: ReportedFinding, repository: Repository | null, tier: Tier): string {
  const lines = [
    `${LEVELS[finding.severity]} **${finding.rule}** ${prose(finding.message)}`,
    `${locationLink(finding.location, repository)}${finding.help === null ? "" : `: ${prose(finding.help)}`}`,
  ];
  if (tier.actions && finding.kind !== null) lines.push(...byService(finding.actions));
  return lines.join("  \n");
}

/** Actions grouped by service, as people look for them: one line each service. */
function byService(actions: readonly string[]): readonly string[] {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const [service = "", name = ""] = action.split(":");
    services.set(service, [...(services.get(service) ?? []), name]);
  }
  return [...services].map(([service, names]) => `${code(`${service}:`)} ${names.map(code).join(" ")}`);
}

/** For each role what it lacks, as a statement to paste. */
function policies(report: Report): readonly string[] {
  return report.roles.flatMap((role) => {
    const missing = [...new Set(Object.values(role.kinds).flatMap((kind) => kind.missing))].sort();
    if (missing.length === 0) return [];
    const statement = { Effect: "Allow", Action: missing, Resource: "*" };
    const summary = `<summary>Statement that grants what <code>${prose(role.id)}</code> lacks</summary>`;
    return [`<details>${summary}\n\n${fenced("json", JSON.stringify(statement, null, 2))}\n\n</details>`];
  });
}

function notChecked(report: Report, repository: Repository | null, tier: Tier): string {
  const shown = report.notChecked.slice(0, tier.notChecked);
  if (shown.length === 0) return "";
  const lines = shown.map(
    ({ id, location, reason }) => `- ${code(id)} (${locationLink(location, repository)}): ${prose(reason)}`,
  );
  const more =
    report.notChecked.length > shown.length ? `\n\n${cut(shown.length, report.notChecked.length, "roles")}` : "";
  return `<details><summary>Seen and not checked: ${report.notChecked.length}</summary>\n\n${lines.join("\n")}${more}\n\n</details>`;
}

function cut(shown: number, all: number, what: string): string {
  return `*${shown} of ${all} ${what} shown; the report file and the job's log have all of them.*`;
}

function foot(report: Report): string {
  const { requirements } = report;
  const unverified = report.roles.some((role) => !role.applianceVerified)
    ? "<sup>1</sup> Any AWS principal was taken for the appliance: set `appliance` to have it verified.<br>"
    : "";
  return `<sub>${unverified}Requirements: ${prose(requirements.source)} (version ${prose(requirements.version)}, ${prose(requirements.date)}). Not visible to this check: SCPs, session and key policies, the caller's own permissions.</sub>`;
}
