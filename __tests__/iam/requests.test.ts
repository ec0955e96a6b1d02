import type { Role } from "../../src/iam/model.js";
import {
  asPolicyCondition,
  conditionText,
  type RequestCondition,
  type Requests,
  RequestsOfRun,
} from "../../src/iam/requests.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, policyOf, referenceTo, roleOf, roleWith } from "./role.js";

const run = new RequestsOfRun(await loadAuthorization());
const requested = { action: "ec2:DescribeVolumes", resources: ["arn:aws:ec2:*:*:volume/*"] };
/** Whether it matters for a role that the action supports only resource `*`. */
const isExact = (requests: Requests) => requests.of(requested).resources.every(({ wildcardOnly }) => wildcardOnly);

const open = policyOf("open", allow("ec2:*"));
const limited = policyOf("limited", allow("ec2:*", "arn:aws:ec2:*:*:volume/*"));
const notOpen = policyOf("not", { Effect: "Allow", Action: "ec2:*", NotResource: "*" });

test.each<[string, Role, boolean]>([
  ["every statement is on `*`", roleOf({ policies: [open] }), false],
  ["`*` is next to others", roleWith(allow("ec2:*", ["arn:aws:ec2:*:*:volume/*", "*"])), false],
  [
    "a policy is missing from the files",
    roleOf({ policies: [referenceTo("arn:aws:iam::111122223333:policy/x")] }),
    false,
  ],
  ["a statement is on some resources", roleOf({ policies: [open, limited] }), true],
  ["a statement is on all except `*`", roleOf({ policies: [notOpen] }), true],
  ["the boundary is on some resources", roleOf({ policies: [open], boundary: limited }), true],
  ["the boundary is on `*`", roleOf({ policies: [open], boundary: open }), false],
  ["one variant of two is on some resources", roleOf({ policies: [open] }, { policies: [limited] }), true],
])("uses what an action knows about resources when %s", (_name, role, exact) => {
  expect(isExact(run.for(role))).toBe(exact);
});

test("requests an action on each resource, and shares that object between actions with the same keys", () => {
  const requests = run.for(roleOf({ policies: [limited] }));
  const [queue, other] = ["arn:aws:sqs:*:*:veeam-*", "arn:aws:sqs:*:*:other"];
  const [send, receive] = ["sqs:SendMessage", "sqs:ReceiveMessage"].map((action) => {
    return requests.of({ action, resources: [queue, other] }).resources;
  });
  expect(send).toHaveLength(2);
  expect(send?.[0]).not.toBe(send?.[1]);
  expect(receive?.[0]).toBe(send?.[0]);
});

describe("`*` means every ARN form of an action", () => {
  const typesOf = (action: string) =>
    run
      .for(roleOf({ policies: [limited] }))
      .of({ action, resources: ["*"] })
      .resources.map(({ type, unknown }) => (unknown ? "not known" : type));
  test.each<[string, readonly (string | null)[]]>([
    ["sqs:SendMessage", ["queue"]],
    ["ec2:AttachVolume", ["instance", "volume"]],
    ["ec2:DescribeVolumes", [null]],
    ["newservice:Do", ["not known"]],
  ])("for %s", (action, types) => expect(typesOf(action)).toEqual(types));
});

test("counts an action's requests under a condition", () => {
  const guarded = { ...allow("ec2:*"), Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } };
  expect(isExact(run.for(roleWith(guarded)))).toBe(true);
});

test.each<[RequestCondition | undefined, object, string]>([
  [undefined, {}, ""],
  [
    [{ operator: "StringEquals", key: "ec2:CreateAction", values: ["CreateTags"] }],
    { StringEquals: { "ec2:CreateAction": "CreateTags" } },
    "StringEquals ec2:CreateAction = CreateTags",
  ],
  [
    [
      { operator: "StringEquals", key: "a:B", values: ["x", "y"] },
      { operator: "Bool", key: "a:C", values: ["true"] },
      { operator: "StringEquals", key: "a:D", values: ["z"] },
    ],
    { StringEquals: { "a:B": ["x", "y"], "a:D": "z" }, Bool: { "a:C": "true" } },
    "StringEquals a:B = x or y, Bool a:C = true, StringEquals a:D = z",
  ],
])("knows the keys that requests carry: %j", (condition, written, text) => {
  expect(asPolicyCondition(condition ?? [])).toEqual(written);
  expect(conditionText(condition)).toBe(text);
});
