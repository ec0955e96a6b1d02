import type { Text } from "../source/node.js";
import type { Place } from "../source/place.js";
import { emptyDocument } from "./empty-document.js";
import type { ManagedPolicy } from "./managed-policy-documents.js";
import type { DocumentPolicy, Policy, ReferencedPolicy, Role, RoleVariant } from "./model.js";
import { accountAndName, arnsOf, marked } from "./named-policies.js";
import { shown } from "./policy-keys.js";
import { withResolved } from "./uncertain-policies.js";

/** Matches AWS managed policies' ARNs, even `arn:${AWS::Partition}:iam::aws:policy/...`: the policy is the same in every partition. */
const AWS_MANAGED = /^arn:(?:[a-z0-9-]+|\$\{[\w ]*\}):iam::aws:policy\/([^$]+)$/;
const SERVICE_LINKED = "aws-service-role/";

/** The path and name of an AWS managed policy, the same in every partition. Returns `null` for any other ARN. */
function awsManagedName(arn: Text): string | null {
  return AWS_MANAGED.exec(marked(arn))?.[1] ?? null;
}

/** Replaces references to AWS managed policies with their documents, as far as our data has them. */
export async function resolveManagedPolicies(roles: readonly Role[]): Promise<readonly Role[]> {
  if (!roles.some(({ variants }) => variants.some(refersToAws))) return roles;
  const { managedPolicy, managedPolicyCalled } = await import("./managed-policy-documents.js");
  const once = oncePerPlace();
  const resolve = (policy: Policy): Policy => {
    if (policy.kind === "unresolved" && policy.awsName !== undefined) {
      const path = managedPolicyCalled(policy.awsName);
      return path === null ? policy : resolve({ kind: "reference", arn: awsArn(path), place: policy.place });
    }
    const name = policy.kind === "reference" ? awsManagedName(policy.arn) : null;
    if (policy.kind !== "reference" || name === null) return policy;
    if (name.startsWith(SERVICE_LINKED)) return refused(policy, name);
    const held = managedPolicy(name);
    return held === null ? policy : once(policy.place, name, () => known(policy, name, held));
  };
  const named = (arn: string, place: Place): readonly Policy[] => {
    const [account, name] = accountAndName(arn);
    const path = account === "aws" || account === "*" ? managedPolicyCalled(name) : null;
    return path === null ? [] : [resolve({ kind: "reference", arn: awsArn(path), place })];
  };
  return roles.map((role) => withResolved(role, resolve, named));
}

function refersToAws({ policies, boundary }: RoleVariant): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary])].some((policy) => {
    return arnsOf(policy).some((arn) => !/^\d/.test(accountAndName(arn)[0]));
  });
}

function awsArn(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

/**
 * Returns a function that makes one object per place and policy. The variants of a role that attach the same policy at the same place share
 * the object, so that comparisons treat it as the same policy.
 */
function oncePerPlace(): (place: Place, name: string, make: () => DocumentPolicy) => DocumentPolicy {
  const made = new Map<Place, Map<string, DocumentPolicy>>();
  return (place, name, make) => {
    const here = made.get(place) ?? new Map<string, DocumentPolicy>();
    const policy = here.get(name) ?? make();
    made.set(place, here.set(name, policy));
    return policy;
  };
}

/** Every statement points to where the policy is attached, because none of the user's files contains the document. */
function known({ place, arn }: ReferencedPolicy, name: string, held: ManagedPolicy): DocumentPolicy {
  const { document, completeFor, deniesOthers } = held;
  const statements = document.statements.map((statement) => ({ ...statement, place }));
  return {
    kind: "document",
    name: name.slice(name.lastIndexOf("/") + 1),
    attachment: "managed",
    document: { ...document, statements, place },
    awsManaged: true,
    ...(completeFor === null
      ? {}
      : { completeFor, arn: typeof arn === "string" ? arn : `arn:*:iam::aws:policy/${name}` }),
    ...(deniesOthers ? { deniesOthers } : {}),
    place,
  };
}

/**
 * A policy that AWS attaches only to its own service-linked role. AWS rejects it (PolicyNotAttachable) for any other role:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 */
function refused({ place }: ReferencedPolicy, path: string): DocumentPolicy {
  const name = path.slice(SERVICE_LINKED.length);
  const problem = {
    message: `AWS attaches the policy ${shown(name)} only to its own service-linked role`,
    help: "detach it: AWS refuses to attach it to any other role",
    place,
  };
  return {
    kind: "document",
    name,
    attachment: "managed",
    document: { ...emptyDocument(place), problems: [problem] },
    awsManaged: true,
    place,
  };
}
