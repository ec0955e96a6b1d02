import { arnParts, type Deployment } from "../iam/deployment.js";
import type { PatternList, PolicyText } from "../iam/model.js";
import { hasWildcards } from "../iam/pattern.js";
import { partitionOfRegion } from "../iam/regions.js";
import { unknownRegion } from "../iam/resource-fault.js";
import type { DeclaredResources } from "../iam/resource-set.js";
import type { ActionVerdict } from "../iam/verdict.js";
import type { Settles } from "../path/simulation.js";
import { append } from "../source/append.js";
import { oncePer } from "../source/once-per.js";

/** A longer list wouldn't be practical to paste. */
const MAX_LINES = 5;
const MAX_ARNS = 5;

/**
 * Help on declaring that the product doesn't need every resource. Suggests configuration lines that match the grants, if pasting them
 * settles the finding. Otherwise returns `words`.
 */
export function declaringHelp(
  verdicts: readonly ActionVerdict[],
  settles: Settles = () => true,
  words = "`deployment` names the accounts and regions, `resources` the resources",
): string {
  const isDenied = verdicts.some(({ causes }) => causes.some(({ effect }) => effect === "denies"));
  const { partitions } = together(verdicts.map(grantedBy));
  // Lines can't express the effect of a Deny, and a deployment is in only one partition.
  if (isDenied || partitions.length > 1) return words;
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
  const named = together(verdicts.map(grantedBy));
  const { regions } = named;
  const accounts = named.accounts.filter((account) => /^\d{12}$/.test(account));
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
    arns: grantedBy(verdict).arns,
  }));
  const byActions = new Map(
    granted.map(({ action, service, arns }) => {
      const others = granted.filter((one) => one.service === service && one.action !== action);
      const isAlike = others.length > 0 && others.every((one) => one.arns.join() === arns.join());
      return [isAlike ? `${service}:*` : action, arns];
    }),
  );
  const all = [...byActions].map(([actions, arns]): DeclaredResources => ({ actions, arns }));
  const isShort = all.length <= MAX_LINES && all.every(({ arns }) => arns.length > 0 && arns.every(isPasted));
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
 * Variants of the lines with one ARN left out, because an ARN that an action doesn't support is rejected: s3:GetObject needs objects, not
 * the bucket granted with them.
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

/** The first few ARNs, partitions, regions, and accounts. Nobody pastes more. */
interface Named {
  readonly arns: readonly string[];
  readonly partitions: readonly string[];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
}

function together(all: readonly Named[]): Named {
  const few = (part: keyof Named) => [...new Set(all.flatMap((one) => one[part]))].slice(0, MAX_ARNS);
  return { arns: few("arns"), partitions: few("partitions"), regions: few("regions"), accounts: few("accounts") };
}

/** The ARNs in the statements that partly grant an action, preferably the ARNs of its own service. */
function grantedBy(verdict: ActionVerdict): Named {
  const grants = verdict.causes.filter(({ effect }) => effect !== "denies");
  const lists = grants.flatMap(({ statement }) => (statement?.effect === "Allow" ? (statement.resources ?? []) : []));
  const of = (service: string) => lists.flatMap((list) => namedArns(list).get(service) ?? []);
  const own = of(serviceOf(verdict));
  return together(own.length === 0 ? of(ALL) : own);
}

const ALL = "";

/** Keyed by service, with `ALL` for all services. Cached, because one list, which may be long, can grant many actions. */
const namedArns = oncePer(({ negated, patterns }: PatternList): ReadonlyMap<string, Named> => {
  const services = new Map<string, Named[]>();
  for (const arn of negated ? [] : patterns.flatMap(nameOf)) {
    const [, partition = "", service = "", region = "", account = ""] = arnParts(arn) ?? [];
    const told = (part: string) => (part === "" || hasWildcards(part) ? [] : [part]);
    const named = { arns: [arn], partitions: [partition], regions: told(region), accounts: told(account) };
    append(services, service, named);
    append(services, ALL, named);
  }
  return new Map([...services].map(([service, all]) => [service, together(all)]));
});

function nameOf({ text, isSecret }: PolicyText): readonly string[] {
  if (typeof text !== "string" || isSecret === true || !text.startsWith("arn:") || text.includes("$")) return [];
  return arnParts(text) !== null && unknownRegion(text) === null ? [text] : [];
}
