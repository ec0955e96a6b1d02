import type { ConditionContext, KeyValue } from "./context.js";
import { isOfEveryService } from "./cross-service-keys.js";

/**
 * Condition keys of a service that a request may have, in lower case; one that ends with `/*` or `:*` (`kms:encryptioncontext:*`)
 * stands for all that begin like it, and `lambda:*` for every key of a service.
 */
export type ServiceKeys = ReadonlySet<string>;

/** Stand among the keys of requests of which something that is declared of resources can't be said. */
export const UNTOLD = {
  /** They are about a role whose tags count in no reliable way, or make what they are about (`scripts/made-types.mjs`). */
  tags: "*",
  /** They are about no resource. */
  resource: "-",
  /** They may be about a resource of AWS's. */
  account: "aws",
} as const;

/**
 * "Included in the request context when the requested resource already has attached tags or in requests that create a resource with an attached tag":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Properties of the resource".
 */
const OF_RESOURCE_TAGS = /^[^:]*:resourcetag\//;

/** "When tag key-value pairs are passed in the request", "Properties of the request": the reference lists them for the actions that pass any. */
const OF_REQUEST_TAGS = /^aws:(?:requesttag\/|tagkeys$)/;

/** Say to whom the resource belongs: the same page, "Properties of the resource". */
const OF_THE_OWNER = /^aws:resource(?:account|orgid|orgpaths)$/;

export const ANY_REQUEST_TAG = "aws:requesttag/*";

/** Of requests of which it is unknown what keys they have. */
export const ANY_KEY = "*:*";

/** Where requests are made: in any of some regions; "unknown" where nothing tells; null for where all are made that are declared. */
export type RequestRegion = readonly string[] | "unknown" | null;

/**
 * What is known in the requests for one action. A key of a service (`kms:GrantIsForAWSResource`) is in those requests only that the
 * service authorization reference lists it for; elsewhere it is missing, whatever is declared. Keys of every service (`aws:...`,
 * `ec2:SourceInstanceArn`) are never missing because that data does not list them.
 *
 * @param keys null where they are unknown
 * @param region wins over a region in the context; of several, those that the context names
 */
export function contextOfRequests(
  context: ConditionContext,
  keys: ServiceKeys | null,
  region: RequestRegion,
): ConditionContext {
  if (keys === null && region === null) return context;
  return {
    ...context,
    valueOf(key: string): KeyValue {
      if (key === "aws:requestedregion" && region !== null) return regionIn(context, region);
      const standing = standingOf(keys, key) ?? context.valueOf(key);
      return standing === "optional" ? "unknown" : standing;
    },
    optional: (key) => (standingOf(keys, key) === "optional" ? context.valueOf(key) : "unknown"),
  };
}

/**
 * What the requests that have some keys tell of one, whatever is declared; null where that counts, and "optional" where requests have that
 * or nothing.
 */
export function standingOf(keys: ServiceKeys | null, key: string): "missing" | "optional" | "unknown" | null {
  if (keys === null) return null;
  if (!hasKey(keys, key)) return "missing";
  if (keys.has(key)) return null;
  // What is declared of resources is said of those that may have it.
  const isOfTags = OF_RESOURCE_TAGS.test(key);
  const isUntold =
    (isOfTags && keys.has(UNTOLD.tags)) || ((OF_THE_OWNER.test(key) || isOfTags) && keys.has(UNTOLD.account));
  if (isUntold) return "unknown";
  const isOptional =
    (isOfTags && keys.has(UNTOLD.resource)) || (OF_REQUEST_TAGS.test(key) && !keys.has(ANY_REQUEST_TAG));
  return isOptional ? "optional" : null;
}

/** Whether every request stands alike to a key. */
export function isOfAllRequests(key: string): boolean {
  return isOfEveryService(key) && !OF_RESOURCE_TAGS.test(key) && !OF_REQUEST_TAGS.test(key) && !OF_THE_OWNER.test(key);
}

/** Who declares a region says in which one a service with endpoints in several is asked; one with none there is asked elsewhere. */
function regionIn(context: ConditionContext, region: NonNullable<RequestRegion>): KeyValue {
  if (region === "unknown") return region;
  const declared = context.valueOf("aws:requestedregion");
  const own = typeof declared === "string" ? [] : region.filter((one) => declared.includes(one));
  return own.length === 0 ? region : own;
}

/** Whether a request may have a key, given in lower case. */
export function hasKey(keys: ServiceKeys, key: string): boolean {
  const service = key.slice(0, key.indexOf(":") + 1);
  if (isOfEveryService(key) || keys.has(ANY_KEY) || keys.has(key) || keys.has(`${service}*`)) return true;
  const name = /^[^:/]*[:/]/.exec(key.slice(service.length))?.[0];
  return name !== undefined && keys.has(`${service}${name}*`);
}
