import { partsOf, type Text, type TextPart, type Unresolved } from "../source/node.js";
import { isOwnAccount, isOwnRegion } from "./deployment.js";
import { PARTITIONS } from "./regions.js";

/** An AWS principal as written in a policy. */
export type AwsPrincipal =
  | { readonly kind: "anyone" }
  /** An account, by its ID or its root's ARN. `partition` is null for a bare ID. */
  | { readonly kind: "account"; readonly account: string; readonly partition: string | null }
  /** A role, user, or session. */
  | { readonly kind: "entity"; readonly account: string; readonly partition: string; readonly arn: string }
  /** The unique ID of a deleted principal. */
  | { readonly kind: "deleted" }
  /** Anything that AWS rejects. */
  | { readonly kind: "invalid" };

/**
 * Allows the characters of paths and names:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names. Braces enclose the unknown parts
 * of a role in the run that another role may trust.
 */
const ENTITY =
  /^arn:([a-z0-9-]+):(iam|sts)::(\d{12}):(root|[a-z-]+\/(?!arn:)(?:[!-)+->@-~]+\/)?(?:[\w+=,.@-]|\$?\{+[^}]*\}+)+)$/;
const IAM_KINDS = /^(role|user)\//;
const STS_KINDS = /^(assumed-role|federated-user)\//;

const ACCOUNT_FORM = "#".repeat(12);
const CLASSES: Readonly<Record<string, RegExp>> = {
  "#": /\d/,
  "@": /[a-z0-9-]/,
  "+": /[\w+=,.@-]/,
  "~": /[!-)+-9;->@-~]/,
};

export function readAwsPrincipal(id: string): AwsPrincipal {
  if (id === "*") return { kind: "anyone" };
  if (/^\d{12}$/.test(id)) return { kind: "account", account: id, partition: null };
  if (isUniqueId(id)) return { kind: "deleted" };
  const match = ENTITY.exec(id);
  const [, partition = "", service, account = "", rest = ""] = match ?? [];
  if (!PARTITIONS.includes(partition)) return { kind: "invalid" };
  if (service === "iam" && rest === "root") return { kind: "account", account, partition };
  const kinds = service === "iam" ? IAM_KINDS : STS_KINDS;
  return kinds.test(rest) ? { kind: "entity", account, partition, arn: id } : { kind: "invalid" };
}

/** Whether an ID is a unique ID, which AWS shows in place of a role or user that no longer exists. */
export function isUniqueId(id: string): boolean {
  return /^A(ROA|IDA)[A-Z0-9]{10,}$/.test(id);
}

/** The account in the ARN of a role, a user, or a customer's policy. Undefined for any other string. */
export function accountInArn(arn: string): string | undefined {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1];
}

/** The forms that AWS accepts. `#` stands for a digit, `@` for a character of a partition, `~` of a path, `+` of a name. */
const FORMS = [
  "*",
  ACCOUNT_FORM,
  ...[
    ...["iam::#:root", "iam::#:role/+", "iam::#:role/~/+", "iam::#:user/+", "iam::#:user/~/+"],
    ...["sts::#:assumed-role/+", "sts::#:assumed-role/+/+", "sts::#:federated-user/+"],
  ].map((form) => `arn:@:${form.replace("#", ACCOUNT_FORM)}`),
];

/**
 * Whether a partly unknown string may be a principal that AWS accepts. Only the twelve digits of an account matter, not which
 * account it is.
 */
export function mayBePrincipal(id: Text): boolean {
  if (typeof id === "string") return readAwsPrincipal(id).kind !== "invalid" && !id.includes("${");
  return mayHaveAny(id, FORMS);
}

/**
 * Whether a partly unknown string may be a principal that can assume a role:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export function mayAssumeRoles(id: Text): boolean {
  if (typeof id === "string") return mayBePrincipal(id) && !id.includes(":federated-user/");
  return mayHaveAny(
    id,
    FORMS.filter((form) => !form.includes("federated")),
  );
}

function mayHaveAny(id: Exclude<Text, string>, forms: readonly string[]): boolean {
  const parts = partsOf(id);
  const partition = /^arn:([^:]+):/.exec(String(parts[0]))?.[1];
  return (!partition || PARTITIONS.includes(partition)) && forms.some((form) => mayHaveForm(parts, form));
}

function mayHaveForm(parts: readonly TextPart[], form: string): boolean {
  let reached: ReadonlySet<number> = new Set([0]);
  for (const [at, part] of parts.entries()) {
    const texts = typeof part === "string" ? [[part]] : textsOf(part, parts[at - 1], parts[at + 1]);
    reached = new Set(texts.flatMap((pieces) => [...through(pieces, reached, form)]));
  }
  return reached.has(form.length);
}

/** The possible strings of an unknown part, each as pieces with any text between them. Accounts and regions are interchangeable. */
function textsOf({ expression, like, isName, samples }: Unresolved, before: TextPart = "", behind: TextPart = "") {
  if (like !== undefined) return [like.split("*")];
  if (samples !== undefined) return samples.map((text) => [text]);
  if (isName === true) return [["name"]];
  if (isOwnRegion(expression)) return [["region"]];
  const isAccount = /^arn(?::[^:]*){3}:$/.test(String(before)) && /^:/.test(String(behind));
  return [isAccount || isOwnAccount(expression) ? ["0".repeat(12)] : ["", ""]];
}

function through(pieces: readonly string[], from: ReadonlySet<number>, form: string): ReadonlySet<number> {
  return pieces.reduce(
    (reached, text, at) =>
      [...text].reduce((all, char) => after(all, char, form), at === 0 ? reached : onwards(reached, form)),
    from,
  );
}

/** An unknown part may be any remainder of the form, or empty. */
function onwards(reached: ReadonlySet<number>, form: string): ReadonlySet<number> {
  const first = Math.min(...reached);
  return new Set(
    Array.from(form, (_, at) => at + 1)
      .concat(first)
      .filter((at) => at >= first),
  );
}

function after(reached: ReadonlySet<number>, char: string, form: string): ReadonlySet<number> {
  const next = new Set<number>();
  for (const at of reached) {
    const wanted = form[at] ?? "";
    if (!(CLASSES[wanted]?.test(char) ?? wanted === char)) continue;
    next.add(at + 1);
    if (wanted in CLASSES && wanted !== "#") next.add(at);
  }
  return next;
}
