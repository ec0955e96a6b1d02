import { nearestWord } from "../../source/nearest-word.js";
import { suggestion } from "../../source/unknown-keys.js";
import { ALL_REGIONS, partitionOfRegion } from "../regions.js";
import { isRequestValue } from "./compare.js";
import type { Comparison } from "./operator.js";

interface KeyType {
  /** Matches keys in lower case. */
  readonly keys: RegExp;
  readonly name: string;
  readonly help: string | ((value: string) => string);
  readonly isOf: Comparison | ((value: string) => boolean);
}

/**
 * The types of keys that requests to any service may have. All other keys are strings:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html ("Data type" of each)
 */
const TYPES: readonly KeyType[] = [
  {
    keys: /^aws:(?:sourceip|vpcsourceip|ec2instancesourceprivateipv[46])$/,
    name: "IP address",
    help: "a request comes from one address, not from a range: write that address, or list the possible ones",
    isOf: "ip",
  },
  {
    keys: /^aws:(?:multifactorauthpresent|principalisawsservice|securetransport|viaawsservice)$/,
    name: "boolean",
    help: "write true or false",
    isOf: "bool",
  },
  {
    keys: /^aws:multifactorauthage$/,
    name: "number",
    help: "write a number of seconds",
    isOf: "number",
  },
  {
    keys: /^aws:tokenissuetime$/,
    name: "date",
    help: "write it as 2026-01-31T00:00:00Z, or in seconds since 1970",
    isOf: "date",
  },
  {
    keys: /^(?:aws:(?:principalarn|sourcearn|sourcevpcarn)|(?:ec2|ssm):sourceinstancearn|lambda:sourcefunctionarn)$/,
    name: "ARN",
    help: "write it as arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE",
    isOf: "arn",
  },
  {
    keys: /^aws:(?:principalaccount|resourceaccount|sourceaccount|vpceaccount)$/,
    name: "12-digit number",
    help: "write a 12-digit account ID in quotes: without quotes, YAML drops leading zeros",
    isOf: (value) => /^\d{12}$/.test(value),
  },
  {
    keys: /^aws:requestedregion$/,
    name: "AWS region",
    help: (value) => suggestion(value, ALL_REGIONS, "regions:"),
    isOf: (value) => partitionOfRegion(value) !== null,
  },
];

/**
 * Explains why no request can have this value for a key. Returns null if a request can.
 *
 * @param key in lower case
 */
export function valueFault(key: string, value: string): { readonly message: string; readonly help: string } | null {
  const type = TYPES.find(({ keys }) => keys.test(key));
  if (type === undefined) return null;
  const { isOf } = type;
  if (typeof isOf === "string" ? isRequestValue({ comparison: isOf }, value) : isOf(value)) return null;
  return { message: `is not a valid ${type.name}`, help: typeof type.help === "string" ? type.help : type.help(value) };
}

/** Whether a key is only in requests that a service makes with a role's permissions. The product makes its own requests. */
export function isForwardedKey(key: string): boolean {
  return /^aws:calledvia(?:first|last)?$/i.test(key);
}

/**
 * The values of keys in the product's own requests. The product makes these requests itself, and it passes roles to EC2. Nobody enters an
 * MFA code when a service or an appliance assumes a role, and the key reports nothing else ("to validate the temporary security
 * credentials": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, aws:MultiFactorAuthPresent).
 */
const OWN_VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws:multifactorauthpresent", ["false"]],
  ["aws:viaawsservice", ["false"]],
  ["iam:passedtoservice", ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]],
]);

/** A key's values in the product's own requests, at least one of which must be declared. Returns null if any values are acceptable. */
export function ownValues(key: string): readonly string[] | null {
  return OWN_VALUES.get(key) ?? null;
}

/** All keys on the same page, without `aws:`. AWS may add more. */
const GLOBAL_KEYS =
  "AssumedRoot CalledVia CalledViaAWSMCP CalledViaFirst CalledViaLast ChatbotSourceArn CurrentTime Ec2InstanceSourcePrivateIPv4 Ec2InstanceSourceVpc EpochTime FederatedProvider " +
  "MultiFactorAuthAge MultiFactorAuthPresent PrincipalAccount PrincipalArn PrincipalIsAWSService PrincipalOrgID PrincipalOrgPaths PrincipalServiceName " +
  "PrincipalServiceNamesList PrincipalTag PrincipalType Referer RequestedRegion RequestTag ResourceAccount ResourceOrgID ResourceOrgPaths ResourceTag " +
  "SecureTransport SignInSessionArn SourceAccount SourceArn SourceIdentity SourceIp SourceOrgID SourceOrgPaths SourceVpc SourceVpcArn SourceVpce TagKeys TokenIssueTime UserAgent " +
  "userid username ViaAWSMCPService ViaAWSService VpceAccount VpceOrgID VpceOrgPaths VpcSourceIp";

/**
 * A name that differs more from every known key isn't a typo: AWS adds keys, and rejecting a valid one would leave the user without a
 * workaround. `aws:ViaAWSMCPService` was once three letters away from a known key.
 */
export const MAX_TYPOS = 2;

/** The known global key nearest to an unknown one. Returns null for any other key. */
export function nearestGlobalKey(key: string, most?: number): string | null {
  const [, name, tag = ""] = /^aws:([^/]*)(.*)$/is.exec(key) ?? [];
  if (name === undefined) return null;
  const known = GLOBAL_KEYS.split(" ");
  const same = known.find((one) => one.toLowerCase() === name.toLowerCase());
  const near = same ?? nearestWord(name, known, most);
  if (near === null) return null;
  const rest = !near.endsWith("Tag") ? "" : tag.length > 1 ? tag : "/KEY";
  return same !== undefined && rest === tag ? null : `aws:${near}${rest}`;
}
