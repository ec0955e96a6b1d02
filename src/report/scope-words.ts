import type { ReportedRole } from "./report.js";

const MOST = 5;

/** What of a role counts as granted although it is not so on every resource. */
export function scopeWords({ scope, passes }: Pick<ReportedRole, "scope" | "passes">): readonly string[] {
  return [...(scope === undefined ? [] : [scope]), ...(passes === undefined ? [] : [passedWords(passes)])];
}

/** `iam:PassRole for the communication roles of this check (WorkerRole)`. */
function passedWords(passes: readonly string[]): string {
  const more = passes.length > MOST ? `, and ${passes.length - MOST} more` : "";
  return `iam:PassRole for the communication roles of this check (${passes.slice(0, MOST).join(", ")}${more})`;
}
