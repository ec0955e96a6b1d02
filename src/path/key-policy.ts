import { EVERYTHING } from "../iam/guardrail.js";
import type { Policy, Principal, PrincipalList, Role, Statement } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";
import { mayBePrincipal, readAwsPrincipal } from "../iam/principal-id.js";
import { any } from "../iam/ternary.js";
import type { Ternary } from "../iam/verdict.js";
import { partsOf, type Text } from "../source/node.js";
import { isOfKey, type KeyArnParts } from "./key-resource.js";
import { withoutUnknown } from "./role-reach.js";
import { meant } from "./with-resolved-values.js";

/** The role for which a key policy is evaluated. */
export interface Requester {
  readonly arn: string;
  readonly account: string;
  readonly isDirect: boolean;
  /** Whether to assume that an unknown principal is the role or its account if it may be. */
  readonly isSupposed: boolean;
  readonly hasBoundary: Ternary;
  /** The ARNs of other roles that the policy may name by reference. */
  readonly others: ReadonlySet<string>;
  readonly key: KeyArnParts;
}

export function hasBoundary({ variants }: Role): Ternary {
  const having = variants.filter(({ boundary }) => boundary !== null).length;
  return having === 0 ? "no" : having === variants.length ? "yes" : "unknown";
}

/** A key's policy for a role, as if it were one of the role's policies. */
export function asRolePolicy(policy: Policy, own: Requester, known: ReadonlyMap<string, string>): Policy {
  if (policy.kind !== "document") return policy;
  const statements = policy.document.statements.flatMap((statement): Statement | readonly Statement[] => {
    const { place, principals: list, effect } = statement;
    const here = isOfKey(statement, own.key);
    if (list === null || here === "no") return [];
    const ofAccount = effect === "Deny" ? (list.negated ? "no" : "yes") : own.isDirect ? "no" : "yes";
    const held = any(list.principals.map((one) => meets(one, own, known, ofAccount)));
    const met = list.negated ? leftOut(list, effect, held, own) : held;
    if (met === "no") return [];
    const open = [met === "yes" ? [] : "its Principal", here === "yes" ? [] : "its Resource"].flat();
    const unknown = open.map((expression) => ({ kind: "unresolved", expression, place }) as const);
    const conditions = [...statement.conditions, ...unknown];
    return { ...statement, principals: null, resources: EVERYTHING, conditions };
  });
  const { place, version, unresolved, problems, size } = policy.document;
  return { ...policy, document: { place, version, unresolved, problems, size, statements } };
}

/**
 * Whether a statement with NotPrincipal applies to the role. AWS doesn't support NotPrincipal with Allow. A Deny always applies to a role
 * with a boundary, and also applies if its NotPrincipal names only the role's account. If it names the role, AWS may still check for the
 * account and for the session, whose name is unknown
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
 */
function leftOut({ principals }: PrincipalList, effect: Statement["effect"], held: Ternary, own: Requester): Ternary {
  if (effect !== "Deny") return held === "yes" ? "no" : "unknown";
  if (own.hasBoundary === "yes" || held === "no") return "yes";
  return own.hasBoundary === "no" && principals.some(({ id }) => id === "*") ? "no" : "unknown";
}

function meets(
  { type, id }: Principal,
  own: Requester,
  known: ReadonlyMap<string, string>,
  ofAccount: Ternary,
): Ternary {
  if (type !== "AWS") return "no";
  const text = meant(id, known);
  if (text === "*" || text === own.arn) return "yes";
  if (typeof text !== "string") return mayMeet(text, own, ofAccount);
  const named = readAwsPrincipal(text);
  if (named.kind !== "account" && named.kind !== "entity") return "no";
  if (named.account !== own.account || own.others.has(text)) return "no";
  if (named.kind === "account") return ofAccount;
  const isRole = /:role\//.test(text);
  // A session's ARN contains the role's name but not its path.
  const isOfRole = !isRole && text.split("/")[1] === own.arn.split("/").at(-1);
  return isOfRole || (isRole && matchesPattern(withoutUnknown(own.arn), text)) ? "unknown" : "no";
}

/** Whether an unknown principal is the role or its account. Unknown if it may be, unless such principals are assumed to be. */
function mayMeet(text: Exclude<Text, string>, own: Requester, ofAccount: Ternary): Ternary {
  if (!mayBePrincipal(text)) return "no";
  if (!own.isSupposed) return "unknown";
  const pattern = partsOf(text)
    .map((part) => (typeof part === "string" ? part : "*"))
    .join("");
  if (matchesPattern(pattern, own.arn)) return "yes";
  const accounts = [own.account, `${own.arn.split(":role/")[0]}:root`];
  return accounts.some((one) => matchesPattern(pattern, one)) ? ofAccount : "no";
}
