import type { Policy, Role, RoleVariant } from "../../iam/model.js";
import { entryOf, type Node, showText, textOf } from "../../source/node.js";
import { Attachments, isProfile, namedRoles, type OutsideRole, sameName } from "./attachments.js";
import { scenariosFor, UsedConditions } from "./conditions.js";
import type { Deployment } from "./deployment.js";
import { marker } from "./marker.js";
import { Resolver } from "./resolver.js";
import { missing, policyUnder } from "./role-policies.js";
import { RoleVariants } from "./role-variants.js";
import { describeScenario, type Scenario } from "./scenario.js";
import type { Resource } from "./template.js";

/** The roles of a deployment, each with what attaches to it from either side, in every way its conditions can fall out. */
export function deploymentRoles(deployment: Deployment): readonly Role[] {
  const attachments = new Attachments(deployment);
  return [
    ...attachments.roles.flatMap((role) => declaredRole(role, deployment, attachments) ?? []),
    ...attachments.outside.flatMap((role) => outsideRole(role, deployment) ?? []),
  ];
}

function declaredRole(role: Resource, deployment: Deployment, attachments: Attachments): Role | null {
  const attaching = attachments.candidates(role);
  const scenarios = existing(scenariosOf([role, ...attaching], deployment), [role]);
  const variants = new RoleVariants(role, deployment, attaching, attachments.policyArns, attachments.hasMore(role));
  const [first, ...rest] = scenarios.map((scenario) => variants.variant(scenario, scenarios));
  const [scenario] = scenarios;
  if (first === undefined || scenario === undefined) return null;
  const resolver = new Resolver(role.scope, scenario);
  const name = resolver.resolve(entryOf(role.properties, "RoleName")?.value ?? missing(role.place));
  return {
    id: role.logicalId,
    ...nameOf(name),
    format: "cloudformation",
    place: role.place,
    file: role.file,
    marker: marker(role, resolver),
    variants: [first, ...rest],
    instanceProfile: variants.instanceProfile(scenario),
    removed: false,
  };
}

function nameOf(node: Node | null): Pick<Role, "name" | "partialName"> {
  if (node?.kind === "scalar" && typeof node.value === "string") return { name: node.value };
  const text = node === null ? undefined : textOf(node);
  return text === undefined ? { name: null } : { name: null, partialName: showText(text) };
}

/** A role that policies name and the deployment does not declare: what else it has is not known. */
function outsideRole({ name, attaching }: OutsideRole, deployment: Deployment): Role | null {
  const text = textOf(name) ?? "";
  const shown = typeof text === "object" && text.kind === "unresolved" ? text.expression : showText(text);
  const [carrier] = attaching;
  if (carrier === undefined) return null;
  const expression = `role ${shown} is not in this template`;
  const { place, file } = carrier;
  const rest: Policy = { kind: "unresolved", name: "other policies", expression, place };
  const policies = attaching.filter((resource) => !isProfile(resource));
  const scenarios = existing(scenariosOf(attaching, deployment), []);
  const [first, ...others] = scenarios.map((scenario): RoleVariant => {
    const resolver = new Resolver(carrier.scope, scenario);
    const carried = policies.filter((policy) =>
      namedRoles(policy, resolver).some((node) => sameName(textOf(node) ?? "", text) === "yes"),
    );
    return {
      when: describeScenario(scenario, scenarios),
      policies: [...carried.flatMap((policy) => policyUnder(scenario, policy, [], resolver) ?? []), rest],
      boundary: null,
      trust: { kind: "unresolved", expression },
    };
  });
  if (first === undefined) return null;
  return {
    id: deployment.resources.has(shown) ? `role ${shown}` : shown,
    name: typeof text === "string" ? text : null,
    format: "cloudformation",
    ...{ place, file },
    marker: null,
    variants: [first, ...others],
    instanceProfile: attaching.some(isProfile) ? true : null,
    removed: false,
  };
}

function scenariosOf(resources: readonly Resource[], deployment: Deployment): readonly Scenario[] {
  const used = new UsedConditions();
  for (const resource of resources) used.of(resource);
  if (used.names.size === 0) return [new Map()];
  return scenariosFor(deployment.conditions, inReadingOrder([...used.names], deployment)) ?? [new Map()];
}

/** Scenarios are told apart by the first conditions, and "IsProd is false" is easier to read than "IsNotProd is true". */
function inReadingOrder(names: readonly string[], { conditions }: Deployment): readonly string[] {
  const isNegation = (name: string): boolean => {
    const node = conditions.get(name)?.node;
    return node?.kind === "map" && entryOf(node, "Fn::Not") !== undefined;
  };
  const sorted = names.toSorted();
  return [...sorted.filter((name) => !isNegation(name)), ...sorted.filter(isNegation)];
}

/** The scenarios in which all of these exist. */
function existing(scenarios: readonly Scenario[], resources: readonly Resource[]): readonly Scenario[] {
  return scenarios.filter((scenario) =>
    resources.every(({ conditions }) => conditions.every((name) => scenario.get(name) !== false)),
  );
}
