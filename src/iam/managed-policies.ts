import type { Text } from "../source/node.js";
import type { Place } from "../source/place.js";
import { arnsOf, awsArn, resolvedAll } from "./doubted-denies.js";
import { emptyDocument } from "./empty-document.js";
import type { ManagedPolicy } from "./managed-policy-documents.js";
import {
  type DocumentPolicy,
  overVariantsOf,
  type Policy,
  type ReferencedPolicy,
  type Role,
  type RoleVariant,
} from "./model.js";
import { shown } from "./policy-keys.js";

const AWS_MANAGED = /^arn:[a-z0-9-]+:iam::aws:policy\/(.+)$/;
const SERVICE_LINKED = "aws-service-role/";

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
  return roles.map((role) => overVariantsOf(role, (variant) => resolveVariant(variant, resolve)));
}

function refersToAws({ policies, boundary }: RoleVariant): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary])].some((policy) => {
    return arnsOf(policy).some((arn) => awsManagedName(arn) !== null);
  });
}

function resolveVariant(variant: RoleVariant, resolve: (policy: Policy) => Policy): RoleVariant {
  const { boundary } = variant;
  return {
    ...variant,
    policies: resolvedAll(variant.policies, resolve),
    boundary: boundary === null ? null : resolve(boundary),
  };
}

/** The variants of a role attach the same policy at the same place: it is one to whoever compares them. */
function oncePerPlace(): (place: Place, name: string, make: () => DocumentPolicy) => DocumentPolicy {
  const made = new Map<Place, Map<string, DocumentPolicy>>();
  return (place, name, make) => {
    const here = made.get(place) ?? new Map<string, DocumentPolicy>();
    const policy = here.get(name) ?? make();
    made.set(place, here.set(name, policy));
    return policy;
  };
}

/** All of its statements point to where the policy is attached: the document itself is in no file of the user's. */
function known({ place, arn }: ReferencedPolicy, name: string, held: ManagedPolicy): DocumentPolicy {
  const { document, heldFor, deniesOthers } = held;
  const statements = document.statements.map((statement) => ({ ...statement, place }));
  return {
    kind: "document",
    name: name.slice(name.lastIndexOf("/") + 1),
    attachment: "managed",
    document: { ...document, statements, place },
    awsManaged: true,
    ...(heldFor === null ? {} : { heldFor, arn: typeof arn === "string" ? arn : `arn:*:iam::aws:policy/${name}` }),
    ...(deniesOthers ? { deniesOthers } : {}),
    place,
  };
}

/**
 * AWS attaches it to a service-linked role of its own and refuses it (PolicyNotAttachable) for any other:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 */
function refused({ place }: ReferencedPolicy, path: string): DocumentPolicy {
  const name = path.slice(SERVICE_LINKED.length);
  const problem = {
    message: `AWS attaches the policy ${shown(name)} to its own service-linked role alone`,
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
