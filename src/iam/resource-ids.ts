import { arnParts } from "./deployment.js";
import { type Pattern, wildcards } from "./pattern.js";

/** Services whose resources all have IDs, or names that can't contain a colon. */
const SERVICES = new Set(["elasticfilesystem", "fsx", "kms"]);

/** Matches EC2's resources with IDs. Key pairs and placement groups have names, and a license configuration's ARN has a colon. */
const OF_EC2 = /^(?!key-pair|(?:placement-)?group\/)[a-z0-9-]+\//;

/**
 * Whether no resource of this form has a colon in its part of an ARN. The IDs of EC2 resources and file systems consist of letters, digits,
 * and hyphens. A KMS alias may also have slashes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function hasNoColon(service: string, resource: string): boolean {
  return SERVICES.has(service) || (service === "ec2" && OF_EC2.test(resource));
}

/**
 * Whether no resource of this form has a slash in its part of an ARN, except between names (`table/NAME/index/NAME`):
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
function hasNoSlash(service: string, resource: string): boolean {
  return service === "dynamodb" || (hasNoColon(service, resource) && !resource.startsWith("alias/"));
}

/** The number of slashes and colons in a resource's part of an ARN. */
export interface Separators {
  readonly slashes: number;
  readonly colons: number;
}

export const ANY_SEPARATORS: Separators = { slashes: Infinity, colons: Infinity };

const SLASH = 0x2f;
const COLON = 0x3a;

export function separatorsIn(resource: Pattern): Separators {
  const count = (separator: number): number => resource.filter((token) => token === separator).length;
  return { slashes: count(SLASH), colons: count(COLON) };
}

/** The parts between slashes. */
export function betweenSlashes(resource: Pattern): readonly Pattern[] {
  const parts: number[][] = [[]];
  for (const token of resource) {
    if (token === SLASH) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

export function hasMoreSeparators(some: Separators, most: Separators): boolean {
  return some.slashes > most.slashes || some.colons > most.colons;
}

/** The separators in the resource part of an ARN pattern. */
export function separatorsOf(arn: string): Separators {
  return separatorsIn(wildcards(arnParts(arn)?.[5] ?? ""));
}

/**
 * The maximum number of separators in ARNs of a form. A name that is the whole resource part of an ARN, as with buckets, topics, and
 * queues, has none:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
export function mostSeparators(form: string): Separators {
  const [, , service = "*", , , resource = ""] = arnParts(form) ?? [];
  const isName = resource === "*" && service !== "*";
  const own = separatorsOf(form);
  return {
    slashes: isName || hasNoSlash(service, resource) ? own.slashes : Infinity,
    colons: isName || hasNoColon(service, resource) ? own.colons : Infinity,
  };
}
