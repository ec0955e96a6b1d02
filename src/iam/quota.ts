import type { Place } from "../source/place.js";
import type { Role, RoleVariant } from "./model.js";

/** A limit that a role exceeds. Exceeding `limit` requires a higher quota; AWS grants none above `maximum`. */
export interface QuotaExcess {
  /** The part that is too large, with its size: `managed policy Backup: 7000 characters without whitespace`. */
  readonly what: string;
  readonly size: number;
  readonly limit: number;
  readonly maximum: number;
  readonly place: Place;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
/** In characters without whitespace. */
export const MANAGED_POLICY_SIZE = 6_144;
const INLINE_POLICIES = 10_240;
const TRUST_POLICY = { limit: 2_048, maximum: 8_192 };
/** The number of managed policies that a role may have: by default, and with a raised quota. */
export const ATTACHED_POLICIES = { limit: 10, maximum: 25 };

/** Every quota that a role exceeds, in the first variant that exceeds it. */
export function quotaExcesses(role: Role): readonly QuotaExcess[] {
  const found = new Map<string, QuotaExcess>();
  for (const variant of role.variants) {
    for (const excess of excessesOf(variant, role)) {
      if (excess.size > excess.limit && !found.has(excess.what)) found.set(excess.what, excess);
    }
  }
  return [...found.values()];
}

function* excessesOf({ policies, boundary, trust }: RoleVariant, role: Role): Generator<QuotaExcess> {
  let inline = 0;
  let attached = 0;
  for (const policy of policies.filter(({ doubt }) => doubt === undefined)) {
    if (policy.kind !== "document") {
      if (policy.kind === "reference") attached += 1;
      continue;
    }
    const size = policy.document.size ?? 0;
    if (policy.attachment === "inline") inline += size;
    else {
      attached += 1;
      if (!policy.awsManaged)
        yield characters(`managed policy ${policy.name}`, size, MANAGED_POLICY_SIZE, policy.place);
    }
  }
  if (boundary?.kind === "document" && !boundary.awsManaged && boundary.attachment === "managed") {
    yield characters(
      `managed policy ${boundary.name}`,
      boundary.document.size ?? 0,
      MANAGED_POLICY_SIZE,
      boundary.place,
    );
  }
  yield characters("the inline policies together", inline, INLINE_POLICIES, role.place);
  if (trust !== null && "statements" in trust) {
    const what = "the trust policy";
    const size = trust.size ?? 0;
    yield { ...characters(what, size, TRUST_POLICY.limit, trust.place), maximum: TRUST_POLICY.maximum };
  }
  const what = `${attached} managed policies are attached`;
  yield { what, size: attached, ...ATTACHED_POLICIES, place: role.place };
}

function characters(name: string, size: number, limit: number, place: Place): QuotaExcess {
  return { what: `${name}: ${size} characters without whitespace`, size, limit, maximum: limit, place };
}
