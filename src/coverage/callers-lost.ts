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
import { partsOf, showText, type Text } from "../source/node.js";
import { asTemplatesWrite } from "../source/pseudo-parameters.js";
import { keyOf, namesIn } from "./unknown-values.js";

/**
 * Whether a role still lets in one of the callers that it let in on the base, even if these are known only at deployment, or by
 * their organization. Returns null if it does, or if the base let in nobody in particular.
 */
export function callersLost(was: Trusting, now: Trusting, known: Deciding): TrustVerdict | null {
  const [before, after] = [was.role.variants, now.role.variants];
  for (const variant of before) {
    // Each variable file may name its own appliance.
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
  const after = standIn(now, was, own, false);
  let lost: TrustVerdict | null = null;
  const before = standIn(was, now, own, true);
  const callers = [...new Set([...callersIn(before), ...callersIn(after)])];
  for (const [ids, context] of waysIn(before, known)) {
    const trustIn = (role: Role, asked: readonly string[]) =>
      evaluateTrust(role, "appliance", asked, context, known.today, known.partition);
    const isIn = (role: Role, id: string) => trustIn(role, [id])?.verdict === "granted";
    const trust = trustIn(after, ids.length > 0 ? ids : callersIn(after));
    if (trust?.verdict === "granted") {
      // An account may be trusted because of other roles in it.
      const own = callers.filter((id) => ids.some((one) => id.includes(`::${one}:`)) && isIn(before, id));
      if (own.length === 0 || own.some((id) => isIn(after, id))) return null;
      lost ??= { ...trust, verdict: "missing", verified: false };
      continue;
    }
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
    callersOf(trust, "aws").organizations.flatMap(({ id, path, isNamed }): readonly WayIn[] => {
      const within = new Map([...context, ["aws:principalorgid", [id]], ["aws:principalorgpaths", [path]]]);
      const own = isNamed ? trustedPrincipals(role, within, today) : [];
      const isOpen = isNamed && evaluateTrust(role, "appliance", callersIn(role), within, today)?.verdict === "granted";
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

/**
 * A role whose trust has known values in place of unknown ones: the same on both sides if an unknown value certainly is. A value
 * that only the head knows may be what the base had, but one that only the base knows is lost.
 */
function standIn(side: Trusting, other: Trusting, account: string, isBase: boolean): Role {
  const { role, roles } = side;
  const texts = textsIn(role);
  const forms = formsIn(role);
  const parts = texts.flatMap(partsOf);
  const values = parts.flatMap((part): readonly (readonly [string, string])[] => {
    if (typeof part === "string" || "parts" in part) return [];
    const { expression } = part;
    if (/partition/i.test(expression)) return [[expression, "aws"]];
    if (isOwn(expression, side)) return [[expression, account]];
    const given = isBase ? other.role.definitionOf?.(expression.replace(/^Ref /, ""))?.value : undefined;
    const digits = digitsOf(keyOf(expression, side, other));
    return [[expression, given || (forms.get(expression)?.(digits) ?? digits)]];
  });
  const near = namedIn(texts, roles, role.file)
    // A new name is that of the same role, if the head has it.
    .map((one) => (isBase && other.roles.find(({ id, file }) => id === one.id && file === one.file)) || one)
    .filter((one) => isNamed(one) && areTogether(one, role));
  return withMeanings(role, new Map([...values, ...allMeanings([], undefined, near, account, "aws")]));
}

/** The callers that a role's trust lets in or keeps out. */
function textsIn(role: Role): readonly Text[] {
  const statements: readonly Statement[] = trustsOf(role).flatMap((trust) => trust.statements);
  return statements.flatMap((one) => [
    ...(one.principals?.principals ?? []).flatMap(({ type, id }) => (type === "AWS" ? [id] : [])),
    ...identityTests(one).flatMap(({ values }) => values.map(({ text }) => text)),
  ]);
}

/** Stand-ins for unknown values that are tested as a whole. */
function formsIn(role: Role): ReadonlyMap<string, (digits: string) => string> {
  const tests = trustsOf(role).flatMap(({ statements }) => statements.flatMap(identityTests));
  const forms = tests.flatMap(({ key, values }) =>
    values.flatMap(({ text }): readonly (readonly [string, (digits: string) => string])[] => {
      const [first] = partsOf(text);
      if (typeof first !== "object" || "parts" in first) return [];
      const { expression } = first;
      if (/orgid|orgpaths/i.test(key)) return [[expression, (digits) => `o-${digits}`]];
      return /arn/i.test(key) && first === text
        ? [[expression, (digits) => `arn:aws:iam::${digits}:role/${digits}`]]
        : [];
    }),
  );
  return new Map(forms);
}

/** Whether it is the account of the stack or of the usual provider. */
function isOwn(expression: string, { role }: Trusting): boolean {
  if (!isOwnAccount(expression) && !expression.startsWith("account of ")) return false;
  return !namesIn(expression).some((name) => role.definitionOf?.(name)?.definition.includes('"provider"') === true);
}

/** Twelve digits, which may be an account, and in any name. */
function digitsOf(key: string): string {
  return String([...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 899_999_999_981, 7) + 1e11);
}
