import { isOwnAccount } from "../iam/deployment.js";
import { type Role, type RoleVariant, type Statement, trustsOf } from "../iam/model.js";
import { evaluateTrust } from "../iam/trust.js";
import { callersOf } from "../iam/trust-callers.js";
import { identityTests } from "../iam/trust-narrowing.js";
import { type Deciding, trustedPrincipals } from "../iam/trusted-principals.js";
import type { TrustVerdict } from "../iam/verdict.js";
import { allMeanings, areTogether, isNamed, namedIn } from "../path/role-reach.js";
import { withMeanings } from "../path/with-meanings.js";
import type { Trusting } from "../rules/rule.js";
import { showText, type Text } from "../source/node.js";
import { asTemplatesWrite } from "../source/pseudo-parameters.js";

/**
 * Whether a role still lets in one of the callers that it let in on the base, even if these are known only at deployment, or by
 * their organization. Returns null if it does, or if the base let in nobody in particular.
 */
export function callersLost(was: Trusting, now: Trusting, known: Deciding): TrustVerdict | null {
  const [before, after] = [was.role.variants, now.role.variants];
  for (const variant of before) {
    // Each file of values may name an appliance of its own.
    const same = after.find(({ when }) => when === variant.when);
    if (same === undefined ? before.length > 1 && after.length > 1 : same.trust === variant.trust) continue;
    const lost = lostIn(only(was, variant), same === undefined ? now : only(now, same), known);
    if (lost !== null) return lost;
  }
  return null;
}

function only(side: Trusting, variant: RoleVariant): Trusting {
  return { ...side, role: { ...side.role, variants: [variant] } };
}

function lostIn(was: Trusting, now: Trusting, known: Deciding): TrustVerdict | null {
  const [account = OWN_ACCOUNT, ...others] = new Set([...was.accounts, ...now.accounts]);
  const own = others.length === 0 ? account : OWN_ACCOUNT;
  const after = standIn(now, was, own);
  let lost: TrustVerdict | null = null;
  for (const [ids, context] of waysIn(standIn(was, now, own), known)) {
    const asked = ids.length > 0 ? ids : callersIn(after);
    const trust = evaluateTrust(after, "appliance", asked, context, known.today, known.partition);
    if (trust?.verdict === "granted") return null;
    if (trust !== null) lost ??= { ...trust, verified: false };
  }
  if (lost?.verdict !== "missing") return lost;
  const texts = textsIn(was.role).filter((text) => text !== "*");
  return { ...lost, causes: [], lost: asTemplatesWrite([...new Set(texts.map(showText))].join(", ")) };
}

type WayIn = readonly [ids: readonly string[], context: Deciding["context"]];

/** The callers that a role lets in. No IDs stand for everybody in the organization that the context has. */
function waysIn(role: Role, { context, today }: Deciding): readonly WayIn[] {
  const ids = trustedPrincipals(role, context, today);
  if (ids.length > 0) return [[ids, context]];
  return trustsOf(role).flatMap((trust) =>
    callersOf(trust, "aws").organizations.flatMap(({ id, path, isNamed: isTold }): readonly WayIn[] => {
      const within = new Map([...context, ["aws:principalorgid", [id]], ["aws:principalorgpaths", [path]]]);
      const own = isTold ? trustedPrincipals(role, within, today) : [];
      const isOpen = isTold && evaluateTrust(role, "appliance", callersIn(role), within, today)?.verdict === "granted";
      return own.length > 0 || isOpen ? [[own, within]] : [];
    }),
  );
}

function callersIn(role: Role): readonly string[] {
  const all = trustsOf(role).map((trust) => callersOf(trust, "aws"));
  return all.flatMap(({ named, strangers }) => [...named, ...strangers].flatMap(({ principal }) => principal ?? []));
}

/** Stands for the account that a role is in, if no configuration declares it. */
const OWN_ACCOUNT = "100000000001";

/** A role whose trust has known values in place of unknown ones: the same on both sides if an unknown value certainly is. */
function standIn(side: Trusting, other: Trusting, account: string): Role {
  const { role, roles } = side;
  const texts = textsIn(role);
  const parts = texts.flatMap((text) => (typeof text === "object" && "parts" in text ? text.parts : text));
  const values = parts.flatMap((part): readonly (readonly [string, string])[] => {
    if (typeof part === "string" || "parts" in part) return [];
    const { expression } = part;
    const value = isOwn(expression, side)
      ? account
      : (other.role.definitionOf?.(expression.replace(/^Ref /, ""))?.value ?? digitsOf(keyOf(expression, side, other)));
    return [[expression, /partition/i.test(expression) ? "aws" : value]];
  });
  const near = namedIn(texts, roles, role.file).filter((one) => isNamed(one) && areTogether(one, role));
  return withMeanings(role, new Map([...values, ...allMeanings([], undefined, near, account, "aws")]));
}

/** What a role's trust says about its callers. */
function textsIn(role: Role): readonly Text[] {
  const statements: readonly Statement[] = trustsOf(role).flatMap((trust) => trust.statements);
  return statements.flatMap((one) => [
    ...(one.principals?.principals ?? []).flatMap(({ type, id }) => (type === "AWS" ? [id] : [])),
    ...identityTests(one).flatMap(({ values }) => values.map(({ text }) => text)),
  ]);
}

/** Whether it is the account of the stack or of the usual provider. */
function isOwn(expression: string, { role }: Trusting): boolean {
  if (!isOwnAccount(expression) && !expression.startsWith("account of ")) return false;
  return expression.match(NAME)?.some((name) => role.definitionOf?.(name)?.definition.includes('"provider"')) !== true;
}

/** Twelve digits, which may be an account, and in any name. */
function digitsOf(key: string): string {
  return String([...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 899_999_999_981, 7) + 1e11);
}

/**
 * What identifies an unknown value: the names in its expression, and the definitions of those that only one side has, so that a
 * new name for the same is no change. A data source is what its arguments look up, whatever its name.
 */
function keyOf(text: string, side: Trusting, other: Trusting, depth = 0): string {
  return text.replace(NAME, (token) => {
    const found = depth > MOST_DEPTH ? undefined : side.role.definitionOf?.(token);
    if (found === undefined) return token;
    const { name, definition } = found;
    if (!/(^|\.)data\./.test(name) && other.role.definitionOf?.(token) !== undefined) return token;
    return `{${keyOf(definition, side, other, depth + 1)}}${token.slice(name.length)}`;
  });
}

const MOST_DEPTH = 4;
const NAME = /[\w:/-]+(?:\.[\w-]+)*/g;
