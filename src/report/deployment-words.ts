import type { ReportedDeployment } from "./report.js";

const MOST = 5;

/** `Declared deployment: accounts 111122223333; regions eu-west-1; resources for sqs:*.` */
export function deploymentWords({ partition, accounts, regions, resources }: ReportedDeployment): string {
  const parts = [
    ...(partition === null ? [] : [`partition ${partition}`]),
    ...listed("accounts", accounts),
    ...listed("regions", regions),
    ...listed("resources for", Object.keys(resources)),
  ];
  return `Declared deployment: ${parts.join("; ")}.`;
}

function listed(what: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  const more = words.length > MOST ? ` and ${words.length - MOST} more` : "";
  return [`${what} ${words.slice(0, MOST).join(", ")}${more}`];
}
