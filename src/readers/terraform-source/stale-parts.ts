import type { Policy, PolicyDocument, Principal, Role, StalePart, Statement } from "../../iam/model.js";
import type { Text } from "../../source/node.js";

/** What the source of a plan's root gives, evaluated with the plan's variables. */
export interface Written {
  readonly roles: readonly Role[];
  /** Whether Terraform leaves an attribute as it is, whatever the source says. */
  ignores(address: string, attribute: string): boolean;
}

/**
 * Policies of a plan's role that the source beside it writes with other actions, principals or resources. What is unknown in either is
 * taken to be the same, as is what differs in its spelling only.
 * @param isPlanned whether the plan looked at a resource: what it left alone may be older
 */
export function staleParts(
  role: Role,
  { roles, ignores }: Written,
  isPlanned: (address: string) => boolean,
): readonly StalePart[] {
  const written = roles.find(({ id }) => id === role.id);
  if (written === undefined || role.removed || role.variants.length > 1) return [];
  const [now] = role.variants;
  const [then] = written.variants;
  const compare = (name: string, by: string, attribute: string, one: Part, other: Part): readonly StalePart[] =>
    isPlanned(by) && !ignores(by, attribute) ? partOf(name, documentOf(one), documentOf(other)) : [];
  const others = new Map(then.policies.map((policy) => [nameOf(policy), policy]));
  return [
    ...compare(`the trust policy of ${role.id}`, role.id, "assume_role_policy", now.trust, then.trust),
    ...[...now.policies, ...(now.boundary === null ? [] : [now.boundary])].flatMap((policy) => {
      const name = nameOf(policy);
      // What is not called by its address is a block of the role.
      const isOwn = !/(?:^|\.)aws_iam_\w+\./.test(name);
      if (name === "inline_policy") return [];
      const other =
        others.get(name) ?? (then.boundary !== null && nameOf(then.boundary) === name ? then.boundary : null);
      return compare(name, isOwn ? role.id : name, isOwn ? "inline_policy" : "policy", policy, other);
    }),
  ];
}

type Part = Policy | PolicyDocument | { readonly kind: "unresolved" } | null;

function nameOf(policy: Policy): string {
  return policy.kind === "reference" ? "" : policy.name;
}

function documentOf(part: Part): PolicyDocument | null {
  if (part === null) return null;
  if (!("kind" in part)) return part;
  return part.kind === "document" && !part.awsManaged ? part.document : null;
}

function partOf(name: string, planned: PolicyDocument | null, written: PolicyDocument | null): readonly StalePart[] {
  if (planned === null || written === null || ![planned, written].every(isWhole)) return [];
  for (const termsOf of [actionsOf, principalsOf, resourcesOf, pairsOf]) {
    const [then, now] = [termsIn(planned, termsOf), termsIn(written, termsOf)];
    if (then === null || now === null) continue;
    const onlyPlanned = lacking(then, now);
    const onlyWritten = lacking(now, then);
    if (onlyPlanned.length + onlyWritten.length > 0) return [{ name, place: written.place, onlyPlanned, onlyWritten }];
  }
  return [];
}

function isWhole({ statements, unresolved }: PolicyDocument): boolean {
  return unresolved.length === 0 && statements.every(({ effect, isFaulty }) => typeof effect === "string" && !isFaulty);
}

/** Words by what makes them alike; null where one is not known. */
type Terms = ReadonlyMap<string, string>;

type TermsOf = (statement: Statement) => Terms | null;

function termsIn({ statements }: PolicyDocument, termsOf: TermsOf): Terms | null {
  const all = new Map<string, string>();
  for (const statement of statements) {
    const terms = termsOf(statement);
    if (terms === null) return null;
    for (const [key, shown] of terms) all.set(`${statement.effect} ${key}`, `${statement.effect} ${shown}`);
  }
  return all;
}

function lacking(terms: Terms, others: Terms): readonly string[] {
  return [...terms].filter(([key]) => !others.has(key)).map(([, shown]) => shown);
}

function actionsOf({ actions: { negated, patterns } }: Statement): Terms | null {
  return texts(patterns, negated ? "NotAction " : "", (id) => id.toLowerCase());
}

function resourcesOf({ resources }: Statement): Terms | null {
  return resources === null
    ? new Map()
    : texts(resources.patterns, resources.negated ? "NotResource " : "", (id) => id);
}

function principalsOf({ principals }: Statement): Terms | null {
  if (principals === null) return new Map();
  const named = principals.principals.map((one) => ({ text: spelledOf(one) }));
  return texts(named, principals.negated ? "NotPrincipal " : "", (id) => id);
}

/** Which action is on which resource, where either alone tells no difference. */
function pairsOf(statement: Statement): Terms | null {
  const [actions, resources] = [actionsOf(statement), resourcesOf(statement)];
  if (actions === null || resources === null || actions.size * resources.size > MOST_PAIRS) return null;
  return new Map(
    [...actions].flatMap(([action, word]) =>
      [...resources].map(([resource, on]) => [`${action} on ${resource}`, `${word} on ${on}`] as const),
    ),
  );
}

const MOST_PAIRS = 10_000;

function texts(list: readonly { readonly text: Text }[], prefix: string, alike: (id: string) => string): Terms | null {
  const found = new Map<string, string>();
  for (const { text } of list) {
    if (typeof text !== "string") return null;
    found.set(prefix + alike(text), prefix + text);
  }
  return found;
}

/** An account by its number or its root; what AWS puts in the place of a principal that is gone is not known. */
function spelledOf({ type, id }: Principal): Text {
  if (typeof id !== "string" || /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(id)) return { kind: "unresolved", expression: "" };
  return `${type} ${/^arn:[a-z-]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id}`;
}
