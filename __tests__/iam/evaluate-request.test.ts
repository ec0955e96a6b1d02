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

// A condition on an undeclared key. It determines the answer only if nothing else decides.
test.each<[string, Partial<PolicySets>, RequestVerdict]>([
  ["an uncertain Allow", { identity: identity(doubtful) }, "unknown"],
  ["an uncertain Allow next to a certain one", { identity: identity(doubtful, get) }, "allowed"],
  ["an Allow and an uncertain Deny", { identity: identity(get, deny("s3:*", "*", mfa)) }, "unknown"],
  ["an uncertain Allow and a Deny", { identity: identity(doubtful, deny("s3:*")) }, "explicitly-denied"],
  [
    "an uncertain Deny of something that nothing allows",
    { identity: identity(deny("s3:*", "*", mfa)) },
    "implicitly-denied",
  ],
  ["an Allow within an uncertain boundary", { identity: identity(get), boundary: identity(doubtful) }, "unknown"],
  [
    "an Allow within a boundary that may deny",
    { identity: identity(get), boundary: identity(get, deny("s3:*", "*", mfa)) },
    "unknown",
  ],
  [
    "an uncertain Allow outside the boundary",
    { identity: identity(doubtful), boundary: identity(allow("ec2:*")) },
    "implicitly-denied",
  ],
  ["an uncertain Allow in the resource's policy", { resource: resource(doubtful) }, "unknown"],
  [
    "an uncertain Allow in the resource's policy next to an Allow",
    { identity: identity(get), resource: resource(doubtful) },
    "allowed",
  ],
  ["two uncertain Allows", { identity: identity(doubtful), resource: resource(doubtful) }, "unknown"],
  [
    "an uncertain Deny in the resource's policy",
    { identity: identity(get), resource: resource(deny("s3:*", "*", mfa)) },
    "unknown",
  ],
  ["an unknown Effect", { identity: identity({ ...get, Effect: "Maybe" }) }, "unknown"],
  ["an Allow and an unknown Effect", { identity: identity(get, { ...get, Effect: "Maybe" }) }, "unknown"],
  [
    "a Deny until an invalid date, which AWS rejects",
    {
      identity: identity(get, deny("s3:*", "*", { Condition: { DateLessThan: { "aws:CurrentTime": "x" } } })),
    },
    "unknown",
  ],
  ["an Allow for another resource", { identity: identity(allow("s3:*", "arn:aws:s3:::a")) }, "implicitly-denied"],
])("evaluates %s", (_name, policies, verdict) => {
  const request = {
    action: "s3:GetObject",
    resource: "arn:aws:s3:::bucket/key",
    caller: { type: "AWS", id: ROLE },
    context: declaredContext(new Map()),
  } as const;
  expect(evaluateRequest({ ...nothing, ...policies }, request)).toBe(verdict);
});

const OWN = "arn:aws:sqs:eu-west-1:111122223333:queue";
const FOREIGN = "arn:aws:sqs:eu-west-1:444455556666:queue";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/k";
const send = allow("sqs:SendMessage");
const decrypt = allow("kms:Decrypt");
const by = (AWS: string, ...statements: readonly object[]) =>
  documentOf(
    { Version: "2012-10-17", Statement: statements.map((one) => ({ ...one, Principal: { AWS } })) },
    "resource",
  );

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html, and
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html: a key's policy must allow the request even
// in its own account.
describe("knows whether the resource's policy suffices or is needed", () => {
  test.each<[string, string, string, string | null, Partial<PolicySets>, RequestVerdict]>([
    ["an Allow in the same account", "sqs:SendMessage", OWN, ROLE, { resource: by(ROLE, send) }, "allowed"],
    ["no Allow in the same account", "sqs:SendMessage", OWN, ROLE, { identity: identity(send) }, "allowed"],
    [
      "an Allow for only the account",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { resource: by("111122223333", send) },
      "implicitly-denied",
    ],
    ["a resource without an account", "sqs:SendMessage", "*", ROLE, { resource: by(ROLE, send) }, "allowed"],
    ["an Allow across accounts", "sqs:SendMessage", FOREIGN, ROLE, { resource: by(ROLE, send) }, "implicitly-denied"],
    [
      "both Allows across accounts",
      "sqs:SendMessage",
      FOREIGN,
      ROLE,
      { identity: identity(send), resource: by(ROLE, send) },
      "allowed",
    ],
    [
      "both Allows across accounts, for the account",
      "sqs:SendMessage",
      FOREIGN,
      ROLE,
      { identity: identity(send), resource: by("111122223333", send) },
      "allowed",
    ],
    [
      "an Allow for another principal across accounts",
      "sqs:SendMessage",
      FOREIGN,
      ROLE,
      { identity: identity(send), resource: by("777788889999", send) },
      "implicitly-denied",
    ],
    [
      "an Allow for the requesting account",
      "sqs:SendMessage",
      FOREIGN,
      "111122223333",
      { resource: by("111122223333", send) },
      "implicitly-denied",
    ],
    [
      "an Allow for the requester's own account",
      "sqs:SendMessage",
      OWN,
      "111122223333",
      { resource: by("111122223333", send) },
      "allowed",
    ],
    ["a key's Allow in the same account", "kms:Decrypt", KEY, ROLE, { resource: by(ROLE, decrypt) }, "allowed"],
    [
      "a key policy without the role",
      "kms:Decrypt",
      KEY,
      ROLE,
      { identity: identity(decrypt), resource: by("777788889999", decrypt) },
      "implicitly-denied",
    ],
    [
      "a key policy that delegates to the account",
      "kms:Decrypt",
      KEY,
      ROLE,
      { identity: identity(decrypt), resource: by("111122223333", decrypt) },
      "allowed",
    ],
    ["a missing key policy", "kms:Decrypt", KEY, ROLE, { identity: identity(decrypt) }, "allowed"],
    [
      "a key policy without a known requester",
      "kms:Decrypt",
      KEY,
      null,
      { identity: identity(decrypt), resource: by(ROLE, decrypt) },
      "implicitly-denied",
    ],
    [
      "an action of a service whose name ends like kms",
      "mykms:Decrypt",
      OWN,
      ROLE,
      { identity: identity(allow("mykms:*")), resource: by("777788889999", allow("mykms:Decrypt")) },
      "allowed",
    ],
    [
      "a trust policy without the role",
      "sts:AssumeRole",
      ROLE,
      ROLE,
      { identity: identity(allow("sts:*")), resource: by("777788889999", allow("sts:AssumeRole")) },
      "implicitly-denied",
    ],
    [
      "a Deny for another principal",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { identity: identity(send), resource: by("777788889999", deny("sqs:*")) },
      "allowed",
    ],
    [
      "a Deny for the account",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { identity: identity(send), resource: by("111122223333", deny("sqs:*")) },
      "explicitly-denied",
    ],
    [
      "a statement without principals",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { resource: documentOf({ Version: "2012-10-17", Statement: [send] }) },
      "implicitly-denied",
    ],
    [
      "an Allow for a role outside its boundary",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { resource: by(ROLE, send), boundary: identity(get) },
      "implicitly-denied",
    ],
  ])("%s", (_name, action, resource, id, policies, verdict) => {
    const caller = id === null ? null : ({ type: "AWS", id } as const);
    const context = declaredContext(new Map());
    expect(evaluateRequest({ ...nothing, ...policies }, { action, resource, caller, context })).toBe(verdict);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html: such a Deny applies
// to every principal with a permissions boundary, even one that it excepts.
test.each<[string, PolicySets["boundary"], string, RequestVerdict]>([
  ["with a boundary, an excepted caller is denied", identity(allow("*")), ROLE, "explicitly-denied"],
  ["without a boundary, an excepted caller is not denied", null, ROLE, "allowed"],
  ["without a boundary, others are denied", null, "arn:aws:iam::111122223333:role/other", "explicitly-denied"],
])("evaluates a Deny with NotPrincipal: %s", (_name, boundary, left, verdict) => {
  const statement = { Effect: "Deny", NotPrincipal: { AWS: left }, Action: "s3:*", Resource: "*" };
  const policies = {
    identity: identity(get),
    resource: documentOf({ Version: "2012-10-17", Statement: [statement] }, "resource"),
    boundary,
  };
  const request = {
    action: "s3:GetObject",
    resource: "arn:aws:s3:::bucket/key",
    caller: { type: "AWS", id: ROLE },
    context: declaredContext(new Map()),
  } as const;
  expect(evaluateRequest(policies, request)).toBe(verdict);
});
