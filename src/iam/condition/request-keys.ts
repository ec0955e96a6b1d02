import type { ConditionContext, KeyValue } from "./context.js";

/** Condition keys of a service that a request has, in lower case; one that ends with `*` stands for all that begin like it. */
export type ServiceKeys = ReadonlySet<string>;

/**
 * What is known in the requests for one action. A key of a service (`kms:GrantIsForAWSResource`) is in those requests only that the
 * service authorization reference lists it for; elsewhere it is missing, whatever is declared. Global keys (`aws:...`) are never
 * missing because that data does not list them.
 *
 * @param keys null where they are not known
 * @param region where the requests are made, whatever region is declared; "unknown" where nothing tells
 */
export function contextOfRequests(
  context: ConditionContext,
  keys: ServiceKeys | null,
  region: string | "unknown" | null,
): ConditionContext {
  if (keys === null && region === null) return context;
  return {
    ...context,
    valueOf(key: string): KeyValue {
      if (key === "aws:requestedregion" && region !== null) return region === "unknown" ? "unknown" : [region];
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
