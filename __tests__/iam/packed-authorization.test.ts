import type { Authorization } from "../../src/iam/authorization.js";
import { PackedAuthorization } from "../../src/iam/packed-authorization.js";

/** Unpacks the data again, so that no results of other tests are cached. */
const fresh = (): Authorization => new PackedAuthorization();

test("knows the ARNs that an action is checked on", () => {
  const authorization = fresh();
  const forms = (action: string) =>
    authorization.requestsOf(action)?.types.map(({ name, forms: all }) => `${name} ${all.join(" or ")}`) ?? null;
  expect(forms("sqs:SendMessage")).toEqual(["queue sqs:*:*:*"]);
  expect(forms("EC2:AttachVolume")).toEqual(["instance ec2:*:*:instance/*", "volume ec2:*:*:volume/*"]);
  expect(forms("ebs:ListSnapshotBlocks")).toEqual(["snapshot ec2:*::snapshot/*"]);
  expect(forms("ssm:SendCommand")).toContain("instance ec2:*:*:instance/*");
  expect(forms("sqs:ListQueues")).toEqual([]);
  expect(forms("sqs:Nonsense")).toBeNull();
  expect(forms("newservice:Do")).toBeNull();
});

test("knows an action's condition keys, for all requests and for a resource type", () => {
  const authorization = fresh();
  const keys = (action: string) => {
    const requests = authorization.requestsOf(action);
    return [...(requests?.keys ?? []), ...(requests?.types.flatMap((type) => type.keys) ?? [])];
  };
  expect(keys("kms:CreateGrant")).toContain("kms:grantisforawsresource");
  expect(keys("kms:DescribeKey")).not.toContain("kms:grantisforawsresource");
  expect(keys("iam:PassRole")).toContain("iam:passedtoservice");
  expect(keys("ec2:CreateVolume")).toContain("ec2:resourcetag/*");
  // The only global keys are tags of the request.
  const global = (action: string) => keys(action).filter((key) => key.startsWith("aws:"));
  expect(global("ec2:CreateVolume")).toEqual(["aws:requesttag/*"]);
  expect(global("sqs:CreateQueue")).toEqual(["aws:requesttag/*"]);
  expect(global("sqs:SendMessage")).toEqual([]);
});

test("knows actions in any case", () => {
  const authorization = fresh();
  const known = (action: string) => [authorization.isKnown(action), authorization.isKnown(action)];
  expect(known("sqs:SendMessage")).toEqual([true, true]);
  expect(known("SQS:sendmessage")).toEqual([true, true]);
  expect(known("ssmmessages:OpenDataChannel")).toEqual([true, true]);
  expect(known("ebs:CompleteSnapshot")).toEqual([true, true]);
  expect(known("sqs:Nonsense")).toEqual([false, false]);
  expect(known("sqs:SendMessage:x")).toEqual([false, false]);
  expect(known("ec2:")).toEqual([false, false]);
  expect(known("newservice:Do")).toEqual([false, false]);
  expect(known("SendMessage")).toEqual([false, false]);
});

test("knows the actions without resource-level permissions", () => {
  const authorization = fresh();
  expect(authorization.isWildcardOnly("ssmmessages:OpenDataChannel")).toBe(true);
  expect(authorization.isWildcardOnly("SQS:listqueues")).toBe(true);
  expect(authorization.isWildcardOnly("sqs:SendMessage")).toBe(false);
  expect(authorization.isWildcardOnly("sqs:Nonsense")).toBe(false);
  expect(authorization.isWildcardOnly("newservice:Do")).toBe(false);
});

const SSM_MESSAGES = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"];
const CHANNELS = SSM_MESSAGES.map((name) => `ssmmessages:${name}`);

test.each<[string, readonly string[]]>([
  ["ssmmessages:*", CHANNELS],
  ["SSMMESSAGES:*channel", CHANNELS],
  ["ssmmessages:Open*", CHANNELS.slice(2)],
  ["ssmmessages:?penDataChannel", CHANNELS.slice(3)],
  ["ssmmessages:openDATAchannel", CHANNELS.slice(3)],
  ["ssmmessages:OpenDataChanne", []],
  ["ssmmessages:penDataChannel", []],
  ["ssmmess*:OpenDataChannel", CHANNELS.slice(3)],
  ["ssmmess?ges:OpenDataChannel", CHANNELS.slice(3)],
  ["newservice:*", []],
  ["OpenDataChannel", []],
])("matches %s to known actions", (pattern, actions) => {
  const authorization = fresh();
  expect([...authorization.expand(pattern)].sort()).toEqual(actions);
  expect(authorization.withoutMatch([pattern]).has(pattern)).toBe(actions.length === 0);
});

test("handles many patterns like each of them alone", () => {
  const patterns = [
    "ssmmessages:*",
    "sqs:Send*",
    "sqs:*age",
    "*age",
    "*:*channel",
    "SQS:*",
    "ec2:*1*",
    "sqs:*",
    "x:*",
    "*",
  ];
  const together = fresh().expandAll([...patterns, ...patterns]);
  expect([...together.keys()]).toEqual(patterns);
  for (const pattern of patterns) expect(together.get(pattern)).toEqual(fresh().expand(pattern));
  expect([...fresh().withoutMatch(patterns)]).toEqual(["*age", "ec2:*1*", "x:*"]);
});

test("expands `*` to every action of every service, each with its service prefix", () => {
  const all = fresh().expand("*");
  expect(all).toEqual(expect.arrayContaining(["ec2:RunInstances", "sqs:SendMessage", ...CHANNELS]));
  expect(all.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9-]+$/.test(action))).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
  expect(fresh().expand("*:*")).toEqual(all);
});

test.each([
  ["sqs:SendMesage", "sqs:SendMessage"],
  ["SQS:SENDMESAGE", "sqs:SendMessage"],
  ["sqs:Qwertyuiop", null],
  ["newservice:SendMessage", null],
])("the action nearest to %s is %s", (written, intended) => expect(fresh().suggest(written)).toBe(intended));
