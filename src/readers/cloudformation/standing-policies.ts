import { isOrganizationPolicyType, type Policy, type StandingPolicy } from "../../iam/model.js";
import { entryOf, type Node, textOf } from "../../source/node.js";
import { nodesIn } from "../../source/nodes-in.js";
import type { Deployment } from "./deployment.js";
import { Resolver } from "./resolver.js";
import { scenariosOf } from "./resolvers.js";
import { documentOrUnresolved } from "./role-policies.js";
import { NO_SCENARIO } from "./scenario.js";
import type { Resource } from "./template.js";

/** The policies of a deployment that belong to no role. */
export function standingPolicies(deployment: Deployment): readonly StandingPolicy[] {
  return [...deployment.resources.values()].flatMap((one) => {
    if (one.type === "AWS::KMS::Key") return [{ ...policiesOf(one, "KeyPolicy", deployment), of: "key" as const }];
    return one.type === "AWS::Organizations::Policy" ? organizationPolicy(one, deployment) : [];
  });
}

function organizationPolicy(one: Resource, deployment: Deployment): readonly StandingPolicy[] {
  const resolver = new Resolver(one.scope, NO_SCENARIO);
  const read = (key: string): Node | null => {
    const written = entryOf(one.properties, key)?.value;
    return written === undefined ? null : resolver.resolve(written);
  };
  const type = read("Type");
  const of = type?.kind === "scalar" ? type.value : null;
  if (!isOrganizationPolicyType(of)) return [];
  const ids = read("TargetIds");
  const targets = ids?.kind === "list" ? ids.items.flatMap((item) => textOf(item) ?? []) : [];
  const written = entryOf(one.properties, "TargetIds")?.value;
  const all = scenariosOf([one], [one], deployment).flatMap((scenario) =>
    written === undefined ? [] : (new Resolver(one.scope, scenario).resolve(written) ?? []),
  );
  const mayBeOn = nodesIn(all).flatMap((node) => textOf(node) ?? []);
  const use = of === "SERVICE_CONTROL_POLICY" ? "managed" : "resource";
  return [{ ...policiesOf(one, "Content", deployment, use), of, targets, mayBeOn }];
}

export function policiesOf(
  one: Resource,
  property: string,
  deployment: Deployment,
  use: "managed" | "resource" = "resource",
): Omit<StandingPolicy, "of"> {
  const { logicalId: id, file, place, scope } = one;
  const policies = scenariosOf([one], [one], deployment).flatMap((scenario) =>
    policyIn(one, property, new Resolver(scope, scenario), use),
  );
  return { id, file, place, policies };
}

function policyIn(
  { logicalId: name, properties }: Resource,
  property: string,
  resolver: Resolver,
  use: "managed" | "resource",
): readonly Policy[] {
  const written = entryOf(properties, property)?.value;
  const node = written === undefined ? null : resolver.resolve(written);
  if (node === null) return [];
  const { place } = node;
  const document = documentOrUnresolved(node, use);
  if ("kind" in document) return [{ kind: "unresolved", name, expression: document.expression, place }];
  return [{ kind: "document", name, attachment: "inline", document, awsManaged: false, place }];
}
