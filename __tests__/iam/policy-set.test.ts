import { evaluateRole } from "../../src/iam/evaluate.js";
import type { DocumentPolicy, Policy } from "../../src/iam/model.js";
import { DENIES_OTHERS } from "../../src/iam/policy-set.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, roleOf } from "./role.js";
import { partial, ref } from "./unknown-text.js";

const authorization = await loadAuthorization();
const place = filePlace("role.tf");
const [SEND, RECEIVE] = ["sqs:SendMessage", "sqs:ReceiveMessage"];
const queue = (name: string | number) => `arn:aws:sqs:*:*:${name}`;

function verdictsOf(
  policies: readonly Policy[],
  actions: readonly string[],
  context: Readonly<Record<string, readonly string[]>> = {},
) {
  const requested = actions.map((action) => ({ action, resources: ["*"] }));
  return evaluateRole(roleOf({ policies }), requested, new Map(Object.entries(context)), authorization);
}

/** The verdicts on two actions, which mustn't depend on their order. */
function bothWays(policies: readonly Policy[], [one, other]: readonly [string, string], context = {}) {
  const forwards = verdictsOf(policies, [one, other], context).map(({ verdict }) => verdict);
  const backwards = verdictsOf(policies, [other, one], context).map(({ verdict }) => verdict);
  expect(backwards.reverse()).toEqual(forwards);
  return forwards;
}

/** A policy with one statement that also has some partly unknown actions. */
function withActions(policy: Policy, at: number, ...texts: readonly Text[]): Policy {
  if (policy.kind !== "document") return policy;
  const statements = policy.document.statements.map((one, index) =>
    index === at
      ? {
          ...one,
          actions: { ...one.actions, patterns: [...one.actions.patterns, ...texts.map((text) => ({ text, place }))] },
        }
      : one,
  );
  return { ...policy, document: { ...policy.document, statements } };
}

describe("actions named by the same number of statements", () => {
  const parts = (count: number) => Array.from({ length: count }, (_, at) => allow([SEND, RECEIVE], queue(at)));

  test.each([1, 62, 63, 64, 65, 66, 80])("with %i that name both, and one for each", (count) => {
    const policy = policyOf("policy", ...parts(count), allow(SEND), allow(RECEIVE, queue("q")));
    expect(bothWays([policy], [SEND, RECEIVE])).toEqual(["granted", "partial"]);
    const last = policyOf("policy", allow(SEND), allow(RECEIVE, queue("q")), ...parts(count));
    expect(bothWays([last], [SEND, RECEIVE])).toEqual(["granted", "partial"]);
  });

  test.each([0, 63, 64, 65, 80])("with %i that name both, and one that may name another", (count) => {
    const policy = withActions(
      policyOf("policy", allow(SEND), ...parts(count)),
      0,
      partial("sqs:Rec", ref("var.action")),
    );
    expect(bothWays([policy], [SEND, RECEIVE])).toEqual(["granted", "undetermined"]);
  });

  test("keeps no more lists of one length than the limit", () => {
    const services = Array.from({ length: 25 }, (_, at) => `sqs:x${at}`);
    const others = services.map((one, at) => allow(one, at % 2 === 0 ? "*" : queue("q")));
    const all = Array.from({ length: 65 }, (_, at) => allow(services, queue(at)));
    const verdicts = verdictsOf([policyOf("policy", ...all, ...others)], services).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(services.map((_, at) => (at % 2 === 0 ? "granted" : "undetermined")));
  });
});

// Actions with the same verdict on resources may still differ in their requests:
// https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
test.each<[string, readonly [string, string], object, readonly string[]]>([
  [
    "in different regions",
    ["iam:ListRoles", "globalaccelerator:ListAccelerators"],
    { "aws:RequestedRegion": "us-east-1" },
    ["granted", "missing"],
  ],
  [
    "one of which is sent anywhere",
    ["iam:ListRoles", "ec2:DescribeInstances"],
    { "aws:RequestedRegion": "us-east-1" },
    ["granted", "missing"],
  ],
])("handles requests %s", (_, actions, StringEquals, expected) => {
  const context = { "aws:requestedregion": ["eu-west-1"], "aws:securetransport": ["true"] };
  expect(bothWays([policyOf("policy", allow("*", "*", { Condition: { StringEquals } }))], actions, context)).toEqual(
    expected,
  );
  const twice = policyOf(
    "policy",
    allow("*", "*", { Condition: { StringEquals, Bool: { "aws:SecureTransport": "true" } } }),
  );
  expect(bothWays([twice], actions, context)).toEqual(expected);
});

const detailsOf = (policies: readonly Policy[], action = SEND) =>
  verdictsOf(policies, [action])[0]?.causes.map(({ policy, effect, detail }) => `${policy} ${effect}: ${detail}`);

test.each<[string, Policy, string]>([
  [
    "an unknown policy",
    { kind: "unresolved", name: "var.policy", expression: "var.policy", place },
    "its document is unknown",
  ],
  [
    "a policy that is unknown because of another value",
    { kind: "unresolved", name: "p", expression: "var.policy", place },
    "its document is unknown (var.policy)",
  ],
  [
    "a policy that is unknown for a reason",
    { kind: "unresolved", name: "p", expression: "which policy is attached is unknown", place },
    "which policy is attached is unknown",
  ],
  ["a policy without a reason", { kind: "unresolved", name: "p", expression: "", place }, "its document is unknown"],
  [
    "a policy that is missing from the files",
    { kind: "reference", arn: "arn:aws:iam::111122223333:policy/p", place },
    "its document is unknown",
  ],
])("describes %s", (_, policy, detail) => {
  const called = policy.kind === "reference" ? policy.arn : policy.kind === "unresolved" ? policy.name : "";
  expect(detailsOf([policy])).toEqual([`${String(called)} unknown: ${detail}`]);
});

test("counts an unknown part of a document as part of the policy", () => {
  const policy = policyOf("p", deny("s3:*"));
  if (policy.kind !== "document") throw new Error("no document");
  const unresolved = [{ kind: "unresolved", expression: "var.more", place }] as const;
  expect(detailsOf([{ ...policy, document: { ...policy.document, unresolved } }])).toEqual([
    "p unknown: var.more is unknown",
  ]);
});

describe("a policy that is stored for some actions", () => {
  const held = (deniesOthers: boolean, ...statements: readonly object[]): Policy => {
    const policy = policyOf("held", ...statements) as DocumentPolicy;
    return { ...policy, completeFor: new Set([SEND.toLowerCase()]), ...(deniesOthers ? { deniesOthers: true } : {}) };
  };
  const SAYS = "held unknown: its effect on actions outside the catalog is unknown here";

  test.each<[string, readonly Policy[], string, string, readonly string[]]>([
    [
      "is certain about those that it is stored for",
      [held(false, allow(SEND))],
      SEND,
      "granted",
      ["held allows: null"],
    ],
    ["is certain about those that it does not allow", [held(false)], SEND, "missing", []],
    ["leaves others unknown", [held(false, allow(SEND))], RECEIVE, "undetermined", [SAYS]],
    [
      "leaves others granted if another policy allows them",
      [held(false), policyOf("p", allow(RECEIVE))],
      RECEIVE,
      "granted",
      ["p allows: null"],
    ],
    [
      "leaves others uncertain if it may deny them",
      [held(true), policyOf("p", allow(RECEIVE))],
      RECEIVE,
      "undetermined",
      ["p allows: null", `held unknown: ${DENIES_OTHERS}`],
    ],
    [
      "does not make the stored ones uncertain",
      [held(true), policyOf("p", allow(SEND))],
      SEND,
      "granted",
      ["p allows: null"],
    ],
    [
      "is named as the one of two that denies",
      [held(false), held(true), policyOf("p", allow(RECEIVE))],
      RECEIVE,
      "undetermined",
      ["p allows: null", `held unknown: ${DENIES_OTHERS}`],
    ],
    [
      "leaves denied what another policy denies",
      [held(true), policyOf("p", allow(RECEIVE), deny(RECEIVE))],
      RECEIVE,
      "denied",
      ["p denies: null", "p allows: null"],
    ],
  ])("%s", (_, policies, action, verdict, details) => {
    expect(verdictsOf(policies, [action])[0]?.verdict).toBe(verdict);
    expect(detailsOf(policies, action)).toEqual(details);
  });
});
