import { isOrganizationPolicyType, type Policy, type StandingPolicy } from "../../iam/model.js";
import { entryOf, type Node, textOf } from "../../source/node.js";
import { nodesIn } from "../../source/nodes-in.js";
import { once } from "../once.js";
import { Attachments } from "./attachments.js";
import type { Deployment } from "./deployment.js";
import { TooMuchToResolve } from "./effort.js";
import { Resolver } from "./resolver.js";
import { scenariosOf } from "./resolvers.js";
import { documentOrUnresolved } from "./role-policies.js";
import { NO_SCENARIO } from "./scenario.js";
import type { Resource } from "./template.js";

/** The policies of a deployment that belong to no role. */
export function standingPolicies(deployment: Deployment): readonly StandingPolicy[] {
  const attachments = once(() => new Attachments(deployment));
  return [...deployment.resources.values()].flatMap((one) => {
    if (/^AWS::IAM::(?:(?:Managed)?Policy|User|Group)$/.test(one.type)) return ofUsers(one, deployment, attachments);
    if (one.type === "AWS::KMS::Key") return [{ ...policiesOf(one, "KeyPolicy", deployment), of: "key" as const }];
    return one.type === "AWS::Organizations::Policy" ? organizationPolicy(one, deployment) : [];
  });
}

/** The policies that users or groups may have. A run does not fail for what only fixes ask. */
function ofUsers(one: Resource, deployment: Deployment, attachments: () => Attachments): readonly StandingPolicy[] {
  const key = ["Users", "Groups", "ManagedPolicyArns", "PermissionsBoundary"].find((name) => {
    const value = entryOf(one.properties, name)?.value;
    return value !== undefined && (value.kind !== "list" || value.items.length > 0);
  });
  if (key === undefined) return [];
  const of = "user";
  try {
    return [one, ...attachments().mentionedBy(one)].map((held) => ({
      ...policiesOf(held, "PolicyDocument", deployment, of),
      id: `${one.logicalId}.${key}`,
      of,
    }));
  } catch (error) {
    if (error instanceof TooMuchToResolve) return [];
    throw error;
  }
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
  return [{ ...policiesOf(one, "Content", deployment, of), of, targets, mayBeOn }];
}

function policiesOf(
  one: Resource,
  property: string,
  deployment: Deployment,
  of?: StandingPolicy["of"],
): Omit<StandingPolicy, "of"> {
  const { logicalId: id, file, place, scope } = one;
  const policies = scenariosOf([one], [one], deployment).flatMap((scenario) =>
    policyIn(one, property, new Resolver(scope, scenario), of),
  );
  return { id, file, place, policies };
}

function policyIn(
  { logicalId: name, properties }: Resource,
  property: string,
  resolver: Resolver,
  of?: StandingPolicy["of"],
): readonly Policy[] {
  const written = entryOf(properties, property)?.value;
  const node = written === undefined ? null : resolver.resolve(written);
  if (node === null) return [];
  const { place } = node;
  const document = documentOrUnresolved(
    node,
    of === "SERVICE_CONTROL_POLICY" || of === "user" ? "managed" : "resource",
  );
  if ("kind" in document) return [{ kind: "unresolved", name, expression: document.expression, place }];
  return [{ kind: "document", name, attachment: "inline", document, awsManaged: false, place }];
}
