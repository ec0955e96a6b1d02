import type { Report } from "../report/report.js";

/** The exit status of a command that ran a check: 1 if the check failed, otherwise 0. */
export function exitStatus(report: Report): number {
  return report.conclusion === "failure" ? 1 : 0;
}
