/**
 * Services with endpoints in only one region of a partition, or a few. In a deployment in any region, `aws:RequestedRegion` of their
 * requests is one of these. Sources:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html explains the key,
 * https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html lists the endpoints, and
 * https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json has the region that a global endpoint's requests are signed
 * for (as do the rule sets of the services, `endpoint-rule-set-1.json`). The test has the page for each row.
 */
const REGIONS: Readonly<Record<string, readonly (readonly [regions: string, services: string])[]>> = {
  aws: [
    [
      "us-east-1",
      "account artifact aws-marketplace aws-portal bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions billing billingconductor " +
        "budgets ce chime cloudfront consolidatedbilling cost-optimization-hub cur freetier iam importexport invoicing marketplacecommerceanalytics " +
        "mobileanalytics notifications-contacts organizations payments purchase-orders route53 route53domains savingsplans shield support sustainability " +
        "tax waf",
    ],
    [
      "us-west-2",
      "chatbot devicefarm globalaccelerator networkmanager route53-recovery-control-config route53-recovery-readiness supportplans",
    ],
    ["us-east-1 us-east-2", "health"],
    ["us-east-1 us-west-2", "ecr-public"],
    ["us-east-1 eu-central-1 ap-south-1", "pricing"],
    ["us-east-1 us-east-2 us-west-2 eu-west-1 ap-northeast-2 ap-southeast-2", "trustedadvisor"],
  ],
  "aws-cn": [
    ["cn-north-1", "iam support"],
    ["cn-northwest-1", "account billing budgets ce cloudfront health invoicing organizations pricing route53 tax"],
  ],
  "aws-us-gov": [["us-gov-west-1", "account iam networkmanager organizations route53 support"]],
  "aws-iso": [["us-iso-east-1", "budgets ce iam organizations route53 support"]],
  "aws-iso-b": [["us-isob-east-1", "budgets ce iam organizations route53 support"]],
  "aws-iso-f": [["us-isof-south-1", "budgets ce iam organizations route53 savingsplans"]],
};

/** Metering requests go to the region where a product runs: https://docs.aws.amazon.com/general/latest/gr/aws-marketplace.html */
const REGIONAL = /^aws-marketplace:(?:batchmeterusage|meterusage|registerusage|resolvecustomer)$/;

/**
 * The regions that receive an action's requests. Returns null for a regional service.
 *
 * @param action in lower case
 */
export function globalRegions(action: string, partition: string): readonly string[] | null {
  if (REGIONAL.test(action)) return null;
  const service = action.slice(0, action.indexOf(":"));
  const rows = Object.hasOwn(REGIONS, partition) ? REGIONS[partition] : undefined;
  const row = rows?.find(([, services]) => services.split(" ").includes(service));
  return row === undefined ? null : row[0].split(" ");
}

const WITH_GLOBAL_ENDPOINT = /^(?:s3:listallmybuckets$|sts:)/;

/**
 * The region of a regional service's global endpoint, which may receive requests for any region. Returns null for other actions. S3's
 * endpoint without a region lists an account's buckets. STS has a global endpoint in addition to its regional ones, which "some of AWS SDKs
 * and CLIs use by default", and which us-east-1 serves for opt-in regions and callers with a different DNS server
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html, and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html). AWS's own region guards exempt both
 * (https://docs.aws.amazon.com/controltower/latest/userguide/primary-region-deny-policy.html).
 *
 * @param action in lower case
 */
export function globalEndpoint(action: string, partition: string): string | null {
  return WITH_GLOBAL_ENDPOINT.test(action) && partition === "aws" ? "us-east-1" : null;
}

/**
 * Whether AWS checks an action within another service's request. This is true of iam:PassRole, so its region may be that request's or
 * IAM's. A condition on the role's tags doesn't settle it either: to control "who can pass a role by tagging the role" "does not have
 * reliable results" (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export function isPassedOn(action: string): boolean {
  return action === "iam:passrole";
}
