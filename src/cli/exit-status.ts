import type { Report } from "../report/report.js";

/** Of a command that has checked: whether there are findings. */
export function exitStatus(report: Report): number {
  return report.conclusion === "failure" ? 1 : 0;
}
