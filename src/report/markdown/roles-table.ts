import type { TrustVerdictName } from "../../iam/verdict.js";
import type { ReportedKind, ReportedRole } from "../report.js";
import { cellCode, prose } from "./escape.js";
import { locationUrl, type Repository } from "./link.js";
import { cut, type Tier } from "./tier.js";

/** Roles by kinds: a row each, those that lack something first, because the end is what is cut. */
export function rolesTable(
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
): readonly string[] {
  const shown = [...roles.filter(isLacking), ...roles.filter((role) => !isLacking(role))].slice(0, tier.roles);
  if (shown.length === 0) return [];
  const kinds = [...new Set(shown.flatMap((role) => Object.keys(role.kinds)))];
  const columns = [
    { head: "worker role", cell: (role: ReportedRole) => nameCell(role, repository) },
    ...kinds.map((name) => ({ head: prose(name), cell: (role: ReportedRole) => kindCell(role, name) })),
    { head: "trust", cell: trustCell },
    { head: "instance profile", cell: profileCell },
  ];
  const used = columns.filter(({ cell }) => shown.some((role) => cell(role) !== ""));
  const rows = shown.map((role) => `| ${used.map(({ cell }) => cell(role)).join(" | ")} |`);
  const head = `| ${used.map((column) => column.head).join(" | ")} |`;
  const table = [head, `|${" --- |".repeat(used.length)}`, ...rows].join("\n");
  return roles.length > shown.length ? [table, cut(shown.length, roles.length, "roles")] : [table];
}

/** A link to where the role is written: ids are unique only within a file. */
function nameCell({ id, location }: ReportedRole, repository: Repository | null): string {
  const url = locationUrl(location, repository);
  return url === null ? cellCode(id) : `[${cellCode(id)}](${url})`;
}

function isLacking({ kinds, trust, instanceProfile }: ReportedRole): boolean {
  return (
    Object.values(kinds).some(({ granted, required }) => granted < required) ||
    Object.values(trust).some((verdict) => verdict !== "granted") ||
    instanceProfile === false
  );
}

function kindCell({ kinds }: ReportedRole, name: string): string {
  // The name may come from another report: `constructor` is in every object.
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  return kind === undefined ? "" : `${kindIcon(kind)} ${kind.granted}/${kind.required}`;
}

/** What is only restricted or not known may be well. */
function kindIcon({ granted, required, missing, denied }: ReportedKind): string {
  if (granted === required) return "✅";
  return missing.length + denied.length > 0 ? "❌" : "⚠️";
}

function trustCell(role: ReportedRole): string {
  const { appliance, ec2 } = role.trust;
  const parties = [
    ...(appliance === undefined ? [] : [`appliance ${trustWord(appliance)}`]),
    ...(ec2 === undefined ? [] : [`ec2 ${trustWord(ec2)}`]),
  ];
  const unverified = appliance !== undefined && !role.applianceVerified;
  return `${parties.join(", ")}${unverified ? " <sup>1</sup>" : ""}`;
}

function trustWord(verdict: TrustVerdictName): string {
  switch (verdict) {
    case "granted":
      return "✅";
    case "missing":
    case "denied":
      return `❌ ${verdict}`;
    case "conditional":
    case "undetermined":
      return `⚠️ ${verdict}`;
  }
}

function profileCell(role: ReportedRole): string {
  if (role.instanceProfile === null || role.trust.ec2 === undefined) return "";
  return role.instanceProfile ? "✅" : "❌ none";
}
