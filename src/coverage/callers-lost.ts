import { type Role, trustsOf } from "../iam/model.js";
import { accountInArn, readAwsPrincipal } from "../iam/principal-id.js";
import { evaluateTrust } from "../iam/trust.js";
import { callersOf } from "../iam/trust-callers.js";
import { type Deciding, trustedPrincipals } from "../iam/trusted-principals.js";
import type { TrustVerdict } from "../iam/verdict.js";
import type { ComparedRole } from "../rules/rule.js";
import { showText } from "../source/node.js";
import { toTemplateSyntax } from "../source/pseudo-parameters.js";
import { standIns, textsIn } from "./stand-ins.js";
import { variantPairs } from "./variant-pairs.js";

/**
 * Returns the verdict of the trust policy if a role no longer lets in any of the callers that it let in on the base, including callers that
 * are known only at deployment or by their organization. Returns null if it still lets in one of them, or if it let in no particular caller
 * on the base.
 */
export function callersLost(was: ComparedRole, now: ComparedRole, known: Deciding): TrustVerdict | null {
  for (const pairs of variantPairs(was, now)) {
    const [lost, ...others] = pairs.map((pair) => lostIn(...pair, known));
    if (lost && !others.includes(null)) return lost;
  }
  return null;
}

function lostIn(was: ComparedRole, now: ComparedRole, known: Deciding): TrustVerdict | null {
  const [before, after] = standIns(was, now);
  let lost: TrustVerdict | null = null;
  const callers = [...new Set([...callersIn(before), ...callersIn(after)])];
  for (const [ids, context] of waysIn(before, known)) {
    const trustIn = (role: Role, principals: readonly string[]) =>
      evaluateTrust(role, "appliance", principals, context, known.today, known.partition);
    const isIn = (role: Role, id: string) => trustIn(role, [id])?.verdict === "granted";
    const trust = trustIn(after, ids.length > 0 ? ids : callersIn(after));
    if (trust?.verdict === "granted") {
      // An account may be trusted because of other roles in it.
      const meant = (ids.length > 0 ? ids : callers).flatMap((id) => {
        const read = readAwsPrincipal(id);
        return read.kind === "account" ? callers.filter((one) => accountInArn(one) === read.account) : id;
      });
      const own = meant.filter((id) => isIn(before, id));
      if (own.length === 0 || own.some((id) => isIn(after, id))) return null;
      lost ??= { ...trust, verdict: "missing", verified: false };
      continue;
    }
    if (trust !== null) lost ??= { ...trust, verified: false };
  }
  if (lost?.verdict !== "missing") return lost;
  const texts = textsIn(was.role).filter((text) => text !== "*");
  return { ...lost, causes: [], lost: toTemplateSyntax([...new Set(texts.map(showText))].join(", ")) };
}

type WayIn = readonly [ids: readonly string[], context: Deciding["context"]];

/** The callers that a role lets in. An entry without IDs means everyone in the organization in its context. */
function waysIn(role: Role, { context, today }: Deciding): readonly WayIn[] {
  const ids = trustedPrincipals(role, context, today);
  if (ids.length > 0) return [[ids, context]];
  const isOpenIn = (within: Deciding["context"]) =>
    evaluateTrust(role, "appliance", callersIn(role), within, today)?.verdict === "granted";
  return trustsOf(role).flatMap((trust): readonly WayIn[] => {
    const { organizations, unnamed } = callersOf(trust, "aws");
    if (organizations.length === 0) return unnamed.length > 0 && isOpenIn(context) ? [[[], context]] : [];
    return organizations.flatMap(({ id, path, isNamed }): readonly WayIn[] => {
      const within = new Map([...context, ["aws:principalorgid", [id]], ["aws:principalorgpaths", [path]]]);
      const own = isNamed ? trustedPrincipals(role, within, today) : [];
      return own.length > 0 || (isNamed && isOpenIn(within)) ? [[own, within]] : [];
    });
  });
}

function callersIn(role: Role): readonly string[] {
  const all = trustsOf(role).map((trust) => callersOf(trust, "aws"));
  return all.flatMap(({ named, unnamed }) => [...named, ...unnamed].flatMap(({ principal }) => principal ?? []));
}
