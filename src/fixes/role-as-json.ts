import { servicePrincipal } from "../iam/verdict.js";
import type { LeastRole } from "./least-role.js";

/** An account of the kind that AWS uses in examples: the ARN of a policy that does not exist yet needs one. */
const EXAMPLE_ACCOUNT = "111122223333";

/**
 * The permissions as a policy document; where they need several documents, the role in the form in which
 * `aws iam get-account-authorization-details` gives it, which says that they belong together.
 */
export function roleAsJson(role: LeastRole): string {
  const [first, ...others] = role.documents;
  return `${JSON.stringify(others.length === 0 ? first : accountDetails(role), null, 2)}\n`;
}

function accountDetails(role: LeastRole): object {
  const name = role.words.join("-");
  const policies = role.documents.map((document, index) => {
    const policyName = `${name}-${index + 1}`;
    return { name: policyName, arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/${policyName}`, document };
  });
  return {
    RoleDetailList: [
      {
        RoleName: name,
        ...trust(role),
        InstanceProfileList: role.services.includes("ec2") ? [{ InstanceProfileName: name }] : [],
        RolePolicyList: [],
        AttachedManagedPolicies: policies.map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })),
      },
    ],
    Policies: policies.map((policy) => ({
      PolicyName: policy.name,
      Arn: policy.arn,
      PolicyVersionList: [{ Document: policy.document, VersionId: "v1", IsDefaultVersion: true }],
    })),
  };
}

/** None where the appliance is still to be filled in: JSON has no parameters. */
function trust({ services, appliance }: LeastRole): object {
  if (appliance === "fill-in") return {};
  const principals = [
    ...(appliance === null ? [] : [{ AWS: appliance }]),
    ...services.map((service) => ({ Service: servicePrincipal(service) })),
  ];
  const Statement = principals.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }));
  return { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement } };
}
