import fc from "fast-check";
import type { Deployment } from "../../src/iam/deployment.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy, Role } from "../../src/iam/model.js";
import { matchesPattern } from "../../src/iam/pattern.js";
import { type DeclaredResources, NOTHING_DECLARED } from "../../src/iam/resource-set.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { ActionVerdict, Verdict } from "../../src/iam/verdict.js";
import { cpuSeconds } from "../cpu-time.js";
import { allow, deny, policyOf, referenceTo, roleOf, roleWith } from "./role.js";

const authorization = await loadAuthorization();

const ACCOUNT = "111122223333";
const OTHER = "222233334444";
const TWO_REGIONS = deploymentOf([ACCOUNT], ["eu-west-1", "eu-central-1"]);

function deploymentOf(accounts: readonly string[], regions: readonly string[], partition: string | null = "aws") {
  return { partition, accounts, regions } satisfies Deployment;
}

function judge(
  role: Role,
  action: string,
  deployment: Deployment | null = TWO_REGIONS,
  resources: readonly DeclaredResources[] = [],
  requested = ["*"],
): ActionVerdict {
  const [verdict] = evaluateRole(role, [{ action, resources: requested }], new Map(), authorization, {
    deployment,
    resources,
  });
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
}

describe("within a deployment in one account and two regions", () => {
  test.each<[string, readonly string[], Verdict]>([
    ["sqs:SendMessage", ["arn:aws:sqs:*:111122223333:*"], "granted"],
    ["sqs:SendMessage", ["arn:aws:sqs:eu-*:111122223333:*"], "granted"],
    ["sqs:SendMessage", ["arn:aws:sqs:eu-west-1:111122223333:*", "arn:aws:sqs:eu-central-1:*:*"], "granted"],
    ["sqs:SendMessage", ["arn:aws:sqs:eu-west-1:111122223333:*"], "partial"],
    ["sqs:SendMessage", ["arn:aws:sqs:us-east-1:111122223333:*"], "missing"],
    ["sqs:SendMessage", ["arn:aws:sqs:*:222233334444:*"], "missing"],
    ["sqs:SendMessage", ["arn:aws:sqs:*:111122223333:veeam-*"], "partial"],
    ["iam:PassRole", ["arn:aws:iam::111122223333:role/*"], "granted"],
    ["iam:PassRole", ["arn:aws:iam::222233334444:role/*"], "missing"],
    // Requests for these never involve AWS's own resources.
    ["iam:CreatePolicy", ["arn:aws:iam::111122223333:policy/*"], "granted"],
    ["ec2:ModifyManagedPrefixList", ["arn:aws:ec2:*:111122223333:prefix-list/*"], "granted"],
    ["iam:CreateServiceLinkedRole", ["arn:aws:iam::111122223333:role/aws-service-role/*"], "granted"],
    ["ssm:CreateDocument", ["arn:aws:ssm:*:111122223333:document/*"], "granted"],
    ["ssm:PutParameter", ["arn:aws:ssm:*:111122223333:parameter/*"], "granted"],
    ["ssm:ModifyDocumentPermission", ["arn:aws:ssm:*::document/*"], "missing"],
    ["ssm:GetParameter", ["arn:aws:ssm:*:111122223333:parameter/*"], "partial"],
    ["ssm:GetDocument", ["arn:aws:ssm:*:111122223333:document/*"], "partial"],
    // Every type of a launch is needed, including images, which have no account.
    ["ec2:RunInstances", ["arn:aws:ec2:*:111122223333:*"], "missing"],
    [
      "ec2:AttachVolume",
      ["arn:aws:ec2:eu-west-1:111122223333:*", "arn:aws:ec2:eu-central-1:111122223333:*"],
      "granted",
    ],
    ["ec2:AttachVolume", ["arn:aws:ec2:eu-*:111122223333:volume/*"], "missing"],
    ["ec2:AttachVolume", ["arn:aws:ec2:*:111122223333:volume/*", "arn:aws:ec2:eu-west-1:*:instance/*"], "partial"],
    // Snapshots and images have no account.
    ["ebs:ListSnapshotBlocks", ["arn:aws:ec2:*:111122223333:snapshot/*"], "missing"],
    ["ebs:ListSnapshotBlocks", ["arn:aws:ec2:eu-*::snapshot/*"], "granted"],
    // AWS's own documents, parameters, and prefix lists are outside every account.
    ["ssm:GetDocument", ["arn:aws:ssm:*:111122223333:document/*"], "partial"],
    ["ssm:GetDocument", ["arn:aws:ssm:*:111122223333:document/*", "arn:aws:ssm:*::document/*"], "granted"],
    ["ssm:GetParameter", ["arn:aws:ssm:*:111122223333:parameter/*"], "partial"],
    ["ssm:GetParameter", ["arn:aws:ssm:*:111122223333:*", "arn:aws:ssm:eu-*::parameter/aws/service/*"], "granted"],
    ["ec2:GetManagedPrefixListEntries", ["arn:aws:ec2:*:111122223333:*"], "partial"],
    ["ec2:GetManagedPrefixListEntries", ["arn:aws:ec2:*:111122223333:*", "arn:aws:ec2:*:aws:*"], "granted"],
    // A bucket's name doesn't reveal an account.
    ["s3:ListBucket", ["arn:aws:s3:::veeam-*"], "partial"],
    // The account in an organization's ARN is the management account, which isn't the declared one.
    ["organizations:DescribeAccount", ["arn:aws:organizations::111122223333:account/*"], "partial"],
    // These have no resource-level permissions.
    ["ec2:DescribeVolumes", ["arn:aws:ec2:*:111122223333:*"], "missing"],
    ["ec2:DescribeVolumes", ["*"], "granted"],
  ])("%s on %s is %s", (action, resources, verdict) => {
    expect(judge(roleWith(allow(action, resources)), action).verdict).toBe(verdict);
  });
});

test("distinguishes a grant on the deployment from one on everything", () => {
  const narrow = roleWith(allow("sqs:*", "arn:aws:sqs:*:111122223333:*"));
  expect(judge(narrow, "sqs:SendMessage")).toMatchObject({ verdict: "granted", declaredOnly: true });
  expect(judge(narrow, "sqs:SendMessage", null).verdict).toBe("partial");
  const wide = roleWith(allow("sqs:*"), allow("ec2:*", "arn:aws:ec2:*:111122223333:*"));
  expect(judge(wide, "sqs:SendMessage")).not.toHaveProperty("declaredOnly");
});

describe("applies a Deny within the deployment", () => {
  test.each<[string, Verdict]>([
    ["arn:aws:sqs:us-east-1:*:*", "granted"],
    ["arn:aws:sqs:*:222233334444:*", "granted"],
    ["arn:aws:sqs:eu-west-1:*:*", "partial"],
    ["arn:aws:sqs:eu-*:111122223333:*", "denied"],
  ])("on %s: %s", (denied, verdict) => {
    expect(judge(roleWith(allow("*"), deny("sqs:*", denied)), "sqs:SendMessage").verdict).toBe(verdict);
  });

  test("applies a boundary within the deployment", () => {
    const boundary = policyOf("limit", allow("*", "arn:aws:sqs:*:111122223333:*"));
    const role = roleOf({ policies: [policyOf("p", allow("*"))], boundary });
    expect(judge(role, "sqs:SendMessage").verdict).toBe("granted");
    expect(judge(role, "sqs:SendMessage", deploymentOf([OTHER], [])).verdict).toBe("denied");
  });
});

test("does not let an unknown policy hide a grant on the deployment", () => {
  const known = policyOf("p", allow("sqs:*", "arn:aws:sqs:*:111122223333:*"));
  const role = roleOf({ policies: [known, referenceTo("arn:aws:iam::111122223333:policy/other")] });
  expect(judge(role, "sqs:SendMessage", null).verdict).toBe("undetermined");
  expect(judge(role, "sqs:SendMessage").verdict).toBe("granted");
});

describe("sends requests of regional services to the declared regions", () => {
  const guard = (...regions: string[]) => ({ Condition: { StringNotEquals: { "aws:RequestedRegion": regions } } });
  test.each<[string, readonly string[], Verdict]>([
    ["sqs:SendMessage", ["eu-west-1", "eu-central-1"], "granted"],
    ["ec2:DescribeVolumes", ["eu-west-1", "eu-central-1"], "granted"],
    ["sqs:SendMessage", ["eu-west-1"], "conditional"],
    ["sqs:SendMessage", ["us-east-1"], "denied"],
    ["iam:GetRole", ["eu-west-1", "eu-central-1"], "denied"],
    ["iam:GetRole", ["us-east-1"], "granted"],
    // S3's endpoint without a region also accepts it.
    ["s3:ListAllMyBuckets", ["eu-west-1", "eu-central-1"], "conditional"],
    ["s3:ListAllMyBuckets", ["eu-west-1", "eu-central-1", "us-east-1"], "granted"],
    ["s3:ListBucket", ["eu-west-1", "eu-central-1"], "granted"],
    // STS also has such an endpoint in addition to its regional ones:
    // IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
    ["sts:AssumeRole", ["eu-west-1", "eu-central-1"], "conditional"],
    ["sts:AssumeRole", ["eu-west-1", "eu-central-1", "us-east-1"], "granted"],
    ["sts:AssumeRole", ["us-east-1"], "conditional"],
    ["sts:AssumeRole", ["ap-south-1"], "denied"],
    ["sts:DecodeAuthorizationMessage", ["eu-west-1", "eu-central-1"], "conditional"],
    // Checked within another service's request.
    ["iam:PassRole", ["eu-west-1", "eu-central-1"], "conditional"],
  ])("%s under a guard on %s is %s", (action, regions, verdict) => {
    expect(judge(roleWith(allow("*"), deny("*", "*", guard(...regions))), action).verdict).toBe(verdict);
  });
});

test("excludes endpoints without a region if the requested region is also declared", () => {
  const guard = { Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } } };
  const role = roleWith(allow("*"), deny("*", "*", guard));
  const deployment = deploymentOf([], ["eu-west-1"]);
  const of = (context: ReadonlyMap<string, readonly string[]>) =>
    evaluateRole(role, [{ action: "sts:AssumeRole", resources: ["*"] }], context, authorization, {
      deployment,
      resources: [],
    })[0]?.verdict;
  expect(of(new Map())).toBe("conditional");
  expect(of(new Map([["aws:requestedregion", ["eu-west-1"]]]))).toBe("granted");
});

test("uses the declared partition, or else the role's", () => {
  const role = roleWith(allow("sqs:*", "arn:aws-cn:sqs:*:111122223333:*"));
  const regions = ["cn-north-1"];
  expect(judge(role, "sqs:SendMessage", deploymentOf([ACCOUNT], regions, "aws-cn")).verdict).toBe("granted");
  expect(judge(role, "sqs:SendMessage", deploymentOf([ACCOUNT], regions, null)).verdict).toBe("granted");
  expect(judge(role, "sqs:SendMessage", deploymentOf([ACCOUNT], ["eu-west-1"], "aws")).verdict).toBe("missing");
});

test.each<[string, readonly string[], string, Verdict]>([
  ["us-east-1", [], "aws-cn", "missing"],
  ["cn-north-1", [], "aws-cn", "conditional"],
  ["cn-*", [], "aws-cn", "granted"],
  ["cn-*", ["cn-north-1"], "aws-cn", "granted"],
  ["us-gov-*", [], "aws-cn", "missing"],
  ["us-east-1", [], "aws", "conditional"],
])("finds requests in %s of regions %j in partition %s: %s", (region, regions, partition, verdict) => {
  const role = roleWith(allow("*", "*", { Condition: { StringLike: { "aws:RequestedRegion": region } } }));
  const only = roleWith(
    allow("*", "*"),
    deny("*", "*", { Condition: { StringNotLike: { "aws:RequestedRegion": region } } }),
  );
  const deployment = deploymentOf([], regions, partition);
  expect(judge(role, "sqs:SendMessage", deployment).verdict).toBe(verdict);
  expect(judge(only, "sqs:SendMessage", deployment).verdict).toBe(verdict === "missing" ? "denied" : verdict);
});

describe("in a template", () => {
  const unknown = (expression: string) => ({ kind: "unresolved", expression }) as const;
  const account = unknown("Ref AWS::AccountId");
  const inTemplate = (...parts: readonly (string | ReturnType<typeof unknown>)[]): Role => {
    const role = roleWith(allow("sqs:*", "arn:aws:sqs:*:*:*"));
    const text = { kind: "partial", parts } as const;
    const withText = (policy: Policy): Policy => {
      if (policy.kind !== "document") return policy;
      const statements = policy.document.statements.map((statement) => {
        const patterns = statement.resources?.patterns.map((one) => ({ ...one, text })) ?? [];
        const { resources } = statement;
        return resources === null ? statement : { ...statement, resources: { ...resources, patterns } };
      });
      return { ...policy, document: { ...policy.document, statements } };
    };
    const [first] = role.variants;
    return { ...role, format: "cloudformation", variants: [{ ...first, policies: first.policies.map(withText) }] };
  };

  test("uses the declared account, and any region for the stack", () => {
    const queues = inTemplate("arn:aws:sqs:*:", account, ":*");
    expect(judge(queues, "sqs:SendMessage")).toMatchObject({ verdict: "granted", declaredOnly: true });
    expect(judge(queues, "sqs:SendMessage", deploymentOf([ACCOUNT, OTHER], [])).verdict).toBe("undetermined");
    // A single account isn't all of them.
    expect(judge(queues, "sqs:SendMessage", null).verdict).toBe("partial");
    const inRegion = inTemplate("arn:aws:sqs:*:*:", account, ":*");
    expect(judge(inRegion, "sqs:SendMessage", null).verdict).toBe("missing");
    const here = inTemplate("arn:aws:sqs:", unknown("Ref AWS::Region"), ":", account, ":*");
    expect(judge(here, "sqs:SendMessage", deploymentOf([ACCOUNT], ["eu-west-1"])).verdict).toBe("undetermined");
    expect(judge(here, "sqs:SendMessage", null).verdict).toBe("partial");
    for (const one of ["Ref AWS::Region", "data.aws_region.here.name", "data.aws_region.here.region"]) {
      const inOne = inTemplate("arn:aws:sqs:", unknown(one), ":*:*");
      expect(judge(inOne, "sqs:SendMessage", null).verdict).toBe("partial");
    }
    expect(judge(inTemplate("arn:aws:sqs:", unknown("Ref Where"), ":*:*"), "sqs:SendMessage", null).verdict).toBe(
      "undetermined",
    );
  });

  test("lets the commercial partition represent the declared one", () => {
    const china = deploymentOf([ACCOUNT], ["cn-north-1"], "aws-cn");
    expect(judge(inTemplate("arn:aws:sqs:*:", account, ":*"), "sqs:SendMessage", china).verdict).toBe("granted");
  });
});

describe("applies declared resources", () => {
  const QUEUES = { actions: "sqs:*", arns: ["arn:aws:sqs:*:111122223333:veeam-*"] };
  const SNAPSHOT = "arn:aws:ec2:*::snapshot/";
  const BUCKETS = { actions: "s3:*", arns: ["arn:aws:s3:::veeam-*", "arn:aws:s3:::veeam-*/*"] };
  const ROLES = { actions: "iam:*", arns: ["arn:aws:iam::111122223333:role/veeam-*"] };
  const DISKS = { actions: "ec2:*", arns: ["arn:aws:ec2:*:111122223333:volume/*"] };
  const VOLUMES = { actions: "ec2:*", arns: ["arn:aws:ec2:*:111122223333:volume/vol-*"] };
  const STREAMS = { actions: "firehose:*", arns: ["arn:aws:firehose:*:111122223333:deliverystream/*"] };
  test.each<[string, readonly string[], readonly DeclaredResources[], Verdict]>([
    ["sqs:SendMessage", ["arn:aws:sqs:*:111122223333:veeam-*"], [QUEUES], "granted"],
    ["sqs:SendMessage", ["arn:aws:sqs:*:*:v*"], [QUEUES], "granted"],
    ["sqs:SendMessage", ["arn:aws:sqs:*:111122223333:veeam-a*"], [QUEUES], "partial"],
    ["sqs:SendMessage", ["arn:aws:sqs:*:111122223333:other-*"], [QUEUES], "missing"],
    // The most specific pattern wins, regardless of order.
    [
      "sqs:SendMessage",
      ["arn:aws:sqs:*:111122223333:veeam-*"],
      [QUEUES, { actions: "sqs:Send*", arns: ["*"] }],
      "partial",
    ],
    [
      "sqs:SendMessage",
      ["arn:aws:sqs:*:111122223333:a"],
      [{ actions: "SQS:sendmessage", arns: ["arn:aws:sqs:*:111122223333:a"] }, QUEUES],
      "granted",
    ],
    // These have no resource-level permissions.
    ["sqs:ListQueues", ["arn:aws:sqs:*:111122223333:veeam-*"], [QUEUES], "missing"],
    // The source of a copy has an ID, and the copy has none yet.
    ["ec2:CopySnapshot", [`${SNAPSHOT}snap-*`], [{ actions: "ec2:*", arns: [`${SNAPSHOT}snap-*`] }], "missing"],
    ["ec2:CopySnapshot", [`${SNAPSHOT}*`], [{ actions: "ec2:*", arns: [`${SNAPSHOT}snap-*`] }], "granted"],
    ["ec2:CopySnapshot", [`${SNAPSHOT}*`], [{ actions: "ec2:*", arns: [`${SNAPSHOT}*`] }], "granted"],
    // The same applies to other created resources, in the declared regions and accounts.
    ["ec2:CreateVolume", ["arn:aws:ec2:*:111122223333:volume/vol-*"], [VOLUMES], "missing"],
    ["ec2:CreateVolume", ["arn:aws:ec2:*:111122223333:volume/*"], [VOLUMES], "granted"],
    ["ec2:CreateVolume", ["arn:aws:ec2:*:444455556666:volume/*"], [VOLUMES], "missing"],
    ["ec2:DeleteSnapshot", [`${SNAPSHOT}snap-*`], [{ actions: "ec2:*", arns: [`${SNAPSHOT}snap-*`] }], "granted"],
    // Only patterns that can match an object count for objects.
    ["s3:GetObject", ["arn:aws:s3:::veeam-*/*"], [BUCKETS], "granted"],
    ["s3:ListBucket", ["arn:aws:s3:::veeam-*"], [BUCKETS], "granted"],
    ["s3:GetObject", ["arn:aws:s3:::veeam-a/*"], [BUCKETS], "partial"],
    // Access points have a region and an account, which neither of these patterns has.
    ["s3:GetBucketLocation", ["arn:aws:s3:::a*"], [{ actions: "s3:*", arns: ["arn:aws:s3:::a*"] }], "granted"],
    [
      "s3:GetObject",
      ["arn:aws:s3:::*"],
      [{ actions: "s3:*", arns: ["arn:aws:s3:::*", "arn:aws:s3:::*/*"] }],
      "granted",
    ],
    ["s3:GetObject", ["arn:aws:s3:::*"], [{ actions: "s3:*", arns: ["arn:aws:s3:*:*:*"] }], "partial"],
    // If patterns leave out some types, only the types that every request involves are needed.
    ["ec2:CreateTags", ["arn:aws:ec2:*:111122223333:volume/*"], [DISKS], "granted"],
    ["ec2:AttachVolume", ["arn:aws:ec2:*:111122223333:volume/*"], [DISKS], "missing"],
    ["ec2:AttachVolume", ["arn:aws:ec2:*:111122223333:volume/*", "arn:aws:ec2:*:*:instance/*"], [DISKS], "granted"],
    // Patterns for none of an action's types don't affect it.
    ["iam:GetInstanceProfile", ["arn:aws:iam::111122223333:role/veeam-*"], [ROLES], "missing"],
    ["iam:GetInstanceProfile", ["arn:aws:iam::*:instance-profile/*"], [ROLES], "granted"],
    ["iam:GetInstanceProfile", ["arn:aws:iam::*:instance-profile/veeam-*"], [ROLES], "partial"],
    // The data doesn't include the resource types of firehose actions.
    ["firehose:PutRecord", ["arn:aws:firehose:*:111122223333:deliverystream/*"], [], "undetermined"],
    ["firehose:PutRecord", ["arn:aws:firehose:*:111122223333:deliverystream/*"], [STREAMS], "granted"],
    ["firehose:PutRecord", ["arn:aws:firehose:*:111122223333:deliverystream/a"], [STREAMS], "partial"],
  ])("to %s on %s", (action, resources, declared, verdict) => {
    expect(judge(roleWith(allow(action, resources)), action, null, declared).verdict).toBe(verdict);
  });

  test("within the deployment", () => {
    const role = roleWith(allow("sqs:*", "arn:aws:sqs:eu-*:111122223333:veeam-*"));
    expect(judge(role, "sqs:SendMessage", TWO_REGIONS, [QUEUES]).verdict).toBe("granted");
    expect(judge(role, "sqs:SendMessage", null, [QUEUES]).verdict).toBe("partial");
  });
});

test("also applies a requirement's resources within the deployment", () => {
  const role = roleWith(allow("sqs:*", "arn:aws:sqs:eu-*:111122223333:veeam-*"));
  const requested = ["arn:aws:sqs:*:*:veeam-*"];
  expect(judge(role, "sqs:SendMessage", TWO_REGIONS, [], requested).verdict).toBe("granted");
  expect(judge(role, "sqs:SendMessage", null, [], requested).verdict).toBe("partial");
  const nightly = roleWith(allow("s3:*", "arn:aws:s3:::export/nightly/*"));
  const declared = (arn: string) => [{ actions: "s3:*", arns: [arn] }];
  const judged = (arn: string) =>
    judge(nightly, "s3:PutObject", null, declared(arn), ["arn:aws:s3:::export/*"]).verdict;
  expect(judged("arn:aws:s3:::*/nightly/*")).toBe("partial");
  expect(judged("arn:aws:s3:::export/nightly/*")).toBe("granted");
  expect(judged("arn:aws:s3:::other/nightly/*")).toBe("partial");
});

test("decides a long list of accounts and a long policy in time", () => {
  const accounts = Array.from({ length: 100 }, (_, index) => `${100_000_000_000 + index}`);
  const regions = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2"];
  const queues = Array.from({ length: 20_000 }, (_, index) => `arn:aws:sqs:*:*:queue-${index}-*`);
  const role = roleWith(allow("sqs:*", queues));
  const seconds = cpuSeconds(() => {
    expect(judge(role, "sqs:SendMessage", deploymentOf(accounts, regions)).verdict).toBe("partial");
  });
  expect(seconds).toBeLessThan(2);
});

describe("for any policy", () => {
  const region = fc.constantFrom("*", "eu-west-1", "eu-central-1", "us-east-1", "eu-*");
  const account = fc.constantFrom("*", ACCOUNT, OTHER, "1*", "");
  const resource = fc.oneof(
    fc.constant("*"),
    fc.tuple(region, account).map(([where, who]) => `arn:aws:sqs:${where}:${who}:*`),
    fc.tuple(region, account).map(([where, who]) => `arn:aws:sqs:${where}:${who}:veeam-*`),
    fc.tuple(region, account).map(([where, who]) => `arn:aws:ssm:${where}:${who}:document/*`),
    fc.tuple(region, account).map(([where, who]) => `arn:aws:ec2:${where}:${who}:*`),
  );
  const condition = fc.constantFrom(
    {},
    {},
    { Condition: { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } } },
    { Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-central-1" } } },
  );
  const statement = fc
    .tuple(fc.constantFrom("Allow", "Allow", "Deny"), fc.constantFrom("Resource", "NotResource"), resource, condition)
    .map(([Effect, key, one, rest]) => ({ Effect, Action: "*", [key]: one, ...rest }));
  const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
  const ACCOUNTS = [ACCOUNT, OTHER];
  const REGIONS = ["eu-west-1", "eu-central-1", "us-east-1"];
  /** A deployment, and another that includes it. An empty list means all. */
  const nested = fc
    .tuple(
      fc.subarray(ACCOUNTS),
      fc.subarray(REGIONS),
      fc.subarray(ACCOUNTS),
      fc.subarray(REGIONS),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([accounts, regions, moreAccounts, moreRegions, everyAccount, everyRegion]) => {
      const larger = (some: readonly string[], others: readonly string[], every: boolean): readonly string[] =>
        every || some.length === 0 ? [] : [...new Set([...some, ...others])];
      return {
        small: deploymentOf(accounts, regions),
        large: deploymentOf(larger(accounts, moreAccounts, everyAccount), larger(regions, moreRegions, everyRegion)),
      };
    });
  const declaredResources = fc.subarray([
    { actions: "sqs:*", arns: ["arn:aws:sqs:*:111122223333:veeam-*"] },
    { actions: "ec2:AttachVolume", arns: ["arn:aws:ec2:*:*:volume/*"] },
    { actions: "ssm:*", arns: ["arn:aws:ssm:*::document/*"] },
  ]);
  const ACTIONS = [
    "sqs:SendMessage",
    "ec2:AttachVolume",
    "ssm:GetDocument",
    "ec2:DescribeVolumes",
    "ebs:ListSnapshotBlocks",
  ];

  test("never grants more for a larger deployment", () => {
    fc.assert(
      fc.property(statements, nested, declaredResources, (given, { small, large }, resources) => {
        for (const action of ACTIONS) {
          const before = judge(roleWith(...given), action, small, resources).verdict;
          const after = judge(roleWith(...given), action, large, resources).verdict;
          expect([action, before, after === "granted" && before !== "granted"]).toEqual([action, before, false]);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("a declaration removes nothing from an action granted on everything", () => {
    fc.assert(
      fc.property(statements, nested, declaredResources, (given, { small }, resources) => {
        const role = roleWith(...given);
        for (const action of ACTIONS) {
          if (judge(role, action, null).verdict !== "granted") continue;
          expect([action, judge(role, action, small, resources).verdict]).toEqual([action, "granted"]);
        }
      }),
      { numRuns: 300 },
    );
  });

  /** Compares segment by segment, like AWS, in the simplest possible way. */
  function matches(pattern: string, arn: string): boolean {
    const [parts, segments] = [pattern, arn].map((text) => text.split(":"));
    return pattern === "*" || parts?.every((part, at) => matchesPattern(part, segments?.[at] ?? "")) === true;
  }

  test("has the verdict of every single queue in the deployment", () => {
    type Given = Readonly<Record<"Effect", string>> & Readonly<Partial<Record<"Resource" | "NotResource", string>>>;
    const reaches = ({ Resource, NotResource }: Given, arn: string): boolean =>
      Resource === undefined ? !matches(NotResource ?? "", arn) : matches(Resource, arn);
    const allows = (given: readonly Given[], arn: string): boolean =>
      given.some((one) => one.Effect === "Allow" && reaches(one, arn)) &&
      !given.some((one) => one.Effect === "Deny" && reaches(one, arn));
    const some = (all: readonly string[]) => fc.subarray([...all], { minLength: 1 });
    fc.assert(
      fc.property(statements, some(ACCOUNTS), some(REGIONS), (given, accounts, regions) => {
        const plain = given.map((one) => ({ ...one, Condition: {} }));
        const { verdict } = judge(roleWith(...plain), "sqs:SendMessage", deploymentOf(accounts, regions));
        const queues = regions.flatMap((where) =>
          accounts.flatMap((who) => ["veeam-1", "other"].map((name) => `arn:aws:sqs:${where}:${who}:${name}`)),
        );
        const allowed = queues.filter((queue) => allows(plain, queue)).length;
        const share = allowed === 0 ? "none" : allowed === queues.length ? "all" : "some";
        expect([verdict === "denied" ? "missing" : verdict, share]).toEqual([
          { none: "missing", some: "partial", all: "granted" }[share],
          share,
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

test("declares nothing by default", () => {
  expect(
    judge(roleWith(allow("sqs:*", "arn:aws:sqs:*:111122223333:*")), "sqs:SendMessage", NOTHING_DECLARED.deployment)
      .verdict,
  ).toBe("partial");
});
