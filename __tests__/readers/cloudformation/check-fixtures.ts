import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import type { Report } from "../../../src/report/report.js";

/** The report of a check of files in this repository. */
export async function reportOn(inputs: Readonly<Record<string, string>>): Promise<Report> {
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}
