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
])("keeps a template's default variants: %s", (_, variants, left) => {
  expect(byDefault(roleOf(...variants))?.variants.map(({ when }) => when) ?? null).toEqual(left);
});

const trusting = trustOf({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" });
test.each<[string, readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]], true | undefined]>([
  [
    "the default variant",
    [
      { ...usual("a"), trust: trusting },
      { ...other("b"), trust: trustOf() },
    ],
    true,
  ],
  [
    "both default variants",
    [
      { ...usual("a"), trust: trusting },
      { ...usual("b"), trust: trustOf() },
    ],
    undefined,
  ],
  [
    "the other variant",
    [
      { ...usual("a"), trust: trustOf() },
      { ...other("b"), trust: trusting },
    ],
    undefined,
  ],
  [
    "no default variant",
    [
      { ...other("a"), trust: trustOf() },
      { ...other("b"), trust: trusting },
    ],
    undefined,
  ],
])("finds a differing trust granted by default in %s: %j", (_, variants, expected) => {
  const found = evaluateTrust(roleOf(...variants), "appliance", [], new Map());
  expect([found?.verdict, found?.byDefault]).toEqual(["conditional", expected]);
});

describe("reports the variants that do not grant an action", () => {
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
      "all in one partition",
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
  ])("%s", (_, variants, verdict, reported) => {
    const [found] = evaluateRole(
      roleOf(...variants),
      [{ action: "sqs:SendMessage", resources: ["*"] }],
      new Map(),
      authorization,
    );
    expect(found?.verdict).toBe(verdict);
    expect(found?.causes.flatMap(({ detail }) => (detail?.startsWith("not when") ? [detail] : []))).toEqual(reported);
  });
});
