import { countFindings } from "../report/conclusion.js";
import type { Report } from "../report/report.js";

/** All outputs of a job may hold 1 MB together; this one is for scripts, which have the report file for more. */
const MOST_MISSING_ACTIONS = 1000;

/** The Action's outputs, all but the comment's URL. */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const { errors, warnings, suppressed, unchanged } = countFindings(report);
  const kinds = report.roles.flatMap((role) => Object.values(role.kinds));
  const undetermined = kinds.reduce((sum, kind) => sum + kind.undetermined.length, 0);
  return {
    conclusion: report.conclusion,
    errors: String(errors),
    warnings: String(warnings),
    undetermined: String(undetermined),
    suppressed: String(suppressed),
    unchanged: String(unchanged),
    "files-read": String(report.files.read),
    "roles-checked": String(report.roles.length),
    "missing-actions": JSON.stringify(missingActions(report)),
    "requirements-version": report.requirements.version,
  };
}

/** Role, kind and missing actions, as many as fit. */
function missingActions(report: Report): readonly { role: string; kind: string; actions: readonly string[] }[] {
  let left = MOST_MISSING_ACTIONS;
  return report.roles.flatMap((role) =>
    Object.entries(role.kinds).flatMap(([kind, { missing }]) => {
      const actions = missing.slice(0, left);
      left -= actions.length;
      return actions.length === 0 ? [] : [{ role: role.id.slice(0, 500), kind, actions }];
    }),
  );
}
