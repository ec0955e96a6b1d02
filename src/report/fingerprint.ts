import { createHash } from "node:crypto";
import type { Finding } from "../rules/finding.js";
import { creatorOf } from "../select/role-pattern.js";
import { fileOf } from "../source/place.js";

/**
 * Identifies a finding over time. The hash covers no line, column, or count, so it survives edits elsewhere in the file. Findings without a
 * kind (about trust policies or files) are distinguished by their message, which contains no line, column, or count, either.
 */
export function fingerprint(finding: Finding): string {
  const what = finding.kind ?? finding.message;
  const parts = [
    finding.rule,
    fileOf(finding.place),
    finding.role ?? "",
    what,
    (finding.of && creatorOf(finding.of)) || [],
  ].flat();
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 20);
}
