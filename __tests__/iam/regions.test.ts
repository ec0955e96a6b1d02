import { partitionOfRegion, regionsOf, urlSuffix } from "../../src/iam/regions.js";

// The last region of each area, with its number: https://docs.aws.amazon.com/general/latest/gr/rande.html
test.each([
  ["aws", "af-south", 1],
  ["aws", "ap-east", 2],
  ["aws", "ap-northeast", 3],
  ["aws", "ap-south", 2],
  ["aws", "ap-southeast", 7],
  ["aws", "ca-central", 1],
  ["aws", "ca-west", 1],
  ["aws", "eu-central", 2],
  ["aws", "eu-north", 1],
  ["aws", "eu-south", 2],
  ["aws", "eu-west", 3],
  ["aws", "il-central", 1],
  ["aws", "me-central", 1],
  ["aws", "me-south", 1],
  ["aws", "mx-central", 1],
  ["aws", "sa-east", 1],
  ["aws", "us-east", 2],
  ["aws", "us-west", 2],
  ["aws-cn", "cn-north", 1],
  ["aws-cn", "cn-northwest", 1],
  ["aws-us-gov", "us-gov-east", 1],
  ["aws-us-gov", "us-gov-west", 1],
  ["aws-eusc", "eusc-de-east", 1],
  ["aws-iso", "us-iso-east", 1],
  ["aws-iso", "us-iso-west", 1],
  ["aws-iso-b", "us-isob-east", 1],
  ["aws-iso-b", "us-isob-west", 1],
  ["aws-iso-e", "eu-isoe-west", 1],
  ["aws-iso-f", "us-isof-east", 1],
  ["aws-iso-f", "us-isof-south", 1],
])("expands %s to regions %s-1 through %i", (partition, area, last) => {
  const inArea = Array.from({ length: last + 2 }, (_, index) => partitionOfRegion(`${area}-${index}`));
  expect(inArea).toEqual([null, ...Array.from({ length: last }, () => partition), null]);
  const names = Array.from({ length: last }, (_, index) => `${area}-${index + 1}`);
  expect(regionsOf(partition)).toEqual(expect.arrayContaining(names));
});

test.each(["", "us-east", "nowhere-1", "us-east-1a"])("rejects the region %j", (name) => {
  expect(partitionOfRegion(name)).toBeNull();
});

test("finds no regions in an unknown partition", () => {
  expect(regionsOf("aws-mars")).toEqual([]);
});

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html: AWS::URLSuffix
test.each([
  ["aws", "amazonaws.com"],
  ["aws-cn", "amazonaws.com.cn"],
  ["aws-us-gov", "amazonaws.com"],
  [null, "amazonaws.com"],
])("ends service names in %s with %s", (partition, suffix) => expect(urlSuffix(partition)).toBe(suffix));
