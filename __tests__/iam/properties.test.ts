import fc from "fast-check";
import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy, Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Verdict } from "../../src/iam/verdict.js";
import { policyOf, referenceTo, roleOf } from "./role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

const ASKED = ["ec2:RunInstances", "ec2:DescribeVolumes", "s3:GetObject"].flatMap((action) => [
  { action, resources: ["*"] },
  { action, resources: ["arn:aws:s3:::a/*", "arn:aws:ec2:*:*:volume/v"] },
]);

const action = fc.constantFrom("*", "ec2:*", "ec2:R*", "ec2:DescribeVolumes", "s3:Get?bject", "iam:*");
const resource = fc.constantFrom("*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/b", "arn:aws:ec2:*:*:volume/*");
const condition = fc.constantFrom(
  {},
  {},
  { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
  { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
  { Bool: { "aws:SecureTransport": "true" } },
);
const statement = (effect: fc.Arbitrary<string>) =>
  fc
    .tuple(
      effect,
      fc.constantFrom("Action", "NotAction"),
      action,
      fc.constantFrom("Resource", "NotResource"),
      resource,
      condition,
    )
    .map(([Effect, actions, one, resources, other, Condition]) => ({
      Effect,
      [actions]: one,
      [resources]: other,
      Condition,
    }));
const anyStatement = statement(fc.constantFrom("Allow", "Allow", "Deny"));
const statements = fc.array(anyStatement, { minLength: 1, maxLength: 5 });
const context = fc.constantFrom(new Map(), new Map([["aws:requestedregion", ["eu-west-1"]]]));

function verdicts(role: Role, declared: Map<string, string[]>): Verdict[] {
  return evaluateRole(role, ASKED, declared, authorization).map(({ verdict }) => verdict);
}

function withPolicies(...policies: readonly Policy[]): Role {
  return roleOf({ policies });
}

/** Whether every verdict that is granted afterwards was granted before. */
function grantsNoMore(after: readonly Verdict[], before: readonly Verdict[]): boolean {
  return after.every((verdict, index) => verdict !== "granted" || before[index] === "granted");
}

test("never removes a grant by adding an Allow", () => {
  fc.assert(
    fc.property(statements, statement(fc.constant("Allow")), context, (given, allow, declared) =>
      grantsNoMore(
        verdicts(withPolicies(policyOf("p", ...given)), declared),
        verdicts(withPolicies(policyOf("p", ...given, allow)), declared),
      ),
    ),
    { numRuns: 300 },
  );
});

test("never adds a grant by adding a Deny", () => {
  fc.assert(
    fc.property(statements, statement(fc.constant("Deny")), context, (given, deny, declared) =>
      grantsNoMore(
        verdicts(withPolicies(policyOf("p", ...given, deny)), declared),
        verdicts(withPolicies(policyOf("p", ...given)), declared),
      ),
    ),
    { numRuns: 300 },
  );
});

test("never adds a grant with a boundary", () => {
  fc.assert(
    fc.property(statements, statements, context, (given, limit, declared) => {
      const policies = [policyOf("p", ...given)];
      const bounded = roleOf({ policies, boundary: policyOf("limit", ...limit) });
      return grantsNoMore(verdicts(bounded, declared), verdicts(withPolicies(...policies), declared));
    }),
    { numRuns: 300 },
  );
});

test("ignores the order of statements and their distribution over documents", () => {
  fc.assert(
    fc.property(statements, fc.nat(5), context, (given, at, declared) => {
      const whole = verdicts(withPolicies(policyOf("p", ...given)), declared);
      const parts = [given.slice(at), given.slice(0, at)].filter((part) => part.length > 0);
      const split = parts.map((part) => policyOf("q", ...[...part].reverse()));
      expect(verdicts(withPolicies(...split), declared)).toEqual(whole);
    }),
    { numRuns: 300 },
  );
});

test("leaves no action missing and no grant removed with an unknown policy", () => {
  fc.assert(
    fc.property(statements, context, (given, declared) => {
      const before = verdicts(withPolicies(policyOf("p", ...given)), declared);
      const after = verdicts(
        withPolicies(policyOf("p", ...given), referenceTo("arn:aws:iam::aws:policy/New")),
        declared,
      );
      return !after.includes("missing") && grantsNoMore(before, after) && grantsNoMore(after, before);
    }),
    { numRuns: 300 },
  );
});
