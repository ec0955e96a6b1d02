import { evaluateRole } from "../../../src/iam/evaluate.js";
import { NOTHING_DECLARED } from "../../../src/iam/resource-set.js";
import { inDeclaredPartitions } from "../../../src/iam/role-partitions.js";
import { loadAuthorization } from "../../../src/iam/service-authorization.js";
import { suspectPrincipals } from "../../../src/iam/suspect-principal.js";
import { evaluateTrust } from "../../../src/iam/trust.js";
import { inline, readAmong, rolesOf, template } from "./read-template.js";

const authorization = await loadAuthorization();

function verdicts(condition: string, resource: string, appliance: readonly string[] = []): string {
  const [role] = rolesOf(template(inline("sqs:SendMessage", resource), "", `Conditions: {C: ${condition}}\n`));
  if (role === undefined) throw new Error("no role");
  const declared = { ...NOTHING_DECLARED, appliance };
  const requested = { action: "sqs:SendMessage", resources: ["*"] };
  const [verdict] = evaluateRole(
    inDeclaredPartitions(role, declared, new Map()),
    [requested],
    new Map(),
    authorization,
    declared,
  );
  return verdict?.verdict ?? "none";
}

const CHINA = "!Equals [!Ref AWS::Partition, aws-cn]";
const both = (other: string) => `!If [C, "${other}", "arn:aws:sqs:*:*:*"]`;

test.each([
  ["the partition", CHINA, both("arn:aws-cn:sqs:*:*:*")],
  ["GovCloud", "!Equals [aws-us-gov, !Ref AWS::Partition]", both("arn:aws-us-gov:sqs:*:*:*")],
  ["the URL suffix", "!Equals [!Ref AWS::URLSuffix, amazonaws.com.cn]", both("arn:aws-cn:sqs:*:*:*")],
  ["the region", "!Equals [!Ref AWS::Region, cn-north-1]", both("arn:aws-cn:sqs:*:*:*")],
  [
    "one of two regions",
    "!Or [!Equals [!Ref AWS::Region, cn-north-1], !Equals [!Ref AWS::Region, cn-northwest-1]]",
    both("arn:aws-cn:sqs:*:*:*"),
  ],
  ["what it is not", "!Not [!Equals [!Ref AWS::Partition, aws]]", both("arn:aws-us-gov:sqs:*:*:*")],
  [
    "the partition, in only one branch",
    CHINA,
    `!If [C, "arn:aws-cn:sqs:*:*:*", !Sub "arn:\${AWS::Partition}:sqs:*:*:*"]`,
  ],
  [
    "the partition, next to what implies it",
    CHINA,
    `[!If [C, "arn:aws-cn:sqs:*:*:*", "arn:aws:sqs:*:*:*"], !Sub "arn:\${AWS::Partition}:s3:::a"]`,
  ],
])("grants in the partition of each branch: a condition on %s", (_what, condition, resource) => {
  expect(verdicts(condition, resource)).toBe("granted");
});

test.each([
  ["no appliance", [], "conditional"],
  ["an appliance in China", ["arn:aws-cn:iam::111122223333:root"], "partial"],
  ["an appliance elsewhere", ["arn:aws:iam::111122223333:root"], "granted"],
])("counts the China branch only if it can be deployed there: with %s", (_what, appliance, expected) => {
  expect(verdicts(CHINA, both("arn:aws-cn:sqs:*:*:one"), appliance)).toBe(expected);
});

/** Verdicts on a role that trusts EC2 by one of two names, and possibly an AWS principal, and messages about suspicious principals. */
function trusted(condition: string, principal: string, other = "ec2.amazonaws.com.cn"): readonly string[] {
  const service = `!If [C, ${other}, ec2.amazonaws.com]`;
  const text = `
Parameters: {Bare: {Type: String}, Deployed: {Type: String, Default: "no"}}
Conditions: {C: ${condition}}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ${service}${principal}}}]
`;
  return rolesOf(text)
    .map((role) => inDeclaredPartitions(role, NOTHING_DECLARED, new Map()))
    .flatMap((role) => [
      ...(["ec2", "appliance"] as const).map((party) => evaluateTrust(role, party, [], new Map())?.verdict ?? "none"),
      ...suspectPrincipals(role).map(({ message }) => message),
    ]);
}

const byPartition = ', AWS: !Sub "arn:${AWS::Partition}:iam::111122223333:role/veeam"';
const CHINESE = "!Or [!Equals [!Ref AWS::Region, cn-north-1], !Equals [!Ref AWS::Region, cn-northwest-1]]";

test.each<[string, string, string]>([
  ["partition", CHINA, byPartition],
  ["partition, negated", '!Not [!Equals [!Ref "AWS::Partition", aws]]', byPartition],
  ["URL suffix", "!Equals [!Ref AWS::URLSuffix, amazonaws.com.cn]", byPartition],
  [
    "partition that is a different one, with a commercial principal",
    '!Not [!Equals [!Ref "AWS::Partition", aws]]',
    ", AWS: 'arn:aws:iam::111122223333:root'",
  ],
  ["URL suffix in a string", "!Equals [!Sub 'x.${AWS::URLSuffix}', x.amazonaws.com.cn]", byPartition],
  ["region", "!Equals [!Ref AWS::Region, cn-north-1]", byPartition],
  ["regions", CHINESE, byPartition],
  [
    "region, with a principal for each",
    CHINESE,
    ", AWS: !If [C, 'arn:aws-cn:iam::111122223333:root', 'arn:aws:iam::111122223333:root']",
  ],
  [
    "partition, with a commercial principal that can't be China's",
    CHINA,
    ", AWS: 'arn:aws:iam::111122223333:role/veeam'",
  ],
  ["region, with such a principal", CHINESE, ", AWS: 'arn:aws:iam::111122223333:root'"],
  ["partition, with an account", CHINA, ", AWS: '111122223333'"],
])("names EC2 by the partition of each branch: a condition on the %s", (_what, condition, principal) => {
  expect(trusted(condition, principal)).toEqual(["granted", "granted"]);
});

/** The verdicts and messages for a role that trusts the given principals. */
function trustedBy(principals: string, partition: string | null = null): readonly string[] {
  const text = `Mappings: {M: {aws: {S: ec2.amazonaws.com}, aws-cn: {S: ec2.amazonaws.com.cn}}}\nResources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: ${principals}}]}}}}`;
  const [role] = readAmong({ "t.yaml": text }, "t.yaml", { partition }).roles;
  if (role === undefined) throw new Error("no role");
  return [
    ...(["ec2", "appliance"] as const).map(
      (party) => evaluateTrust(role, party, [], new Map(), null, partition)?.verdict ?? "none",
    ),
    ...suspectPrincipals(role, partition).map(({ message }) => message),
  ];
}

const ANY = '!Sub "arn:${AWS::Partition}:iam::111122223333:root"';
const CHINAS = '"arn:aws-cn:iam::111122223333:root"';
const isOf = (what: string, where: string, here: string) => `${what} belongs to ${where}, but the role is in ${here}`;

test.each<[string, string, string | null]>([
  ["in China by its China name", `{Service: ec2.amazonaws.com.cn, AWS: ${ANY}}`, null],
  ["in China by its China name, declared", `{Service: ec2.amazonaws.com.cn, AWS: ${ANY}}`, "aws-cn"],
  ["by both names", `{Service: [ec2.amazonaws.com, ec2.amazonaws.com.cn], AWS: ${ANY}}`, null],
  ["by both names, in China", `{Service: [ec2.amazonaws.com, ec2.amazonaws.com.cn], AWS: ${ANY}}`, "aws-cn"],
  ["by both names, in AWS", `{Service: [ec2.amazonaws.com, ec2.amazonaws.com.cn], AWS: ${ANY}}`, "aws"],
  [
    "next to a Chinese ARN",
    `{Service: ec2.amazonaws.com.cn, AWS: [${ANY}, "arn:aws-cn:iam::111122223333:root"]}`,
    null,
  ],
  ["by the URL suffix", `{Service: !Sub "ec2.\${AWS::URLSuffix}", AWS: ${ANY}}`, "aws-cn"],
  ["by the URL suffix next to a Chinese ARN", `{Service: !Sub "ec2.\${AWS::URLSuffix}", AWS: ${CHINAS}}`, null],
  ["by a joined URL suffix", `{Service: !Join [".", [ec2, !Ref "AWS::URLSuffix"]], AWS: ${CHINAS}}`, null],
  ["by its name in a mapping", `{Service: !FindInMap [M, !Ref "AWS::Partition", S], AWS: ${CHINAS}}`, null],
  [
    "by the URL suffix next to an unknown account there",
    `{Service: !Sub "ec2.\${AWS::URLSuffix}", AWS: !Sub "arn:aws-cn:iam::\${AWS::AccountId}:root"}`,
    null,
  ],
  [
    "by the URL suffix next to another principal's name there",
    `{Service: [!Sub "ec2.\${AWS::URLSuffix}", x.amazonaws.com.cn], AWS: ${ANY}}`,
    null,
  ],
])("trusts EC2 %s", (_what, principals, partition) => {
  expect(trustedBy(principals, partition)).toEqual(["granted", "granted"]);
});

test.each<[string, string, string | null, readonly string[]]>([
  [
    "in AWS by its China name",
    `{Service: ec2.amazonaws.com.cn, AWS: ${ANY}}`,
    "aws",
    [isOf("ec2.amazonaws.com.cn", "partition aws-cn", "aws")],
  ],
  [
    "by its China name next to a commercial ARN",
    `{Service: ec2.amazonaws.com.cn, AWS: [${ANY}, "arn:aws:iam::111122223333:role/veeam"]}`,
    null,
    [isOf("ec2.amazonaws.com.cn", "partition aws-cn", "aws")],
  ],
  [
    "in China by its commercial name",
    `{Service: ec2.amazonaws.com, AWS: ${ANY}}`,
    "aws-cn",
    [isOf("ec2.amazonaws.com", "another partition", "aws-cn")],
  ],
  [
    "by its commercial name next to a Chinese ARN",
    `{Service: ec2.amazonaws.com, AWS: ${CHINAS}}`,
    null,
    [isOf("ec2.amazonaws.com", "another partition", "aws-cn")],
  ],
])("does not trust EC2 %s", (_what, principals, partition, messages) => {
  expect(trustedBy(principals, partition)).toEqual(["missing", "granted", ...messages]);
});

test.each<[string, string, string, string, readonly string[]]>([
  [
    "a branch of another partition",
    "!Equals [!Ref AWS::Partition, aws-us-gov]",
    byPartition,
    "ec2.amazonaws.com.cn",
    ["conditional", "granted", "ec2.amazonaws.com.cn belongs to partition aws-cn, but the role is in aws-us-gov"],
  ],
  [
    "a branch of no partition",
    "!Equals [!Ref Deployed, here]",
    byPartition,
    "ec2.amazonaws.com.cn",
    ["conditional", "granted", "ec2.amazonaws.com.cn belongs to partition aws-cn, but the role is in aws"],
  ],
])("reports EC2's China name as an error in %s", (_what, condition, principal, other, expected) => {
  expect(trusted(condition, principal, other)).toEqual(expected);
});

test.each([
  ["ec2.amazonaws.com.cn", "aws-cn"],
  ["[ec2.amazonaws.com, lambda.amazonaws.com.cn]", "aws-cn"],
  ["[ec2.amazonaws.com, ec2.amazonaws.com.cn]", "aws"],
  ["ec2.amazonaws.com", "aws"],
])("evaluates AWS::Partition in the partition of a role that trusts %s: %s", (service, partition) => {
  const text = template(inline("sqs:SendMessage", '!Sub "arn:${AWS::Partition}:sqs:*:*:*"')).replace(
    "{Statement: []}",
    `{Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: ${service}}}]}`,
  );
  const [role] = rolesOf(text);
  const [policy] = role?.variants[0].policies ?? [];
  const resources = policy?.kind === "document" ? policy.document.statements[0]?.resources : undefined;
  expect(resources?.patterns.map((one) => one.text)).toEqual([`arn:${partition}:sqs:*:*:*`]);
});
