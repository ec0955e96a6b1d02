import { countFindings } from "../report/conclusion.js";
import { clip } from "../report/limits.js";
import type { Report } from "../report/report.js";

/** All outputs of a job share a limit of 1 MB. This one is for scripts, which can read the report file for more. */
const MAX_MISSING_ACTIONS = 1000;

/** Limits the length of all names together, because they may come from an untrusted report. */
const MAX_CHARACTERS = 100_000;

const MAX_ID_LENGTH = 100;

/** All outputs of the Action except the comment's URL and the file paths. */
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
    "requirements-version": clip(report.requirements.version, MAX_ID_LENGTH),
  };
}

/** The missing actions by role and kind, as many as fit. */
function missingActions(report: Report): readonly { role: string; kind: string; actions: readonly string[] }[] {
  const left = { actions: MAX_MISSING_ACTIONS, characters: MAX_CHARACTERS };
  const fits = (action: string): boolean => {
    left.actions -= 1;
    left.characters -= JSON.stringify(action).length + 1;
    return left.actions >= 0 && left.characters >= 0;
  };
  return report.roles.flatMap((role) =>
    Object.entries(role.kinds).flatMap(([kind, { missing }]) => {
      const actions = missing.filter(fits);
      return actions.length === 0 ? [] : [{ role: clip(role.id, MAX_ID_LENGTH), kind, actions }];
    }),
  );
}
