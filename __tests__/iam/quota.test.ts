import type { Policy, PolicyDocument, RoleVariant } from "../../src/iam/model.js";
import { quotaExcesses } from "../../src/iam/quota.js";
import { allow, policyOf, referenceTo, roleOf, trustOf } from "./role.js";

/** An inline policy of the given size. Null: parts of it are unknown. */
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
  // Unknown parts of a policy don't count: the quota is certainly exceeded, or not at all.
  { sizes: [10_240, null], excesses: 0 },
  { sizes: [null, 10_241], excesses: 1 },
])("finds $excesses excesses for inline policies of $sizes characters", ({ sizes, excesses }) => {
  expect(quotaExcesses(roleOf({ policies: sizes.map(inlineOf) }))).toHaveLength(excesses);
});

function managedOf(size: number, awsManaged = false): Policy {
  const policy = inlineOf(size);
  return policy.kind === "document" ? { ...policy, name: "own", attachment: "managed", awsManaged } : policy;
}
const trustOfSize = (size: number): PolicyDocument => ({ ...trustOf(), size });
const references = (count: number) =>
  Array.from({ length: count }, (_, index) => referenceTo(`arn:aws:iam::111122223333:policy/p${index}`));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
test.each<[string, Partial<RoleVariant>, readonly [size: number, limit: number, maximum: number][]]>([
  ["a managed policy", { policies: [managedOf(6144)] }, []],
  ["a larger managed policy", { policies: [managedOf(6145)] }, [[6145, 6144, 6144]]],
  ["a larger AWS managed policy", { policies: [managedOf(6145, true)] }, []],
  ["each managed policy separately", { policies: [managedOf(6144), managedOf(6144), inlineOf(10_240)] }, []],
  ["a boundary", { boundary: managedOf(6144) }, []],
  ["a larger boundary", { boundary: managedOf(6145) }, [[6145, 6144, 6144]]],
  ["a larger AWS managed boundary", { boundary: managedOf(6145, true) }, []],
  ["inline policies", { policies: [inlineOf(10_241)] }, [[10_241, 10_240, 10_240]]],
  ["a trust policy", { trust: trustOfSize(2048) }, []],
  ["a trust policy that needs a raised quota", { trust: trustOfSize(2049) }, [[2049, 2048, 8192]]],
  ["ten managed policies", { policies: [managedOf(1), ...references(9)] }, []],
  ["eleven managed policies", { policies: [managedOf(1), ...references(10)] }, [[11, 10, 25]]],
  ["a boundary, which is not attached", { policies: references(10), boundary: managedOf(1) }, []],
  ["inline policies, which are not attached", { policies: [...references(10), inlineOf(1)] }, []],
])("checks %s", (_, variant, excesses) => {
  const found = quotaExcesses(roleOf(variant));
  expect(found.map(({ size, limit, maximum }) => [size, limit, maximum])).toEqual(excesses);
});

test("reports a quota that several variants exceed once, for the first variant", () => {
  const sizes = quotaExcesses(
    roleOf({ trust: trustOfSize(1) }, { trust: trustOfSize(3000) }, { trust: trustOfSize(3000) }),
  );
  expect(sizes.map(({ what }) => what)).toEqual(["the trust policy: 3000 characters without whitespace"]);
});
