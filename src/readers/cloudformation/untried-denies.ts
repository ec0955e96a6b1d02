import type { Policy } from "../../iam/model.js";
import { statementsIn } from "../../iam/uncertain-denies.js";
import { uncertainDenies } from "../../iam/uncertain-policies.js";
import type { Node } from "../../source/node.js";
import type { Resolver } from "./resolver.js";
import { resourcePolicy } from "./role-policies.js";
import type { Resource } from "./template.js";

/** The Deny statements of a policy that might not be attached. */
export function uncertainDeniesOf(resource: Resource, resolver: Resolver, why: string): readonly Policy[] {
  return mayDeny(resource.properties) ? uncertainDenies(resourcePolicy(resource, resolver), why) : [];
}

const denying = new WeakMap<Node, boolean>();

/** Whether a value may contain a Deny statement. Each value is examined once for all roles. */
function mayDeny(value: Node): boolean {
  const known = denying.get(value) ?? statementsIn([value]).length > 0;
  denying.set(value, known);
  return known;
}
