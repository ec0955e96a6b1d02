import { showText, type Text } from "../source/node.js";
import { suggestion } from "../source/unknown-keys.js";
import { hasWildcards, matchesPattern, overlaps, wildcards } from "./pattern.js";
import { ALL_REGIONS, PARTITIONS, partitionOfRegion, regionsOf } from "./regions.js";
import { hasNoColon } from "./resource-ids.js";

/** The fault of a Resource. Messages put `message` after the string: `"arn:aws:sqs" has 3 of an ARN's 6 parts, ...`. */
export interface ResourceFault {
  readonly message: string;
  readonly help: string;
}

/** Services whose ARNs never have a region, and services whose ARNs never have an account (service authorization reference). */
const WITHOUT_REGION = new Set([
  "budgets",
  "ce",
  "cloudfront",
  "globalaccelerator",
  "iam",
  "organizations",
  "route53",
  "savingsplans",
  "shield",
  "sso",
  "sts",
]);
const WITHOUT_ACCOUNT = new Set(["health", "route53"]);

/** Services whose ARNs always have a region and an account. */
const WITH_BOTH = new Set([
  "autoscaling",
  "backup",
  "cloudformation",
  "ecr",
  "ecs",
  "elasticfilesystem",
  "elasticloadbalancing",
  "fsx",
  "kinesis",
  "kms",
  "lambda",
  "logs",
  "redshift",
  "redshift-serverless",
  "secretsmanager",
  "sns",
  "sqs",
  "states",
]);

/** EC2's ARNs without an account, and those without a region. Its other ARNs have both. */
const EC2_WITHOUT_ACCOUNT = /^(image|snapshot)\//;
const EC2_WITHOUT_REGION = /^ipam/;

/** S3's resources other than buckets and objects: only their ARNs have a region or an account. */
const S3_WITH_ACCOUNT = "accesspoint access-grants async-request job storage-lens storage-lens-group"
  .split(" ")
  .map((type) => wildcards(`${type}/*`));

const FORM = "arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";

/** Why AWS rejects a string in Resource or NotResource. Returns `null` if AWS accepts it. */
export function resourceFault(text: Text): ResourceFault | null {
  if (hasServicePattern(text)) {
    return { message: "has a wildcard in its service, which AWS rejects", help: "name the service" };
  }
  if (typeof text !== "string") return null;
  // AWS: 'Resource X must be in ARN format or "*"' (terraform-aws-s3-anti-virus#21).
  if (!/^(arn:|\*$)/.test(text)) return { message: "is neither an ARN nor *", help: 'write "*" or an ARN' };
  const [, partition = "", service = "", region = "", , ...resource] = text.split(":");
  if (text.startsWith("arn:") && /^[A-Za-z0-9-]*$/.test(partition) && !PARTITIONS.includes(partition)) {
    // AWS: 'Partition "" is not valid for resource "arn::s3:::NAME"' (terraform-provider-aws#3045).
    return {
      message: `names the partition "${partition}", which AWS does not have`,
      help: `partitions: ${PARTITIONS.slice(0, 3).join(", ")}`,
    };
  }
  // AWS: "IAM resource ... cannot contain region information" (aws-cdk#13104), and of a bucket, "Resource ... can not contain
  // region information" (aws-cdk#22445).
  const global = service === "iam" || (service === "s3" && isOfBuckets(resource));
  if (global && resource.length > 0 && isWritten(region)) {
    return { message: `has the region ${region}, but ${ownerOf(service)} has none`, help: "leave the region empty" };
  }
  return null;
}

/**
 * Whether a string has a wildcard in its service. AWS: "Resource vendor must be fully qualified and cannot contain regexes"
 * (terraform-provider-aws#10932), and "you can't use a wildcard in the service segment"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html). A `*` at the end of the string also covers
 * the parts that follow, so it isn't a fault.
 */
export function hasServicePattern(text: Text): boolean {
  return /^arn:(?:\$\{[^}]*partition\}|[^:$]*):[^:*?]*[*?][^:]*:/i.test(showText(text));
}

/** Why a Resource that AWS accepts matches no ARN. Returns `null` if it may match an ARN. */
export function unmatchableResource(text: string): ResourceFault | null {
  if (!text.startsWith("arn:")) return null;
  const known = text.replace(/\$\{[^{}]*\}/g, "$");
  const parts = known.split(":");
  return variableFault(parts) ?? idleParts(parts);
}

function idleParts(parts: readonly string[]): ResourceFault | null {
  if (parts.length < 6) {
    // A wildcard may cover colons.
    if (parts.some(hasWildcards)) return null;
    return { message: `has ${parts.length} of an ARN's 6 parts, so it matches nothing`, help: `write it as ${FORM}` };
  }
  const [, , service = "", region = "", account = "", ...resource] = parts;
  if (WITHOUT_REGION.has(service) && isWritten(region)) {
    return idle(`has the region ${region}, but ${ownerOf(service)} has none`, "leave the region empty");
  }
  const bucket = service === "s3" && isOfBuckets(resource);
  if ((bucket || WITHOUT_ACCOUNT.has(service)) && isWritten(account)) {
    return idle(`has the account ${account}, but ${ownerOf(service)} has none`, "leave the account empty");
  }
  const ofEc2 = service === "ec2" ? resource.join(":") : "";
  const isFree = EC2_WITHOUT_ACCOUNT.test(ofEc2);
  if (isFree && isWritten(account)) {
    return idle(
      `has the account ${account}, but the ARN of an image or a snapshot has none`,
      "leave the account empty",
    );
  }
  const hasBoth = WITH_BOTH.has(service) || /^[a-z-]+\//.test(ofEc2);
  if (hasBoth && !isFree && account === "")
    return idle("has no account, but its service has one in each ARN", "write the account, or *");
  if (hasBoth && region === "" && !EC2_WITHOUT_REGION.test(ofEc2)) {
    return idle("has no region, but its service has one in each ARN", "write the region, or *");
  }
  if (/^[\d?]+$/.test(account) && ![3, 12].includes(account.length)) {
    return idle(`has the account ${account}, but an account has 12 digits`, "write all 12 digits, or *");
  }
  return tooManyParts(service, resource);
}

/**
 * The fault of an ARN whose region isn't a known one, or isn't in the ARN's partition. AWS adds regions, so a policy may name newer ones.
 */
export function unknownRegion(arn: string): ResourceFault | null {
  const [, partition = "", , region = "", , resource] = arn.split(":");
  if (region === "" || resource === undefined) return null;
  const found = ALL_REGIONS.filter((one) => matchesPattern(region, one)).map(partitionOfRegion);
  if (found.some((one) => one !== null && matchesPattern(partition, one))) return null;
  const others = PARTITIONS.filter((one) => matchesPattern(partition, one)).flatMap(regionsOf);
  const message = `has the region ${region}, which ${found.length === 0 ? "AWS" : `partition ${partition}`} does not have`;
  return { message, help: suggestion(region, others, "regions:") };
}

/** A fault in the use of policy variables. @param parts the ARN's parts, with each complete variable replaced with `$` */
function variableFault(parts: readonly string[]): ResourceFault | null {
  if (parts.some((part) => part.includes("${")))
    return { message: 'has "${" without "}"', help: "close the policy variable" };
  return parts.slice(0, 5).some((part) => part.includes("$"))
    ? idle("has a policy variable before its fifth colon, where AWS does not replace variables", "write * there")
    : null;
}

function tooManyParts(service: string, resource: readonly string[]): ResourceFault | null {
  const isWhole = service === "sqs" || hasNoColon(service, resource.join(":"));
  if (resource.length < 2 || !isWhole) return null;
  return idle(`has ${resource.length + 5} parts, but an ARN of ${service} has 6`, `write it as ${FORM}`);
}

/** Whether a resource can only be a bucket or an object. A variable may have any value. */
function isOfBuckets(resource: readonly string[]): boolean {
  const pattern = wildcards(resource.join(":").replace(/\$(?:\{[^{}]*\})?/g, "*"));
  return !S3_WITH_ACCOUNT.some((form) => overlaps(pattern, form));
}

function idle(why: string, help: string): ResourceFault {
  return { message: `${why}, so it matches nothing`, help };
}

/** Whether a part certainly isn't empty. A wildcard may match nothing. */
function isWritten(part: string): boolean {
  return part !== "" && !hasWildcards(part) && !part.includes("$");
}

function ownerOf(service: string): string {
  return service === "s3" ? "the ARN of a bucket" : `an ARN of ${service}`;
}
