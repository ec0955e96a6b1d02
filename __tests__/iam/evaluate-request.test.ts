import { declaredContext } from "../../src/iam/condition/context.js";
import { evaluateRequest, type PolicySets, type RequestVerdict } from "../../src/iam/evaluate-request.js";
import { allow, deny, documentOf } from "./role.js";

const ROLE = "arn:aws:iam::111122223333:role/worker";
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
const get = allow("s3:GetObject");
const doubtful = allow("s3:GetObject", "*", mfa);

const identity = (...Statement: object[]) => [documentOf({ Version: "2012-10-17", Statement })];
const resource = (...statements: object[]) =>
  documentOf(
    { Version: "2012-10-17", Statement: statements.map((one) => ({ ...one, Principal: { AWS: ROLE } })) },
    "resource",
  );

const nothing: PolicySets = { identity: [], resource: null, boundary: null };

// A condition on a key that nobody declared: the answer hangs on it only where nothing else decides.
test.each<[string, Partial<PolicySets>, RequestVerdict]>([
  ["a doubtful Allow", { identity: identity(doubtful) }, "unknown"],
  ["a doubtful Allow beside a sure one", { identity: identity(doubtful, get) }, "allowed"],
  ["an Allow and a doubtful Deny", { identity: identity(get, deny("s3:*", "*", mfa)) }, "unknown"],
  ["a doubtful Allow and a Deny", { identity: identity(doubtful, deny("s3:*")) }, "explicitly-denied"],
  ["a doubtful Deny of what nothing allows", { identity: identity(deny("s3:*", "*", mfa)) }, "implicitly-denied"],
  ["an Allow within a doubtful boundary", { identity: identity(get), boundary: identity(doubtful) }, "unknown"],
  [
    "an Allow within a boundary that denies perhaps",
    { identity: identity(get), boundary: identity(get, deny("s3:*", "*", mfa)) },
    "unknown",
  ],
  [
    "a doubtful Allow outside the boundary",
    { identity: identity(doubtful), boundary: identity(allow("ec2:*")) },
    "implicitly-denied",
  ],
  ["a doubtful Allow of the resource's policy", { resource: resource(doubtful) }, "unknown"],
  ["the same beside an Allow", { identity: identity(get), resource: resource(doubtful) }, "allowed"],
  ["two doubtful Allows", { identity: identity(doubtful), resource: resource(doubtful) }, "unknown"],
  [
    "a doubtful Deny of the resource's policy",
    { identity: identity(get), resource: resource(deny("s3:*", "*", mfa)) },
    "unknown",
  ],
  [
    "an Allow that names another resource",
    { identity: identity(allow("s3:*", "arn:aws:s3:::a")) },
    "implicitly-denied",
  ],
])("%s", (_name, policies, verdict) => {
  const request = {
    action: "s3:GetObject",
    resource: "arn:aws:s3:::bucket/key",
    caller: { type: "AWS", id: ROLE },
    context: declaredContext(new Map()),
  } as const;
  expect(evaluateRequest({ ...nothing, ...policies }, request)).toBe(verdict);
});
