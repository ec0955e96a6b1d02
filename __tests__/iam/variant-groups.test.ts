import fc from "fast-check";
import { requestedAction } from "../../src/iam/action-pattern.js";
import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy, RoleVariant } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { VariantGroups } from "../../src/iam/variant-groups.js";
import { allow, deny, policyOf, referenceTo, roleOf } from "./role.js";

const [get, put, all] = [allow("s3:GetObject"), allow("s3:PutObject"), allow("s3:*")].map((one) => policyOf("p", one));
const boundary = policyOf("b", allow("*"));
const renamed = (policy: Policy | undefined): Policy[] =>
  policy?.kind === "document" ? [{ ...policy, name: "other" }] : [];
const partly = (policy: Policy | undefined): Policy[] =>
  policy?.kind === "document" ? [{ ...policy, completeFor: new Set(["s3:getobject"]) }] : [];
const known = (...policies: readonly (Policy | undefined)[]) => policies.filter((one) => one !== undefined);

// The action is s3:GetObject.
test.each<[string, Partial<RoleVariant>, Partial<RoleVariant>, readonly number[]]>([
  ["nothing", { policies: known(get) }, { policies: known(get) }, [0, 0]],
  ["a statement on another action", { policies: known(get) }, { policies: known(get, put) }, [0, 0]],
  ["a statement that names the action", { policies: known(put) }, { policies: known(put, get) }, [0, 1]],
  ["a wildcard that matches the action", { policies: known(get) }, { policies: known(get, all) }, [0, 1]],
  ["the name of a policy with the same statement", { policies: known(get) }, { policies: renamed(get) }, [0, 1]],
  ["an unknown policy", { policies: known(get) }, { policies: known(get, referenceTo("arn:x")) }, [0, 1]],
  ["a partly known policy", { policies: known(get) }, { policies: partly(get) }, [0, 1]],
  ["a boundary", { policies: known(get) }, { policies: known(get), boundary }, [0, 1]],
  ["the same policy as the boundary", { policies: known(get, boundary) }, { policies: known(get), boundary }, [0, 1]],
])("groups variants that differ in %s", (_name, one, other, expected) => {
  const { variants } = roleOf(one, other);
  expect(new VariantGroups(variants).firsts(requestedAction("s3:GetObject"))).toEqual(expected);
});

const denied = policyOf("d", deny("s3:GetObject"));

// The action is s3:GetObject, in two variants.
test.each<[string, Partial<RoleVariant>, Partial<RoleVariant>, number | null]>([
  ["additional grants", { policies: known(all, get) }, { policies: known(all) }, 1],
  ["statements on other actions", { policies: known(all, put) }, { policies: known(all) }, 0],
  ["separate Allow statements", { policies: known(get) }, { policies: known(all) }, null],
  ["a Deny", { policies: known(all, denied) }, { policies: known(all) }, null],
  ["a boundary", { policies: known(all, get), boundary }, { policies: known(all) }, null],
])("finds the variant that grants least if they differ in %s", (_name, one, other, expected) => {
  const { variants } = roleOf(one, other);
  expect(new VariantGroups(variants).least(requestedAction("s3:GetObject"))).toBe(expected);
});

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

const ASKED = ["s3:GetObject", "ec2:RunInstances"].map((action) => ({ action, resources: ["*"] }));
const POOL: readonly Policy[] = [
  ...known(get, put, all, boundary, referenceTo("arn:aws:iam::1:policy/x")),
  policyOf("narrow", allow("s3:GetObject", "arn:aws:s3:::a/*")),
  policyOf("denied", deny("ec2:*")),
  policyOf("when", allow("*", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
];

// Compares with separate evaluations of each variant, which share nothing.
test("reaches the same verdicts whether or not variants share decisions", () => {
  const variant = fc.record({
    policies: fc.subarray([...POOL]),
    boundary: fc.constantFrom(null, null, ...known(boundary, get)),
  });
  fc.assert(
    fc.property(variant, variant, variant, (one, two, three) => {
      const verdicts = (...variants: readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]]) =>
        evaluateRole(roleOf(...variants), ASKED, new Map(), authorization).map(({ verdict }) => verdict);
      const together = verdicts(one, two, three);
      const apart = [one, two, three].map((each) => verdicts(each));
      for (const [index, verdict] of together.entries()) {
        const each = new Set(apart.map((list) => list[index]));
        if (each.size === 1) expect([...each]).toEqual([verdict]);
        else expect(verdict).not.toBe("granted");
      }
    }),
  );
});
