import type { Authorization } from "./authorization.js";
import { arnParts, arnsWithin, CUSTOMER_ACCOUNT } from "./deployment.js";
import { covers, wildcards } from "./pattern.js";
import { type Declaration, neededArns, type ResourceSet, resourceSet } from "./resource-set.js";
import { declaredPartition } from "./role-partitions.js";

/**
 * The maximum length of a list of ARNs, in characters. A longer list would fill a policy, and a role can have only a few policies, so
 * wildcards replace the regions first, and then the accounts.
 */
const MAX_LIST_LENGTH = 2_500;

/**
 * The ARNs that a grant must name to cover everything that the actions need under a declaration. Returns null if only `*` covers
 * it. The deployment's ARNs are for a whole service, so all of the service's actions can share one list.
 */
export function declaredArns(
  actions: readonly string[],
  declared: Declaration,
  authorization: Authorization,
): readonly string[] | null {
  const { deployment } = declared;
  const lists = actions.map((action) => listOf(action.toLowerCase(), declared, authorization));
  const wanted = lists.flatMap((list) => list ?? []);
  if (lists.includes(null) || wanted.length === 0) return null;
  const wider =
    deployment === null
      ? []
      : [
          { ...deployment, regions: [] },
          { ...deployment, regions: [], accounts: [] },
        ];
  for (const within of [deployment, ...wider]) {
    const arns = wanted.flatMap(({ arn, whole }) =>
      arnsWithin(arn, within).map((one) => (whole ? ofService(one.replace(CUSTOMER_ACCOUNT, "*")) : one)),
    );
    const distinct = withoutCovered(arns);
    if (distinct.join("").length <= MAX_LIST_LENGTH) return distinct;
  }
  return null;
}

interface Wanted {
  readonly arn: string;
  /** True for all ARNs of a format, false for a declared pattern. */
  readonly whole: boolean;
}

function listOf(action: string, declared: Declaration, authorization: Authorization): readonly Wanted[] | null {
  const set = resourceSet(action, declared);
  const requests = authorization.requestsOf(action);
  if (requests === null) return ofUnknown(set);
  if (requests.types.length === 0 || set.kind === "everything") return null;
  const partition = declaredPartition(declared) ?? "aws";
  const requested = neededArns(requests.types, set, partition);
  const wanted = requested.flatMap(({ arn, within }) => {
    return within === null ? [{ arn, whole: true }] : within.map((one) => ({ arn: one, whole: false }));
  });
  // AWS: "Resource vendor must be fully qualified and cannot contain regexes".
  return wanted.some(({ arn }) => /[*?]/.test(arnParts(arn)?.[2] ?? "*")) ? null : wanted;
}

function ofUnknown(set: ResourceSet): readonly Wanted[] | null {
  return set.kind === "patterns" ? set.patterns.map((arn) => ({ arn, whole: false })) : null;
}

/**
 * A pattern for every resource of the service in the ARN's account. Returns the ARN unchanged if it has no account, and for S3, where only
 * some formats have a region.
 */
function ofService(arn: string): string {
  const parts = arnParts(arn);
  if (parts === null || parts[2] === "s3" || parts[4] === "" || parts[4] === "aws") return arn;
  return [...parts.slice(0, 5), "*"].join(":");
}

function withoutCovered(arns: readonly string[]): readonly string[] {
  const all = [...new Set(arns)].sort().map((arn) => ({ arn, pattern: wildcards(arn), parts: arnParts(arn) }));
  return all
    .filter((one, index) =>
      all.every((other, at) => {
        const isApart = at === index || other.parts?.[4] !== one.parts?.[4] || !covers(other.pattern, one.pattern);
        return isApart || (at > index && covers(one.pattern, other.pattern));
      }),
    )
    .map(({ arn }) => arn);
}
