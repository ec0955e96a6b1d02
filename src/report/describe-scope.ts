import { firstFew } from "../source/first-few.js";
import type { ReportedRole } from "./report.js";

/** Describes the permissions that count as granted although they aren't granted on every resource. */
export function describeScope({ scope, passes }: Pick<ReportedRole, "scope" | "passes">): readonly string[] {
  return [...(scope === undefined ? [] : [scope]), ...(passes === undefined ? [] : [passedWords(passes)])];
}

/** `iam:PassRole for the communication roles of this check (WorkerRole)`. */
function passedWords(passes: readonly string[]): string {
  return `iam:PassRole for the communication roles of this check (${firstFew(passes)})`;
}
