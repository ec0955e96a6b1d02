/**
 * Regions by partition. The regions of `aws` and `aws-cn` are the valid values in
 * https://docs.aws.amazon.com/security-ir/latest/APIReference/API_ImpactedAwsRegion.html. The others are from
 * https://docs.aws.amazon.com/general/latest/gr/rande.html and the endpoints of AWS's SDKs.
 */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...numbered("af-south", 1),
    ...numbered("ap-east", 2),
    ...numbered("ap-northeast", 3),
    ...numbered("ap-south", 2),
    ...numbered("ap-southeast", 7),
    ...numbered("ca-central", 1),
    ...numbered("ca-west", 1),
    ...numbered("eu-central", 2),
    ...numbered("eu-north", 1),
    ...numbered("eu-south", 2),
    ...numbered("eu-west", 3),
    ...numbered("il-central", 1),
    ...numbered("me-central", 1),
    ...numbered("me-south", 1),
    ...numbered("mx-central", 1),
    ...numbered("sa-east", 1),
    ...numbered("us-east", 2),
    ...numbered("us-west", 2),
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
  "aws-eusc": ["eusc-de-east-1"],
  "aws-iso": ["us-iso-east-1", "us-iso-west-1"],
  "aws-iso-b": ["us-isob-east-1", "us-isob-west-1"],
  "aws-iso-e": ["eu-isoe-west-1"],
  "aws-iso-f": ["us-isof-east-1", "us-isof-south-1"],
};

export const PARTITIONS: readonly string[] = Object.keys(REGIONS);

export const ALL_REGIONS: readonly string[] = Object.values(REGIONS).flat();

export function regionsOf(partition: string): readonly string[] {
  return REGIONS[partition] ?? [];
}

/** The partition of a region. Returns null if it isn't a region. */
export function partitionOfRegion(region: string): string | null {
  return partitions.get(region) ?? null;
}

const partitions: ReadonlyMap<string, string> = new Map(
  Object.entries(REGIONS).flatMap(([partition, regions]) => regions.map((region) => [region, partition] as const)),
);

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** The suffix of service names in a partition: CloudFormation's `AWS::URLSuffix`, Terraform's `dns_suffix`. */
export function urlSuffix(partition: string | null): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
