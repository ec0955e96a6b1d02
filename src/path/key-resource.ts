import { CUSTOMER_ACCOUNT, isOwnAccount, isOwnRegion } from "../iam/deployment.js";
import type { Statement } from "../iam/model.js";
import { covers, overlaps, wildcards } from "../iam/pattern.js";
import { any, not } from "../iam/ternary.js";
import type { Ternary } from "../iam/verdict.js";
import { partsOf, type Text } from "../source/node.js";

/** The known parts of a key's ARN. The ID is never known. */
export interface KeyArnParts {
  readonly account: string | null;
  /** Whether the file's own credentials create the key, so that the file's expression for its account refers to the key's account. */
  readonly isByRoot: boolean;
  /** The key's regions. Empty if unknown. A key can't be used in other regions. */
  readonly regions: readonly string[];
}

/**
 * Whether a statement of a key policy applies to that key. `*` means "this KMS key", and a statement without a Resource has no effect:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function isOfKey({ resources }: Statement, key: KeyArnParts): Ternary {
  if (resources === null) return "no";
  const held = any(resources.patterns.map(({ text }) => isThis(text, key)));
  return resources.negated ? not(held) : held;
}

function isThis(text: Text, { account, isByRoot, regions }: KeyArnParts): Ternary {
  const own = account ?? CUSTOMER_ACCOUNT;
  const known = partsOf(text).map((part) => {
    if (typeof part === "string") return part;
    if (isByRoot && isOwnAccount(part.expression)) return own;
    return isByRoot && isOwnRegion(part.expression) ? "*" : null;
  });
  // An account belongs to one partition, and templates write `aws` for any of them.
  const pattern = wildcards(
    known
      .map((part) => part ?? "*")
      .join("")
      .replace(/^arn:aws[\w-]*:/, "arn:aws:"),
  );
  const arnIn = (region: string) => wildcards(`arn:aws:kms:${region}:${own}:key/*`);
  const isWhole =
    !known.includes(null) && (regions.length > 0 ? regions : ["*"]).every((one) => covers(pattern, arnIn(one)));
  if (isWhole) return "yes";
  return overlaps(pattern, arnIn("*")) ? "unknown" : "no";
}
