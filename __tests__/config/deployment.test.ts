import { resolveOptions } from "../../src/config/resolve-options.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

function resolve(config: string, inputs: Readonly<Record<string, string>> = {}) {
  return resolveOptions(new Map(Object.entries(inputs)), { path: "c.yml", text: config });
}

function problems(config: string, inputs: Readonly<Record<string, string>> = {}): readonly string[] {
  const resolved = resolve(config, inputs);
  const found = "problems" in resolved ? resolved.problems : [];
  return found.map(({ message, help, place }) => {
    return `${place === null ? "" : `${formatLocation(locate(place))} `}${message} | ${help}`;
  });
}

function checkOptions(config: string, inputs: Readonly<Record<string, string>> = {}) {
  const resolved = resolve(config, inputs);
  if ("problems" in resolved) throw new Error(problems(config, inputs).join("\n"));
  return resolved.options.check;
}

const WHOLE = `deployment:
  partition: aws
  accounts: ["111122223333"]
  regions: [eu-west-1, eu-central-1]
resources:
  iam:PassRole: arn:aws:iam::111122223333:role/veeam-*
  sqs:*: [arn:aws:sqs:*:111122223333:veeam-*, "*"]
`;

describe("a deployment and resources", () => {
  test("are read from the config file", () => {
    expect(checkOptions(WHOLE)).toMatchObject({
      deployment: { partition: "aws", accounts: ["111122223333"], regions: ["eu-west-1", "eu-central-1"] },
      resources: [
        { actions: "iam:PassRole", arns: ["arn:aws:iam::111122223333:role/veeam-*"] },
        { actions: "sqs:*", arns: ["arn:aws:sqs:*:111122223333:veeam-*", "*"] },
      ],
    });
  });

  test.each(["", "deployment:\n", "deployment: {}\n", "deployment:\n  accounts:\n", "accounts:\n", "resources:\n"])(
    "declare nothing by default: %j",
    (config) => {
      expect(checkOptions(config)).toMatchObject({ deployment: null, resources: [] });
    },
  );

  test.each([
    ["111122223333", "eu-west-1"],
    ["111122223333, 222233334444", "eu-west-1,eu-central-1"],
    ["111122223333\n222233334444\n111122223333", "eu-west-1\n eu-central-1 "],
  ])("are read from inputs %j and %j", (accounts, regions) => {
    const { deployment } = checkOptions("", { accounts, regions });
    expect(deployment?.partition).toBe("aws");
    expect(["111122223333", "222233334444"]).toEqual(expect.arrayContaining([...(deployment?.accounts ?? [])]));
    expect(deployment?.regions[0]).toBe("eu-west-1");
    expect(deployment?.accounts.length).toBe(deployment?.regions.length);
  });

  test("come from an input before its key, without losing the others", () => {
    const { deployment } = checkOptions(WHOLE, { accounts: "222233334444" });
    expect(deployment).toEqual({
      partition: "aws",
      accounts: ["222233334444"],
      regions: ["eu-west-1", "eu-central-1"],
    });
  });

  test("are in the partition of the regions", () => {
    expect(checkOptions("regions: cn-north-1\n").deployment).toMatchObject({ partition: "aws-cn" });
    expect(checkOptions('accounts: "111122223333"\n').deployment).toMatchObject({ partition: null });
  });

  test.each<[string, string, readonly string[]]>([
    [
      "an account of 11 digits",
      'deployment:\n  accounts: ["11112222333"]\n',
      ["c.yml:2:14 ", "`11112222333`", "has 11 digits"],
    ],
    ["a list in an account", 'deployment:\n  accounts:\n    - "111122223333"\n    - root\n', ["c.yml:4:7 ", "`root`"]],
    ["an unknown region", "deployment:\n  regions: eu-wset-1\n", ["c.yml:2:12 ", "did you mean `eu-west-1`?"]],
    ["an unknown partition", "deployment:\n  partition: commercial\n", ["c.yml:2:14 ", "partitions: aws, aws-cn"]],
    ["a misspelled partition", "deployment:\n  partition: aws-us-gvo\n", ["did you mean `aws-us-gov`?"]],
    [
      "a region in another partition",
      "deployment:\n  partition: aws-cn\n  regions: eu-west-1\n",
      ["c.yml:3:12 ", "aws, not aws-cn"],
    ],
    ["regions in two partitions", "regions: [eu-west-1, cn-north-1]\n", ["`cn-north-1`", "aws-cn, not aws"]],
    ["an unknown key", "deployment:\n  acounts: x\n", ["c.yml:2:3 ", "did you mean `accounts`?"]],
    ["a string instead of a map", "deployment: eu-west-1\n", ["c.yml:1:13 ", "not a map"]],
    ["a map for accounts", "deployment:\n  accounts: { a: b }\n", ["c.yml:2:13 ", "must be a string"]],
    [
      "an empty list of accounts",
      "deployment:\n  accounts: []\n",
      ["c.yml:2:13 `deployment.accounts` is an empty list"],
    ],
    ["an empty list of regions", "deployment:\n  regions: []\n", ["c.yml:2:12 ", "leave the key out to include all"]],
    ["an empty list for the setting", "regions: []\n", ["c.yml:1:10 `regions` is an empty list"]],
    ["another empty list for a setting", "accounts: []\n", ["c.yml:1:11 `accounts` is an empty list"]],
    ["two partitions", "deployment:\n  partition: [aws, aws-cn]\n", ["c.yml:2:14 ", "name one"]],
    [
      "accounts set twice",
      'accounts: "111122223333"\ndeployment:\n  accounts: "111122223333"\n',
      ["c.yml:1:11 ", "both at the top level and below `deployment`"],
    ],
    [
      "other regions in the context",
      "context:\n  aws:RequestedRegion: us-east-1\ndeployment:\n  regions: eu-west-1\n",
      ["c.yml:4:12 ", "leave the key out of `context`"],
    ],
    [
      "other resource accounts in the context",
      'context:\n  aws:ResourceAccount: "444455556666"\ndeployment:\n  accounts: "111122223333"\n',
      ["c.yml:4:13 ", "aws:ResourceAccount", "444455556666", "add the account"],
    ],
    [
      "an ARN in an unknown region",
      "resources:\n  sqs:*: arn:aws:sqs:eu-wset-1:*:a\n",
      ["c.yml:2:10 ", "region eu-wset-1", "did you mean `eu-west-1`?"],
    ],
    [
      "an ARN in several unknown regions",
      "resources:\n  sqs:*: arn:aws:sqs:eu-wset-*:*:a\n",
      ["c.yml:2:10 ", "region eu-wset-*"],
    ],
    [
      "an ARN whose region is in another partition",
      "resources:\n  sqs:*: arn:aws:sqs:cn-north-1:*:a\n",
      ["c.yml:2:10 ", "which partition aws does not have"],
    ],
    ["an invalid ARN", "resources:\n  sqs:*: veeam-queue\n", ["c.yml:2:10 ", "`sqs:*`", "neither an ARN nor *"]],
    ["an unknown partition in an ARN", "resources:\n  sqs:*: arn:aws-chn:sqs:*:*:a\n", ["c.yml:2:10 ", "aws-chn"]],
    ["an ARN that matches nothing", "resources:\n  sqs:*: arn:aws:sqs\n", ["c.yml:2:10 ", "3 of an ARN's 6 parts"]],
    ["a policy variable", "resources:\n  s3:*: arn:aws:s3:::${aws:username}/*\n", ["c.yml:2:9 ", "policy variable"]],
    [
      "an ARN outside the deployment's regions",
      "deployment:\n  regions: eu-west-1\nresources:\n  sqs:*: arn:aws:sqs:us-east-1:*:a\n",
      ["c.yml:4:3 ", "`sqs:*`", "region us-east-1", "eu-west-1"],
    ],
    [
      "an ARN outside the deployment's partition",
      "deployment:\n  partition: aws-cn\nresources:\n  sqs:*: arn:aws:sqs:*:*:a\n",
      ["c.yml:4:3 ", "`sqs:*`", "partition aws", "aws-cn"],
    ],
    [
      "an ARN outside the partition of the deployment's regions",
      "deployment:\n  regions: cn-north-1\nresources:\n  iam:PassRole: [arn:aws-cn:iam::*:role/a, arn:aws:iam::*:role/b]\n",
      ["c.yml:4:3 ", "role/b", "partition aws"],
    ],
    ["an invalid ARN as a value", "resources:\n  sqs:*:\n", ["no ARN for `sqs:*`"]],
    ["an invalid action", "resources:\n  sqs: arn:aws:sqs:*:*:*\n", ["c.yml:2:3 ", "not of the form service:Action"]],
  ])("are rejected with %s", (_name, config, words) => {
    const [first, ...others] = problems(config);
    expect(others).toEqual([]);
    for (const word of words) expect(first).toContain(word);
  });

  test.each(["arn:aws:sqs:*:*:a", "arn:aws:sqs:eu-*:*:a", "arn:*:sqs:eu-west-1:*:a", "arn:aws:iam::*:role/a", "*"])(
    "accept %s as part of the deployment",
    (arn) => {
      const config = `deployment:\n  partition: aws\n  regions: [eu-west-1, eu-central-1]\nresources:\n  x:*: "${arn}"\n`;
      expect(problems(config).filter((one) => one.includes("deployment"))).toEqual([]);
    },
  );

  test("are named as the source of errors in inputs", () => {
    expect(problems("", { accounts: "1234", regions: "eu-west-9" })).toEqual([
      expect.stringContaining("`accounts` contains `1234`"),
      expect.stringContaining("`regions` contains `eu-west-9`"),
    ]);
  });

  test("are rejected with more accounts than the limit", () => {
    const accounts = Array.from({ length: 101 }, (_, index) => `${100_000_000_000 + index}`).join(",");
    expect(problems("", { accounts })).toEqual([expect.stringContaining("101 accounts")]);
  });

  test("accept regions that `context` also lists", () => {
    expect(problems("context:\n  aws:RequestedRegion: eu-west-1\nregions: eu-west-1\n")).toEqual([]);
  });
});
