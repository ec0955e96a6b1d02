import { declaredContext } from "../../src/iam/condition/context.js";
import {
  noResource,
  type RequestedResource,
  ResourceScope,
  requestedForm,
  requestedResource,
} from "../../src/iam/resource-reach.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { cpuSeconds } from "../cpu-time.js";
import { partial, ref } from "./unknown-text.js";

const place = filePlace("policy.json");
const unknown = ref("Ref X");
/** An ARN that is known only at deployment. `like` is a pattern that it certainly matches. */
const arn = (like: string) => ({ ...ref("GetAtt X.Arn"), like });

/** `at least to at most` of the requested resources, or just one of them if both are equal. */
function reach(texts: readonly Text[], requested: RequestedResource, negated = false): string {
  const list = { negated, place, patterns: texts.map((text) => ({ text, place })) };
  const context = declaredContext(new Map([["aws:username", ["veeam"]]]));
  const { atLeast, atMost } = new ResourceScope(list, context).reach(requested);
  return atLeast === atMost ? atLeast : `${atLeast} to ${atMost}`;
}

const BUCKET = "arn:aws:s3:::b/*";
const VOLUME = "arn:aws:ec2:*:*:volume/*";
/** All ARNs of a service, or of all services. */
const everything = (service?: string): RequestedResource =>
  service === undefined
    ? requestedResource("*")
    : { ...requestedForm(`arn:aws:${service}:*:*:*`), onlyService: service };
const bucket = requestedResource(BUCKET);
const roles: RequestedResource = { ...requestedForm("arn:aws:iam::*:role/*"), onlyService: "iam" };

describe("a Resource", () => {
  test.each<[string, readonly Text[], RequestedResource, string]>([
    ["everything with `*`", ["*"], everything("ec2"), "all"],
    ["one ARN out of everything", [VOLUME], everything("ec2"), "some"],
    ["an ARN of another service", [BUCKET], everything("ec2"), "none"],
    ["an ARN for an action with unknown services", [BUCKET], everything(), "some"],
    ["an ARN with a wildcard as its service", ["arn:aws:*:*::b"], everything("ec2"), "some"],
    ["an ARN in another service after a wildcard", ["arn:*:s3:::b"], everything("ec2"), "none"],
    ["an ARN in another service that starts with a wildcard", ["*:aws:s3:::b"], everything("ec2"), "none"],
    ["a string with one colon", ["arn:aws"], everything("ec2"), "none"],
    ["a string with two colons", ["arn:aws:s3"], everything("ec2"), "none"],
    ["a string without a colon", ["nonsense"], everything("ec2"), "none"],
    ["an ARN with an empty service", ["arn:aws::::b"], everything("ec2"), "none"],
    ["an ARN with an extremely long service", [`arn:aws:${"s".repeat(200_000)}:::b`], everything("ec2"), "none"],
    ["two ARNs, one in the service", [BUCKET, VOLUME], everything("ec2"), "some"],
    ["an ARN and `*`", [VOLUME, "*"], everything("ec2"), "all"],
    ["the requested ARN", [BUCKET], bucket, "all"],
    ["more than the requested ARN", ["arn:aws:s3:::*"], bucket, "all"],
    ["part of the requested ARN", ["arn:aws:s3:::b/x/*"], bucket, "some"],
    ["an overlap with the requested ARN", ["arn:aws:s3:::?/x"], bucket, "some"],
    ["an ARN that is not requested", ["arn:aws:s3:::c/*"], bucket, "none"],
    ["`*` for an action without resources", ["*"], noResource, "all"],
    ["an ARN for an action without resources", [BUCKET], noResource, "none"],
    ["an ARN pattern for an action without resources", ["arn:*"], noResource, "none"],
    ["nothing", [], bucket, "none"],
  ])("covers %s: %s", (_, texts, requested, extent) => expect(reach(texts, requested)).toBe(extent));

  test.each<[string, readonly Text[], RequestedResource, string]>([
    ["something unknown", [unknown], bucket, "none to all"],
    ["something unknown, out of everything", [unknown], everything("ec2"), "none to all"],
    ["a partly known ARN that may cover", [partial("arn:aws:s3:::", unknown)], bucket, "none to all"],
    ["a partly known ARN that covers at most part", [partial("arn:aws:s3:::b/x/", unknown)], bucket, "some"],
    [
      "a partly known ARN, out of everything",
      [partial("arn:aws:ec2:eu-west-1:*:", unknown)],
      everything("ec2"),
      "some",
    ],
    ["something in any service, out of everything", [partial(unknown, "/*")], everything("ec2"), "none to some"],
    ["an ARN in any service, out of everything", [arn("arn:*")], everything("ec2"), "none to some"],
    ["an ARN in the service, out of everything", [arn("arn:aws:ec2:*")], everything("ec2"), "some"],
    ["an ARN in another service, out of everything", [arn("arn:aws:kms:*")], everything("ec2"), "none"],
    ["an ARN that may be one of those requested", [arn("arn:aws:s3:*")], bucket, "none to some"],
    ["something inside an ARN of the service", [partial(arn("arn:aws:s3:*"), "/x")], bucket, "none to some"],
    ["an ARN for an action without resources", [arn("arn:*")], noResource, "none"],
    ["an instance profile, out of roles", [arn("arn:aws:iam::*:instance-profile/*")], roles, "none"],
    [
      "one role by reference, out of roles",
      [partial("arn:", ref("partition of r"), ":iam::", ref("account of r"), ":role/veeam")],
      roles,
      "some",
    ],
    ["a role, out of roles", [arn("arn:aws:iam::*:role/*")], roles, "some"],
    ["a bucket, out of buckets", [arn("arn:aws:s3:::*")], requestedForm("arn:aws:s3:::*"), "some"],
    ["a bucket, out of objects", [arn("arn:aws:s3:::*")], requestedForm("arn:aws:s3:::*/*"), "none"],
    ["a bucket, out of access points", [arn("arn:aws:s3:::*")], requestedForm("arn:aws:s3:*:*:accesspoint/*"), "none"],
    [
      "something in a bucket, out of objects",
      [partial(arn("arn:aws:s3:::*"), "/*")],
      requestedForm("arn:aws:s3:::*/*"),
      "some",
    ],
    ["a bucket that may be the requested one", [arn("arn:aws:s3:::*")], requestedForm("arn:aws:s3:::b"), "none to all"],
    [
      "everything in one account",
      [partial("arn:aws:sqs:*:", ref("Ref AWS::AccountId"), ":*")],
      everything("sqs"),
      "some",
    ],
    [
      "everything in a caller's account",
      [partial("arn:aws:sqs:*:", ref("data.aws_caller_identity.me.account_id"), ":*")],
      everything("sqs"),
      "some",
    ],
    ["everything that may be `*`", [partial("arn:aws:sqs:*:", unknown, ":*")], everything("sqs"), "none to all"],
    [
      "everything in an account that may be the requested one",
      [partial("arn:aws:sqs:*:", ref("Ref AWS::AccountId"), ":*")],
      requestedForm("arn:aws:sqs:*:111122223333:*"),
      "none to all",
    ],
    ["a possible cover and a certain part", [unknown, "arn:aws:s3:::b/x"], bucket, "some to all"],
    ["a certain part and a possible cover", ["arn:aws:s3:::b/x", unknown], bucket, "some to all"],
    ["a possible part and a certain one", [partial("arn:aws:s3:::b/x/", unknown), "arn:aws:s3:::b/y"], bucket, "some"],
    ["a possible cover and a certain cover", [unknown, BUCKET], bucket, "all"],
    ["a contradiction", [partial("arn:aws:s3:::c/", unknown)], bucket, "none"],
  ])("with unknown parts, covers %s: %s", (_, texts, requested, extent) =>
    expect(reach(texts, requested)).toBe(extent),
  );

  test("resolves variables only in the last part of an ARN", () => {
    const own = requestedResource("arn:aws:s3:::b/veeam");
    expect(reach(["arn:aws:s3:::b/${aws:username}"], own)).toBe("all");
    expect(reach(["arn:aws:${aws:username}:::b"], requestedResource("arn:aws:veeam:::b"))).toBe("none");
  });
});

describe("a NotResource", () => {
  test.each<[string, readonly Text[], RequestedResource, string]>([
    ["all except what is not requested", ["arn:aws:s3:::c/*"], bucket, "all"],
    ["all except what is requested", [BUCKET], bucket, "none"],
    ["all except part", ["arn:aws:s3:::b/x"], bucket, "some"],
    ["all except everything", ["*"], everything("ec2"), "none"],
    ["all except an ARN, out of everything", [VOLUME], everything("ec2"), "some"],
    ["all except an ARN in another service", [BUCKET], everything("ec2"), "all"],
    ["all except an ARN, for an action without resources", [BUCKET], noResource, "all"],
    ["all except something unknown", [unknown], bucket, "none to all"],
    ["all except something unknown and part", [unknown, "arn:aws:s3:::b/x"], bucket, "none to some"],
    ["all except part and something unknown", ["arn:aws:s3:::b/x", unknown], bucket, "none to some"],
    ["all except a possible part", [partial("arn:aws:s3:::b/x/", unknown)], bucket, "some"],
    ["all except part of everything", [partial("arn:aws:s3:eu-west-1:*:", unknown)], everything("s3"), "some"],
    [
      "all except something in any service, out of everything",
      [partial(unknown, "/*")],
      everything("s3"),
      "some to all",
    ],
    ["all except an ARN in any service, out of everything", [arn("arn:*")], everything("s3"), "some to all"],
    ["all except an ARN in the service, out of everything", [arn("arn:aws:s3:*")], everything("s3"), "some"],
    ["all except an ARN in another service, out of everything", [arn("arn:aws:kms:*")], everything("s3"), "all"],
    ["all except something unknown and everything requested", [unknown, BUCKET], bucket, "none"],
    ["all except nothing", [], bucket, "all"],
  ])("covers %s: %s", (_, texts, requested, extent) => expect(reach(texts, requested, true)).toBe(extent));
});

test("reads a string with many unknown parts in linear time", () => {
  const parts = Array.from({ length: 100_000 }, () => ref("Ref AWS::Region"));
  const text = partial(...parts);
  expect(cpuSeconds(() => reach([text], requestedResource(BUCKET)))).toBeLessThan(2);
});
