import type { ReportedRole } from "../report.js";

/** The IDs that several roles share. */
export function repeatedIds(roles: readonly ReportedRole[]): ReadonlySet<string> {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const { id } of roles) (seen.has(id) ? repeated : seen).add(id);
  return repeated;
}
