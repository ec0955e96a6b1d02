import type { ConditionContext, KeyValue } from "./context.js";
import { isOfEveryService } from "./cross-service-keys.js";

/**
 * Condition keys of a service that a request may have, in lower case. A key that ends with `/*` or `:*`
 * (`kms:encryptioncontext:*`) stands for all keys that begin with it, and `lambda:*` for every key of a service.
 */
export type ServiceKeys = ReadonlySet<string>;

/** Markers among the keys of requests to which declarations about resources don't apply. */
export const NOT_DECLARABLE = {
  /** The requests are about a role, whose tags don't count reliably, or they create their resource (`scripts/made-types.mjs`). */
  tags: "*",
  /** The requests are about no resource. */
  resource: "-",
  /** The requests may be about a resource that AWS owns. */
  account: "aws",
} as const;

/**
 * "Included in the request context when the requested resource already has attached tags or in requests that create a resource with an attached tag":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Properties of the resource".
 */
const OF_RESOURCE_TAGS = /^[^:]*:resourcetag\//;

/**
 * "When tag key-value pairs are passed in the request", "Properties of the request". The reference lists them for actions that
 * pass tags.
 */
const OF_REQUEST_TAGS = /^aws:(?:requesttag\/|tagkeys$)/;

/** Keys that identify the owner of the resource: the same page, "Properties of the resource". */
const OF_THE_OWNER = /^aws:resource(?:account|orgid|orgpaths)$/;

export const ANY_REQUEST_TAG = "aws:requesttag/*";

/** Stands for every key, in requests whose keys are unknown. */
export const ANY_KEY = "*:*";

/** The regions that requests may be made in. "unknown" if nothing determines them, and null for all declared regions. */
export type RequestRegion = readonly string[] | "unknown" | null;

/**
 * The known keys in the requests for one action. A service's key (`kms:GrantIsForAWSResource`) is only in requests for which the service
 * authorization reference lists it. In others it is missing, regardless of declarations. Keys of every service (`aws:...`,
 * `ec2:SourceInstanceArn`) are never missing just because that data doesn't list them.
 *
 * @param keys null if unknown
 * @param region takes precedence over a region in the context, which can only choose among several
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
 * Whether the requests carry a key, regardless of declarations. Returns null if the declaration decides, and "optional" if requests have
 * the declared value or none.
 */
export function standingOf(keys: ServiceKeys | null, key: string): "missing" | "optional" | "unknown" | null {
  if (keys === null) return null;
  if (!hasKey(keys, key)) return "missing";
  if (keys.has(key)) return null;
  // Declarations about resources don't apply to requests with a `NOT_DECLARABLE` marker.
  const isOfTags = OF_RESOURCE_TAGS.test(key);
  const isUnknown =
    (isOfTags && keys.has(NOT_DECLARABLE.tags)) ||
    ((OF_THE_OWNER.test(key) || isOfTags) && keys.has(NOT_DECLARABLE.account));
  if (isUnknown) return "unknown";
  const isOptional =
    (isOfTags && keys.has(NOT_DECLARABLE.resource)) || (OF_REQUEST_TAGS.test(key) && !keys.has(ANY_REQUEST_TAG));
  return isOptional ? "optional" : null;
}

/** Whether a key is the same for every request. */
export function isSameForAllRequests(key: string): boolean {
  return isOfEveryService(key) && !OF_RESOURCE_TAGS.test(key) && !OF_REQUEST_TAGS.test(key) && !OF_THE_OWNER.test(key);
}

/**
 * The regions that receive the requests: the declared ones in which the service has an endpoint, or if there are none, all regions in which
 * it has one.
 */
function regionIn(context: ConditionContext, region: NonNullable<RequestRegion>): KeyValue {
  if (region === "unknown") return region;
  const declared = context.valueOf("aws:requestedregion");
  const own = typeof declared === "string" ? [] : region.filter((one) => declared.includes(one));
  return own.length === 0 ? region : own;
}

/**
 * Whether a request may have a key.
 *
 * @param key in lower case
 */
export function hasKey(keys: ServiceKeys, key: string): boolean {
  const service = key.slice(0, key.indexOf(":") + 1);
  if (isOfEveryService(key) || keys.has(ANY_KEY) || keys.has(key) || keys.has(`${service}*`)) return true;
  const name = /^[^:/]*[:/]/.exec(key.slice(service.length))?.[0];
  return name !== undefined && keys.has(`${service}${name}*`);
}
