import type { PolicyDocument, Role, Statement } from "./model.js";

/**
 * Keys of the credentials that EC2 delivers to an instance: "Properties of a role session" in
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html.
 */
const OF_INSTANCES: ReadonlySet<string> = new Set([
  "aws:ec2instancesourceprivateipv4",
  "aws:ec2instancesourcevpc",
  "ec2:roledelivery",
  "ec2:sourceinstancearn",
]);

const NONE: ReadonlySet<string> = new Set();

/** The keys that are missing from all requests of a role. EC2 delivers no credentials for a role that doesn't trust it. */
export function absentKeys({ variants }: Role): ReadonlySet<string> {
  const isWithout = variants.every(({ trust }) => trust !== null && "statements" in trust && leavesOutEc2(trust));
  return isWithout ? OF_INSTANCES : NONE;
}

function leavesOutEc2({ unresolved, statements }: PolicyDocument): boolean {
  return unresolved.length === 0 && statements.every((one) => one.effect === "Deny" || namesOthers(one));
}

function namesOthers({ principals: list, isFaulty }: Statement): boolean {
  if (list === null || list.negated || list.principals.length === 0 || isFaulty) return false;
  return list.principals.every(({ type, id }) => type !== "Service" || (typeof id === "string" && !id.includes("ec2")));
}
