import type { Policy } from "../../iam/model.js";
import { doubtedDenies, statementsIn } from "../../iam/uncertain-denies.js";
import type { Node } from "../../source/node.js";
import type { Resolver } from "./resolver.js";
import { resourcePolicy } from "./role-policies.js";
import type { Resource } from "./template.js";

/** A policy, followed by the denials written in it if it may not be attached or may not exist. */
export function withDenies(policy: Policy | null, resource: Resource, resolver: Resolver): readonly Policy[] {
  if (policy === null) return [];
  if (policy.kind !== "unresolved" || !mayDeny(resource.properties)) return [policy];
  return [policy, ...doubtedDenies(resourcePolicy(resource, resolver), policy.expression)];
}

const denying = new WeakMap<Node, boolean>();

/** Each value is examined once for all roles. */
function mayDeny(value: Node): boolean {
  const known = denying.get(value) ?? statementsIn([value]).length > 0;
  denying.set(value, known);
  return known;
}
