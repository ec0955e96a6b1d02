import { ATTACHED_POLICIES, quotaExcesses } from "../iam/quota.js";
import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";

/** Reports documents and attachments that AWS would refuse at deployment. */
export const policyQuota: RoleRule = {
  id: "policy-quota",
  defaultSeverity: "warning",
  summary: "A policy that is too large to deploy, or a role with too many attached policies.",
  check({ role }) {
    const excesses = quotaExcesses(role);
    const [first, ...others] = excesses;
    if (first === undefined) return [];
    const impossible = excesses.some(({ size, maximum }) => size > maximum);
    const describe = ({ what, limit }: typeof first) => `${what}, but the quota is ${limit}`;
    return [
      {
        role: role.id,
        kind: null,
        actions: [],
        ...(impossible ? { severity: "error" as const } : {}),
        message: `${roleWord(role)} exceeds an IAM quota: ${describe(first)}`,
        help: impossible
          ? "split the policy, or shorten it with wildcards"
          : `ask AWS to raise the quota (up to ${first.maximum}), or ${first.maximum === ATTACHED_POLICIES.maximum ? "attach fewer policies" : "shorten the policy"}`,
        place: first.place,
        related: others.map((excess) => ({ message: describe(excess), place: excess.place })),
      },
    ];
  },
};
