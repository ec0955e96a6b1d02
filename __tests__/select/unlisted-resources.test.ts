import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { unlistedResources } from "../../src/select/unlisted-resources.js";
import { filePlace } from "../../src/source/place.js";

const authorization = await loadAuthorization();
const requirements = catalogRequirements("7", authorization);

function problems(actions: string, arns: readonly string[]): readonly string[] {
  if (requirements === null) throw new Error("no catalog");
  const found = unlistedResources([{ actions, arns, place: filePlace("c.yml") }], requirements, authorization);
  return found.map(({ message, help }) => `${message} | ${help}`);
}

const unlisted = (...patterns: readonly string[]) => patterns.flatMap((actions) => problems(actions, ["*"]));

test("knows actions of a kind in any case, and patterns of them", () => {
  expect(unlisted("sqs:SendMessage", "SQS:sendmessage", "sqs:*", "*", "iam:Pass*", "*:Describe*")).toEqual([]);
});

test.each([
  ["sqs:SendMesage", "did you mean `sqs:SendMessage`?"],
  ["iam:PasRole", "did you mean `iam:PassRole`?"],
  ["sqz:*", "did you mean `sqs:*`?"],
  ["kinesis:PutRecord", "remove the line"],
  ["sqs:Send*Mesage", "did you mean `sqs:SendMessage`?"],
  ["SQS:Send*Mesage", "did you mean `sqs:SendMessage`?"],
  ["dyanmodb:*", "remove the line; AWS has `dynamodb:*`, which no kind requires"],
  ["dyanmodb:PutItem", "remove the line; AWS has `dynamodb:PutItem`, which no kind requires"],
  ["sqs:Zap*", "which matches nothing that a kind of version 7 requires | remove the line"],
])("does not know %s: %s", (actions, words) => {
  expect(unlisted("sqs:*", actions)).toEqual([expect.stringContaining(words)]);
});

const QUEUE = "arn:aws:sqs:*:111122223333:veeam-*";

test.each<[string, readonly string[]]>([
  ["sqs:*", [QUEUE]],
  ["sqs:SendMessage", ["arn:aws-cn:sqs:cn-north-1:*:a", "arn:*"]],
  // An ARN that is valid for one of a pattern's actions is valid for the pattern.
  ["ec2:*", ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*::snapshot/*"]],
  ["iam:PassRole", ["arn:aws:iam::444455556666:role/a"]],
  ["*", [QUEUE, "arn:aws:ec2:*:*:volume/*"]],
  // The form of a bucket's ARN also matches its objects.
  ["s3:*", ["arn:aws:s3:::veeam-*", "arn:aws:s3:::veeam-*/*"]],
  ["sqs:*", ["arn:aws:s3:::a", "*"]],
])("finds %s on %j in the resources of these actions", (actions, arns) => expect(problems(actions, arns)).toEqual([]));

test.each<[string, readonly string[], readonly string[]]>([
  [
    "sqs:*",
    ["arn:aws:s3:::veeam-*"],
    ["`arn:aws:s3:::veeam-*`, which is not a resource", "actions can", "arn:*:sqs:*:*:*"],
  ],
  [
    "iam:PassRole",
    ["arn:aws:iam::*:role/a", "arn:aws:iam::*:user/b"],
    ["user/b`", "action can", "arn:*:iam::*:role/*"],
  ],
  ["ec2:DescribeVolumes", ["arn:aws:ec2:*:*:volume/*"], ["they do not work on specific resources: remove the line"]],
  ["sqs:SendMessage", ["arn:aws:sqs:*:*:a/b"], ["a/b`"]],
  ["ec2:*", ["*:volume/*"], ["they work on arn:*:ec2:", ", ..."]],
])("finds %s on %j in none of them", (actions, arns, words) => {
  const [first, ...others] = problems(actions, arns);
  expect(others).toEqual([]);
  for (const word of words) expect(first).toContain(word);
});
