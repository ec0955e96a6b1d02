import { globalEndpoint, globalRegions, isPassedOn } from "../../src/iam/global-services.js";

// https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html. For a global endpoint, the region that
// its requests are signed for: https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json
const COMMERCIAL = "us-east-1";
test.each<[partition: string, regions: string | null, services: string]>([
  ["aws", COMMERCIAL, "account billingconductor budgets ce chime cloudfront cur iam importexport organizations"],
  ["aws", COMMERCIAL, "route53 route53domains savingsplans shield support tax waf"],
  // https://docs.aws.amazon.com/general/latest/gr/aws-marketplace.html: the catalog, agreements, entitlements, and the
  // console, but not metering
  ["aws", COMMERCIAL, "aws-marketplace marketplacecommerceanalytics"],
  // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/Welcome.html
  ["aws", COMMERCIAL, "bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions billing"],
  ["aws", COMMERCIAL, "cost-optimization-hub freetier invoicing"],
  // The billing console: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/logging-using-cloudtrail.html ("awsRegion" of its events)
  ["aws", COMMERCIAL, "aws-portal consolidatedbilling payments purchase-orders"],
  // https://docs.aws.amazon.com/sustainability/latest/userguide/vpc-interface-endpoints.html
  ["aws", COMMERCIAL, "sustainability"],
  // https://docs.aws.amazon.com/awssupport/latest/user/logging-using-cloudtrail-support-plans.html ("awsRegion" of its events)
  ["aws", "us-west-2", "supportplans"],
  // According to botocore's rule sets, requests are signed for this region in any case.
  ["aws", COMMERCIAL, "artifact mobileanalytics notifications-contacts"],
  // https://docs.aws.amazon.com/general/latest/gr/ecr-public.html
  ["aws", "us-east-1 us-west-2", "ecr-public"],
  // https://docs.aws.amazon.com/general/latest/gr/trustedadvisor-pas.html
  ["aws", "us-east-1 us-east-2 us-west-2 eu-west-1 ap-northeast-2 ap-southeast-2", "trustedadvisor"],
  ["aws", "us-west-2", "chatbot devicefarm globalaccelerator networkmanager"],
  ["aws", "us-west-2", "route53-recovery-control-config route53-recovery-readiness"],
  ["aws", "us-east-1 us-east-2", "health"],
  ["aws", "us-east-1 eu-central-1 ap-south-1", "pricing"],
  ["aws-cn", "cn-north-1", "iam support"],
  ["aws-cn", "cn-northwest-1", "account budgets ce cloudfront health organizations pricing route53"],
  ["aws-cn", "cn-northwest-1", "billing invoicing tax"],
  ["aws-cn", null, "aws-marketplace trustedadvisor networkmanager shield globalaccelerator"],
  ["aws-us-gov", "us-gov-west-1", "account iam networkmanager organizations route53 support"],
  ["aws-us-gov", null, "health cloudfront"],
  ["aws-iso", "us-iso-east-1", "budgets ce iam organizations route53 support"],
  ["aws-iso-b", "us-isob-east-1", "budgets ce iam organizations route53 support"],
  ["aws-iso-f", "us-isof-south-1", "budgets ce iam organizations route53 savingsplans"],
  ["aws", null, "ec2 s3 sts kms wafv2"],
  ["aws-mars", null, "iam"],
  ["constructor", null, "iam"],
])("in %s sends requests in %s: %s", (partition, regions, services) => {
  for (const service of services.split(" "))
    expect([service, globalRegions(`${service}:act:x`, partition)]).toEqual([service, regions?.split(" ") ?? null]);
});

test("sends AWS Marketplace metering to the product's region", () => {
  const actions = ["batchmeterusage", "meterusage", "registerusage", "resolvecustomer"];
  expect(actions.map((name) => globalRegions(`aws-marketplace:${name}`, "aws"))).toEqual(actions.map(() => null));
  expect(globalRegions("aws-marketplace:viewsubscriptions", "aws")).toEqual([COMMERCIAL]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html: China has only regional
// endpoints
test.each([
  ["sts:assumerole", "aws", "us-east-1"],
  ["sts:getcalleridentity", "aws", "us-east-1"],
  ["s3:listallmybuckets", "aws", "us-east-1"],
  ["sts:assumerole", "aws-cn", null],
  ["sts:assumerole", "aws-us-gov", null],
  ["s3:listbucket", "aws", null],
])("may send %s in %s to the global endpoint in %s", (action, partition, region) => {
  expect(globalEndpoint(action, partition)).toBe(region);
});

test("treats only PassRole as part of another service's request", () => {
  expect(["iam:passrole", "iam:getrole", "sts:assumerole"].filter(isPassedOn)).toEqual(["iam:passrole"]);
});
