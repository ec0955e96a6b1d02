import type { Report, ReportedRole } from "./report.js";

/** Which versions a role is right for, where nobody has said which one the appliance has; null where somebody has. */
export function satisfiedWords(
  { satisfies }: ReportedRole,
  { version, assumed }: Report["requirements"],
): string | null {
  if (assumed !== true || satisfies === undefined) return null;
  const which = satisfies.length === 1 ? "version" : "versions";
  const met = satisfies.length === 0 ? "no known version" : `${which} ${satisfies.join(" and ")}`;
  return `meets ${met} in full; judged by ${version}, as \`requirements\` is not set`;
}
