import { arnParts, type Deployment } from "../iam/deployment.js";
import type { PatternList, PolicyText } from "../iam/model.js";
import { hasWildcards } from "../iam/pattern.js";
import { partitionOfRegion } from "../iam/regions.js";
import { unknownRegion } from "../iam/resource-fault.js";
import type { DeclaredResources } from "../iam/resource-set.js";
import type { ActionVerdict } from "../iam/verdict.js";
import type { Settles } from "../path/simulation.js";
import { oncePer } from "../source/once-per.js";

/** A longer list wouldn't be practical to paste. */
const MOST_LINES = 5;
const MOST_ARNS = 5;

/**
 * How to declare that the product needs less than every resource. Suggests configuration lines that match what is
 * granted, if pasting them settles the finding. Otherwise returns `words`.
 */
export function declaringHelp(
  verdicts: readonly ActionVerdict[],
  settles: Settles = () => true,
  words = "`deployment` names the accounts and regions, `resources` the resources",
): string {
  const isDenied = verdicts.some(({ causes }) => causes.some(({ effect }) => effect === "denies"));
  const partitions = new Set(verdicts.flatMap(grantedArns).map((arn) => arnParts(arn)?.[1]));
  // Lines can't express what a Deny takes back, and a deployment is in only one partition.
  if (isDenied || partitions.size > 1) return words;
  const deployment = deploymentLine(verdicts, settles);
  const resources = resourcesLine(verdicts, settles);
  const lines = [
    ...(deployment === null ? [] : [`\`${deployment}\``]),
    ...(resources === null ? [] : [`\`${resources}\``]),
  ];
  return lines.join(", or ") || words;
}

/** A line with the accounts and regions that the grants name. */
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

/** An ARN longer than any real one isn't worth suggesting (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html). */
function isPasted(arn: string): boolean {
  return arn.length <= 2048;
}

/** A line with the granted ARNs of each service, or of each action if a service's actions differ. Returns null if that wouldn't help. */
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

/**
 * Variants of the lines with one ARN left out, because an ARN that an action doesn't support is refused: s3:GetObject
 * needs objects, not the bucket granted with them.
 */
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

/** The ARNs of the statements that partly grant an action, preferably those of its own service. */
function grantedArns(verdict: ActionVerdict): readonly string[] {
  const grants = verdict.causes.filter(({ effect }) => effect !== "denies");
  const lists = grants.flatMap(({ statement }) => (statement?.effect === "Allow" ? (statement.resources ?? []) : []));
  const named = lists.flatMap(namedArns);
  const own = named.filter((arn) => arn.split(":")[2] === serviceOf(verdict));
  return own.length === 0 ? named : own;
}

/** Cached, because one list, possibly a long one, may grant many actions. */
const namedArns = oncePer(({ negated, patterns }: PatternList): readonly string[] =>
  negated ? [] : patterns.flatMap(nameOf),
);

function nameOf({ text, isSecret }: PolicyText): readonly string[] {
  if (typeof text !== "string" || isSecret === true || !text.startsWith("arn:") || text.includes("$")) return [];
  return arnParts(text) !== null && unknownRegion(text) === null ? [text] : [];
}
