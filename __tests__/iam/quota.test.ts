import type { Policy, PolicyDocument } from "../../src/iam/model.js";
import { quotaExcesses } from "../../src/iam/quota.js";
import { allow, policyOf, roleOf } from "./role.js";

/** An inline policy of a size; null: parts of it are not known. */
function inlineOf(size: number | null): Policy {
  const policy = policyOf("inline", allow("s3:*"));
  if (policy.kind !== "document") throw new Error("a document is expected");
  const { place, version, statements, unresolved, problems } = policy.document;
  const document: PolicyDocument = { place, version, statements, unresolved, problems, size };
  return { ...policy, document };
}

test.each([
  { sizes: [10_240], excesses: 0 },
  { sizes: [10_241], excesses: 1 },
  { sizes: [10_000, 240], excesses: 0 },
  { sizes: [10_000, 241], excesses: 1 },
  // What is not known of a policy counts for nothing: the quota is surely exceeded, or not at all.
  { sizes: [10_240, null], excesses: 0 },
  { sizes: [null, 10_241], excesses: 1 },
])("inline policies of $sizes characters: $excesses excesses", ({ sizes, excesses }) => {
  expect(quotaExcesses(roleOf({ policies: sizes.map(inlineOf) }))).toHaveLength(excesses);
});
