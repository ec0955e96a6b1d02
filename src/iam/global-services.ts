/**
 * Services that have endpoints in one region of a partition, or in a few: whatever region a deployment is in, `aws:RequestedRegion` of
 * their requests is one of these. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
 * explains it, https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html lists the endpoints, and
 * https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json the region that a global endpoint's requests are signed
 * for. The test has the page of each row.
 */
const REGIONS: Readonly<Record<string, readonly (readonly [regions: string, services: string])[]>> = {
  aws: [
    [
      "us-east-1",
      "account billingconductor budgets ce chime cloudfront cur iam importexport organizations route53 route53domains savingsplans " +
        "shield support tax waf",
    ],
    [
      "us-west-2",
      "chatbot devicefarm globalaccelerator networkmanager route53-recovery-control-config route53-recovery-readiness",
    ],
    ["us-east-1 us-east-2", "health"],
    ["us-east-1 eu-central-1 ap-south-1", "pricing"],
  ],
  "aws-cn": [
    ["cn-north-1", "iam support"],
    ["cn-northwest-1", "account budgets ce cloudfront health organizations pricing route53"],
  ],
  "aws-us-gov": [["us-gov-west-1", "iam networkmanager organizations route53 support"]],
  "aws-iso": [["us-iso-east-1", "iam organizations route53"]],
  "aws-iso-b": [["us-isob-east-1", "iam organizations route53"]],
  "aws-iso-f": [["us-isof-south-1", "iam organizations route53"]],
};

/** The regions that an action's requests are made in; null for a regional service. `action` is in lower case. */
export function globalRegions(action: string, partition: string): readonly string[] | null {
  const service = action.slice(0, action.indexOf(":"));
  const rows = Object.hasOwn(REGIONS, partition) ? REGIONS[partition] : undefined;
  const row = rows?.find(([, services]) => services.split(" ").includes(service));
  return row === undefined ? null : row[0].split(" ");
}

/** Asked within the request of another service, in that request's region: nothing is known of it. */
export function isPassedOn(action: string): boolean {
  return action === "iam:passrole";
}
