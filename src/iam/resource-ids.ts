/** Services whose resources all have ids, or names in which the service takes no colon. */
const SERVICES = new Set(["elasticfilesystem", "fsx", "kms"]);

/** Key pairs and placement groups of EC2 have names, and its licence configurations begin with one. */
const OF_EC2 = /^(?!key-pair|(?:placement-)?group\/)[a-z0-9-]+\//;

/**
 * Whether nothing in a resource's part of an ARN has a colon. Ids of EC2 and of file systems are letters, digits and hyphens, and an alias of
 * KMS has slashes beside:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function hasNoColon(service: string, resource: string): boolean {
  return SERVICES.has(service) || (service === "ec2" && OF_EC2.test(resource));
}
