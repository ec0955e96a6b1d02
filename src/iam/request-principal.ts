import type { Principal, PrincipalList, PrincipalType } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";

/** Who makes a request. */
export interface Caller {
  readonly type: PrincipalType;
  readonly id: string;
}

/**
 * How a resource policy names a caller. `directly` is enough within an account. For a member of a named `account`, the caller's own
 * policies must also allow the request. `session` names a role's session rather than the role, and `anyone` names no particular caller.
 */
export type Naming = "directly" | "session" | "anyone" | "account" | "no";

/** The least limited naming comes first. */
const ORDER: readonly Naming[] = ["session", "anyone", "directly", "account"];

export function namingOf({ negated, principals }: PrincipalList, caller: Caller): Naming {
  const namings = new Set(principals.map((principal) => nameOne(principal, caller)));
  // AWS: an account in NotPrincipal exempts the account itself, not its users and roles. A session is exempt only if both its own
  // ARN and its role's are named (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html,
  // and "you must include both ARNs":
  // https://aws.amazon.com/blogs/security/how-to-restrict-amazon-s3-bucket-access-to-a-specific-iam-role/).
  if (negated) {
    const isNamed = namings.has("directly") && (namings.has("session") || !isSession(caller.id));
    return isNamed || namings.has("anyone") ? "no" : "directly";
  }
  return ORDER.find((naming) => namings.has(naming)) ?? "no";
}

function nameOne({ type, id }: Principal, caller: Caller): Naming {
  if (typeof id !== "string") return "no";
  if (type === "AWS" && id === "*") return "anyone";
  if (type !== caller.type) return "no";
  if (type !== "AWS") return id === caller.id ? "directly" : "no";
  if (id === caller.id) return isSession(id) ? "session" : "directly";
  const named = readAwsPrincipal(id);
  const asking = readAwsPrincipal(caller.id);
  if (named.kind === "account") return inAccount(named, asking, caller.id);
  return named.kind === "entity" && asking.kind === "entity" && isSessionOf(asking.arn, named) ? "directly" : "no";
}

function inAccount(
  named: { readonly account: string; readonly partition: string | null },
  asking: ReturnType<typeof readAwsPrincipal>,
  id: string,
): Naming {
  if (asking.kind !== "account" && asking.kind !== "entity") return "no";
  if (asking.account !== named.account) return "no";
  if (named.partition !== null && asking.partition !== null && named.partition !== asking.partition) return "no";
  return asking.kind === "account" || id === named.account ? "directly" : "account";
}

function isSession(id: string): boolean {
  return /:assumed-role\//.test(id);
}

/** Whether an ARN is that of a session of the role. A session's ARN contains the role's name without its path. */
function isSessionOf(
  session: string,
  role: { readonly account: string; readonly partition: string; readonly arn: string },
) {
  const start = `arn:${role.partition}:sts::${role.account}:assumed-role/`;
  if (!session.startsWith(start) || !/:role\//.test(role.arn)) return false;
  return session.slice(start.length).split("/")[0] === role.arn.slice(role.arn.lastIndexOf("/") + 1);
}
