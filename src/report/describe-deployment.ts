import { firstFew } from "../source/first-few.js";
import type { ReportedDeployment } from "./report.js";

/** `Declared deployment: accounts 111122223333; regions eu-west-1; resources for sqs:*.` */
export function describeDeployment({ partition, accounts, regions, resources }: ReportedDeployment): string {
  const parts = [
    ...(partition === null ? [] : [`partition ${partition}`]),
    ...listed("accounts", accounts),
    ...listed("regions", regions),
    ...listed("resources for", Object.keys(resources)),
  ];
  return `Declared deployment: ${parts.join("; ")}.`;
}

function listed(what: string, words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : [`${what} ${firstFew(words)}`];
}
