import { firstFew } from "../source/first-few.js";
import type { Report } from "./report.js";

/** What the appliance's own role has to be allowed, where no file holds it. */
export function callerWords({ roles }: Report): readonly string[] {
  // What AWS makes of a name that is left out, nobody knows.
  const named = roles.flatMap(({ id, assumedAs = [] }) =>
    assumedAs.map((arn) => (arn.endsWith(":role/*") ? `role ${id}` : arn)),
  );
  const arns = [...new Set(named)];
  if (arns.length === 0) return [];
  return [
    `The appliance's own role, which no file holds, needs sts:AssumeRole on ${firstFew(arns, 3)}: \`policy appliance\` prints the statement.`,
  ];
}
