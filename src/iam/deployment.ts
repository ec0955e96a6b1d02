import { covers, overlaps, wildcards } from "./pattern.js";

/** Where the product works. A `*` in the requirements must cover it. An empty list doesn't limit that part. */
export interface Deployment {
  /** Null if it isn't declared. The role's own policies then determine the partition. */
  readonly partition: string | null;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/**
 * The values of CloudFormation expressions in a deployment. A role works in the account of its stack, which is known if only one is
 * declared. The stack may be in any region, because IAM has none.
 */
export function knownExpressions({ accounts }: Deployment): ReadonlyMap<string, string> {
  const [account, ...others] = accounts;
  return new Map(account === undefined || others.length > 0 ? [] : [["Ref AWS::AccountId", account]]);
}

/** Whether an expression is the account of the stack or of a provider, in the form that the readers write. */
export function isOwnAccount(expression: string): boolean {
  return /^Ref AWS::AccountId$|\bdata\.aws_caller_identity\.[^.}]+\.account_id$/.test(expression);
}

export function isOwnRegion(expression: string): boolean {
  return /^Ref AWS::Region$|\bdata\.aws_region\.[^.}]+\.(?:name|id|region)$/.test(expression);
}

/** The parts of an ARN: `arn`, partition, service, region, account, resource. */
export type ArnParts = readonly [string, string, string, string, string, string];

/**
 * Resources that AWS owns are outside every account, so they are requested regardless of the declared accounts. Images and snapshots have
 * no account in any ARN. Customers also own resources of these types:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (AWS managed policies)
 */
const OWNED_BY_AWS = [
  "ssm:*::document/*",
  "ssm:*::parameter/aws/service/*",
  "ec2:*:aws:prefix-list/*",
  "iam::aws:policy/*",
];

const OWNED_PARTS = [...OWNED_BY_AWS, "ec2:*::image/*"].map((form) => (arnParts(`arn:*:${form}`) ?? []).map(wildcards));

/** Whether AWS owns some of the resources of a pattern: documents, public parameters, or images. Snapshots count as the customer's. */
export function mayBeOfAws(arn: string): boolean {
  const parts = arnParts(arn)?.map(wildcards) ?? [];
  return OWNED_PARTS.some((owned) => parts.length > 0 && owned.every((part, at) => overlaps(part, parts[at] ?? [])));
}

/** Matches any account ID, but not the `aws` or empty account in the ARN of a resource that AWS owns. */
export const CUSTOMER_ACCOUNT = "?".repeat(12);

/**
 * The account in these ARNs is the organization's management account, regardless of the account in question:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_permissions_overview.html
 */
const OF_ANOTHER_ACCOUNT = new Set(["organizations"]);

/** Splits an ARN pattern as AWS does: a `*` at its end covers the parts that follow. Returns null for anything else. */
export function arnParts(arn: string): ArnParts | null {
  const all = arn === "*" ? ["arn", "*"] : arn.split(":");
  const [first, partition = "*", service = "*", region = "*", account = "*", ...resource] = all;
  const isSpanning = all.length === 5 && region.includes("*") && !/^[*?\d]/.test(account);
  if (first !== "arn" || isSpanning || (all.length < 6 && !arn.endsWith("*"))) return null;
  return ["arn", partition, service, region, account, all.length < 6 ? "*" : resource.join(":")];
}

/** Splits an ARN pattern into the deployment's accounts, or else its regions. Returns null if neither narrows it. */
export function partsWithin(arn: string, { accounts, regions }: Deployment): readonly string[] | null {
  const parts = arnParts(arn);
  if (parts === null) return null;
  const [, partition, service, region, account, resource] = parts;
  if ((account === "*" || account === CUSTOMER_ACCOUNT) && accounts.length > 0 && !OF_ANOTHER_ACCOUNT.has(service)) {
    const own = service === "*" ? ["", ...accounts] : accounts;
    const pattern = wildcards(arn);
    const owned = OWNED_BY_AWS.map((form) => `arn:${partition}:${form}`).filter((one) =>
      covers(pattern, wildcards(one)),
    );
    return [...own.map((one) => `arn:${partition}:${service}:${region}:${one}:${resource}`), ...owned];
  }
  if (region === "*" && regions.length > 0) {
    return regions.map((one) => `arn:${partition}:${service}:${one}:${account}:${resource}`);
  }
  return null;
}

/** Splits an ARN pattern down to single accounts and regions of the deployment. */
export function arnsWithin(arn: string, deployment: Deployment | null): readonly string[] {
  const parts = deployment === null ? null : partsWithin(arn, deployment);
  return parts === null ? [arn] : parts.flatMap((part) => arnsWithin(part, deployment));
}
