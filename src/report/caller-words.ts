import type { Report } from "./report.js";

const MOST = 3;

/** What the appliance's own role has to be allowed, where no file holds it. */
export function callerWords({ roles }: Report): readonly string[] {
  // What AWS makes of a name that is left out, nobody knows.
  const named = roles.flatMap(({ id, assumedAs = [] }) =>
    assumedAs.map((arn) => (arn.endsWith(":role/*") ? `role ${id}` : arn)),
  );
  const arns = [...new Set(named)];
  if (arns.length === 0) return [];
  const more = arns.length > MOST ? ` and ${arns.length - MOST} more` : "";
  return [
    `The appliance's own role, which no file holds, needs sts:AssumeRole on ${arns.slice(0, MOST).join(", ")}${more}: \`policy appliance\` prints the statement.`,
  ];
}
