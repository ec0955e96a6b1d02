import { overVariantsOf, type Role } from "./model.js";
import type { Declaration } from "./resource-set.js";
import { literalArns, partitionsOf } from "./role-partitions.js";
import { withResolved } from "./uncertain-policies.js";
import type { DeclaredContext } from "./verdict.js";

/**
 * Undoes the matching of policies in the files with ARNs in another account: AWS attaches no policy from another account, so such an ARN
 * doesn't refer to the policy in the files. The policy's Deny statements may still apply.
 */
export function withOwnPolicies(role: Role, options: Declaration & { readonly context: DeclaredContext }): Role {
  const { account, named = [""], variants } = role;
  const [first, ...rest] = variants;
  if (rest.length > 0 && first.own?.named)
    return overVariantsOf(
      role,
      (one) => withOwnPolicies({ ...role, ...one.own, variants: [one] }, options).variants[0],
    );
  const declared = options.deployment?.accounts ?? [];
  const known = declared.length > 0 ? declared : named;
  const own = account === undefined ? known : [account];
  const starts = partitionsOf(role, options, options.context).flatMap((one) =>
    own.map((id) => `arn:${one}:iam::${id}`),
  );
  const isOwn = (arn = "") => arn === "" || starts.some((one) => arn.startsWith(one));
  if (literalArns(role).every(isOwn)) return role;
  const others = variants.flatMap(({ policies }) => policies.filter(({ foundBy }) => !isOwn(foundBy)));
  return withResolved(
    role,
    (policy) => {
      const { foundBy: arn = "", place } = policy;
      return isOwn(arn) ? policy : { kind: "reference", arn, place };
    },
    (_, place) => others.filter((one) => one.place === place),
  );
}
