/**
 * Keys that have a service's prefix but come with a session's credentials, so requests to any service may have them:
 * "Cross-service condition keys ... include a prefix matching the name of the service, such as ec2: or lambda:, but are available
 * across other services" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Properties of
 * a role session").
 */
const OF_A_SESSION: ReadonlySet<string> = new Set([
  "codebuild:buildarn",
  "codebuild:projectarn",
  "ec2:roledelivery",
  "ec2:sourceinstancearn",
  "glue:credentialissuingservice",
  "glue:roleassumedby",
  "identitystore:userid",
  "lambda:sourcefunctionarn",
  "ssm:sourceinstancearn",
]);

/**
 * Whether requests to any service may have a key: a global key, or a key of the session that makes the requests.
 *
 * @param key in lower case
 */
export function isOfEveryService(key: string): boolean {
  const prefix = key.slice(0, key.indexOf(":"));
  return prefix === "aws" || OF_A_SESSION.has(key) || isOfFederation(prefix);
}

/**
 * Whether a key's prefix is that of an identity provider. "These keys are available when a user who was federated using OIDC or SAML
 * performs AWS operations in other services": the same page. OIDC keys begin with the provider's host
 * (`token.actions.githubusercontent.com:sub`). No service has a dot in its name.
 */
function isOfFederation(prefix: string): boolean {
  return prefix === "saml" || prefix.includes(".");
}
