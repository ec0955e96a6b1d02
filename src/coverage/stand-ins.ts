import { isOwnAccount } from "../iam/deployment.js";
import { type Role, type Statement, trustsOf } from "../iam/model.js";
import { identityTests, narrows } from "../iam/trust-narrowing.js";
import { allMeanings, areInOneAccount, isNamed, namedIn } from "../path/role-reach.js";
import { scopeOf } from "../path/same-deployment.js";
import { withResolvedValues } from "../path/with-resolved-values.js";
import type { ComparedRole } from "../rules/rule.js";
import { partsOf, showText, type Text, type TextPart, type Unresolved } from "../source/node.js";
import { isUnknown, keyOf, namesIn } from "./unknown-values.js";

/**
 * Replaces unknown values in a role's trust policies on the base and the head with placeholders, which are the same on both sides if the
 * unknown value certainly is. A value that is known only on the head may be the base's unknown value, but a value that is known only on the
 * base is lost.
 */
export function standIns(was: ComparedRole, now: ComparedRole): readonly [before: Role, after: Role] {
  const [account, ...others] = new Set([...was.accounts, ...now.accounts]);
  const forms: Forms = new Map(account === undefined || others.length > 0 ? [] : [[OWN, account]]);
  addForms(forms, was, now, true);
  addForms(forms, now, was, false);
  return [standIn(was, now, forms, true), standIn(now, was, forms, false)];
}

/** The key for the account that a role is in. */
const OWN = "own";

function standIn(side: ComparedRole, other: ComparedRole, forms: Forms, isBase: boolean): Role {
  const { role, roles } = side;
  const account = formOf(OWN, forms);
  const texts = textsIn(role);
  const values = texts.flatMap(unknownIn).map((part): readonly [string, string] => {
    const { expression, inFull = expression } = part;
    if (/partition/i.test(expression)) return [inFull, "aws"];
    const key = keyFor(part, side, other);
    const given = isBase && key !== OWN && other.role.definitionOf?.(expression.replace(/^Ref /, ""))?.value;
    return [inFull, given || formOf(key, forms)];
  });
  const near = namedIn(texts, roles, role)
    // The head's role with the same ID and file is the same role, even under a new name.
    .map(
      (one) =>
        (isBase &&
          other.roles.find(
            (now) => now.id === one.id && now.file === one.file && scopeOf(now) === scopeOf(other.role),
          )) ||
        one,
    )
    .filter((one) => isNamed(one) && areInOneAccount(one, role));
  return withResolvedValues(role, new Map([...values, ...allMeanings([], undefined, near, account, "aws")]));
}

/** The principals that a role's trust policy allows or denies, including those in conditions. */
export function textsIn(role: Role): readonly Text[] {
  return statementsIn(role).flatMap((one) => [
    ...principalsOf(one),
    ...identityTests(one).flatMap(({ values }) => values.map(({ text }) => text)),
  ]);
}

function statementsIn(role: Role): readonly Statement[] {
  return trustsOf(role).flatMap(({ statements }) => statements);
}

function principalsOf({ principals }: Statement): readonly Text[] {
  return principals?.principals.flatMap(({ type, id }) => (type === "AWS" ? [id] : [])) ?? [];
}

function unknownIn(text: Text): readonly Unresolved[] {
  return partsOf(text).filter(isUnknown);
}

/** Placeholders for unknown values that a statement partly reveals, keyed by the value's identity. */
type Forms = Map<string, string>;

function formOf(key: string, forms: Forms): string {
  return forms.get(key) ?? digitsOf(key);
}

/** Assumes that an unknown principal is in the account that a condition names: otherwise, no caller could match both. */
function addForms(forms: Forms, side: ComparedRole, other: ComparedRole, isBase: boolean): void {
  const add = (key: string, form: string) => forms.set(key, forms.get(key) ?? form);
  for (const one of statementsIn(side.role)) {
    const tested = isBase ? accountTested(one) : undefined;
    const shown = (part: TextPart): string => {
      if (typeof part === "string") return part;
      const key = keyFor(part, side, other);
      if (tested !== undefined) add(key, tested);
      return formOf(key, forms);
    };
    const [account] = principalsOf(one).flatMap((id) => ACCOUNT.exec(partsOf(id).map(shown).join("")) ?? []);
    const unknowns = identityTests(one).flatMap(({ key: name, values }) =>
      values.flatMap(({ text }) => unknownIn(text).map((part) => ({ name, part, parts: partsOf(text) }))),
    );
    for (const { name, part, parts } of unknowns) {
      const key = keyFor(part, side, other);
      const digits = digitsOf(key);
      if (/orgid|orgpaths/i.test(name)) add(key, `o-${digits}`);
      else if (/arn/i.test(name) && parts.length === 1) add(key, `arn:aws:iam::${account ?? digits}:role/${digits}`);
    }
  }
}

function keyFor(part: Unresolved, side: ComparedRole, other: ComparedRole): string {
  return isOwn(part.expression, side) ? OWN : keyOf(part, side, other, textsIn(other.role).flatMap(unknownIn));
}

function accountTested(statement: Statement): string | undefined {
  const tests = identityTests(statement).filter(narrows);
  return tests.flatMap(({ values }) => values.flatMap(({ text }) => ACCOUNT.exec(showText(text)) ?? []))[0];
}

const ACCOUNT = /(?<!\d)\d{12}(?!\d)/;

/** Whether an expression refers to the account of the stack or of the default provider. */
function isOwn(expression: string, { role }: ComparedRole): boolean {
  if (!isOwnAccount(expression) && !expression.startsWith("account of ")) return false;
  return !namesIn(expression).some((name) => role.definitionOf?.(name)?.definition.includes('"provider"') === true);
}

/** Returns twelve digits, which are valid as an account and in any name. */
function digitsOf(key: string): string {
  return String([...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 899_999_999_981, 7) + 1e11);
}
