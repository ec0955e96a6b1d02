import type { OtherHolder, Policy } from "../../iam/model.js";
import { namedArns } from "../../iam/named-policies.js";
import { entryOf, type Node } from "../../source/node.js";
import { once } from "../../source/once.js";
import { Attachments } from "./attachments.js";
import type { Deployment } from "./deployment.js";
import { TooMuchToResolve } from "./effort.js";
import { resolversFor } from "./resolvers.js";
import { policiesOf } from "./standing-policies.js";
import type { Resource } from "./template.js";

/** The actual or possible non-role holders of a deployment's policies: users, functions, permission sets, and unavailable stacks. */
export function otherHolders(deployment: Deployment): readonly OtherHolder[] {
  const attachments = once(() => new Attachments(deployment));
  return [...deployment.resources.values()].flatMap((one) => held(one, deployment, attachments));
}

/** The holders in one resource. Only fixes need them, so a resource that takes too much work to resolve has none. */
function held(one: Resource, deployment: Deployment, attachments: () => Attachments): readonly OtherHolder[] {
  const { type, logicalId, place, properties, scope } = one;
  const holding = (key: string, policy: Resource, property = "PolicyDocument"): OtherHolder => {
    const { policies } = policiesOf(policy, property, deployment, "managed");
    return { id: `${logicalId}.${key}`, place, policies };
  };
  if (/^AWS::IAM::(?:Managed)?Policy$/.test(type)) {
    const given = properties.entries.find(
      ({ key, value }) => /^(?:Users|Groups)$/.test(key) && (value.kind !== "list" || value.items.length > 0),
    );
    return given === undefined ? [] : [holding(given.key, one)];
  }
  const name = logicalId.slice(scope.prefix.length);
  const isRead = [...scope.nested.keys()].some((stack) => stack === name || stack.startsWith(`${name}_`));
  const written = entryOf(scope.resource(name) ?? properties, "Properties")?.value;
  if (isRead || written?.kind !== "map" || /^AWS::IAM::(?:Role(?:Policy)?|InstanceProfile)$/.test(type)) return [];
  try {
    const own = properties.entries.filter(({ key }) => /Policy/.test(key)).map(({ key }) => holding(key, one, key));
    const named = written.entries.flatMap(({ key, value }) =>
      (key === "Tags" ? [] : attachments().namedIn(one, value)).map((policy) => holding(key, policy)),
    );
    const spelled = written.entries.flatMap(({ key, value }): readonly OtherHolder[] => {
      const arns = TAKING.test(key) || /^Custom::/.test(type) ? arnsIn(one, key, value, deployment) : [];
      const policy: Policy = { kind: "unresolved", name: logicalId, expression: key, arns, place };
      return arns.length === 0 ? [] : [{ id: `${logicalId}.${key}`, place, policies: [policy] }];
    });
    return [...own, ...named, ...spelled];
  } catch (error) {
    if (error instanceof TooMuchToResolve) return [];
    throw error;
  }
}

/** Matches properties that take policies by ARN or by name. */
const TAKING = /Polic|Boundary|Parameter/;

/** The ARNs of policies that a property refers to, under any combination of condition outcomes. */
function arnsIn(one: Resource, key: string, value: Node, deployment: Deployment): readonly string[] {
  const isDocument = (node: Node): boolean => node.kind === "map" && entryOf(node, "Statement") !== undefined;
  const values = resolversFor(one, [value], deployment).flatMap((resolver) => resolver.resolve(value) ?? []);
  return namedArns(values, isDocument, /Polic|Boundary/.test(key));
}
