import type { TrustVerdictName } from "../../iam/verdict.js";
import { plural } from "../../source/plural.js";
import type { ReportedKind, ReportedRole } from "../report.js";
import { cellCode, prose } from "./escape.js";
import { locationUrl, type Repository } from "./link.js";
import { repeatedIds } from "./repeated-ids.js";
import { cut, type Tier } from "./tier.js";

/** From so many roles on those that lack nothing are folded away. */
const MANY_ROLES = 20;

/** Columns for more kinds than any product has would fill the table with empty cells. */
const MOST_KINDS = 20;

/** Roles by kinds: a row each, those that lack something first, because the end is what is cut. */
export function rolesTable(
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
): readonly string[] {
  const lacking = roles.filter(isLacking).slice(0, tier.roles);
  const rest = roles.filter((role) => !isLacking(role)).slice(0, tier.roles - lacking.length);
  const shown = [...lacking, ...rest];
  const repeated = repeatedIds(roles);
  const tables =
    shown.length < MANY_ROLES || rest.length === 0
      ? [table(shown, repeated, repository)]
      : [table(lacking, repeated, repository), foldedTable(rest, repeated, repository)];
  const rows = tables.filter((text) => text !== "");
  return shown.length > 0 && roles.length > shown.length ? [...rows, cut(shown.length, roles.length, "roles")] : rows;
}

function foldedTable(
  roles: readonly ReportedRole[],
  repeated: ReadonlySet<string>,
  repository: Repository | null,
): string {
  const summary = `<summary>✅ ${plural(roles.length, "role")} with nothing missing</summary>`;
  return `<details>${summary}\n\n${table(roles, repeated, repository)}\n\n</details>`;
}

function table(roles: readonly ReportedRole[], repeated: ReadonlySet<string>, repository: Repository | null): string {
  if (roles.length === 0) return "";
  const all = [...new Set(roles.flatMap((role) => Object.keys(role.kinds)))];
  const [kinds, others] = [all.slice(0, MOST_KINDS), new Set(all.slice(MOST_KINDS))];
  const columns = [
    { head: "worker role", cell: (role: ReportedRole) => nameCell(role, repeated, repository) },
    ...kinds.map((name) => ({ head: prose(name), cell: (role: ReportedRole) => kindCell(role, name) })),
    { head: "other kinds", cell: (role: ReportedRole) => otherKinds(role, others) },
    { head: "trust", cell: trustCell },
    { head: "instance profile", cell: profileCell },
  ];
  const used = columns.filter(({ cell }) => roles.some((role) => cell(role) !== ""));
  const rows = roles.map((role) => `| ${used.map(({ cell }) => cell(role)).join(" | ")} |`);
  const head = `| ${used.map((column) => column.head).join(" | ")} |`;
  return [head, `|${" --- |".repeat(used.length)}`, ...rows].join("\n");
}

function otherKinds({ kinds }: ReportedRole, others: ReadonlySet<string>): string {
  const counts = Object.entries(kinds).filter(([name]) => others.has(name));
  if (counts.length === 0) return "";
  const lacking = counts.filter(([, { granted, required }]) => granted < required).length;
  return lacking === 0 ? `✅ ${counts.length}` : `❌ ${lacking} of ${counts.length}`;
}

/** A link to where the role is written; with the file, where it takes that to tell it from another. */
function nameCell(
  { id, location, scope }: ReportedRole,
  repeated: ReadonlySet<string>,
  repository: Repository | null,
): string {
  const url = locationUrl(location, repository);
  const where = repeated.has(id) ? `<br>in ${cellCode(location.file)}` : "";
  const granted = scope === undefined ? "" : `<br>${scope}`;
  return `${url === null ? cellCode(id) : `[${cellCode(id)}](${url})`}${where}${granted}`;
}

function isLacking({ kinds, trust, instanceProfile }: ReportedRole): boolean {
  return (
    Object.values(kinds).some(({ granted, required }) => granted < required) ||
    Object.values(trust).some((verdict) => verdict !== "granted") ||
    (instanceProfile === false && trust.ec2 !== undefined)
  );
}

function kindCell({ kinds }: ReportedRole, name: string): string {
  // The name may come from another report: `constructor` is in every object.
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) return "";
  const share = `${kind.granted}/${kind.required}`;
  if (kind.granted === kind.required) return `✅ ${share}`;
  return kind.missing.length + kind.denied.length > 0 ? `❌ ${share}` : `⚠️ ${share}, ${openPoints(kind)}`;
}

/** What is only restricted or not known may be well. */
function openPoints({ partial, conditional, undetermined }: ReportedKind): string {
  const points = Object.entries({ partial, conditional, undetermined });
  return points
    .filter(([, actions]) => actions.length > 0)
    .map(([verdict, actions]) => `${actions.length} ${verdict}`)
    .join(", ");
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
  return role.instanceProfile ? "✅" : "⚠️ none";
}
