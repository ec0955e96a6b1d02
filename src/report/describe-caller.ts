import { firstFew } from "../source/first-few.js";
import type { Report } from "./report.js";

/** The permissions that the appliance's own role needs, if no file contains that role. */
export function describeCaller({ roles }: Report): readonly string[] {
  // If AWS chooses a role's name, the role's ARN can't be predicted.
  const named = roles.flatMap(({ id, assumedAs = [] }) =>
    assumedAs.map((arn) => (arn.endsWith(":role/*") ? `role ${id}` : arn)),
  );
  const arns = [...new Set(named)];
  if (arns.length === 0) return [];
  return [
    `The appliance's own role, which is not in any file, needs sts:AssumeRole on ${firstFew(arns, 3)}: \`policy appliance\` prints the statement.`,
  ];
}
