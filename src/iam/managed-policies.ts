import type { Text } from "../source/node.js";
import type { DocumentPolicy, Policy, PolicyDocument, ReferencedPolicy, Role, RoleVariant } from "./model.js";

const AWS_MANAGED = /^arn:[a-z0-9-]+:iam::aws:policy\/(.+)$/;

/** The path and name of an AWS-managed policy, the same in every partition; `null` for any other ARN. */
function awsManagedName(arn: Text): string | null {
  if (typeof arn !== "string") return partlyKnownName(arn);
  return AWS_MANAGED.exec(arn)?.[1] ?? null;
}

/** `arn:${AWS::Partition}:iam::aws:policy/...` names the same policy wherever it is deployed. */
function partlyKnownName(arn: Exclude<Text, string>): string | null {
  if (arn.kind !== "partial") return null;
  const [start, partition, rest, ...more] = arn.parts;
  if (start !== "arn:" || typeof partition === "string" || typeof rest !== "string" || more.length > 0) return null;
  return AWS_MANAGED.exec(`arn:aws${rest}`)?.[1] ?? null;
}

/** Puts the documents of the AWS-managed policies that we know in the place of references to them. */
export async function resolveManagedPolicies(roles: readonly Role[]): Promise<readonly Role[]> {
  if (!roles.some(({ variants }) => variants.some(refersToAws))) return roles;
  const { managedPolicyDocument } = await import("./managed-policy-documents.js");
  const resolve = (policy: Policy): Policy => {
    const name = policy.kind === "reference" ? awsManagedName(policy.arn) : null;
    const document = name === null ? null : managedPolicyDocument(name);
    return policy.kind !== "reference" || name === null || document === null ? policy : known(policy, name, document);
  };
  return roles.map((role) => {
    const [first, ...others] = role.variants;
    return {
      ...role,
      variants: [resolveVariant(first, resolve), ...others.map((other) => resolveVariant(other, resolve))],
    };
  });
}

function refersToAws({ policies, boundary }: RoleVariant): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary])].some((policy) => {
    return policy.kind === "reference" && awsManagedName(policy.arn) !== null;
  });
}

function resolveVariant(variant: RoleVariant, resolve: (policy: Policy) => Policy): RoleVariant {
  const { boundary } = variant;
  return {
    ...variant,
    policies: variant.policies.map(resolve),
    boundary: boundary === null ? null : resolve(boundary),
  };
}

/** All of its statements point to where the policy is attached: the document itself is in no file of the user's. */
function known({ place }: ReferencedPolicy, name: string, document: PolicyDocument): DocumentPolicy {
  const statements = document.statements.map((statement) => ({ ...statement, place }));
  return {
    kind: "document",
    name: name.slice(name.lastIndexOf("/") + 1),
    attachment: "managed",
    document: { ...document, statements, place },
    awsManaged: true,
    place,
  };
}
