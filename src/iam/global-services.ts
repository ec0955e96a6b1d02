/**
 * Services with one endpoint for a partition: whatever region a deployment is in, `aws:RequestedRegion` of their requests is this one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html names the services of
 * the commercial partition; https://docs.aws.amazon.com/general/latest/gr/iam-service.html has the endpoints of IAM in all of them.
 */
const REGIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: {
    cloudfront: "us-east-1",
    iam: "us-east-1",
    organizations: "us-east-1",
    route53: "us-east-1",
    support: "us-east-1",
  },
  "aws-cn": { iam: "cn-north-1" },
  "aws-us-gov": { iam: "us-gov-west-1" },
};

/** The region of an action's requests; null for a regional service. `action` is in lower case. */
export function globalRegion(action: string, partition: string): string | null {
  const regions = Object.hasOwn(REGIONS, partition) ? REGIONS[partition] : undefined;
  const service = action.slice(0, action.indexOf(":"));
  return regions !== undefined && Object.hasOwn(regions, service) ? (regions[service] ?? null) : null;
}

/** Asked within the request of another service, in that request's region: nothing is known of it. */
export function isPassedOn(action: string): boolean {
  return action === "iam:passrole";
}
