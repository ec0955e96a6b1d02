import type { Report, ReportedRole } from "./report.js";

/** Describes the versions that a role meets, if `requirements` is not set. Returns null if it is set. */
export function describeSatisfied(
  { satisfies }: ReportedRole,
  { version, assumed }: Report["requirements"],
): string | null {
  if (assumed !== true || satisfies === undefined) return null;
  const which = satisfies.length === 1 ? "version" : "versions";
  const met =
    satisfies.length === 0 ? "doesn't fully meet any known version" : `fully meets ${which} ${satisfies.join(" and ")}`;
  return `${met}; checked against version ${version} because \`requirements\` is not set`;
}
