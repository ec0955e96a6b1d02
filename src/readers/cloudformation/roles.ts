import type { Definition, Policy, Role, RoleVariant } from "../../iam/model.js";
import { ownNames } from "../../iam/own-names.js";
import { entryOf, type Node, showText, textOf } from "../../source/node.js";
import { nodesIn } from "../../source/nodes-in.js";
import { toTemplateSyntax } from "../../source/pseudo-parameters.js";
import { Attachments, isProfile, namedRoles, type OutsideRole } from "./attachments.js";
import { defaultAccounts } from "./default-accounts.js";
import type { Deployment } from "./deployment.js";
import { type Existing, existence } from "./existence.js";
import { functionOf, text as textNode } from "./expressions.js";
import { forgottenNames } from "./forgotten-names.js";
import { ignores, marker } from "./marker.js";
import type { Facts } from "./parameter-facts.js";
import { Resolver } from "./resolver.js";
import { scenariosOf, withWholeTried } from "./resolvers.js";
import { missing, policyUnder } from "./role-policies.js";
import { RoleVariants } from "./role-variants.js";
import { sameName } from "./same-name.js";
import { likelyOf, type Scenario, settingsOf } from "./scenario.js";
import { declaring, type Scope } from "./scope.js";
import { areInDifferentAccounts } from "./stack-set.js";
import type { Resource } from "./template.js";
import { narrowToTrustPartition } from "./trust-partition.js";

/** The roles in a deployment, each with its policies and attachments (declared in the role or elsewhere), in every scenario. */
export function deploymentRoles(deployment: Deployment): readonly Role[] {
  const attachments = new Attachments(deployment);
  return [
    ...attachments.roles.flatMap((role) => declaredRole(role, deployment, attachments) ?? []),
    ...attachments.outside.flatMap((role) => outsideRole(role, deployment) ?? []),
  ];
}

function declaredRole(role: Resource, deployment: Deployment, attachments: Attachments): Role | null {
  // In a different account, the same name refers to something else.
  const attaching = attachments.candidates(role).filter(({ scope }) => !areInDifferentAccounts(scope, role.scope));
  const found = withWholeTried(role, scenariosOf([role, ...attaching], [role], deployment), deployment);
  const scenarios = narrowToTrustPartition(role, found);
  const variants = new RoleVariants(role, deployment, attaching, attachments.policyArns, attachments.hasMore(role));
  const named = (scenario: Scenario) => ({
    ...nameOf(nameIn(role, [scenario], "RoleName")),
    ...pathOf(nameIn(role, [scenario], "Path")),
    ...fileOf(role, scenario.facts),
  });
  const owns = ownNames(scenarios.map(named));
  const [first, ...rest] = scenarios.map((scenario, index): RoleVariant => {
    const own = owns[index];
    return { ...variants.variant(scenario, scenarios), ...(own && { own }) };
  });
  const [likely] = likelyOf(scenarios);
  const set = role.scope.accounts.at(-1);
  if (first === undefined || likely === undefined) return null;
  return {
    id: role.logicalId,
    ...nameOf(nameIn(role, scenarios, "RoleName")),
    ...pathOf(nameIn(role, scenarios, "Path")),
    format: "cloudformation",
    place: role.place,
    ...fileOf(role, owns.length === 0 ? likely.facts : undefined),
    ...(set && { madeIn: defaultAccounts(set, deployment) }),
    marker: marker(role, new Resolver(role.scope, likely)),
    ...ignores(role),
    variants: [first, ...rest],
    ...variants.profile(scenarios, likelyOf(scenarios)),
    crowdedProfile: variants.crowdedProfile(likelyOf(scenarios)),
    ...underCondition(role, deployment),
    definitionOf: (name) => definitionIn(role.scope, name, likely),
    removed: false,
  };
}

function mappingIn({ mappings }: Scope, name: string, key: string): Definition | undefined {
  const rows = mappings?.kind === "map" ? entryOf(mappings, key)?.value : undefined;
  if (rows?.kind !== "map") return;
  const values = rows.entries.flatMap(({ key: first, value }) =>
    value.kind !== "map"
      ? []
      : value.entries.map((one): [string, string] => [
          `${first}, ${one.key}`,
          nodesIn([one.value])
            .map((each) => showText(textOf(each) ?? each.kind))
            .join(),
        ]),
  );
  return { name, definition: values.join("\n"), values: new Map(values) };
}

const SAYING: readonly string[] = ["Type", "Default", "AllowedValues"];

/** The definition of a parameter, a resource, or a mapping. `text` is its name, optionally followed by an attribute. */
function definitionIn(scope: Scope, text: string, scenario: Scenario): Definition | undefined {
  const [name = ""] = text.split(".");
  const found = declaring(scope, name);
  const parameter = found?.scope.parameters.get(found.name);
  const node = parameter ?? found?.scope.resource(found.name);
  if (found !== null && node === undefined) return mappingIn(found.scope, name, found.name);
  if (found === null || node === undefined) return;
  // A parameter's name and description don't affect its value.
  const stated = parameter?.kind === "map" ? parameter.entries.filter(({ key }) => SAYING.includes(key)) : null;
  const definition = nodesIn(stated?.map(({ value }) => value) ?? [node])
    .map((one) => showText(textOf(one) ?? one.kind))
    .join("\n");
  const value =
    parameter && new Resolver(found.scope, scenario).resolve(functionOf("Ref", textNode(found.name, node.place)));
  const looked = stated?.find(({ key }) => key === "Default" && definition.includes("AWS::SSM::Parameter::Value"));
  return {
    name,
    definition,
    value: value?.kind === "scalar" ? String(value.value) : undefined,
    ...(looked ? { looksUp: true } : {}),
  };
}

/** The file that declares a resource, and the account in which a stack set creates it. */
export function fileOf(
  { file, chain, scope: { accounts, account } }: Resource,
  facts?: Facts,
): Pick<Role, "file" | "nestedIn" | "provider" | "account" | "inEach"> {
  const inEach = accounts.at(-1)?.inEach(facts) ?? [];
  const elsewhere = accounts.filter(({ always }) => always !== "yes").at(-1);
  return {
    file,
    ...(accounts.length > 0 && account !== null ? { account } : {}),
    ...(inEach.length > 0 ? { inEach } : {}),
    ...(chain.length > 1 ? { nestedIn: chain.slice(0, -1) } : {}),
    ...(elsewhere === undefined ? {} : { provider: elsewhere.name }),
  };
}

function underCondition(role: Resource, deployment: Deployment): Pick<Role, "onlyUnder"> {
  if (role.conditions.length === 0) return {};
  const likely = likelyOf(scenariosOf([role], [], deployment));
  const isMade = likely.every((scenario) => existence(role, null, scenario) === "yes");
  return isMade ? {} : { onlyUnder: role.conditions.join(" and ") };
}

/**
 * Returns null unless there certainly is a profile: a profile for a role that the deployment doesn't declare may also
 * be declared elsewhere.
 */
function outsideProfile(
  attaching: readonly Resource[],
  existing: Existing,
  scenarios: readonly Scenario[],
): true | null {
  const profiles = attaching.filter(isProfile);
  const always = (profile: Resource) => scenarios.every((scenario) => existence(profile, existing, scenario) === "yes");
  return profiles.some(always) ? true : null;
}

/** The role's name in all likely scenarios. If the names differ, returns the parts that they have in common, with the rest unknown. */
function nameIn({ scope, properties, place }: Resource, scenarios: readonly Scenario[], key: string): Node | null {
  const written = entryOf(properties, key)?.value ?? missing(place);
  const likely = likelyOf(scenarios);
  const names = likely.map((scenario) => new Resolver(scope, scenario).resolve(written));
  const [first = null] = names;
  const shown = (name: Node | null): string => showText((name === null ? undefined : textOf(name)) ?? "");
  const [scenario] = likely;
  if (scenario === undefined || names.every((name) => shown(name) === shown(first))) return first;
  return new Resolver(scope, { ...scenario, facts: new Map() }).resolve(written);
}

function nameOf(node: Node | null): Pick<Role, "name" | "partialName"> {
  if (node?.kind === "scalar" && typeof node.value === "string") return { name: node.value };
  const text = node === null ? undefined : textOf(node);
  return text === undefined ? { name: null } : { name: null, partialName: showText(text) };
}

function pathOf(node: Node | null): Pick<Role, "path"> {
  const text = node === null ? undefined : textOf(node);
  const path = text === undefined ? "/" : showText(text);
  return path === "/" ? {} : { path };
}

/** A role that policies refer to but the deployment doesn't declare. Its other policies are unknown. */
function outsideRole({ name, attaching }: OutsideRole, deployment: Deployment): Role | null {
  const text = textOf(name) ?? "";
  const shown =
    typeof text === "object" && text.kind === "unresolved" ? text.expression : toTemplateSyntax(showText(text));
  const [carrier] = attaching;
  if (carrier === undefined) return null;
  const expression = `role ${shown} is not in this template`;
  const { place, scope } = carrier;
  const existing = { scope, conditions: [] };
  const rest: Policy = { kind: "unresolved", name: "other policies", expression, place };
  const policies = attaching.filter((resource) => !isProfile(resource));
  const scenarios = scenariosOf(attaching, [], deployment);
  const [first, ...others] = scenarios.map((scenario): RoleVariant => {
    const resolver = new Resolver(carrier.scope, scenario);
    const carried = policies.filter((policy) =>
      namedRoles(policy, resolver).some((node) => sameName(textOf(node) ?? "", text) === "yes"),
    );
    const settings = settingsOf(scenario, scenarios);
    const nameFaults = policies.flatMap((policy) => forgottenNames(policy, resolver));
    return {
      ...(nameFaults.length === 0 ? {} : { nameFaults }),
      when: settings.length === 0 ? null : settings.join(" and "),
      settings,
      byDefault: scenario.byDefault,
      policies: [
        ...carried.flatMap((policy) => {
          const known = policyUnder(scenario, policy, existing, resolver);
          return known === null ? [] : { ...known, by: policy.logicalId, ...inlineName(policy, resolver) };
        }),
        rest,
      ],
      boundary: null,
      trust: { kind: "unresolved", expression: "of a role that this template does not declare" },
    };
  });
  if (first === undefined) return null;
  return {
    id: deployment.resources.has(shown) ? `role ${shown}` : shown,
    name: typeof text === "string" ? text : null,
    path: "/${...}/",
    format: "cloudformation",
    place,
    ...fileOf(carrier),
    marker: null,
    variants: [first, ...others],
    instanceProfile: outsideProfile(attaching, existing, scenarios),
    removed: false,
    isElsewhere: true,
  };
}

function inlineName({ type, scope, properties }: Resource, resolver: Resolver): Pick<Policy, "inlineName"> {
  const name = type === "AWS::IAM::ManagedPolicy" ? undefined : entryOf(properties, "PolicyName")?.value;
  const node = name === undefined ? null : resolver.within(scope).resolve(name);
  return node?.kind === "scalar" && typeof node.value === "string" ? { inlineName: node.value } : {};
}
