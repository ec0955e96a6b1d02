import { byDefault } from "../../src/iam/by-default.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { RoleVariant } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { evaluateTrust } from "../../src/iam/trust.js";
import { allow, policyOf, roleOf, trustOf } from "./role.js";

const authorization = await loadAuthorization();
const usual = (when: string) => ({ when });
const other = (when: string) => ({ when, byDefault: false });

test.each<[string, readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]], readonly (string | null)[] | null]>([
  ["one of two", [usual("a"), other("b")], ["a"]],
  ["two of three", [other("a"), usual("b"), { when: "c", byDefault: true }], ["b", "c"]],
  ["all", [usual("a"), usual("b")], null],
  ["none", [other("a"), other("b")], null],
])("a template's defaults leave %s", (_, variants, left) => {
  expect(byDefault(roleOf(...variants))?.variants.map(({ when }) => when) ?? null).toEqual(left);
});

const trusting = trustOf({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" });
test.each<[string, readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]], true | undefined]>([
  [
    "the usual one",
    [
      { ...usual("a"), trust: trusting },
      { ...other("b"), trust: trustOf() },
    ],
    true,
  ],
  [
    "both usual ones",
    [
      { ...usual("a"), trust: trusting },
      { ...usual("b"), trust: trustOf() },
    ],
    undefined,
  ],
  [
    "the unusual one",
    [
      { ...usual("a"), trust: trustOf() },
      { ...other("b"), trust: trusting },
    ],
    undefined,
  ],
  [
    "none that is usual",
    [
      { ...other("a"), trust: trustOf() },
      { ...other("b"), trust: trusting },
    ],
    undefined,
  ],
])("a trust that differs is granted by default in %s: %j", (_, variants, expected) => {
  const found = evaluateTrust(roleOf(...variants), "appliance", [], new Map());
  expect([found?.verdict, found?.byDefault]).toEqual(["conditional", expected]);
});

describe("the ways of a template that do not grant an action are told", () => {
  const granting = { policies: [policyOf("policy", allow("sqs:SendMessage"))] };
  const onQueues = {
    policies: [policyOf("policy", allow("sqs:SendMessage", ["arn:aws:sqs:*:*:*", "arn:aws-cn:sqs:*:*:*"]))],
  };
  test.each<[string, readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]], string, readonly string[]]>([
    [
      "the last of three",
      [{ when: "A", ...granting }, { when: "B", ...granting }, { when: "C" }],
      "conditional",
      ["not when C"],
    ],
    [
      "in two partitions",
      [
        { when: "A", partitions: ["aws"], ...onQueues },
        { when: "B", partitions: ["aws-cn"], ...onQueues },
        { when: "C", partitions: ["aws"] },
      ],
      "conditional",
      ["not when C"],
    ],
    [
      "of one partition, all",
      [
        { when: "A", partitions: ["aws"], ...onQueues },
        { when: "B", partitions: ["aws-cn"] },
        { when: "C", partitions: ["aws"], ...onQueues },
        { when: "D", partitions: ["aws-cn"] },
      ],
      "conditional",
      ["not when B", "not when D"],
    ],
    [
      "none",
      [
        { when: "A", partitions: ["aws"], ...onQueues },
        { when: "B", partitions: ["aws-cn"], ...onQueues },
      ],
      "granted",
      [],
    ],
  ])("%s", (_, variants, verdict, told) => {
    const [found] = evaluateRole(
      roleOf(...variants),
      [{ action: "sqs:SendMessage", resources: ["*"] }],
      new Map(),
      authorization,
    );
    expect(found?.verdict).toBe(verdict);
    expect(found?.causes.flatMap(({ detail }) => (detail?.startsWith("not when") ? [detail] : []))).toEqual(told);
  });
});
