import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, policyOf, roleOf, roleWith } from "./role.js";

const authorization = await loadAuthorization();

const on = (...resources: readonly string[]) => allow("s3:GetObject", resources);
const onAllBut = (...NotResource: readonly string[]) => ({ Effect: "Allow", Action: "s3:GetObject", NotResource });
const B = "arn:aws:s3:::b/*";
const C = "arn:aws:s3:::c/*";
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${index}/*`);
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

function verdictOf(...statements: readonly object[]): string | undefined {
  const requested = [{ action: "s3:GetObject", resources: ["*"] }];
  return evaluateRole(roleWith(...statements), requested, new Map(), authorization)[0]?.verdict;
}

test.each<[string, readonly object[], string]>([
  ["all except one, and that one", [onAllBut(B), on(B)], "granted"],
  ["all except one, and a wider one", [onAllBut(B), on("arn:aws:s3:::b*")], "granted"],
  ["all except one, and that one among others", [onAllBut(B), on("arn:aws:s3:::x", B)], "granted"],
  ["all except one, and part of it", [onAllBut(B), on("arn:aws:s3:::b/x")], "partial"],
  ["all except two, and one of them", [onAllBut(B, C), on(B)], "partial"],
  ["all except two, and both separately", [onAllBut(B, C), on(B), on(C)], "granted"],
  ["all except one, and all except another", [onAllBut(B), onAllBut(C)], "granted"],
  ["all except one, twice", [onAllBut(B), onAllBut(B)], "partial"],
  ["all except one, and all except it and another", [onAllBut(B), onAllBut(C, "arn:aws:s3:::b/x")], "partial"],
  ["all except one", [onAllBut(B)], "partial"],
  ["one, and another", [on(B), on(C)], "partial"],
  ["all except one, and that one under a condition", [onAllBut(B), { ...on(B), ...mfa }], "partial"],
  ["all except a hundred, and those", [onAllBut(...numbered(100)), on(...numbered(100))], "granted"],
  ["more than the limit", [onAllBut(...numbered(101)), on(...numbered(101))], "partial"],
  ["one more than the limit", [onAllBut(...numbered(100)), on(...numbered(101))], "partial"],
])("combines resources: %s: %s", (_, statements, verdict) => expect(verdictOf(...statements)).toBe(verdict));

const D = "arn:aws:s3:::d/*";
const denyOn = (...resources: readonly string[]) => ({ ...on(...resources), Effect: "Deny" });
const denyAllBut = (...resources: readonly string[]) => ({ ...onAllBut(...resources), Effect: "Deny" });

// Requests for objects may also use access points, on which nothing is allowed here, so the action is missing and not
// denied. A Deny overrides every Allow:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
test.each<[string, readonly object[], string]>([
  ["the same resource", [on(B), denyOn(B)], "missing"],
  ["part of it", [on(B), denyOn("arn:aws:s3:::b/x")], "partial"],
  ["a wider one", [on("arn:aws:s3:::b/x"), denyOn(B)], "missing"],
  ["one of two resources", [on(B, C), denyOn(B)], "partial"],
  ["both separately", [on(B, C), denyOn(B), denyOn(C)], "missing"],
  ["both of two statements", [on(B), on(C), denyOn(B, C)], "missing"],
  ["one of two statements", [on(B), on(C), denyOn(C)], "partial"],
  ["all except another", [on(B), denyAllBut(C)], "missing"],
  ["all except it", [on(B), denyAllBut(B)], "partial"],
  ["all except others and part of it", [on(B), denyAllBut(C, "arn:aws:s3:::b/x")], "partial"],
  ["all except the exception", [onAllBut(B), denyAllBut(B)], "denied"],
  ["all except the exception, among others", [onAllBut(B, C), denyAllBut(B)], "denied"],
  ["all except that one and another", [onAllBut(B), denyAllBut(B, C)], "partial"],
  ["all except the exception, and another", [onAllBut(B), denyOn(C), denyAllBut(B)], "denied"],
  ["one, of all except another", [onAllBut(B), denyOn(C)], "partial"],
  ["the same under a condition", [on(B), { ...denyOn(B), ...mfa }], "partial"],
  ["a hundred out of a hundred", [on(...numbered(100)), denyOn(...numbered(100))], "missing"],
  ["more than the limit", [on(...numbered(100)), denyOn(...numbered(101))], "partial"],
])("denies %s: %s", (_, statements, verdict) => expect(verdictOf(...statements)).toBe(verdict));

// "The effective permissions are the intersection": https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
test.each<[string, readonly object[], readonly object[], string]>([
  ["the same resource", [on(B)], [on(B)], "partial"],
  ["another resource", [on(B)], [on(C)], "missing"],
  ["one of two resources", [on(B, C)], [on(C)], "partial"],
  ["other resources", [on(B, C)], [on(D), on("arn:aws:s3:::e/*")], "missing"],
  ["what the first of two statements covers", [on(B), on(D)], [on(D)], "partial"],
  ["what the second of two statements covers", [on(D), on(B)], [on(D)], "partial"],
  ["the exception", [onAllBut(B)], [on(B)], "denied"],
  ["the exception and more", [onAllBut(B)], [on(B, C)], "partial"],
  ["all except it", [on(B)], [onAllBut(B)], "missing"],
  ["all except part of it", [on(B)], [onAllBut("arn:aws:s3:::b/x")], "partial"],
  ["all except one of two", [on(B, C)], [onAllBut(B)], "partial"],
  ["all except both", [on(B, C)], [onAllBut(B, C)], "missing"],
  ["all except another, for all except one", [onAllBut(B)], [onAllBut(C)], "partial"],
  ["one that the role denies", [on(B, C), denyOn(C)], [on(C, D)], "missing"],
  ["one that the boundary denies", [on(B, C)], [on(C, D), denyOn(C)], "missing"],
  ["one that is partly denied", [on(B, C), denyOn("arn:aws:s3:::c/x")], [on(C, D)], "partial"],
  ["as many as the limit", [on(...numbered(200))], [on(C)], "missing"],
  ["more than the limit", [on(...numbered(201))], [on(C)], "partial"],
  ["one, with more than the limit", [on(C)], [on(...numbered(201))], "partial"],
  ["one, with more denied than the limit", [on(C), denyOn(...numbered(201))], [on(B)], "partial"],
])("applies a boundary on %s", (_, statements, bounds, verdict) => {
  const role = roleOf({ policies: [policyOf("policy", ...statements)], boundary: policyOf("boundary", ...bounds) });
  const requested = [{ action: "s3:GetObject", resources: ["*"] }];
  expect(evaluateRole(role, requested, new Map(), authorization)[0]?.verdict).toBe(verdict);
});
