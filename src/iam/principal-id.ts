import type { Text } from "../source/node.js";

/** An AWS principal as a policy writes it. */
export type AwsPrincipal =
  | { readonly kind: "anyone" }
  /** An account, by its id or its root's ARN; `partition` is null with the bare id. */
  | { readonly kind: "account"; readonly account: string; readonly partition: string | null }
  /** A role, user or session. */
  | { readonly kind: "entity"; readonly account: string; readonly partition: string; readonly arn: string }
  /** The unique id of a principal that was deleted. */
  | { readonly kind: "deleted" }
  /** Nothing that AWS accepts. */
  | { readonly kind: "invalid" };

const ENTITY = /^arn:([a-z0-9-]+):(iam|sts)::(\d{12}):(root|[a-z-]+\/[^*?]+)$/;
const IAM_KINDS = /^(role|user)\//;
const STS_KINDS = /^(assumed-role|federated-user)\//;

export function readAwsPrincipal(id: string): AwsPrincipal {
  if (id === "*") return { kind: "anyone" };
  if (/^\d{12}$/.test(id)) return { kind: "account", account: id, partition: null };
  if (isUniqueId(id)) return { kind: "deleted" };
  const match = ENTITY.exec(id);
  if (match === null) return { kind: "invalid" };
  const [, partition = "", service, account = "", rest = ""] = match;
  if (service === "iam" && rest === "root") return { kind: "account", account, partition };
  const kinds = service === "iam" ? IAM_KINDS : STS_KINDS;
  return kinds.test(rest) ? { kind: "entity", account, partition, arn: id } : { kind: "invalid" };
}

/** AWS shows a role or user that no longer exists by its unique id. */
export function isUniqueId(id: string): boolean {
  return /^A(ROA|IDA)[A-Z0-9]{10,}$/.test(id);
}

/** Stands for an unknown account or name; which one makes no difference to what an ARN is. */
const SOME_ACCOUNT = "000000000000";

/**
 * The principal that an ARN with an unknown account (`arn:aws:iam::${AWS::AccountId}:role/NAME`) or an unknown end of its name is,
 * whatever that turns out to be; null where what is unknown may make it anything.
 */
export function readPartialPrincipal(id: Text): AwsPrincipal | null {
  if (typeof id === "string") return readAwsPrincipal(id);
  if (id.kind !== "partial") return null;
  let text = "";
  for (const part of id.parts) {
    if (typeof part === "string") text += part;
    // An ARN of IAM has no region: with one, known or not, it names nothing.
    else if (/^arn:[a-z0-9-]+:[a-z]+:$/.test(text) && /\bAWS::Region$/.test(part.expression)) text += "region";
    else if (/^arn:[a-z0-9-]+:[a-z]+:[^:]*:$/.test(text)) text += SOME_ACCOUNT;
    else if (/^arn:[a-z0-9-]+:[a-z]+:[^:]*:\d{12}:[a-z-]+\//.test(text)) text += "unknown";
    else return null;
  }
  return readAwsPrincipal(text);
}
