import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, roleWith } from "./role.js";

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
