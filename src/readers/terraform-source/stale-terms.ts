import type { PolicyDocument, Principal, Statement } from "../../iam/model.js";
import type { Text } from "../../source/node.js";

/** The terms that only one of two documents has. */
export interface Difference {
  readonly onlyPlanned: readonly string[];
  readonly onlyWritten: readonly string[];
}

/** Compares two documents. Returns null if they are equivalent or if that can't be determined. */
export function differenceOf(planned: PolicyDocument, written: PolicyDocument): Difference | null {
  if (![planned, written].every(isWhole)) return null;
  for (const termsOf of [actionsOf, principalsOf, resourcesOf, conditionOf, togetherOf]) {
    const [then, now] = [termsIn(planned, termsOf), termsIn(written, termsOf)];
    if (then === null || now === null) continue;
    const onlyPlanned = missingFrom(then, now);
    const onlyWritten = missingFrom(now, then);
    if (onlyPlanned.length + onlyWritten.length > 0) return { onlyPlanned, onlyWritten };
  }
  return null;
}

/** Whether a document is fully known. */
export function isKnown(document: PolicyDocument): boolean {
  return isWhole(document) && termsIn(document, togetherOf) !== null;
}

/**
 * Whether a document is complete: it has no unresolved parts, and all of its statements certainly exist. A statement
 * with an entirely unknown condition might not exist.
 */
function isWhole({ statements, unresolved }: PolicyDocument): boolean {
  return unresolved.length === 0 && statements.every(isCertain);
}

function isCertain({ effect, conditions, isFaulty }: Statement): boolean {
  return typeof effect === "string" && !isFaulty && conditions.every(({ kind }) => kind === "test");
}

/** Terms as shown in messages. Two terms are equal if their keys are. */
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

function missingFrom(terms: Terms, others: Terms): readonly string[] {
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

/** A statement's conditions, which apply together. Operators and keys are case-insensitive; values aren't. */
function conditionOf({ conditions }: Statement): Terms | null {
  const tests = new Map<string, string>();
  for (const one of conditions) {
    const values = one.kind === "test" ? texts(one.values, "", (value) => value) : null;
    if (one.kind !== "test" || values === null) return null;
    const listed = ` ${[...values.keys()].sort().join(", ")}`;
    const name = `${one.operator} ${one.key}`;
    tests.set(name.toLowerCase() + listed, name + listed);
  }
  const all = [...tests].sort(([a], [b]) => (a < b ? -1 : 1));
  const joined = (index: 0 | 1): string => `if ${all.map((one) => one[index]).join(" and ")}`;
  return new Map(all.length === 0 ? [] : [[joined(0), joined(1)]]);
}

/** Combinations of action, resource, principal, and condition, for documents that differ in nothing else. */
function togetherOf(statement: Statement): Terms | null {
  const parts = [actionsOf, resourcesOf, principalsOf, conditionOf].map((termsOf) => termsOf(statement));
  let all: Terms = new Map([["", ""]]);
  for (const [index, terms] of parts.entries()) {
    if (terms === null || all.size * terms.size > MAX_TOGETHER) return null;
    const joint = ["", " on ", " of ", " "][index] ?? "";
    if (terms.size > 0) all = product(all, terms, joint);
  }
  return all;
}

function product(all: Terms, terms: Terms, joint: string): Terms {
  return new Map(
    [...all].flatMap(([key, shown]) =>
      [...terms].map(([other, word]) => [key + joint + other, shown + joint + word] as const),
    ),
  );
}

const MAX_TOGETHER = 10_000;

function texts(list: readonly { readonly text: Text }[], prefix: string, alike: (id: string) => string): Terms | null {
  const found = new Map<string, string>();
  for (const { text } of list) {
    if (typeof text !== "string") return null;
    found.set(prefix + alike(text), prefix + text);
  }
  return found;
}

/**
 * Writes an account as its number, even if the document names the account's root. The ID that AWS shows for a deleted
 * principal is unknown.
 */
function spelledOf({ type, id }: Principal): Text {
  if (typeof id !== "string" || /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(id)) return { kind: "unresolved", expression: "" };
  return `${type} ${/^arn:[a-z-]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id}`;
}
