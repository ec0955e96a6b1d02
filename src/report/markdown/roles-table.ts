import type { TrustVerdictName } from "../../iam/verdict.js";
import { plural } from "../../source/plural.js";
import { describeScope } from "../describe-scope.js";
import type { ReportedKind, ReportedRole } from "../report.js";
import { cellCode, prose } from "./escape.js";
import { foldedSection } from "./folded-section.js";
import { locationUrl, type Repository } from "./link.js";
import { repeatedIds } from "./repeated-ids.js";
import { cut, type Tier } from "./tier.js";

/** A table with more roles is folded, even if all are green. */
const MAX_OPEN_ROLES = 10;

/** No product has as many kinds. Further columns would only fill the table with empty cells. */
const MAX_KINDS = 20;

/**
 * A table with one row per role and one column per kind. Roles that lack something come first, because a long table is
 * cut at its end. It is open only if there is nothing else to show (`isAll`) and it is short.
 */
export function rolesTable(
  roles: readonly ReportedRole[],
  repository: Repository | null,
  tier: Tier,
  isAll: boolean,
): readonly string[] {
  const states = byState(roles);
  const shown = [...states.values()].flat().slice(0, tier.roles);
  if (shown.length === 0) return [];
  const rows = table(shown, repeatedIds(roles), repository);
  const parts = roles.length > shown.length ? [rows, cut(shown.length, roles.length, "roles")] : [rows];
  return isAll && shown.length <= MAX_OPEN_ROLES ? parts : [foldedSection(summary(states), parts)];
}

type State = "lacking" | "open" | "well";

const STATES: readonly State[] = ["lacking", "open", "well"];

const STATE_WORDS = { lacking: "❌ %s with something missing", open: "⚠️ %s not verified", well: "✅ %s" } as const;

/** Groups roles by state, in the table's order. Fitting a comment takes about twenty renderings, so this examines each role only once. */
function byState(roles: readonly ReportedRole[]): ReadonlyMap<State, readonly ReportedRole[]> {
  const states = new Map<State, ReportedRole[]>(STATES.map((state) => [state, []]));
  for (const role of roles) states.get(stateOf(role))?.push(role);
  return states;
}

/** `60 worker roles: ❌ 2 with something missing, ⚠️ 3 not verified, ✅ 55`. */
function summary(states: ReadonlyMap<State, readonly ReportedRole[]>): string {
  const counted = [...states].map(([state, { length }]) => ({ state, length }));
  const counts = counted.flatMap(({ state, length }) =>
    length === 0 ? [] : [STATE_WORDS[state].replace("%s", String(length))],
  );
  const all = counted.reduce((sum, { length }) => sum + length, 0);
  return `${plural(all, "worker role")}: ${counts.join(", ")}`;
}

function table(roles: readonly ReportedRole[], repeated: ReadonlySet<string>, repository: Repository | null): string {
  if (roles.length === 0) return "";
  const all = [...new Set(roles.flatMap((role) => Object.keys(role.kinds)))];
  const [kinds, others] = [all.slice(0, MAX_KINDS), new Set(all.slice(MAX_KINDS))];
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

/** A link to the role's definition, with the file if another role has the same ID. */
function nameCell(role: ReportedRole, repeated: ReadonlySet<string>, repository: Repository | null): string {
  const { id, location } = role;
  const url = locationUrl(location, repository);
  const where = repeated.has(id) ? `<br>in ${cellCode(location.file)}` : "";
  const granted = describeScope(role).map((words) => `<br>${prose(words)}`);
  return `${url === null ? cellCode(id) : `[${cellCode(id)}](${url})`}${where}${granted.join("")}`;
}

/** Whether the trust policy was checked without knowing which principal the appliance is. */
export function isUnverified({ trust, applianceVerified }: ReportedRole): boolean {
  return trust.appliance === "granted" && !applianceVerified;
}

function stateOf(role: ReportedRole): State {
  const kinds = Object.values(role.kinds);
  const trust = Object.values(role.trust);
  const lacks = kinds.some(({ missing, denied }) => missing.length + denied.length > 0);
  if (lacks || trust.some((verdict) => verdict === "missing" || verdict === "denied")) return "lacking";
  const isOpen =
    kinds.some(({ granted, required }) => granted < required) ||
    trust.some((verdict) => verdict !== "granted") ||
    isUnverified(role) ||
    (role.instanceProfile === false && role.trust.ec2 !== undefined);
  return isOpen ? "open" : "well";
}

function kindCell({ kinds }: ReportedRole, name: string): string {
  // The name may come from another report, and every object has a `constructor`.
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) return "";
  const share = `${kind.granted}/${kind.required}`;
  if (kind.granted === kind.required) return `✅ ${share}`;
  return kind.missing.length + kind.denied.length > 0 ? `❌ ${share}` : `⚠️ ${share}, ${openPoints(kind)}`;
}

/** `2 partial, 1 undetermined`. These may be fine, so they aren't shown as missing. */
function openPoints({ partial, conditional, undetermined }: ReportedKind): string {
  const points = Object.entries({ partial, conditional, undetermined });
  return points
    .filter(([, actions]) => actions.length > 0)
    .map(([verdict, actions]) => `${actions.length} ${verdict}`)
    .join(", ");
}

function trustCell(role: ReportedRole): string {
  const { appliance, ec2 } = role.trust;
  const word = isUnverified(role) ? "not verified <sup>1</sup>" : appliance && trustWord(appliance);
  const parties = [
    ...(word === undefined ? [] : [`appliance ${word}`]),
    ...(ec2 === undefined ? [] : [`ec2 ${trustWord(ec2)}`]),
  ];
  return parties.join(", ");
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
