import type { ConditionContext, KeyValue } from "./context.js";

/** Condition keys of a service that a request has, in lower case; one that ends with `*` stands for all that begin like it. */
export type ServiceKeys = ReadonlySet<string>;

/** Where requests are made: in any of some regions; "unknown" where nothing tells; null for where all are made that are declared. */
export type RequestRegion = readonly string[] | "unknown" | null;

/**
 * What is known in the requests for one action. A key of a service (`kms:GrantIsForAWSResource`) is in those requests only that the
 * service authorization reference lists it for; elsewhere it is missing, whatever is declared. Global keys (`aws:...`) are never
 * missing because that data does not list them.
 *
 * @param keys null where they are not known
 * @param region wins over a region in the context
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
      if (key === "aws:requestedregion" && region !== null) return region;
      if (keys !== null && !key.startsWith("aws:") && !has(keys, key)) return "missing";
      return context.valueOf(key);
    },
  };
}

function has(keys: ServiceKeys, key: string): boolean {
  if (keys.has(key)) return true;
  const slash = key.indexOf("/");
  return slash !== -1 && keys.has(`${key.slice(0, slash + 1)}*`);
}
