import { arnParts, type Deployment } from "../iam/deployment.js";
import { hasWildcards } from "../iam/pattern.js";
import { partitionOfRegion } from "../iam/regions.js";
import { unknownRegion } from "../iam/resource-fault.js";
import type { DeclaredResources } from "../iam/resource-set.js";
import type { ActionVerdict } from "../iam/verdict.js";
import type { Settles } from "../path/trial.js";

/** More would be no help to paste. */
const MOST_LINES = 5;
const MOST_ARNS = 5;

/**
 * How to declare that less than every resource is needed: lines of the configuration that fit what is granted of some actions, where pasting
 * them settles it; else words.
 */
export function declaringHelp(
  verdicts: readonly ActionVerdict[],
  settles: Settles = () => true,
  words = "`deployment` says where it works, `resources` what it needs there",
): string {
  const isDenied = verdicts.some(({ causes }) => causes.some(({ effect }) => effect === "denies"));
  const partitions = new Set(verdicts.flatMap(grantedArns).map((arn) => arnParts(arn)?.[1]));
  // No lines of what is granted leave out what a Deny takes of it, and a deployment is in one partition.
  if (isDenied || partitions.size > 1) return words;
  const deployment = deploymentLine(verdicts, settles);
  const resources = resourcesLine(verdicts, settles);
  const lines = [
    ...(deployment === null ? [] : [`\`${deployment}\`, where it works`]),
    ...(resources === null ? [] : [`\`${resources}\`, what it needs there`]),
  ];
  return lines.join(", or ") || words;
}

/** The accounts and regions that the grants name. */
function deploymentLine(verdicts: readonly ActionVerdict[], settles: Settles): string | null {
  const parts = verdicts.flatMap((verdict) => grantedArns(verdict).flatMap((arn) => [arnParts(arn)]));
  const named = (at: 3 | 4): readonly string[] =>
    [
      ...new Set(parts.flatMap((one) => (one === null || one[at] === "" || hasWildcards(one[at]) ? [] : [one[at]]))),
    ].slice(0, MOST_ARNS);
  const [regions, accounts] = [named(3), named(4).filter((account) => /^\d{12}$/.test(account))];
  const [region] = regions;
  const deployment: Deployment = {
    partition: region === undefined ? null : partitionOfRegion(region),
    accounts,
    regions,
  };
  const isOne = regions.every(
    (one) => partitionOfRegion(one) !== null && partitionOfRegion(one) === deployment.partition,
  );
  if (regions.length + accounts.length === 0 || !isOne || settles({ deployment }) === false) return null;
  const keys = [
    ...(accounts.length === 0 ? [] : [`accounts: [${quotedList(accounts)}]`]),
    ...(regions.length === 0 ? [] : [`regions: [${regions.join(", ")}]`]),
  ];
  return `deployment: { ${keys.join(", ")} }`;
}

/** Longer than an ARN can be (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html), nobody pastes one. */
function isPasted(arn: string): boolean {
  return arn.length <= 2048;
}

/** For each service its actions and the ARNs that they are granted on; each by itself where these differ. Null where that is of no use. */
export function resourcesLine(verdicts: readonly ActionVerdict[], settles: Settles): string | null {
  const granted = verdicts.map((verdict) => ({
    action: verdict.action,
    service: serviceOf(verdict),
    arns: [...new Set(grantedArns(verdict))].slice(0, MOST_ARNS),
  }));
  const byActions = new Map(
    granted.map(({ action, service, arns }) => {
      const others = granted.filter((one) => one.service === service && one.action !== action);
      const isAlike = others.length > 0 && others.every((one) => one.arns.join() === arns.join());
      return [isAlike ? `${service}:*` : action, arns];
    }),
  );
  const all = [...byActions].map(([actions, arns]): DeclaredResources => ({ actions, arns }));
  const isShort = all.length <= MOST_LINES && all.every(({ arns }) => arns.length > 0 && arns.every(isPasted));
  const resources = isShort
    ? [all, ...withoutOne(all)].find((some) => settles({ resources: some }) !== false)
    : undefined;
  if (resources === undefined) return null;
  const lines = resources.map(({ actions, arns }) => {
    return `"${actions}": ${arns.length === 1 ? quotedList(arns) : `[${quotedList(arns)}]`}`;
  });
  return `resources: { ${lines.join(", ")} }`;
}

/** An ARN that actions are not asked on is refused: s3:GetObject works on objects, and not on the bucket that is granted beside them. */
function withoutOne(all: readonly DeclaredResources[]): readonly (readonly DeclaredResources[])[] {
  return all.flatMap(({ actions, arns }, at) =>
    arns.length < 2 ? [] : arns.map((left) => all.with(at, { actions, arns: arns.filter((arn) => arn !== left) })),
  );
}

function quotedList(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(", ");
}

function serviceOf({ action }: ActionVerdict): string {
  return action.slice(0, action.indexOf(":"));
}

/** ARNs of the statements that grant an action in part: those of its own service, where there are any. */
function grantedArns(verdict: ActionVerdict): readonly string[] {
  const grants = verdict.causes.filter(({ effect }) => effect !== "denies");
  const lists = grants.flatMap(({ statement }) => (statement?.effect === "Allow" ? (statement.resources ?? []) : []));
  const arns = lists.flatMap(({ negated, patterns }) =>
    negated
      ? []
      : patterns.flatMap(({ text, isSecret }) => (typeof text === "string" && isSecret !== true ? [text] : [])),
  );
  const named = arns.filter(
    (arn) => arn.startsWith("arn:") && !arn.includes("$") && arnParts(arn) !== null && unknownRegion(arn) === null,
  );
  const own = named.filter((arn) => arn.split(":")[2] === serviceOf(verdict));
  return own.length === 0 ? named : own;
}
