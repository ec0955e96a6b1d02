import { allowedPatterns } from "../../src/iam/allowed-actions.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, deny, policyOf, referenceTo, roleOf, roleWith } from "./role.js";

const authorization = await loadAuthorization();
const patterns = (...args: Parameters<typeof roleOf>) => allowedPatterns(roleOf(...args), authorization);
const textsOf = (...args: Parameters<typeof roleOf>) => patterns(...args).map(({ text }) => text);

test("lists patterns of Allow statements as written and in order, with their actions", () => {
  const role = roleWith(allow(["sqs:ListQueues", "EBS:*Snapshot"]), deny("s3:*"), allow("sns:Tag*"));
  expect(allowedPatterns(role, authorization).map(({ text, actions }) => [text, [...actions].sort()])).toEqual([
    ["sqs:ListQueues", ["sqs:ListQueues"]],
    ["EBS:*Snapshot", ["ebs:CompleteSnapshot", "ebs:StartSnapshot"]],
    ["sns:Tag*", ["sns:TagResource"]],
  ]);
});

test("omits patterns that no action can match", () => {
  expect(textsOf({ policies: [policyOf("p", allow(["s3:Get, s3:Put", "nonsense", "sqs:ListQueues"]))] })).toEqual([
    "sqs:ListQueues",
  ]);
});

test("counts a policy in several variants once, and one without a document never", () => {
  const policy = policyOf("p", allow("sqs:ListQueues"));
  const reference = referenceTo("arn:aws:iam::111122223333:policy/x");
  expect(textsOf({ policies: [policy, reference] }, { policies: [policy] })).toEqual(["sqs:ListQueues"]);
});

describe("NotAction means everything else", () => {
  const allBut = (...NotAction: readonly string[]) =>
    patterns({ policies: [policyOf("p", { Effect: "Allow", NotAction, Resource: "*" })] });

  test("in any case", () => {
    const [all] = allBut("S3:*", "sqs:listqueues");
    const actions = new Set(all?.actions);
    expect(actions.size).toBeGreaterThan(10_000);
    expect([...actions].filter((action) => action.startsWith("s3:"))).toEqual([]);
    expect(actions.has("sqs:ListQueues")).toBe(false);
    expect(actions.has("sqs:SendMessage")).toBe(true);
    expect(actions.has("ec2:RunInstances")).toBe(true);
  });

  test.each([
    [["s3:*"], "all but s3:*"],
    [["s3:*", "sqs:*", "Iam:*"], "all but s3:*, sqs:*, Iam:*"],
    [["s3:*", "sqs:*", "iam:*", "ec2:*", "sns:*"], "all but s3:*, sqs:*, iam:*, more"],
  ])("is %j in words", (named, words) => expect(allBut(...named).map(({ text }) => text)).toEqual([words]));
});
