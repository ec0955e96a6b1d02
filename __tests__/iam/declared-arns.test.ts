import type { ActionRequests, Authorization } from "../../src/iam/authorization.js";
import { declaredArns } from "../../src/iam/declared-arns.js";
import type { Deployment } from "../../src/iam/deployment.js";
import type { DeclaredResources } from "../../src/iam/resource-set.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";

const authorization = await loadAuthorization();
const A = "111122223333";
const B = "444455556666";
const place = (accounts: readonly string[], regions: readonly string[], partition = "aws"): Deployment => ({
  partition,
  accounts,
  regions,
});
const one = place([A], ["eu-west-1"]);
const patterns = (actions: string, ...arns: readonly string[]): DeclaredResources => ({ actions, arns });
const queue = (name: string) => `arn:aws:sqs:eu-west-1:${A}:${name}`;

type Row = [string, readonly string[], Deployment | null, readonly DeclaredResources[], readonly string[] | null];

// ARN formats come from the service authorization reference:
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
test.each<Row>([
  ["a service", ["sqs:SendMessage"], one, [], [queue("*")]],
  ["all resources of a service, whatever their type", ["kms:Decrypt"], one, [], [`arn:aws:kms:eu-west-1:${A}:*`]],
  ["the declared partition", ["sqs:SendMessage"], place([A], [], "aws-cn"), [], [`arn:aws-cn:sqs:*:${A}:*`]],
  ["actions of a service that share them", ["sqs:SendMessage", "SQS:DeleteMessage"], one, [], [queue("*")]],
  [
    "each account and each region, in order",
    ["sqs:SendMessage"],
    place([B, A], ["eu-west-1", "eu-west-2"]),
    [],
    [A, B]
      .flatMap((account) => [`arn:aws:sqs:eu-west-1:${account}:*`])
      .concat([A, B].map((account) => `arn:aws:sqs:eu-west-2:${account}:*`)),
  ],
  ["a snapshot, without an account", ["ec2:DeleteSnapshot"], one, [], ["arn:aws:ec2:eu-west-1::snapshot/*"]],
  [
    "a bucket, without either",
    ["s3:ListBucket"],
    place([A], []),
    [patterns("s3:*", "arn:aws:s3:::b*")],
    ["arn:aws:s3:::b*"],
  ],
  ["no resource", ["ec2:DescribeVolumes"], one, [], null],
  ["several actions, one without resources", ["sqs:SendMessage", "ec2:DescribeVolumes"], one, [], null],
  ["no action", [], one, [], null],
  ["no declaration", ["sqs:SendMessage"], null, [], null],
  ["an unknown action", ["nosuch:Act"], one, [], null],
  ["an unknown action on patterns", ["nosuch:Act"], null, [patterns("nosuch:*", "arn:aws:x:::y")], ["arn:aws:x:::y"]],
  ["a pattern unchanged", ["sqs:SendMessage"], null, [patterns("sqs:*", queue("backup-*"))], [queue("backup-*")]],
  [
    "a pattern within the deployment",
    ["sqs:SendMessage"],
    one,
    [patterns("sqs:*", "arn:aws:sqs:*:*:backup-*")],
    [queue("backup-*")],
  ],
  ["an unknown partition", ["sqs:SendMessage"], { ...one, partition: null }, [], [queue("*")]],
  [
    "patterns without those that others cover",
    ["SQS:SendMessage"],
    null,
    [patterns("sqs:*", queue("ab"), queue("a*"), queue("b"))],
    [queue("a*"), queue("b")],
  ],
  ["one of two for the same", ["nosuch:Act"], null, [patterns("nosuch:*", queue("a**"), queue("a*"))], [queue("a*")]],
  [
    "a pattern of accounts, which does not replace an account",
    ["nosuch:Act"],
    null,
    [patterns("nosuch:*", "arn:aws:sqs:eu-west-1:*:*", queue("q"))],
    ["arn:aws:sqs:eu-west-1:*:*", queue("q")],
  ],
])("lists ARNs for %s", (_, actions, deployment, resources, arns) => {
  expect(declaredArns(actions, { deployment, resources }, authorization)).toEqual(arns);
});

const accounts = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
const regions = (count: number) => Array.from({ length: count }, (_, index) => `xx-test-${index}`);

test.each<[string, Deployment, number, string]>([
  ["a short list", place(accounts(5), regions(10)), 50, "arn:aws:sqs:xx-test-0:100000000000:*"],
  ["a long list, without regions", place(accounts(9), regions(10)), 9, "arn:aws:sqs:*:100000000000:*"],
  ["a longer list, without accounts", place(accounts(99), regions(10)), 1, "arn:aws:sqs:*:*:*"],
])("shortens %s", (_, deployment, count, first) => {
  const arns = declaredArns(["sqs:SendMessage"], { deployment, resources: [] }, authorization);
  expect([arns?.length, arns?.[0]]).toEqual([count, first]);
});

test.each([
  [2500, true],
  [2501, false],
])("evaluates a list of %i characters: %s", (length, fits) => {
  const names = ["a", "b"].map((character, at) => {
    const start = "arn:aws:sqs:*:*:";
    return start + character.repeat((at === 0 ? 1000 : length - 1000) - start.length);
  });
  const declared = { deployment: null, resources: [patterns("sqs:*", ...names)] };
  expect(declaredArns(["sqs:SendMessage"], declared, authorization)).toEqual(fits ? names : null);
});

function withForms(...forms: readonly string[]): Authorization {
  const types = forms.map((form) => ({ name: form, forms: [form], keys: [], need: "none" as const }));
  const requests: ActionRequests = { types, keys: [] };
  return { ...authorization, requestsOf: () => requests };
}

// "Resource vendor must be fully qualified and cannot contain regexes": https://github.com/hashicorp/terraform-provider-aws/issues/10932
test.each<[readonly string[], readonly string[] | null]>([
  [["*:*:*:x/*"], null],
  [["my?:*:*:x/*"], null],
  [["my:*:*:x/*", "*:*:*:y/*"], null],
  [["my:*:*:x/*"], [`arn:aws:my:eu-west-1:${A}:*`]],
  [["s3:*:*:accesspoint/*"], [`arn:aws:s3:eu-west-1:${A}:accesspoint/*`]],
  [["iam::????????????:policy/*"], [`arn:aws:iam::${A}:*`]],
  [["ec2:*:aws:prefix-list/*"], ["arn:aws:ec2:eu-west-1:aws:prefix-list/*"]],
])("writes no ARN with a wildcard as its service: %j", (forms, arns) => {
  expect(declaredArns(["my:Act"], { deployment: one, resources: [] }, withForms(...forms))).toEqual(arns);
});
