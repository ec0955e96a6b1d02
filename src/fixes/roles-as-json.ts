import { servicePrincipal } from "../iam/verdict.js";
import type { LeastDocument, LeastRole } from "./least-role.js";

/** An account ID that AWS uses in examples, because the ARN of a policy that doesn't exist yet needs an account. */
const EXAMPLE_ACCOUNT = "111122223333";

/**
 * A policy document with the role's permissions. Several documents are returned in the format of `aws iam
 * get-account-authorization-details`, which shows which documents belong to which role.
 */
export function rolesAsJson(roles: readonly LeastRole[]): string {
  const [first, ...others] = roles.flatMap(({ documents }) => documents);
  return `${JSON.stringify(others.length === 0 ? first : accountDetails(roles), null, 2)}\n`;
}

function accountDetails(roles: readonly LeastRole[]): object {
  const details = roles.map((role) => {
    const policies = policiesOf(role);
    return { policies, role: roleDetails(role, policies) };
  });
  return {
    RoleDetailList: details.map(({ role }) => role),
    Policies: details.flatMap(({ policies }) =>
      policies.map(({ name, arn, document }) => ({
        PolicyName: name,
        Arn: arn,
        PolicyVersionList: [{ Document: document, VersionId: "v1", IsDefaultVersion: true }],
      })),
    ),
  };
}

interface NamedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly document: LeastDocument;
}

function policiesOf({ words, documents }: LeastRole): readonly NamedPolicy[] {
  return documents.map((document, index) => {
    const name = [...words, ...(documents.length === 1 ? [] : [index + 1])].join("-");
    return { name, arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/${name}`, document };
  });
}

function roleDetails(role: LeastRole, policies: readonly NamedPolicy[]): object {
  const name = role.words.join("-");
  return {
    RoleName: name,
    ...trust(role),
    InstanceProfileList: role.services.includes("ec2") ? [{ InstanceProfileName: name }] : [],
    RolePolicyList: [],
    AttachedManagedPolicies: policies.map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })),
  };
}

/** The role's trust policy. Empty if a principal must still be filled in, because JSON has no parameters. */
function trust({ services, partition, appliance, isTrustOpen }: LeastRole): object {
  if (appliance === "fill-in" || isTrustOpen) return {};
  const principals = [
    ...(appliance === null ? [] : [{ AWS: appliance }]),
    ...services.map((service) => ({ Service: servicePrincipal(service, partition) })),
  ];
  const Statement = principals.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }));
  return { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement } };
}
