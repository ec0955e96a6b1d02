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
  ["an Effect that is unknown", { identity: identity({ ...get, Effect: "Maybe" }) }, "unknown"],
  ["an Allow and an Effect that is unknown", { identity: identity(get, { ...get, Effect: "Maybe" }) }, "unknown"],
  [
    "a Deny until a date that is none, which AWS refuses",
    {
      identity: identity(get, deny("s3:*", "*", { Condition: { DateLessThan: { "aws:CurrentTime": "x" } } })),
    },
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
describe("whether the resource's policy is enough, or needed", () => {
  test.each<[string, string, string, string | null, Partial<PolicySets>, RequestVerdict]>([
    ["its Allow in the account", "sqs:SendMessage", OWN, ROLE, { resource: by(ROLE, send) }, "allowed"],
    ["no Allow of it in the account", "sqs:SendMessage", OWN, ROLE, { identity: identity(send) }, "allowed"],
    [
      "its Allow of the account alone",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { resource: by("111122223333", send) },
      "implicitly-denied",
    ],
    ["a resource without an account", "sqs:SendMessage", "*", ROLE, { resource: by(ROLE, send) }, "allowed"],
    ["its Allow across accounts", "sqs:SendMessage", FOREIGN, ROLE, { resource: by(ROLE, send) }, "implicitly-denied"],
    [
      "both Allows across accounts",
      "sqs:SendMessage",
      FOREIGN,
      ROLE,
      { identity: identity(send), resource: by(ROLE, send) },
      "allowed",
    ],
    [
      "both across accounts, by the account",
      "sqs:SendMessage",
      FOREIGN,
      ROLE,
      { identity: identity(send), resource: by("111122223333", send) },
      "allowed",
    ],
    [
      "its Allow of another across accounts",
      "sqs:SendMessage",
      FOREIGN,
      ROLE,
      { identity: identity(send), resource: by("777788889999", send) },
      "implicitly-denied",
    ],
    [
      "its Allow of an account that asks",
      "sqs:SendMessage",
      FOREIGN,
      "111122223333",
      { resource: by("111122223333", send) },
      "implicitly-denied",
    ],
    [
      "its Allow of the own account that asks",
      "sqs:SendMessage",
      OWN,
      "111122223333",
      { resource: by("111122223333", send) },
      "allowed",
    ],
    ["a key's Allow in the account", "kms:Decrypt", KEY, ROLE, { resource: by(ROLE, decrypt) }, "allowed"],
    [
      "a key's policy that leaves the role out",
      "kms:Decrypt",
      KEY,
      ROLE,
      { identity: identity(decrypt), resource: by("777788889999", decrypt) },
      "implicitly-denied",
    ],
    [
      "a key's policy that lets the account decide",
      "kms:Decrypt",
      KEY,
      ROLE,
      { identity: identity(decrypt), resource: by("111122223333", decrypt) },
      "allowed",
    ],
    ["a key whose policy is not given", "kms:Decrypt", KEY, ROLE, { identity: identity(decrypt) }, "allowed"],
    [
      "a key's policy where nobody is said to ask",
      "kms:Decrypt",
      KEY,
      null,
      { identity: identity(decrypt), resource: by(ROLE, decrypt) },
      "implicitly-denied",
    ],
    [
      "an action of a service whose name ends like that of keys",
      "mykms:Decrypt",
      OWN,
      ROLE,
      { identity: identity(allow("mykms:*")), resource: by("777788889999", allow("mykms:Decrypt")) },
      "allowed",
    ],
    [
      "a trust policy that leaves the role out",
      "sts:AssumeRole",
      ROLE,
      ROLE,
      { identity: identity(allow("sts:*")), resource: by("777788889999", allow("sts:AssumeRole")) },
      "implicitly-denied",
    ],
    [
      "a Deny of it for another",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { identity: identity(send), resource: by("777788889999", deny("sqs:*")) },
      "allowed",
    ],
    [
      "a Deny of it for the account",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { identity: identity(send), resource: by("111122223333", deny("sqs:*")) },
      "explicitly-denied",
    ],
    [
      "a statement that names nobody",
      "sqs:SendMessage",
      OWN,
      ROLE,
      { resource: documentOf({ Version: "2012-10-17", Statement: [send] }) },
      "implicitly-denied",
    ],
    [
      "its Allow of a role outside its boundary",
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
  ["with a boundary, a caller who is left out is denied", identity(allow("*")), ROLE, "explicitly-denied"],
  ["without one, it is not", null, ROLE, "allowed"],
  ["without one, others are denied", null, "arn:aws:iam::111122223333:role/other", "explicitly-denied"],
])("a Deny with NotPrincipal: %s", (_name, boundary, left, verdict) => {
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
