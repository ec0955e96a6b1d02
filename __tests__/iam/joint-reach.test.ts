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
  const asked = [{ action: "s3:GetObject", resources: ["*"] }];
  return evaluateRole(roleWith(...statements), asked, new Map(), authorization)[0]?.verdict;
}

test.each<[string, readonly object[], string]>([
  ["all but one, and that one", [onAllBut(B), on(B)], "granted"],
  ["all but one, and more than that one", [onAllBut(B), on("arn:aws:s3:::b*")], "granted"],
  ["all but one, and that one among others", [onAllBut(B), on("arn:aws:s3:::x", B)], "granted"],
  ["all but one, and a part of it", [onAllBut(B), on("arn:aws:s3:::b/x")], "partial"],
  ["all but two, and one of them", [onAllBut(B, C), on(B)], "partial"],
  ["all but two, and both, apart", [onAllBut(B, C), on(B), on(C)], "granted"],
  ["all but one, and all but another", [onAllBut(B), onAllBut(C)], "granted"],
  ["all but one, twice", [onAllBut(B), onAllBut(B)], "partial"],
  ["all but one, and all but it and another", [onAllBut(B), onAllBut(C, "arn:aws:s3:::b/x")], "partial"],
  ["all but one", [onAllBut(B)], "partial"],
  ["one and another", [on(B), on(C)], "partial"],
  ["all but one, and that one under a condition", [onAllBut(B), { ...on(B), ...mfa }], "partial"],
  ["all but a hundred, and these", [onAllBut(...numbered(100)), on(...numbered(100))], "granted"],
  ["more than are compared", [onAllBut(...numbered(101)), on(...numbered(101))], "partial"],
  ["one more than are compared", [onAllBut(...numbered(100)), on(...numbered(101))], "partial"],
])("%s: %s", (_, statements, verdict) => expect(verdictOf(...statements)).toBe(verdict));

const D = "arn:aws:s3:::d/*";
const denyOn = (...resources: readonly string[]) => ({ ...on(...resources), Effect: "Deny" });
const denyAllBut = (...resources: readonly string[]) => ({ ...onAllBut(...resources), Effect: "Deny" });

// Requests for objects may also use access points, on which nothing is allowed here, so the action is missing and not
// denied. A Deny wins over every Allow:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
test.each<[string, readonly object[], string]>([
  ["the same", [on(B), denyOn(B)], "missing"],
  ["a part", [on(B), denyOn("arn:aws:s3:::b/x")], "partial"],
  ["more", [on("arn:aws:s3:::b/x"), denyOn(B)], "missing"],
  ["one of two", [on(B, C), denyOn(B)], "partial"],
  ["both, apart", [on(B, C), denyOn(B), denyOn(C)], "missing"],
  ["both of two statements", [on(B), on(C), denyOn(B, C)], "missing"],
  ["one of two statements", [on(B), on(C), denyOn(C)], "partial"],
  ["all but another", [on(B), denyAllBut(C)], "missing"],
  ["all but it", [on(B), denyAllBut(B)], "partial"],
  ["all but others and a part of it", [on(B), denyAllBut(C, "arn:aws:s3:::b/x")], "partial"],
  ["all but what is left out", [onAllBut(B), denyAllBut(B)], "denied"],
  ["all but what is left out, among others", [onAllBut(B, C), denyAllBut(B)], "denied"],
  ["all but that and another", [onAllBut(B), denyAllBut(B, C)], "partial"],
  ["all but what is left out, and another", [onAllBut(B), denyOn(C), denyAllBut(B)], "denied"],
  ["one, of all but another", [onAllBut(B), denyOn(C)], "partial"],
  ["the same under a condition", [on(B), { ...denyOn(B), ...mfa }], "partial"],
  ["a hundred of a hundred", [on(...numbered(100)), denyOn(...numbered(100))], "missing"],
  ["more than are compared", [on(...numbered(100)), denyOn(...numbered(101))], "partial"],
])("denied is %s: %s", (_, statements, verdict) => expect(verdictOf(...statements)).toBe(verdict));

// "The effective permissions are the intersection": https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
test.each<[string, readonly object[], readonly object[], string]>([
  ["the same", [on(B)], [on(B)], "partial"],
  ["another", [on(B)], [on(C)], "missing"],
  ["one of two", [on(B, C)], [on(C)], "partial"],
  ["others", [on(B, C)], [on(D), on("arn:aws:s3:::e/*")], "missing"],
  ["what one of two statements has", [on(B), on(D)], [on(D)], "partial"],
  ["what the other of two statements has", [on(D), on(B)], [on(D)], "partial"],
  ["what is left out", [onAllBut(B)], [on(B)], "denied"],
  ["what is left out, and more", [onAllBut(B)], [on(B, C)], "partial"],
  ["all but it", [on(B)], [onAllBut(B)], "missing"],
  ["all but a part of it", [on(B)], [onAllBut("arn:aws:s3:::b/x")], "partial"],
  ["all but one of two", [on(B, C)], [onAllBut(B)], "partial"],
  ["all but both", [on(B, C)], [onAllBut(B, C)], "missing"],
  ["all but another, of all but one", [onAllBut(B)], [onAllBut(C)], "partial"],
  ["one that is denied", [on(B, C), denyOn(C)], [on(C, D)], "missing"],
  ["one that the boundary denies", [on(B, C)], [on(C, D), denyOn(C)], "missing"],
  ["one that is denied in part", [on(B, C), denyOn("arn:aws:s3:::c/x")], [on(C, D)], "partial"],
  ["as many as are compared", [on(...numbered(200))], [on(C)], "missing"],
  ["more than are compared", [on(...numbered(201))], [on(C)], "partial"],
  ["of one, more than are compared", [on(C)], [on(...numbered(201))], "partial"],
  ["of one, more denied than are compared", [on(C), denyOn(...numbered(201))], [on(B)], "partial"],
])("within a boundary of %s", (_, statements, bounds, verdict) => {
  const role = roleOf({ policies: [policyOf("policy", ...statements)], boundary: policyOf("boundary", ...bounds) });
  const asked = [{ action: "s3:GetObject", resources: ["*"] }];
  expect(evaluateRole(role, asked, new Map(), authorization)[0]?.verdict).toBe(verdict);
});
