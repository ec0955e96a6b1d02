import { createHash } from "node:crypto";
import type { Finding } from "../rules/finding.js";
import { fileOf } from "../source/place.js";

/**
 * Identifies a finding over time: no line, no column and no count goes into it, so that it survives edits elsewhere in the
 * file. Findings without a kind (trust, files) are told apart by their message, which holds neither.
 */
export function fingerprint(finding: Finding): string {
  const what = finding.kind ?? finding.message;
  const parts = [finding.rule, fileOf(finding.place), finding.role ?? "", what];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 20);
}
