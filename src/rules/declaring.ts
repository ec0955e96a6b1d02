import { arnParts } from "../iam/deployment.js";
import { hasWildcards } from "../iam/pattern.js";
import type { ActionVerdict } from "../iam/verdict.js";

/** More would be no help to paste. */
const MOST_LINES = 3;
const MOST_ARNS = 5;

/** How to declare that less than every resource is needed: lines of the configuration that fit what is granted of some actions. */
export function declaringHelp(verdicts: readonly ActionVerdict[]): string {
  const isDenied = verdicts.some(({ causes }) => causes.some(({ effect }) => effect === "denies"));
  const partitions = new Set(verdicts.flatMap(grantedArns).map((arn) => arnParts(arn)?.[1]));
  // No lines of what is granted leave out what a Deny takes of it, and a deployment is in one partition.
  if (isDenied || partitions.size > 1) return "`deployment` says where it works, `resources` what it needs there";
  return `\`${deploymentLine(verdicts)}\`, where it works, or \`${resourcesLine(verdicts)}\`, what it needs there`;
}

/** The accounts and regions that the grants name. */
function deploymentLine(verdicts: readonly ActionVerdict[]): string {
  const parts = verdicts.flatMap((verdict) => grantedArns(verdict).flatMap((arn) => [arnParts(arn)]));
  const named = (at: 3 | 4): readonly string[] => [
    ...new Set(parts.flatMap((one) => (one === null || one[at] === "" || hasWildcards(one[at]) ? [] : [one[at]]))),
  ];
  const [regions, accounts] = [named(3), named(4).filter((account) => /^\d{12}$/.test(account))];
  if (regions.length + accounts.length === 0) return 'deployment: { accounts: ["ACCOUNT"], regions: [REGION] }';
  const keys = [
    ...(accounts.length === 0 ? [] : [`accounts: [${quotedList(accounts)}]`]),
    ...(regions.length === 0 ? [] : [`regions: [${regions.slice(0, MOST_ARNS).join(", ")}]`]),
  ];
  return `deployment: { ${keys.join(", ")} }`;
}

/** For each service its actions and the ARNs that they are granted on; each by itself where these differ. */
function resourcesLine(verdicts: readonly ActionVerdict[]): string {
  const granted = verdicts.map((verdict) => ({
    action: verdict.action,
    service: serviceOf(verdict),
    arns: [...new Set(grantedArns(verdict))],
  }));
  const lines = granted.map(({ action, service, arns }) => {
    const others = granted.filter((one) => one.service === service && one.action !== action);
    const isAlike = others.length > 0 && others.every((one) => one.arns.join() === arns.join());
    const list = arns.length === 0 ? "ARN" : arns.length === 1 ? quotedList(arns) : `[${quotedList(arns)}]`;
    return `"${isAlike ? `${service}:*` : action}": ${list}`;
  });
  return `resources: { ${[...new Set(lines)].slice(0, MOST_LINES).join(", ")} }`;
}

function quotedList(texts: readonly string[]): string {
  return texts
    .slice(0, MOST_ARNS)
    .map((text) => JSON.stringify(text))
    .join(", ");
}

function serviceOf({ action }: ActionVerdict): string {
  return action.slice(0, action.indexOf(":"));
}

/** ARNs of the statements that grant an action in part: those of its own service, where there are any. */
function grantedArns(verdict: ActionVerdict): readonly string[] {
  const grants = verdict.causes.filter(({ effect }) => effect === "limits" || effect === "allows");
  const lists = grants.flatMap(({ statement }) => statement?.resources ?? []).filter(({ negated }) => !negated);
  const arns = lists.flatMap(({ patterns }) =>
    patterns.flatMap(({ text }) => (typeof text === "string" ? [text] : [])),
  );
  const named = arns.filter((arn) => arn.startsWith("arn:") && !arn.includes("$") && arnParts(arn) !== null);
  const own = named.filter((arn) => arn.split(":")[2] === serviceOf(verdict));
  return own.length === 0 ? named : own;
}
