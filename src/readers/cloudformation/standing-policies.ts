import { isOrganizationPolicyType, type Policy, type StandingPolicy, UNKNOWN_TYPE } from "../../iam/model.js";
import { entryOf, type Node, showText, type Text, textOf } from "../../source/node.js";
import { textsIn } from "../../source/nodes-in.js";
import { assumedIn } from "./assumed.js";
import type { Deployment } from "./deployment.js";
import { existence } from "./existence.js";
import { Resolver } from "./resolver.js";
import { scenariosOf } from "./resolvers.js";
import { documentOrUnresolved } from "./role-policies.js";
import { fileOf } from "./roles.js";
import { likelyOf, type Scenario } from "./scenario.js";
import type { Resource } from "./template.js";

/** A deployment's policies that don't belong to roles. */
export function standingPolicies(deployment: Deployment): readonly StandingPolicy[] {
  return [...deployment.resources.values()].flatMap((one) => {
    if (/^AWS::KMS::(?:Replica)?Key$/.test(one.type)) return keyPolicy(one, deployment);
    return one.type === "AWS::Organizations::Policy" ? organizationPolicy(one, deployment) : [];
  });
}

/** A key's policy. Empty for a key that certainly doesn't exist. */
function keyPolicy(one: Resource, deployment: Deployment): readonly StandingPolicy[] {
  if (scenariosOf([one], [one], deployment).length === 0) return [];
  return [{ ...policiesOf(one, "KeyPolicy", deployment), of: "key", ...madeIn(one, deployment).doubt }];
}

function organizationPolicy(one: Resource, deployment: Deployment): readonly StandingPolicy[] {
  const { made, doubt } = madeIn(one, deployment);
  const resolved = (key: string): readonly (Node | null)[] => {
    const written = entryOf(one.properties, key)?.value;
    return made.map((scenario) => (written === undefined ? null : new Resolver(one.scope, scenario).resolve(written)));
  };
  const { logicalId: id, file, place } = one;
  const types = new Set(resolved("Type").map((node) => (node?.kind === "scalar" ? node.value : node && undefined)));
  const [of] = types.size === 1 ? types : [];
  if (made.length === 0) return [{ id, file, place, of: "SERVICE_CONTROL_POLICY", policies: [] }];
  const type = of === undefined ? UNKNOWN_TYPE : isOrganizationPolicyType(of) ? { of, ...doubt } : null;
  if (type === null) return [];
  const ids = resolved("TargetIds");
  /** Adds the type of the resource to an unknown value that refers to one. */
  const typed = (text: Text): Text => {
    if (typeof text === "string" || text.kind !== "unresolved") return text;
    const { expression } = text;
    const to = deployment.resources.get(/^(?:Ref|GetAtt) ([^.]+)/.exec(expression)?.[1] ?? "");
    return to === undefined ? text : { ...text, expression: `${to.type} ${expression}` };
  };
  const [first = [], ...others] = ids.map((node) =>
    node?.kind === "list" ? node.items.flatMap((item) => textOf(item) ?? []).map(typed) : [],
  );
  const isIn = (text: Text) => (all: readonly Text[]) => all.some((own) => showText(own) === showText(text));
  const targets = first.filter((text) => others.every(isIn(text)));
  const mayBeOn = textsIn(ids.filter((node) => node !== null)).map(typed);
  const use = of === "SERVICE_CONTROL_POLICY" ? "managed" : "resource";
  return [{ ...policiesOf(one, "Content", deployment, use, made), targets, mayBeOn, ...type }];
}

/** The likely scenarios in which a resource may exist, and a doubt if it might not exist in some of them. */
function madeIn(one: Resource, deployment: Deployment): Made {
  const likely = likelyOf(scenariosOf([one], [], deployment));
  const exists = likely.map((scenario) => existence(one, null, scenario));
  const isCertain = exists.every((own) => own === "yes");
  return {
    made: likely.filter((_, index) => exists[index] !== "no"),
    doubt: isCertain ? {} : { doubt: `condition ${one.conditions.join(" and ")}` },
  };
}

interface Made {
  readonly made: readonly Scenario[];
  readonly doubt: Pick<StandingPolicy, "doubt">;
}

export function policiesOf(
  one: Resource,
  property: string,
  deployment: Deployment,
  use: "managed" | "resource" = "resource",
  scenarios: readonly Scenario[] = scenariosOf([one], [one], deployment),
): Omit<StandingPolicy, "of"> {
  const { logicalId: id, place, scope } = one;
  const all = scenarios.flatMap((scenario) =>
    policyIn(one, property, new Resolver(scope, scenario), use).map((policy) => {
      const assumed = assumedIn(scenario, scope);
      return { policy, held: assumed === undefined ? {} : { assumed } };
    }),
  );
  return {
    ...{ id, ...fileOf(one), place },
    policies: all.map(({ policy }) => policy),
    holds: all.map(({ held }) => held),
  };
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
