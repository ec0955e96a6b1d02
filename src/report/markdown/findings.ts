import { baselineWords } from "../baseline.js";
import { plural } from "../conclusion.js";
import type { ReportedFinding, ReportedRole } from "../report.js";
import { code, fenced, prose } from "./escape.js";
import { locationLink, type Repository } from "./link.js";
import { cut, type Tier } from "./tier.js";

const LEVELS = { error: "❌", warning: "⚠️", notice: "ℹ️" } as const;

/** More actions than these are folded away, so that the next finding stays in view. */
const MOST_OPEN_ACTIONS = 20;

/** Findings below a heading for each role, in the order of the most severe finding of each. */
export function findingsByRole(
  findings: readonly ReportedFinding[],
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
): readonly string[] {
  const groups = groupByRole(findings.slice(0, tier.findings), roles);
  const sections = groups.flatMap(({ id, role, findings: ofRole }) => [
    ...(id === null ? [] : [`#### ${code(id)}`]),
    ...ofRole.map((finding) => renderFinding(finding, repository, tier)),
    ...(role === null || !tier.policies ? [] : missingStatement(role)),
    ...(role === null || !tier.policies ? [] : [`<sub>checked because ${prose(role.selectedBy)}</sub>`]),
  ]);
  return findings.length > tier.findings ? [...sections, cut(tier.findings, findings.length, "findings")] : sections;
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
  const { severity, message, rule, location, help, kind, actions } = finding;
  const place = location.file === "." ? [] : [locationLink(location, repository)];
  const advice = help === null ? [] : [prose(help)];
  const age = baselineWords(finding);
  const lines = [`${LEVELS[severity]} **${prose(message)}** · ${rule}${age === null ? "" : ` · ${prose(age)}`}`];
  if (place.length + advice.length > 0) lines.push([...place, ...advice].join(" → "));
  if (!tier.actions || kind === null || actions.length === 0) return lines.join("  \n");
  const services = byService(actions);
  if (actions.length <= MOST_OPEN_ACTIONS) return [...lines, ...services.map(serviceLine)].join("  \n");
  const counts = services.map(({ service, names }) => `${prose(service)} ${names.length}`).join(", ");
  const summary = `<summary>${plural(actions.length, "action")}: ${counts}</summary>`;
  const folded = `<details>${summary}\n\n${services.map(serviceLine).join("  \n")}\n\n</details>`;
  return `${lines.join("  \n")}\n\n${folded}`;
}

interface Service {
  readonly service: string;
  readonly names: readonly string[];
}

/** Actions grouped by service, as people look for them. */
function byService(actions: readonly string[]): readonly Service[] {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const [service = "", name = ""] = action.split(":");
    services.set(service, [...(services.get(service) ?? []), name]);
  }
  return [...services].map(([service, names]) => ({ service, names }));
}

function serviceLine({ service, names }: Service): string {
  return `${code(`${service}:`)} ${names.map(code).join(" ")}`;
}

/** What a role lacks, as a statement to paste. */
function missingStatement({ kinds }: ReportedRole): readonly string[] {
  const missing = [...new Set(Object.values(kinds).flatMap((kind) => kind.missing))];
  if (missing.length === 0) return [];
  const statement = { Effect: "Allow", Action: missing.sort(), Resource: "*" };
  const summary = `<summary>Statement to paste: ${plural(missing.length, "missing action")}</summary>`;
  return [`<details>${summary}\n\n${fenced("json", JSON.stringify(statement, null, 2))}\n\n</details>`];
}
