import { Evaluation } from "../../src/iam/evaluate.js";
import { explainAction } from "../../src/iam/explain.js";
import type { Role } from "../../src/iam/model.js";
import { type Declaration, NOTHING_DECLARED } from "../../src/iam/resource-set.js";
import { byPartition, declaredPartition, inDeclaredPartitions, partitionsOf } from "../../src/iam/role-partitions.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, deny, policyOf, roleOf, trustOf } from "./role.js";

const authorization = await loadAuthorization();
const ACCOUNT = "111122223333";
const trusting = (...ids: readonly string[]) =>
  ids.length === 0 ? null : trustOf({ Effect: "Allow", Principal: { AWS: ids }, Action: "sts:AssumeRole" });
const root = (partition: string) => `arn:${partition}:iam::${ACCOUNT}:root`;
const role = (statements: readonly object[], ...trusted: readonly string[]): Role =>
  roleOf({ policies: [policyOf("policy", ...statements)], trust: trusting(...trusted) });
const regions = (...names: readonly string[]) => new Map([["aws:requestedregion", names]]);
const queues = (partition: string) => `arn:${partition}:sqs:*:*:*`;
const keys = (partition: string) => `arn:${partition}:kms:*:*:key/*`;
const none = new Map<string, readonly string[]>();

function inPartition(partition: string): Declaration {
  return { deployment: { partition, accounts: [], regions: [] }, resources: [] };
}
const withAppliance = (...appliance: readonly string[]): Declaration => ({ ...NOTHING_DECLARED, appliance });

/**
 * A role can't trust principals in another partition, and a policy's ARNs don't match there, either:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html,
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
describe("the first source of a partition decides", () => {
  const china = role([allow("sqs:*", queues("aws-cn"))], root("aws-cn"));
  test.each<[string, Role, Declaration, ReadonlyMap<string, readonly string[]>, readonly string[]]>([
    ["the declared partition", china, inPartition("aws-us-gov"), regions("eu-west-1"), ["aws-us-gov"]],
    ["declared regions", china, withAppliance(root("aws")), regions("us-gov-west-1", "us-gov-east-1"), ["aws-us-gov"]],
    [
      "regions in several partitions",
      china,
      withAppliance(root("aws")),
      regions("us-gov-west-1", "eu-west-1"),
      ["aws-us-gov", "aws"],
    ],
    ["unknown regions", china, withAppliance(root("aws")), regions("nowhere"), ["aws"]],
    ["the appliance", china, withAppliance(ACCOUNT, root("aws")), none, ["aws"]],
    ["an appliance without a partition", china, withAppliance(ACCOUNT), none, ["aws-cn"]],
    ["an unknown partition", role([allow("sqs:*", queues("awss"))]), NOTHING_DECLARED, none, ["aws"]],
    ["the trust policy", role([allow("sqs:*", queues("aws-cn"))], root("aws")), NOTHING_DECLARED, none, ["aws"]],
    [
      "a trust policy without a partition",
      role([allow("sqs:*", queues("aws-cn"))], ACCOUNT, "*"),
      NOTHING_DECLARED,
      none,
      ["aws-cn"],
    ],
    ["allowed ARNs", role([allow("sqs:*", queues("aws-cn"))]), NOTHING_DECLARED, none, ["aws-cn"]],
    [
      "ARNs in several partitions",
      role([allow("sqs:*", queues("aws-us-gov")), allow("kms:*", keys("aws-cn"))]),
      NOTHING_DECLARED,
      none,
      ["aws-us-gov", "aws-cn"],
    ],
    ["denied ARNs, which do not count", role([deny("sqs:*", queues("aws-cn"))]), NOTHING_DECLARED, none, ["aws"]],
    [
      "excluded ARNs, which do not count",
      role([{ Effect: "Allow", Action: "*", NotResource: queues("aws-cn") }]),
      NOTHING_DECLARED,
      none,
      ["aws"],
    ],
    ["nothing", role([allow("*")]), NOTHING_DECLARED, none, ["aws"]],
  ])("%s", (_name, given, declared, context, partitions) => {
    expect(partitionsOf(given, declared, context)).toEqual(partitions);
  });
});

function verdictOf(given: Role, action: string, context = none, declared = NOTHING_DECLARED): string {
  return new Evaluation(context, authorization, null, declared).of(given)({ action, resources: ["*"] }).verdict;
}

describe("ARNs in another partition grant and deny nothing", () => {
  test("if it differs from the trust policy's or the appliance's", () => {
    expect(verdictOf(role([allow("sqs:*", queues("aws-cn"))], root("aws")), "sqs:SendMessage")).toBe("missing");
    const open = role([allow("sqs:*", queues("aws-cn"))]);
    expect(verdictOf(open, "sqs:SendMessage", none, withAppliance(root("aws")))).toBe("missing");
    expect(verdictOf(open, "sqs:SendMessage")).toBe("granted");
  });

  test("names the partition in the verdict", () => {
    const { causes } = new Evaluation(none, authorization, null).of(
      role([allow("sqs:*", queues("aws-cn"))], root("aws")),
    )({
      action: "sqs:SendMessage",
      resources: ["*"],
    });
    expect(causes.map(({ detail }) => detail)).toEqual([
      "only resource arn:aws-cn:sqs:*:*:*, which is not in partition aws",
    ]);
  });

  test("grants only partially if a grant counts in one of several partitions", () => {
    const mixed = role([allow("sqs:*", queues("aws-us-gov")), allow("kms:*", keys("aws-cn"))]);
    expect(verdictOf(mixed, "sqs:SendMessage")).toBe("partial");
    expect(verdictOf(mixed, "kms:Decrypt")).toBe("partial");
    expect(verdictOf(mixed, "ssm:GetParameter")).toBe("missing");
    const both = role([allow("sqs:*", [queues("aws"), queues("aws-cn")])]);
    expect(verdictOf(both, "sqs:SendMessage")).toBe("granted");
    // Types that a request needs together are in one partition.
    const disks = role([allow("ec2:*", ["arn:aws:ec2:*:*:volume/*", "arn:aws-cn:ec2:*:*:instance/*"])]);
    expect(verdictOf(disks, "ec2:AttachVolume")).toBe("partial");
  });

  test("applies a Deny in a partition other than the default", () => {
    expect(verdictOf(role([allow("*"), deny("sqs:*", queues("aws-cn"))]), "sqs:SendMessage")).toBe("granted");
    expect(verdictOf(role([allow("*"), deny("sqs:*", queues("aws-cn"))], root("aws-cn")), "sqs:SendMessage")).toBe(
      "denied",
    );
  });
});

/** General reference, https://docs.aws.amazon.com/general/latest/gr/iam-service.html: IAM has an endpoint in each partition. */
describe("a guard on regions in another partition", () => {
  const only = (region: string) =>
    deny("*", "*", { Condition: { StringNotEquals: { "aws:RequestedRegion": region } } });
  test.each([
    ["us-gov-west-1", "iam:GetRole", "granted"],
    ["us-gov-east-1", "iam:GetRole", "denied"],
    ["us-gov-west-1", "organizations:DescribeOrganization", "granted"],
    ["cn-north-1", "iam:GetRole", "granted"],
    ["cn-northwest-1", "iam:GetRole", "denied"],
    ["cn-northwest-1", "organizations:DescribeOrganization", "granted"],
    ["eu-west-1", "iam:GetRole", "denied"],
  ])("%s with the declared %s is %s", (region, action, expected) => {
    expect(verdictOf(role([allow("*"), only(region)]), action, regions(region))).toBe(expected);
  });

  test("uses the partition of the trust policy", () => {
    expect(verdictOf(role([allow("*"), only("us-gov-west-1")], root("aws-us-gov")), "iam:GetRole")).toBe("granted");
    expect(verdictOf(role([allow("*"), only("us-gov-west-1")]), "iam:GetRole")).toBe("denied");
  });

  test("stays undecided with several partitions", () => {
    expect(verdictOf(role([allow("*"), only("us-gov-west-1")], root("aws-us-gov"), root("aws")), "iam:GetRole")).toBe(
      "conditional",
    );
    expect(verdictOf(role([allow("*"), only("eu-west-1")], root("aws-us-gov"), root("aws")), "iam:GetRole")).toBe(
      "denied",
    );
  });
});

describe("the commercial partition in a template means any partition", () => {
  const inTemplate = (given: Role): Role => ({ ...given, format: "cloudformation" });
  const some = role([allow("sqs:*", queues("aws")), allow("kms:*", keys("aws-us-gov"))], root("aws-us-gov"));
  test.each(["sqs:SendMessage", "kms:Decrypt"])("for %s", (action) => {
    expect(verdictOf(inTemplate(some), action)).toBe("granted");
    const [explained] = explainAction(inTemplate(some), { action, resources: ["*"] }, none, authorization);
    expect(explained?.steps).toMatchObject([{ effect: "allows" }]);
  });
  test("means only itself outside templates", () => expect(verdictOf(some, "sqs:SendMessage")).toBe("missing"));
  test("does not stand for a partition other than the trust policy's", () => {
    expect(verdictOf(inTemplate(role([allow("sqs:*", queues("aws-cn"))], root("aws"))), "sqs:SendMessage")).toBe(
      "missing",
    );
  });
});

test("puts an unknown resource in the role's partition", () => {
  const given = role([allow("kms:*", "arn:aws-cn:kms:*:*:key/x")], root("aws-cn"));
  const [{ policies }] = given.variants;
  const text = { kind: "unresolved", expression: "aws_kms_key.key.arn", like: "arn:aws:kms:*" } as const;
  const unknown = policies.map((policy) => {
    if (policy.kind !== "document") return policy;
    const statements = policy.document.statements.map((statement) => {
      const patterns = statement.resources?.patterns.map((pattern) => ({ ...pattern, text })) ?? [];
      return statement.resources === null
        ? statement
        : { ...statement, resources: { ...statement.resources, patterns } };
    });
    return { ...policy, document: { ...policy.document, statements } };
  });
  const [first] = given.variants;
  expect(verdictOf({ ...given, variants: [{ ...first, policies: unknown }] }, "kms:Decrypt")).toBe("partial");
});

test.each<[string, Declaration, readonly string[], string | null]>([
  ["a deployment", { ...inPartition("aws-cn"), appliance: [root("aws")] }, ["eu-west-1"], "aws-cn"],
  ["regions", withAppliance(root("aws")), ["cn-north-1", "nowhere", "cn-northwest-1"], "aws-cn"],
  ["regions in two partitions", withAppliance(root("aws")), ["cn-north-1", "eu-west-1"], null],
  ["the appliance", withAppliance(ACCOUNT, root("aws-us-gov")), [], "aws-us-gov"],
  ["appliances in two partitions", withAppliance(root("aws-us-gov"), root("aws")), [], null],
  ["only an account", withAppliance(ACCOUNT), [], null],
  ["nothing", NOTHING_DECLARED, [], null],
])("finds the run's partition by %s", (_, declared, names, partition) => {
  expect(declaredPartition({ ...declared, context: regions(...names) })).toBe(partition);
});

describe("variants that a template's conditions assign to partitions", () => {
  const variant = (when: string, partitions?: readonly string[], partition = "aws") => ({
    when,
    policies: [policyOf("policy", allow("sqs:*", queues(partition)))],
    ...(partitions === undefined ? {} : { partitions }),
  });
  const china = variant("china", ["aws-cn"], "aws-cn");
  const gov = variant("gov", ["aws-us-gov"]);
  const rest = variant("rest", ["aws", "aws-us-gov"]);
  const open = variant("open");
  const left = (given: Role) => given.variants.map(({ when }) => when);

  test.each<[string, Role, readonly (readonly number[])[]]>([
    ["one variant", roleOf(china), [[0]]],
    ["two in one partition and one in another", roleOf(china, gov, china), [[0, 2], [1]]],
    ["one in a partition and one in any", roleOf(open, china, open), [[0, 2], [1]]],
    ["none in a partition", roleOf(open, open), [[0, 1]]],
    ["none in a partition, with ARNs in two", roleOf(open, variant("other", undefined, "aws-cn")), [[0], [1]]],
  ])("are decided per partition: %s", (_, given, groups) => {
    const parts = byPartition(given, NOTHING_DECLARED, none);
    expect(parts.map(({ indexes }) => indexes)).toEqual(groups);
    expect(parts.map((part) => left(part.role))).toEqual(
      groups.map((group) => group.map((index) => given.variants[index]?.when)),
    );
  });

  test("are decided together if all are in the declared partition", () => {
    const given = roleOf(open, variant("other", undefined, "aws-cn"));
    expect(byPartition(given, inPartition("aws"), none)).toEqual([{ role: given, indexes: [0, 1] }]);
  });

  test.each<[string, Role, Declaration, readonly string[], readonly string[]]>([
    ["the declared partition", roleOf(china, gov, rest), inPartition("aws-us-gov"), [], ["gov", "rest"]],
    [
      "the partition of declared regions",
      roleOf(china, gov, rest),
      NOTHING_DECLARED,
      ["nowhere", "cn-north-1"],
      ["china"],
    ],
    ["the appliance's partition", roleOf(china, gov, rest), withAppliance(ACCOUNT, root("aws")), [], ["rest"]],
    ["any partition, with nothing declared", roleOf(china, gov, rest), NOTHING_DECLARED, [], ["china", "gov", "rest"]],
    ["any partition if they have none", roleOf(china, open), inPartition("aws-us-gov"), [], ["open"]],
    ["all partitions if each has none", roleOf(open, open), inPartition("aws-us-gov"), [], ["open", "open"]],
    ["all partitions if none would remain", roleOf(china, gov), inPartition("aws"), [], ["china", "gov"]],
  ])("remain in %s", (_, given, declared, names, whens) => {
    expect(left(inDeclaredPartitions(given, declared, regions(...names)))).toEqual(whens);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["only others", [root("aws"), root("aws-us-gov")], []],
    ["their own", [root("aws-cn")], ["china"]],
    ["their own and others", [root("aws"), root("aws-cn")], ["china"]],
    ["an invalid ARN", [ACCOUNT], ["china"]],
    ["nobody", [], ["china"]],
  ])("and trust %s", (_, trusted, whens) => {
    const given = roleOf({ ...china, trust: trusting(...trusted) }, gov);
    expect(left(inDeclaredPartitions(given, NOTHING_DECLARED, none))).toEqual([...whens, "gov"]);
  });

  test("stay the same for a role without partitions", () => {
    const given = roleOf(open, open);
    expect(inDeclaredPartitions(given, inPartition("aws-cn"), none)).toBe(given);
  });

  test.each<[string, Role, readonly string[]]>([
    ["what the conditions of all leave", roleOf(china, gov), ["aws-cn", "aws-us-gov"]],
    ["not if conditions leave several", roleOf({ ...rest, trust: trusting(root("aws-cn")) }), ["aws-cn"]],
    ["conditions before the trust policy", roleOf({ ...gov, trust: trusting(root("aws-cn")) }), ["aws-us-gov"]],
  ])("determine the partition: %s", (_, given, partitions) => {
    expect(partitionsOf(given, NOTHING_DECLARED, none)).toEqual(partitions);
  });

  test.each<[string, Role, readonly string[]]>([
    ["one variant", roleOf({ trust: trusting(root("aws"), root("aws-cn")) }), ["aws-cn"]],
    ["one variant in the commercial partition", roleOf({ trust: trusting(root("aws")) }), ["aws"]],
    ["two variants", roleOf({ trust: trusting(root("aws")) }, { trust: trusting(root("aws-cn")) }), ["aws", "aws-cn"]],
  ])("determines the partition in a template from literal ARNs: %s", (_, given, partitions) => {
    expect(partitionsOf({ ...given, format: "cloudformation" }, NOTHING_DECLARED, none)).toEqual(partitions);
  });

  test("uses both outside templates", () => {
    const given = roleOf({ trust: trusting(root("aws"), root("aws-cn")) });
    expect(partitionsOf(given, NOTHING_DECLARED, none)).toEqual(["aws", "aws-cn"]);
  });
});
