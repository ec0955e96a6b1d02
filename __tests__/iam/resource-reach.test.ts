import { declaredContext } from "../../src/iam/condition/context.js";
import {
  type AskedResource,
  askedForm,
  askedResource,
  noResource,
  ResourceScope,
} from "../../src/iam/resource-reach.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { cpuSeconds } from "../cpu-time.js";
import { partial, ref } from "./unknown-text.js";

const place = filePlace("policy.json");
const unknown = ref("Ref X");
/** An ARN that is known only at deployment. `like` is what it is certain to match. */
const arn = (like: string) => ({ ...ref("GetAtt X.Arn"), like });

/** `at least to at most` of the requested resources, or just one of them if both are equal. */
function reach(texts: readonly Text[], asked: AskedResource, negated = false): string {
  const list = { negated, place, patterns: texts.map((text) => ({ text, place })) };
  const context = declaredContext(new Map([["aws:username", ["veeam"]]]));
  const { atLeast, atMost } = new ResourceScope(list, context).reach(asked);
  return atLeast === atMost ? atLeast : `${atLeast} to ${atMost}`;
}

const BUCKET = "arn:aws:s3:::b/*";
const VOLUME = "arn:aws:ec2:*:*:volume/*";
/** All ARNs of a service, or of all services. */
const everything = (service?: string): AskedResource =>
  service === undefined ? askedResource("*") : { ...askedForm(`arn:aws:${service}:*:*:*`), onlyService: service };
const bucket = askedResource(BUCKET);
const roles: AskedResource = { ...askedForm("arn:aws:iam::*:role/*"), onlyService: "iam" };

describe("Resource", () => {
  test.each<[string, readonly Text[], AskedResource, string]>([
    ["* of everything", ["*"], everything("ec2"), "all"],
    ["one ARN of everything", [VOLUME], everything("ec2"), "some"],
    ["an ARN of another service", [BUCKET], everything("ec2"), "none"],
    ["an ARN of an action whose services are unknown", [BUCKET], everything(), "some"],
    ["an ARN whose service is a pattern", ["arn:aws:*:*::b"], everything("ec2"), "some"],
    ["an ARN of another service with a wildcard before it", ["arn:*:s3:::b"], everything("ec2"), "none"],
    ["an ARN of another service whose wildcard comes first", ["*:aws:s3:::b"], everything("ec2"), "none"],
    ["a text of one colon", ["arn:aws"], everything("ec2"), "none"],
    ["a text of two colons", ["arn:aws:s3"], everything("ec2"), "none"],
    ["a text without a colon", ["nonsense"], everything("ec2"), "none"],
    ["an empty service", ["arn:aws::::b"], everything("ec2"), "none"],
    ["a service of hostile length", [`arn:aws:${"s".repeat(200_000)}:::b`], everything("ec2"), "none"],
    ["two ARNs, one of the service", [BUCKET, VOLUME], everything("ec2"), "some"],
    ["an ARN and *", [VOLUME, "*"], everything("ec2"), "all"],
    ["the ARN that is asked", [BUCKET], bucket, "all"],
    ["more than the ARN that is asked", ["arn:aws:s3:::*"], bucket, "all"],
    ["a part of the ARN that is asked", ["arn:aws:s3:::b/x/*"], bucket, "some"],
    ["what overlaps the ARN that is asked", ["arn:aws:s3:::?/x"], bucket, "some"],
    ["an ARN that is not asked", ["arn:aws:s3:::c/*"], bucket, "none"],
    ["* of an action without resources", ["*"], noResource, "all"],
    ["an ARN of an action without resources", [BUCKET], noResource, "none"],
    ["an ARN pattern of an action without resources", ["arn:*"], noResource, "none"],
    ["nothing", [], bucket, "none"],
  ])("%s: %s", (_, texts, asked, extent) => expect(reach(texts, asked)).toBe(extent));

  test.each<[string, readonly Text[], AskedResource, string]>([
    ["what is unknown", [unknown], bucket, "none to all"],
    ["what is unknown, of everything", [unknown], everything("ec2"), "none to all"],
    ["what is known in part and may cover", [partial("arn:aws:s3:::", unknown)], bucket, "none to all"],
    ["what is known in part and covers a part at most", [partial("arn:aws:s3:::b/x/", unknown)], bucket, "some"],
    ["what is known in part, of everything", [partial("arn:aws:ec2:eu-west-1:*:", unknown)], everything("ec2"), "some"],
    ["what may be of any service, of everything", [partial(unknown, "/*")], everything("ec2"), "none to some"],
    ["an ARN of any service, of everything", [arn("arn:*")], everything("ec2"), "none to some"],
    ["an ARN of the service, of everything", [arn("arn:aws:ec2:*")], everything("ec2"), "some"],
    ["an ARN of another service, of everything", [arn("arn:aws:kms:*")], everything("ec2"), "none"],
    ["an ARN that may be one of those asked", [arn("arn:aws:s3:*")], bucket, "none to some"],
    ["what is in an ARN of the service", [partial(arn("arn:aws:s3:*"), "/x")], bucket, "none to some"],
    ["an ARN, of an action without resources", [arn("arn:*")], noResource, "none"],
    ["an instance profile, of roles", [arn("arn:aws:iam::*:instance-profile/*")], roles, "none"],
    ["a role, of roles", [arn("arn:aws:iam::*:role/*")], roles, "some"],
    ["a bucket, of buckets", [arn("arn:aws:s3:::*")], askedForm("arn:aws:s3:::*"), "some"],
    ["a bucket, of objects", [arn("arn:aws:s3:::*")], askedForm("arn:aws:s3:::*/*"), "none"],
    ["a bucket, of access points", [arn("arn:aws:s3:::*")], askedForm("arn:aws:s3:*:*:accesspoint/*"), "none"],
    ["what is in a bucket, of objects", [partial(arn("arn:aws:s3:::*"), "/*")], askedForm("arn:aws:s3:::*/*"), "some"],
    ["a bucket that may be the one that is asked", [arn("arn:aws:s3:::*")], askedForm("arn:aws:s3:::b"), "none to all"],
    ["all of one account", [partial("arn:aws:sqs:*:", ref("Ref AWS::AccountId"), ":*")], everything("sqs"), "some"],
    [
      "all of a caller's account",
      [partial("arn:aws:sqs:*:", ref("data.aws_caller_identity.me.account_id"), ":*")],
      everything("sqs"),
      "some",
    ],
    ["all of what may be *", [partial("arn:aws:sqs:*:", unknown, ":*")], everything("sqs"), "none to all"],
    [
      "all of one account that may be the one asked",
      [partial("arn:aws:sqs:*:", ref("Ref AWS::AccountId"), ":*")],
      askedForm("arn:aws:sqs:*:111122223333:*"),
      "none to all",
    ],
    ["what may cover, and a part that is sure", [unknown, "arn:aws:s3:::b/x"], bucket, "some to all"],
    ["a part that is sure, and what may cover", ["arn:aws:s3:::b/x", unknown], bucket, "some to all"],
    [
      "a part that may be, and one that is sure",
      [partial("arn:aws:s3:::b/x/", unknown), "arn:aws:s3:::b/y"],
      bucket,
      "some",
    ],
    ["what may cover, and what covers", [unknown, BUCKET], bucket, "all"],
    ["what rules itself out", [partial("arn:aws:s3:::c/", unknown)], bucket, "none"],
  ])("%s: %s", (_, texts, asked, extent) => expect(reach(texts, asked)).toBe(extent));

  test("variables count in the last part of an ARN alone", () => {
    const own = askedResource("arn:aws:s3:::b/veeam");
    expect(reach(["arn:aws:s3:::b/${aws:username}"], own)).toBe("all");
    expect(reach(["arn:aws:${aws:username}:::b"], askedResource("arn:aws:veeam:::b"))).toBe("none");
  });
});

describe("NotResource", () => {
  test.each<[string, readonly Text[], AskedResource, string]>([
    ["all but what is not asked", ["arn:aws:s3:::c/*"], bucket, "all"],
    ["all but what is asked", [BUCKET], bucket, "none"],
    ["all but a part", ["arn:aws:s3:::b/x"], bucket, "some"],
    ["all but everything", ["*"], everything("ec2"), "none"],
    ["all but an ARN, of everything", [VOLUME], everything("ec2"), "some"],
    ["all but an ARN of another service", [BUCKET], everything("ec2"), "all"],
    ["all but an ARN, of an action without resources", [BUCKET], noResource, "all"],
    ["all but what is unknown", [unknown], bucket, "none to all"],
    ["all but what is unknown, and a part", [unknown, "arn:aws:s3:::b/x"], bucket, "none to some"],
    ["all but a part, and what is unknown", ["arn:aws:s3:::b/x", unknown], bucket, "none to some"],
    ["all but a part that may be", [partial("arn:aws:s3:::b/x/", unknown)], bucket, "some"],
    ["all but a part of everything", [partial("arn:aws:s3:eu-west-1:*:", unknown)], everything("s3"), "some"],
    ["all but what may be of any service, of everything", [partial(unknown, "/*")], everything("s3"), "some to all"],
    ["all but an ARN of any service, of everything", [arn("arn:*")], everything("s3"), "some to all"],
    ["all but an ARN of the service, of everything", [arn("arn:aws:s3:*")], everything("s3"), "some"],
    ["all but an ARN of another service, of everything", [arn("arn:aws:kms:*")], everything("s3"), "all"],
    ["all but what is unknown, and all that is asked", [unknown, BUCKET], bucket, "none"],
    ["all but nothing", [], bucket, "all"],
  ])("%s: %s", (_, texts, asked, extent) => expect(reach(texts, asked, true)).toBe(extent));
});

test("a text of many unknown parts is read in time that grows with it", () => {
  const parts = Array.from({ length: 100_000 }, () => ref("Ref AWS::Region"));
  const text = partial(...parts);
  expect(cpuSeconds(() => reach([text], askedResource(BUCKET)))).toBeLessThan(2);
});
