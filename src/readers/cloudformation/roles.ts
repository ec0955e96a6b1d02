import type { Policy, PolicyDocument, Role, RoleVariant } from "../../iam/model.js";
import { type PolicyUse, parsePolicyDocument } from "../../iam/parse-document.js";
import { parsePolicyText } from "../../iam/parse-document-text.js";
import { entryOf, type MapNode, type Node, showText, textOf, type Unresolved } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { conditionsIn, scenariosFor } from "./conditions.js";
import { itemsOf } from "./expressions.js";
import { Resolver } from "./resolver.js";
import { describeScenario, type Scenario } from "./scenario.js";
import type { Resource, Template } from "./template.js";

/** Resource types that carry policies for a role, beside the role itself. */
const POLICY_TYPES = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];

/** The roles of a template, each with what attaches to it from either side, in every way its conditions can fall out. */
export function templateRoles(template: Template, given: ReadonlyMap<string, string>, file: string): readonly Role[] {
  const resources = [...template.resources.values()];
  const roles = resources.filter(({ type }) => type === "AWS::IAM::Role");
  const policies = resources.filter(({ type }) => POLICY_TYPES.includes(type));
  const profiles = resources.filter(({ type }) => type === "AWS::IAM::InstanceProfile");
  return roles.flatMap((role) => {
    const attached = policies.filter((policy) => mentions(role, policy));
    return new RoleBuilder(template, given, role, attached, profiles).build(file) ?? [];
  });
}

/** A cheap look whether a policy can have to do with a role: one of them names the other, or attaches to a plain name. */
function mentions(role: Resource, policy: Resource): boolean {
  const lists = [entryOf(policy.properties, "Roles"), entryOf(policy.properties, "RoleName")];
  return lists.some((entry) => entry !== undefined) || names(role.properties, policy.logicalId);
}

function names(node: Node, logicalId: string): boolean {
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "list") open.push(...next.items);
    else if (next.kind === "map") open.push(...next.entries.map(({ value }) => value));
    else if (next.kind === "scalar" && typeof next.value === "string" && next.value.includes(logicalId)) return true;
  }
  return false;
}

class RoleBuilder {
  constructor(
    private readonly template: Template,
    private readonly given: ReadonlyMap<string, string>,
    private readonly role: Resource,
    private readonly policies: readonly Resource[],
    private readonly profiles: readonly Resource[],
  ) {}

  build(file: string): Role | null {
    const scenarios = this.scenarios();
    const existing = scenarios.filter(
      (scenario) => this.role.condition === null || scenario.get(this.role.condition) !== false,
    );
    const [first, ...rest] = existing.map((scenario) => this.variant(scenario));
    const scenario = existing[0];
    if (first === undefined || scenario === undefined) return null;
    const resolver = this.resolver(scenario);
    const name = resolver.resolve(entryOf(this.role.properties, "RoleName")?.value ?? missing(this.role.place));
    return {
      id: this.role.logicalId,
      name: name?.kind === "scalar" && typeof name.value === "string" ? name.value : null,
      format: "cloudformation",
      place: this.role.place,
      file,
      marker: marker(this.role, resolver),
      variants: [first, ...rest],
      instanceProfile: this.instanceProfile(resolver),
      removed: false,
    };
  }

  private scenarios(): readonly Scenario[] {
    const used = new Set<string>();
    for (const resource of [this.role, ...this.policies]) {
      if (resource.condition !== null) used.add(resource.condition);
      conditionsIn(resource.properties, used);
    }
    return used.size === 0 ? [new Map()] : (scenariosFor(this.template, this.given, [...used].sort()) ?? [new Map()]);
  }

  private resolver(scenario: Scenario): Resolver {
    return new Resolver(this.template, this.given, scenario);
  }

  private variant(scenario: Scenario): RoleVariant {
    const resolver = this.resolver(scenario);
    const { properties } = this.role;
    const boundary = resolved(resolver, properties, "PermissionsBoundary");
    const trust = resolved(resolver, properties, "AssumeRolePolicyDocument");
    const present = this.policies.filter(({ condition }) => condition === null || scenario.get(condition) !== false);
    return {
      when: describeScenario(scenario),
      policies: [
        ...this.inlinePolicies(resolver),
        ...this.managedPolicies(resolver),
        ...present
          .filter((policy) => this.attaches(policy, resolver))
          .map((policy) => this.attachedPolicy(policy, resolver)),
      ],
      boundary: this.loopBoundary() ?? (boundary === null ? null : this.managedPolicy(boundary, resolver)),
      trust:
        trust === null ? parsePolicyDocument(missing(this.role.place), "trust") : documentOrUnresolved(trust, "trust"),
    };
  }

  /**
   * What a loop over an unknown collection makes is there as often as the collection says, perhaps never: nothing that such
   * a role has written down is certain, which a boundary that is not known says best.
   */
  private loopBoundary(): Policy | null {
    const { loop, place } = this.role;
    return loop === null ? null : { kind: "unresolved", name: loop.name, expression: loop.reason, place };
  }

  private attachedPolicy(policy: Resource, resolver: Resolver): Policy {
    const { loop, place } = policy;
    if (loop === null || loop === this.role.loop) return resourcePolicy(policy, resolver);
    return { kind: "unresolved", name: policy.logicalId, expression: `${loop.name}: ${loop.reason}`, place };
  }

  private inlinePolicies(resolver: Resolver): readonly Policy[] {
    const policies = resolved(resolver, this.role.properties, "Policies");
    if (policies === null) return [];
    if (policies.kind !== "list") return [unresolvedPolicy("Policies", policies)];
    return policies.items.map((item): Policy => {
      if (item.kind !== "map") return unresolvedPolicy("Policies", item);
      return documentPolicy(showName(entryOf(item, "PolicyName")?.value, this.role.logicalId), item, "inline");
    });
  }

  private managedPolicies(resolver: Resolver): readonly Policy[] {
    const arns = resolved(resolver, this.role.properties, "ManagedPolicyArns");
    if (arns === null) return [];
    if (arns.kind !== "list") return [unresolvedPolicy("ManagedPolicyArns", arns)];
    return arns.items.map((item) => this.managedPolicy(item, resolver));
  }

  /** A managed policy by its ARN: one of this template, or one that is looked up or stays unknown. */
  private managedPolicy(arn: Node, resolver: Resolver): Policy {
    const logicalId = linkedLogicalId(arn);
    const resource = logicalId === null ? undefined : this.template.resources.get(logicalId);
    if (resource?.type === "AWS::IAM::ManagedPolicy") return resourcePolicy(resource, resolver);
    const text = textOf(arn);
    return text === undefined
      ? unresolvedPolicy("managed policy", arn)
      : { kind: "reference", arn: text, place: arn.place };
  }

  /** Whether a policy resource names this role among those that it attaches itself to. */
  private attaches(policy: Resource, resolver: Resolver): boolean {
    const roles = resolved(resolver, policy.properties, "Roles");
    const role = resolved(resolver, policy.properties, "RoleName");
    return [...(roles === null ? [] : itemsOf(roles)), ...(role === null ? [] : [role])].some((node) =>
      this.isThis(node, resolver),
    );
  }

  private isThis(node: Node, resolver: Resolver): boolean {
    if (linkedLogicalId(node) === this.role.logicalId) return true;
    const name = resolved(resolver, this.role.properties, "RoleName");
    const [own, other] = [name === null ? undefined : textOf(name), textOf(node)];
    return typeof own === "string" && own === other;
  }

  private instanceProfile(resolver: Resolver): boolean | Unresolved {
    let unknown: Unresolved | null = null;
    for (const profile of this.profiles) {
      const roles = resolved(resolver, profile.properties, "Roles");
      if (roles === null) continue;
      if (itemsOf(roles).some((node) => this.isThis(node, resolver))) return true;
      const open = [roles, ...itemsOf(roles)].find((node) => node.kind === "unresolved" && !this.isOther(node));
      if (open?.kind === "unresolved") unknown = { kind: "unresolved", expression: open.expression };
    }
    return unknown ?? false;
  }

  private isOther(node: Node): boolean {
    const logicalId = linkedLogicalId(node);
    return logicalId !== null && this.template.resources.has(logicalId);
  }
}

/** The resource that an unresolved `Ref` or `GetAtt` names. */
function linkedLogicalId(node: Node): string | null {
  if (node.kind !== "unresolved") return null;
  return /^(?:Ref|GetAtt) ([^.,\s]+)/.exec(node.expression)?.[1] ?? null;
}

function resolved(resolver: Resolver, properties: MapNode, key: string): Node | null {
  const entry = entryOf(properties, key);
  return entry === undefined ? null : resolver.resolve(entry.value);
}

function missing(place: Place): Node {
  return { kind: "scalar", place, value: null };
}

function resourcePolicy(policy: Resource, resolver: Resolver): Policy {
  const properties = resolver.resolve(policy.properties);
  const attachment = policy.type === "AWS::IAM::ManagedPolicy" ? "managed" : "inline";
  if (properties?.kind !== "map") return unresolvedPolicy(policy.logicalId, properties ?? missing(policy.place));
  return documentPolicy(policy.logicalId, properties, attachment);
}

function documentPolicy(name: string, holder: MapNode, attachment: "inline" | "managed"): Policy {
  const document = entryOf(holder, "PolicyDocument")?.value ?? missing(holder.place);
  if (document.kind === "unresolved") return unresolvedPolicy(name, document);
  const parsed = parseDocument(document, "identity");
  return { kind: "document", name, attachment, document: parsed, awsManaged: false, place: document.place };
}

/** The property is JSON to CloudFormation, so a string that holds a document is one. */
function parseDocument(node: Node, use: PolicyUse): PolicyDocument {
  const isText = node.kind === "partial" || (node.kind === "scalar" && typeof node.value === "string");
  return isText ? parsePolicyText(node, use) : parsePolicyDocument(node, use);
}

function documentOrUnresolved(node: Node, use: PolicyUse): PolicyDocument | Unresolved {
  if (node.kind === "unresolved") return { kind: "unresolved", expression: node.expression };
  return parseDocument(node, use);
}

function unresolvedPolicy(name: string, node: Node): Policy {
  const value = textOf(node);
  return { kind: "unresolved", name, expression: value === undefined ? name : showText(value), place: node.place };
}

function showName(node: Node | undefined, fallback: string): string {
  const value = node === undefined ? undefined : textOf(node);
  return value === undefined ? fallback : showText(value);
}

const MARKER_TAG = "worker-iam-check";

/** `Metadata: { WorkerIamCheck: [backup, restore] }`, or the tag. */
function marker(role: Resource, resolver: Resolver): Role["marker"] {
  const metadata = role.metadata?.kind === "map" ? entryOf(role.metadata, "WorkerIamCheck") : undefined;
  if (metadata !== undefined) {
    const { value } = metadata;
    const kinds = (value.kind === "list" ? value.items : [value]).map((item) => showName(item, ""));
    return { text: kinds.join(" "), place: value.place };
  }
  const tags = resolved(resolver, role.properties, "Tags");
  for (const tag of tags === null ? [] : itemsOf(tags)) {
    if (tag.kind !== "map" || showName(entryOf(tag, "Key")?.value, "") !== MARKER_TAG) continue;
    return { text: showName(entryOf(tag, "Value")?.value, ""), place: tag.place };
  }
  return null;
}
