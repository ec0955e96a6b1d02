import type { Severity } from "../../config/severity.js";
import { plural } from "../../source/plural.js";
import {
  countFindings,
  describeOldFindings,
  describeSuppressed,
  freshFindings,
  leftOutFindings,
} from "../conclusion.js";
import type { Report, ReportedFinding } from "../report.js";
import { prose } from "./escape.js";
import { isUnverified } from "./roles-table.js";

/** The first line of the comment, which is all that a notification shows. New findings come first. */
export function heading(report: Report): string {
  const roles =
    report.roles.length === 0 ? "no worker role checked" : `${plural(report.roles.length, "worker role")} checked`;
  const found = countPhrases(report);
  const first = found.length > 0 ? [...found, roles] : [roles, ...emptyWords(report)];
  const counts = [
    ...first,
    ...describeOldFindings(report).map(prose),
    ...describeSuppressed(report),
    ...(report.conclusion !== "failure" && report.roles.some(isUnverified) ? ["appliance not verified"] : []),
  ];
  return `### ${verdict(report)}: ${counts.join(", ")}`;
}

/** A check mark means verified, so warnings or an unverified appliance turn it into a warning sign. */
function verdict(report: Report): string {
  switch (report.conclusion) {
    case "failure":
      return "❌ Worker IAM check failed";
    case "success":
      return `${isOpen(report) ? "⚠️" : "✅"} Worker IAM check passed`;
    case "neutral":
      return "⚠️ Worker IAM check";
  }
}

function isOpen(report: Report): boolean {
  return countFindings(report).warnings > 0 || report.roles.some(isUnverified);
}

/** `3 new errors in 2 roles`, `1 new warning`. Says "new" only if there was a comparison. */
function countPhrases(report: Report): readonly string[] {
  const fresh = freshFindings(report);
  const isCompared = (report.baseline?.sources ?? []).length > 0;
  const words = (severity: Severity, where: boolean): readonly string[] => {
    const found = fresh.filter((finding) => finding.severity === severity);
    const isNew = isCompared && found.every(({ baseline }) => baseline?.state !== "unchanged");
    const count = plural(found.length, `${isNew ? "new " : ""}${severity}`);
    return found.length === 0 ? [] : [where ? count + rolesOf(found) : count];
  };
  const errors = words("error", true);
  return [...errors, ...words("warning", errors.length === 0)];
}

function rolesOf(findings: readonly ReportedFinding[]): string {
  const roles = new Set(
    findings.flatMap(({ role, location }) => (role === null ? [] : [JSON.stringify([role, location.file])])),
  );
  return roles.size === 0 ? "" : ` in ${plural(roles.size, "role")}`;
}

function emptyWords(report: Report): readonly string[] {
  if (report.roles.length === 0) return [];
  const { unchanged, suppressed } = countFindings(report);
  if (leftOutFindings(report).length > 0) return ["nothing new missing"];
  if (unchanged > 0) return ["nothing new"];
  // If findings are suppressed, permissions are still missing.
  return suppressed > 0 ? [] : ["nothing missing"];
}
