/**
 * Whether a file is a report or baseline of ours, or SARIF: a workflow may well write its report to `worker-iam-check.json`,
 * where a configuration may be, too.
 */
export function isOwnOutput(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return false;
    return "schemaVersion" in value || "baselineVersion" in value || "runs" in value;
  } catch {
    return false;
  }
}
