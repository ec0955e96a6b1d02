/**
 * Whether a file is one of our reports or baselines, or SARIF: a workflow may write its report to `worker-iam-check.json`,
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
