import { overVariantsOf, type Role } from "../iam/model.js";
import type { TrustVerdict } from "../iam/verdict.js";
import { partsOf, type Text, type TextPart } from "../source/node.js";

/** Replaces expressions in the role's trust policy with their known values. */
export function withResolvedValues(role: Role, known: ReadonlyMap<string, TextPart>): Role {
  return overVariantsOf(role, (variant) => {
    const { trust } = variant;
    if (trust === null || !("statements" in trust)) return variant;
    // The placeholder for an unknown name must not be read as a policy variable.
    const inTests =
      trust.version === "2012-10-17"
        ? new Map(
            [...known].map(([one, value]) => [
              one,
              typeof value === "string" ? value.replaceAll("${", "${$}{") : value,
            ]),
          )
        : known;
    const statements = trust.statements.map((one) => {
      const { principals: list } = one;
      const principals = list?.principals.map((principal) => ({ ...principal, id: meant(principal.id, known) })) ?? [];
      const conditions = one.conditions.map((test) => {
        if (test.kind !== "test") return test;
        return { ...test, values: test.values.map((value) => ({ ...value, text: meant(value.text, inTests) })) };
      });
      return { ...one, conditions, principals: list && { ...list, principals } };
    });
    return { ...variant, trust: { ...trust, statements } };
  });
}

export function meant(text: Text, known: ReadonlyMap<string, TextPart>): Text {
  if (typeof text === "string") return text;
  const parts = partsOf(text).map((part) =>
    typeof part === "string" ? part : (known.get(part.inFull ?? "") ?? known.get(part.expression) ?? part),
  );
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  const [only] = parts;
  return parts.length === 1 && typeof only === "object" ? only : { kind: "partial", parts };
}

/** The verdict for a role that may be in any of several accounts and names its own, if the verdict is the same in each of them. */
export function trustInEach(
  accounts: readonly string[],
  role: Role,
  trustOf: (role: Role) => TrustVerdict | null,
): TrustVerdict | null {
  const open = trustOf(role);
  if (accounts.length < 2 || (open?.verdict !== "conditional" && open?.verdict !== "undetermined")) return open;
  const [first, ...others] = accounts.map(
    (one) => () => trustOf(withResolvedValues(role, new Map([["Ref AWS::AccountId", one]]))),
  );
  const verdict = first?.() ?? null;
  return others.every((other) => other()?.verdict === verdict?.verdict) ? verdict : open;
}
