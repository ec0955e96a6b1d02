import type { Report } from "./report.js";

const MOST = 3;

/** What the appliance's own role has to be allowed, where no file holds it. */
export function callerWords({ roles }: Report): readonly string[] {
  const arns = [...new Set(roles.flatMap(({ assumedAs = [] }) => assumedAs))];
  if (arns.length === 0) return [];
  const more = arns.length > MOST ? ` and ${arns.length - MOST} more` : "";
  return [
    `The appliance's own role, which no file holds, needs sts:AssumeRole on ${arns.slice(0, MOST).join(", ")}${more}: \`policy appliance\` prints the statement.`,
  ];
}
