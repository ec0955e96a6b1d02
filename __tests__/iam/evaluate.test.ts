import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy, Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { ActionVerdict, Verdict } from "../../src/iam/verdict.js";
import { filePlace } from "../../src/source/place.js";
import { allow, deny, documentOf, policyOf, referenceTo, roleOf, roleWith } from "./role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

function judge(role: Role, action: string, context: Record<string, string[]> = {}, resources = ["*"]): ActionVerdict {
  const [verdict] = evaluateRole(role, [{ action, resources }], new Map(Object.entries(context)), authorization);
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
}

const region = { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } };
const VOLUME = "arn:aws:ec2:*:*:volume/*";
const SNAPSHOT = "arn:aws:ec2:*::snapshot/*";

test("explains an unknown policy if there is more to say than its name", () => {
  const detail = (policy: Policy) => judge(roleOf({ policies: [policy] }), "ec2:RunInstances").causes[0]?.detail;
  const place = filePlace("role.json");
  expect(detail(referenceTo("arn:aws:iam::111122223333:policy/elsewhere"))).toBe("its document is unknown");
  expect(detail({ kind: "unresolved", name: "Ref P", expression: "Ref P", place })).toBe("its document is unknown");
  expect(detail({ kind: "unresolved", name: "x", expression: "Ref P", place })).toBe("its document is unknown (Ref P)");
});

describe("a role with ec2:* but ec2:RunInstances only in eu-west-1", () => {
  const role = roleWith(allow("ec2:*"), deny("ec2:RunInstances", "*", { Condition: region }));
  test.each<[Verdict, Record<string, string[]>]>([
    ["conditional", {}],
    ["granted", { "aws:requestedregion": ["eu-west-1"] }],
    ["denied", { "aws:requestedregion": ["us-east-1"] }],
    ["conditional", { "aws:requestedregion": ["eu-west-1", "us-east-1"] }],
  ])("is %s in the context %j", (verdict, context) => {
    expect(judge(role, "ec2:RunInstances", context).verdict).toBe(verdict);
    expect(judge(role, "ec2:DescribeVolumes", context).verdict).toBe("granted");
  });
});

// Policy evaluation logic: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
// Actions, resources: the pages reference_policies_elements_action.html, ..._notaction.html, ..._notresource.html there.
test.each<[string, object[], string, Verdict]>([
  ["no statements", [], "ec2:RunInstances", "missing"],
  ["another action", [allow("ec2:StartInstances")], "ec2:RunInstances", "missing"],
  ["an Allow", [allow("ec2:RunInstances")], "ec2:RunInstances", "granted"],
  ["another case", [allow("EC2:runinstances")], "ec2:RunInstances", "granted"],
  ["wildcards within the name", [allow("ec2:R?n*ances")], "ec2:RunInstances", "granted"],
  ["all actions", [allow("*")], "ec2:RunInstances", "granted"],
  ["a space, which never matches", [allow("ec2:RunInstances ")], "ec2:RunInstances", "missing"],
  ["a comma, which never matches", [allow("ec2:RunInstances,ec2:StartInstances")], "ec2:RunInstances", "missing"],
  ["a wildcard in the service, which grants nothing", [allow("ec*:RunInstances")], "ec2:RunInstances", "missing"],
  ["a pattern without a colon, which grants nothing", [allow("ec2*")], "ec2:RunInstances", "missing"],
  [
    "NotAction, which allows the rest",
    [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    "ec2:RunInstances",
    "granted",
  ],
  [
    "NotAction, which excludes its own",
    [{ Effect: "Allow", NotAction: "ec2:*", Resource: "*" }],
    "ec2:RunInstances",
    "missing",
  ],
  ["some resources", [allow("ec2:CreateVolume", VOLUME)], "ec2:CreateVolume", "partial"],
  [
    "all resources of a service in one partition",
    [allow("ec2:CreateVolume", "arn:aws:ec2:*:*:*")],
    "ec2:CreateVolume",
    "granted",
  ],
  [
    "RunInstances on one type",
    [allow("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*")],
    "ec2:RunInstances",
    "missing",
  ],
  ["an ARN and a wildcard-only action", [allow("ec2:DescribeVolumes", VOLUME)], "ec2:DescribeVolumes", "missing"],
  [
    "a Deny on an ARN and a wildcard-only action",
    [allow("ec2:*"), deny("ec2:*", VOLUME)],
    "ec2:DescribeVolumes",
    "granted",
  ],
  [
    "NotResource and a wildcard-only action",
    [{ Effect: "Allow", Action: "ec2:*", NotResource: VOLUME }],
    "ec2:DescribeVolumes",
    "granted",
  ],
  ["NotResource", [{ Effect: "Allow", Action: "ec2:*", NotResource: SNAPSHOT }], "ec2:CreateVolume", "partial"],
  [
    "NotResource with everything that is needed",
    [{ Effect: "Allow", Action: "ec2:*", NotResource: VOLUME }],
    "ec2:CreateVolume",
    "missing",
  ],
  [
    "Resource and NotResource of the same",
    [allow("ec2:*", VOLUME), { Effect: "Allow", Action: "ec2:*", NotResource: VOLUME }],
    "ec2:CreateVolume",
    "granted",
  ],
  [
    "a wider Resource and a NotResource",
    [allow("ec2:*", "arn:aws:ec2:*"), { Effect: "Allow", Action: "ec2:*", NotResource: [VOLUME, SNAPSHOT] }],
    "ec2:CreateVolume",
    "granted",
  ],
  [
    "a narrower Resource and a NotResource",
    [allow("ec2:*", "arn:aws:ec2:eu-west-1:*:volume/*"), { Effect: "Allow", Action: "ec2:*", NotResource: VOLUME }],
    "ec2:CreateVolume",
    "partial",
  ],
  [
    "a Resource that contains one of two exceptions",
    [allow("ec2:*", VOLUME), { Effect: "Allow", Action: "ec2:*", NotResource: [VOLUME, SNAPSHOT] }],
    "ec2:CreateVolume",
    "partial",
  ],
  [
    "two NotResources with different exceptions",
    [`${VOLUME.slice(0, -1)}a`, `${VOLUME.slice(0, -1)}b`].map((NotResource) => ({
      Effect: "Allow",
      Action: "ec2:*",
      NotResource,
    })),
    "ec2:CreateVolume",
    "granted",
  ],
  [
    "two NotResources with the same exceptions",
    [SNAPSHOT, "arn:aws:ec2:*::*"].map((NotResource) => ({ Effect: "Allow", Action: "ec2:*", NotResource })),
    "ec2:CreateVolume",
    "partial",
  ],
  [
    "Resource under a condition and NotResource",
    [allow("ec2:*", VOLUME, { Condition: region }), { Effect: "Allow", Action: "ec2:*", NotResource: VOLUME }],
    "ec2:CreateVolume",
    "conditional",
  ],
  [
    "Deny on Resource and NotResource of the same",
    [allow("*"), deny("ec2:*", VOLUME), { Effect: "Deny", Action: "ec2:*", NotResource: VOLUME }],
    "ec2:CreateVolume",
    "denied",
  ],
  ["NotResource *", [{ Effect: "Allow", Action: "ec2:*", NotResource: "*" }], "ec2:CreateVolume", "missing"],
  ["an explicit Deny", [allow("*"), deny("ec2:RunInstances")], "ec2:RunInstances", "denied"],
  ["a Deny first", [deny("ec2:RunInstances"), allow("*")], "ec2:RunInstances", "denied"],
  ["a Deny of something that nothing allows", [deny("ec2:RunInstances")], "ec2:RunInstances", "missing"],
  ["a Deny on some resources", [allow("ec2:*"), deny("ec2:*", SNAPSHOT)], "ec2:CreateVolume", "partial"],
  [
    "a Deny on another service's resource",
    [allow("*"), deny("*", "arn:aws:s3:::logs/*")],
    "ec2:CreateVolume",
    "granted",
  ],
  ["an Allow on another service's resource", [allow("*", "arn:aws:s3:::logs/*")], "ec2:CreateVolume", "missing"],
  [
    "an EBS action on an EC2 snapshot",
    [allow("*"), deny("*", "arn:aws:ec2:*::snapshot/*")],
    "ebs:ListSnapshotBlocks",
    "denied",
  ],
  [
    "a Deny with NotAction",
    [allow("*"), { Effect: "Deny", NotAction: "iam:*", Resource: "*" }],
    "ec2:RunInstances",
    "denied",
  ],
  ["a condition", [allow("ec2:*", "*", { Condition: region })], "ec2:RunInstances", "conditional"],
  [
    "a condition, and the same statement without it",
    [allow("ec2:*", "*", { Condition: region }), allow("ec2:*")],
    "ec2:RunInstances",
    "granted",
  ],
  ["an Effect in the wrong case", [{ Effect: "allow", Action: "*", Resource: "*" }], "ec2:RunInstances", "missing"],
  [
    "a Deny in the wrong case",
    [allow("*"), { Effect: "deny", Action: "*", Resource: "*" }],
    "ec2:RunInstances",
    "undetermined",
  ],
  [
    "an unknown operator",
    [allow("*", "*", { Condition: { NullIfExists: { "aws:x": "true" } } })],
    "ec2:RunInstances",
    "missing",
  ],
])("evaluates %s", (_name, statements, action, verdict) => {
  expect(judge(roleWith(...statements), action).verdict).toBe(verdict);
});

describe("a permissions boundary", () => {
  const ec2 = policyOf("policy", allow("ec2:*"));
  test.each<[string, object[], Verdict, ActionVerdict["deniedBy"]]>([
    ["allows everything", [allow("*")], "granted", null],
    ["allows the action", [allow("ec2:RunInstances")], "granted", null],
    ["allows another action", [allow("s3:*")], "denied", "boundary"],
    ["denies", [allow("*"), deny("ec2:*")], "denied", "boundary"],
    ["allows some resources", [allow("*", "arn:aws:ec2:*:*:*")], "partial", null],
    ["allows under a condition", [allow("*", "*", { Condition: region })], "conditional", null],
  ])("that %s", (_name, statements, verdict, deniedBy) => {
    const role = roleOf({ policies: [ec2], boundary: policyOf("limit", ...statements) });
    expect(judge(role, "ec2:RunInstances")).toMatchObject({ verdict, deniedBy });
    expect(judge(role, "s3:GetObject").verdict).toBe("missing");
  });

  test("that is invalid leaves actions undecided that it does not allow", () => {
    const invalid = policyOf("limit", { Effect: "Allow", Resource: "*" }, allow("ec2:StartInstances"));
    const role = roleOf({ policies: [ec2], boundary: invalid });
    const verdict = judge(role, "ec2:RunInstances");
    expect(verdict.verdict).toBe("undetermined");
    expect(verdict.causes.map(({ detail }) => detail)).toContain(
      "the permissions boundary is not a valid policy: the statement has neither Action nor NotAction",
    );
    expect(judge(role, "ec2:StartInstances").verdict).toBe("granted");
    const denying = policyOf("limit", { Effect: "Allow", Resource: "*" }, deny("ec2:*"));
    expect(judge(roleOf({ policies: [ec2], boundary: denying }), "ec2:RunInstances").verdict).toBe("denied");
  });

  test("that is unknown leaves a grant undetermined", () => {
    const role = roleOf({ policies: [ec2], boundary: referenceTo("arn:aws:iam::111122223333:policy/limit") });
    expect(judge(role, "ec2:RunInstances").verdict).toBe("undetermined");
    expect(judge(role, "s3:GetObject").verdict).toBe("missing");
  });
});

describe("unknown policies", () => {
  const unknown = referenceTo("arn:aws:iam::111122223333:policy/other");
  test("may allow an action but never take one back", () => {
    const role = roleOf({ policies: [policyOf("policy", allow("ec2:*")), unknown] });
    expect(judge(role, "ec2:RunInstances").verdict).toBe("granted");
    const verdict = judge(role, "s3:GetObject");
    expect(verdict.verdict).toBe("undetermined");
    expect(verdict.causes.map(({ policy }) => policy)).toEqual(["arn:aws:iam::111122223333:policy/other"]);
  });

  test("keep a certain Deny certain", () => {
    const role = roleOf({ policies: [policyOf("policy", deny("s3:*")), unknown] });
    expect(judge(role, "s3:GetObject").verdict).toBe("denied");
  });
});

test("reports an action as conditional if only some variants grant it", () => {
  const production = policyOf("policy", allow("ec2:*"));
  const role = roleOf({ when: "IsProd", policies: [production] }, { when: "not IsProd" });
  const verdict = judge(role, "ec2:RunInstances");
  expect(verdict.verdict).toBe("conditional");
  expect(verdict.causes[0]?.detail).toBe("not when not IsProd");
  expect(judge(role, "s3:GetObject").verdict).toBe("missing");
});

test("evaluates each of several given resources", () => {
  const role = roleWith(allow("s3:GetObject", "arn:aws:s3:::backup/*"));
  expect(judge(role, "s3:GetObject", {}, ["arn:aws:s3:::backup/*"]).verdict).toBe("granted");
  expect(judge(role, "s3:GetObject", {}, ["arn:aws:s3:::backup/*", "arn:aws:s3:::other/*"]).verdict).toBe("partial");
  expect(judge(role, "s3:GetObject", {}, ["arn:aws:s3:::other/*"]).verdict).toBe("missing");
  expect(judge(role, "s3:GetObject", {}, ["arn:aws:s3:::*/file"]).verdict).toBe("partial");
});

test("does not read the service data if every statement is on every resource", () => {
  const silent = new Proxy({} as Authorization, {
    get: () => {
      throw new Error("asked");
    },
  });
  const requested = [{ action: "ec2:RunInstances", resources: ["*"] }];
  const open = roleOf({ policies: [policyOf("policy", allow("ec2:*"))], boundary: policyOf("limit", allow("*")) });
  expect(evaluateRole(open, requested, new Map(), silent)[0]?.verdict).toBe("granted");
  const closed = roleOf({
    policies: [policyOf("policy", allow("ec2:*"))],
    boundary: policyOf("limit", allow("*", VOLUME)),
  });
  expect(() => evaluateRole(closed, requested, new Map(), silent)).toThrow("asked");
});

test("reports that a document that is not an object grants nothing", () => {
  for (const value of [[], 5, "text", null, {}, { Statement: [] }, { Statement: 7 }]) {
    expect(documentOf(value).problems.length).toBeGreaterThan(0);
    expect(documentOf(value).statements).toEqual([]);
  }
});

test("grants the certain part of a partly known resource, but may deny all of it", () => {
  const partly = (statement: object): Policy => {
    const policy = policyOf("policy", statement);
    if (policy.kind !== "document") throw new Error("no document");
    const unknown = { text: { kind: "unresolved", expression: "Ref Volumes" }, place: policy.place } as const;
    const statements = policy.document.statements.map((one) => ({
      ...one,
      resources: one.resources && { ...one.resources, patterns: [...one.resources.patterns, unknown] },
    }));
    return { ...policy, document: { ...policy.document, statements } };
  };
  const verdictOf = (...policies: readonly Policy[]) => judge(roleOf({ policies }), "ec2:CreateVolume").verdict;
  expect(verdictOf(partly(allow("ec2:CreateVolume", SNAPSHOT)))).toBe("undetermined");
  expect(verdictOf(policyOf("all", allow("*")), partly(deny("ec2:CreateVolume", SNAPSHOT)))).toBe("undetermined");
});

test("decides a role with its parameters' defaults only on request", () => {
  let reads = 0;
  const granting = [policyOf("p", allow("ec2:RunInstances"))];
  const role = roleOf({ when: "prod", byDefault: true }, { when: "dev", byDefault: false });
  const [usual, other] = role.variants;
  if (other === undefined) throw new Error("one variant");
  const counted = {
    ...usual,
    get policies() {
      reads += 1;
      return granting;
    },
  };
  const verdict = judge({ ...role, variants: [counted, other] }, "ec2:RunInstances");
  const before = reads;
  expect(verdict.verdict).toBe("conditional");
  expect(reads).toBe(before);
  expect({ ...verdict }.byDefault).toBeDefined();
  expect(reads).toBe(before);
  expect(verdict.byDefault?.()).toBe(true);
  expect(reads).toBeGreaterThan(before);
  expect(judge(role, "ec2:RunInstances").byDefault?.()).toBe(false);
});

describe("decides several actions over a hundred statements as it decides each alone", () => {
  const conditions: Readonly<Record<string, object>> = {
    "no condition": {},
    "a key that all requests have": { Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } },
    "a key that some actions have": { Condition: { StringEquals: { "ec2:VolumeType": "gp3" } } },
    "a region": { Condition: region },
    "a tag": { Condition: { StringEquals: { "aws:ResourceTag/a": "b" } } },
  };
  const actions = [
    "ec2:CreateVolume",
    "ec2:DeleteVolume",
    "ec2:DescribeVolumes",
    "ec2:CreateSnapshot",
    "sqs:SendMessage",
  ];
  const places = [VOLUME, SNAPSHOT, "arn:aws:sqs:*:*:veeam-1?"];
  test.each(Object.entries(conditions))("with %s", (_name, condition) => {
    const denied = Array.from({ length: 100 }, (_, at) =>
      deny("*", places[at % 3]?.replace("1", String(at)), condition),
    );
    const role = roleWith(allow("*"), ...denied);
    const requested = actions.map((action) => ({ action, resources: ["*"] }));
    const together = evaluateRole(role, requested, new Map(), authorization);
    expect(together).toEqual(actions.map((action) => judge(role, action)));
    expect(new Set(together.map(({ verdict }) => verdict)).size).toBeGreaterThan(1);
  });
});
