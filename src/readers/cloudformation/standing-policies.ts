import type { Policy, StandingPolicy } from "../../iam/model.js";
import { entryOf } from "../../source/node.js";
import type { Deployment } from "./deployment.js";
import { Resolver } from "./resolver.js";
import { scenariosOf } from "./resolvers.js";
import { documentOrUnresolved } from "./role-policies.js";
import type { Resource } from "./template.js";

/** The policies of a deployment that belong to no role. */
export function standingPolicies(deployment: Deployment): readonly StandingPolicy[] {
  return [...deployment.resources.values()].flatMap((one) =>
    one.type === "AWS::KMS::Key" ? keyPolicy(one, deployment) : [],
  );
}

function keyPolicy(key: Resource, deployment: Deployment): StandingPolicy {
  const { logicalId: id, file, place } = key;
  const policies = scenariosOf([key], [key], deployment).flatMap((scenario) =>
    policyIn(key, "KeyPolicy", new Resolver(key.scope, scenario)),
  );
  return { id, of: "key", file, place, policies };
}

function policyIn({ logicalId: name, properties }: Resource, property: string, resolver: Resolver): readonly Policy[] {
  const written = entryOf(properties, property)?.value;
  const node = written === undefined ? null : resolver.resolve(written);
  if (node === null) return [];
  const { place } = node;
  const document = documentOrUnresolved(node, "resource");
  if ("kind" in document) return [{ kind: "unresolved", name, expression: document.expression, place }];
  return [{ kind: "document", name, attachment: "inline", document, awsManaged: false, place }];
}
