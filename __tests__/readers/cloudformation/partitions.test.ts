import { evaluateRole } from "../../../src/iam/evaluate.js";
import { NOTHING_DECLARED } from "../../../src/iam/resource-set.js";
import { inDeclaredPartitions } from "../../../src/iam/role-partitions.js";
import { loadAuthorization } from "../../../src/iam/service-authorization.js";
import { inline, rolesOf, template } from "./read-template.js";

const authorization = await loadAuthorization();

function verdicts(condition: string, resource: string, appliance: readonly string[] = []): string {
  const [role] = rolesOf(template(inline("sqs:SendMessage", resource), "", `Conditions: {C: ${condition}}\n`));
  if (role === undefined) throw new Error("no role");
  const declared = { ...NOTHING_DECLARED, appliance };
  const asked = { action: "sqs:SendMessage", resources: ["*"] };
  const [verdict] = evaluateRole(
    inDeclaredPartitions(role, declared, new Map()),
    [asked],
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
  ["the suffix", "!Equals [!Ref AWS::URLSuffix, amazonaws.com.cn]", both("arn:aws-cn:sqs:*:*:*")],
  ["the region", "!Equals [!Ref AWS::Region, cn-north-1]", both("arn:aws-cn:sqs:*:*:*")],
  [
    "one of two regions",
    "!Or [!Equals [!Ref AWS::Region, cn-north-1], !Equals [!Ref AWS::Region, cn-northwest-1]]",
    both("arn:aws-cn:sqs:*:*:*"),
  ],
  ["what it is not", "!Not [!Equals [!Ref AWS::Partition, aws]]", both("arn:aws-us-gov:sqs:*:*:*")],
  ["the partition, in one branch", CHINA, `!If [C, "arn:aws-cn:sqs:*:*:*", !Sub "arn:\${AWS::Partition}:sqs:*:*:*"]`],
  [
    "the partition, beside what says it",
    CHINA,
    `[!If [C, "arn:aws-cn:sqs:*:*:*", "arn:aws:sqs:*:*:*"], !Sub "arn:\${AWS::Partition}:s3:::a"]`,
  ],
])("each branch of a condition on %s grants in its own partition", (_what, condition, resource) => {
  expect(verdicts(condition, resource)).toBe("granted");
});

test.each([
  ["no appliance", [], "conditional"],
  ["an appliance in China", ["arn:aws-cn:iam::111122223333:root"], "partial"],
  ["an appliance elsewhere", ["arn:aws:iam::111122223333:root"], "granted"],
])("with %s, the branch of China counts as far as it is deployed", (_what, appliance, expected) => {
  expect(verdicts(CHINA, both("arn:aws-cn:sqs:*:*:one"), appliance)).toBe(expected);
});
