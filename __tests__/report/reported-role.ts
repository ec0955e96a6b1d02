import type { ReportedRole } from "../../src/report/report.js";

/** A checked role of a template, as a report lists it. */
export function reportedRole(
  id: string,
  kinds: ReportedRole["kinds"],
  trust: ReportedRole["trust"] = {},
): ReportedRole {
  return {
    id,
    name: id,
    format: "cloudformation",
    location: { file: "a.yaml" },
    selectedBy: "roles: x",
    kinds,
    trust,
    applianceVerified: true,
    instanceProfile: null,
  };
}
