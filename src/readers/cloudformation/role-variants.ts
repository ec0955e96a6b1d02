import { isChoice, possibleItems } from "../../iam/choices.js";
import { contested } from "../../iam/contested-policies.js";
import { findForgottenSubstitution, notReplaced } from "../../iam/forgotten-substitution.js";
import type { CrowdedProfile, GrammarProblem, Policy, PolicyDocument, Role, RoleVariant } from "../../iam/model.js";
import { arnsIn, arnsOf } from "../../iam/named-policies.js";
import { parsePolicyDocument } from "../../iam/parse-document.js";
import { PARTITIONS } from "../../iam/regions.js";
import { uncertainPolicy } from "../../iam/uncertain-policies.js";
import { entryOf, type Node, showText, type Text, textOf, type Unresolved } from "../../source/node.js";
import { assumedIn } from "./assumed.js";
import { isProfile, linkedResource, mentionedIn, namedRoles } from "./attachments.js";
import type { Deployment } from "./deployment.js";
import { type Certainty, existence } from "./existence.js";
import { expressionAt, isOpenName, shownName } from "./expressions.js";
import { asIntended, forgottenNames } from "./forgotten-names.js";
import type { PolicyArns } from "./policy-arns.js";
import { partitionsLeft } from "./possible-partitions.js";
import { Resolver } from "./resolver.js";
import { writtenRoles } from "./role-names.js";
import {
  documentOrUnresolved,
  documentPolicy,
  missing,
  policyUnder,
  showName,
  unresolvedPolicy,
} from "./role-policies.js";
import { sameName } from "./same-name.js";
import { type Scenario, settingsOf } from "./scenario.js";
import { linkOf } from "./scope.js";
import type { Resource } from "./template.js";
import { holdsText } from "./unknown-parts.js";
import { uncertainDeniesOf } from "./untried-denies.js";
import { Uses } from "./uses.js";

/** A declared role's policies, trust policy, and instance profile in each scenario. */
export class RoleVariants {
  readonly #policies: readonly Resource[];
  readonly #profiles: readonly Resource[];
  readonly #trustsAny: boolean;

  constructor(
    private readonly role: Resource,
    private readonly deployment: Deployment,
    attaching: readonly Resource[],
    private readonly policyArns: PolicyArns,
    /** Whether there are further resources that may be attached. */
    private readonly hasMore: boolean,
  ) {
    this.#policies = attaching.filter((resource) => !isProfile(resource));
    this.#profiles = attaching.filter(isProfile);
    const trust = entryOf(role.properties, "AssumeRolePolicyDocument")?.value;
    const usesPartition = trust !== undefined && new Uses().in(trust, role.scope).parameters.has("AWS::Partition");
    this.#trustsAny = usesPartition && !holdsText(trust, isInAws);
  }

  /**
   * The role's variant in a scenario.
   * @param all every scenario of the role
   */
  variant(scenario: Scenario, all: readonly Scenario[]): RoleVariant {
    const resolver = new Resolver(this.role.scope, scenario);
    const boundary = this.#property("PermissionsBoundary", resolver);
    const { scope } = this.role;
    // The account ID is filled in, so that principals in other accounts are recognized.
    const placed = scope.account === null ? resolver : new Resolver(scope, scenario, "placed");
    const trust = this.#property("AssumeRolePolicyDocument", placed);
    const settings = settingsOf(scenario, all);
    const nameFaults = this.#nameFaults(resolver, scenario);
    const assumed = assumedIn(scenario, scope);
    return {
      ...(nameFaults.length === 0 ? {} : { nameFaults }),
      ...(assumed === undefined ? {} : { assumed }),
      when: settings.length === 0 ? null : settings.join(" and "),
      settings,
      byDefault: scenario.byDefault,
      ...partitionsIn(scenario),
      ...(this.#trustsAny && all.length === 1 ? { trustsAnyPartition: true as const } : {}),
      policies: [
        ...contested([
          ...this.#inlinePolicies(resolver),
          ...this.#managedPolicies(resolver, scenario),
          ...this.#attachedPolicies(resolver, scenario),
        ]),
        ...this.#openPolicies(),
        ...this.#additions(),
      ],
      boundary:
        this.#loopBoundary() ??
        (boundary === null
          ? (this.#openPolicies()[0] ?? null)
          : (this.#managedPolicy(boundary, resolver, scenario)[0] ?? unresolvedPolicy("boundary", boundary))),
      trust: this.#withAdditions(trust === null ? this.#missingTrust() : documentOrUnresolved(trust, "trust")),
    };
  }

  /**
   * Faults in the names of the role and its attached resources, including resources that would be attached if the
   * placeholders in their names were filled in.
   */
  #nameFaults(resolver: Resolver, scenario: Scenario): readonly GrammarProblem[] {
    const attached = [...this.#policies, ...this.#profiles].filter(
      (resource) =>
        existence(resource, this.role, scenario) !== "no" &&
        namedRoles(resource, resolver).some(
          (node) => this.#isThis(asIntended(node, resolver.within(resource.scope)), resolver, resource) === "yes",
        ),
    );
    return [this.role, ...attached].flatMap((resource) => forgottenNames(resource, resolver));
  }

  /** Policies that a function among the role's properties may add. */
  #openPolicies(): readonly Policy[] {
    const { open, logicalId, place } = this.role;
    return open === null ? [] : [{ kind: "unresolved", name: `properties of ${logicalId}`, expression: open, place }];
  }

  /** The unknown policies that a macro, a module, or a connector may add. None of these revokes what is already granted. */
  #additions(): readonly Policy[] {
    const { connector } = this.role;
    return [...this.#unseen(), ...(connector === null ? [] : [connector])].map((name) => ({
      kind: "unresolved",
      name,
      expression: "it may add policies",
      place: this.role.place,
    }));
  }

  /** The parts that may add policies or an instance profile. */
  #unseen(): readonly string[] {
    const { additions, unreadStack } = this.role;
    return [...(additions === null ? [] : [additions]), ...(unreadStack === null ? [] : [`stack ${unreadStack}`])];
  }

  #withAdditions(trust: PolicyDocument | Unresolved): RoleVariant["trust"] {
    const { additions, place } = this.role;
    if (additions === null || !("statements" in trust)) return trust;
    const expression = `what ${additions} adds`;
    return { ...trust, unresolved: [...trust.unresolved, { kind: "unresolved", expression, place }] };
  }

  #missingTrust(): PolicyDocument | Unresolved {
    const { open: own, additions, place } = this.role;
    const open = own ?? additions;
    return open === null ? parsePolicyDocument(missing(place), "trust") : { kind: "unresolved", expression: open };
  }

  /** Whether the role is in an instance profile: in all of these scenarios, in none, or at least in all likely ones. */
  profile(all: readonly Scenario[], likely: readonly Scenario[]): Pick<Role, "instanceProfile" | "profileLackedWhere"> {
    const found = all.map((scenario) => this.#profileUnder(scenario));
    const tried = found.filter((_, index) => all[index]?.undecided === null);
    const unknown = found.find((one) => typeof one === "object");
    if (unknown !== undefined && !(tried.includes(true) && tried.includes(false))) return { instanceProfile: unknown };
    const [unseen] = this.#unseen();
    const open = unseen === undefined ? null : ({ kind: "unresolved", expression: `${unseen} may hold one` } as const);
    if (!found.includes(true)) return { instanceProfile: open ?? false };
    const lacks = (scenario: Scenario) => found[all.indexOf(scenario)] === false;
    const unlikely = likely.find(lacks);
    const without = unlikely ?? all.find(lacks);
    if (without === undefined) return { instanceProfile: true };
    const profileLackedWhere = settingsOf(without, all).join(" and ");
    const expression = `none where ${profileLackedWhere}`;
    const instanceProfile = unlikely === undefined || ({ kind: "unresolved", expression } as const);
    return open === null ? { instanceProfile, profileLackedWhere } : { instanceProfile };
  }

  /** An instance profile with more than one role. Only items that are certainly roles count. */
  crowdedProfile(likely: readonly Scenario[]): CrowdedProfile | undefined {
    for (const scenario of likely) {
      const resolver = new Resolver(this.role.scope, scenario);
      for (const profile of this.#profiles) {
        const named = namedRoles(profile, resolver).filter((node) => !isMade(node));
        const isThere = named.length > 1 && existence(profile, this.role, scenario) !== "no";
        if (!isThere || this.#attached(profile, resolver) !== "yes") continue;
        const { logicalId: name } = profile;
        const [[{ place }] = [profile]] = writtenRoles(profile);
        return { name, roles: named.length, place };
      }
    }
    return undefined;
  }

  #profileUnder(scenario: Scenario): boolean | Unresolved {
    const resolver = new Resolver(this.role.scope, scenario);
    let unknown: Unresolved | null = null;
    for (const profile of this.#profiles) {
      const attached = this.#attached(profile, resolver);
      const exists = existence(profile, this.role, scenario);
      if (attached === "no" || exists === "no") continue;
      const { loop } = profile;
      if (attached !== "yes") unknown = attached;
      else if (loop !== null && loop !== this.role.loop) unknown = inLoop(loop);
      else if (exists !== "yes") unknown = exists;
      else return true;
    }
    return unknown ?? false;
  }

  #property(key: string, resolver: Resolver): Node | null {
    const entry = entryOf(this.role.properties, key);
    return entry === undefined ? null : resolver.resolve(entry.value);
  }

  /**
   * The unknown boundary of a role that a loop over an unknown collection creates once for each item, possibly never:
   * none of the role's permissions are certain, and an unknown boundary expresses that best. Returns null for any other
   * role.
   */
  #loopBoundary(): Policy | null {
    const { loop, place } = this.role;
    return loop === null ? null : { kind: "unresolved", name: loop.name, expression: loop.reason, place };
  }

  #attachedPolicies(resolver: Resolver, scenario: Scenario): readonly Policy[] {
    const attached = this.#policies.flatMap((resource): readonly Policy[] => {
      const policy = this.#attachedPolicy(resource, resolver, scenario);
      return policy === null ? [] : [{ ...policy, ...this.#inlineName(resource, resolver) }];
    });
    if (!this.hasMore) return attached;
    const expression = "policies whose roles are unknown may be attached to it";
    const other: Policy = { kind: "unresolved", name: "other policies", expression, place: this.role.place };
    return [...attached, other];
  }

  #inlineName({ type, scope, properties }: Resource, resolver: Resolver): Pick<Policy, "inlineName"> {
    const name = type === "AWS::IAM::ManagedPolicy" ? undefined : entryOf(properties, "PolicyName");
    return name === undefined ? {} : this.#nameOf(resolver.within(scope).resolve(name.value), scope);
  }

  #attachedPolicy(policy: Resource, resolver: Resolver, scenario: Scenario): Policy | null {
    const attached = this.#attached(policy, resolver);
    if (attached === "no") return null;
    const known = policyUnder(scenario, policy, this.role, resolver);
    if (known === null) return null;
    if (attached !== "yes") return uncertainPolicy(known, `attached to ${attached.expression}, which may be this role`);
    const { loop } = policy;
    return loop === null || loop === this.role.loop ? known : uncertainPolicy(known, inLoop(loop).expression);
  }

  #inlinePolicies(resolver: Resolver): readonly Policy[] {
    const policies = this.#property("Policies", resolver);
    if (policies === null) return [];
    return possibleItems(policies).map(({ node: item, choice }): Policy => {
      if (item.kind !== "map") return unresolvedPolicy("Policies", item);
      const name = entryOf(item, "PolicyName")?.value;
      const known = documentPolicy(showName(name, this.role.logicalId), item, "inline");
      const policy = choice === null ? known : uncertainPolicy(known, choice.expression);
      return { ...policy, ...this.#nameOf(name ?? null, this.role.scope) };
    });
  }

  #managedPolicies(resolver: Resolver, scenario: Scenario): readonly Policy[] {
    const arns = this.#property("ManagedPolicyArns", resolver);
    if (arns === null) return [];
    const found =
      arns.kind === "list" || isChoice(arns)
        ? possibleItems(arns).flatMap(({ node, choice }) => {
            const policies = this.#managedPolicy(node, resolver, scenario);
            return choice === null ? policies : policies.map((one) => uncertainPolicy(one, choice.expression));
          })
        : [unresolvedPolicy("ManagedPolicyArns", arns)];
    return [...found, ...this.#meantDenies(found, resolver, scenario)];
  }

  /** The Deny statements of policies that an unknown list may refer to. Otherwise, an unknown policy would count as denying nothing. */
  #meantDenies(all: readonly Policy[], resolver: Resolver, scenario: Scenario): readonly Policy[] {
    const { properties, scope } = this.role;
    const written = entryOf(properties, "ManagedPolicyArns");
    const called = all.flatMap(arnsOf).flatMap((arn) => this.policyArns.called(arn, resolver.account));
    const named = new Set([
      ...(written !== undefined && all.some(isOpen) ? mentionedIn([written.value, scope]) : []),
      ...called.map(({ logicalId }) => logicalId),
    ]);
    return this.#policies.flatMap((policy) => {
      const { type, logicalId: name } = policy;
      const isNamed = type === "AWS::IAM::ManagedPolicy" && named.has(name);
      if (!isNamed || existence(policy, this.role, scenario) === "no") return [];
      return uncertainDeniesOf(policy, resolver, "which policies ManagedPolicyArns names");
    });
  }

  /**
   * The managed policy with an ARN: a policy in this deployment, or one that is looked up later or stays unknown. Empty
   * if a condition omits the policy that is referred to, because CloudFormation then rejects the stack, and no role is
   * created.
   */
  #managedPolicy(arn: Node, resolver: Resolver, scenario: Scenario): readonly Policy[] {
    const under = (policy: Resource) => policyUnder(scenario, policy, this.role, resolver) ?? [];
    const resource = linkedResource(arn, this.deployment);
    if (resource?.type === "AWS::IAM::ManagedPolicy" && isValueOf(arn, "PolicyArn")) return [under(resource)].flat();
    const text = textOf(arn);
    if (text === undefined) return [unresolvedPolicy("managed policy", arn)];
    const forgotten = findForgottenSubstitution(text);
    const { place } = arn;
    if (forgotten !== null)
      return [{ kind: "unresolved", name: showText(text), expression: `its ARN ${notReplaced(forgotten)}`, place }];
    // If none of these policies exists, the policy was created elsewhere.
    const [known] = this.policyArns.policiesUnder(resolver, text).flatMap(under);
    return [known ?? { kind: "reference", arn: text === "" ? this.#emptyArn(arn) : text, arns: arnsIn([arn]), place }];
  }

  /** No policy has an empty ARN. If it is a parameter's default, the deployer must override it. */
  #emptyArn({ place }: Node): Unresolved {
    const written = expressionAt(place, this.role.properties) ?? "an empty ARN";
    return { kind: "unresolved", expression: written };
  }

  /** The name of an inline policy. Unknown parts are equal if they are written the same way in the same template. */
  #nameOf(node: Node | null, scope: Resource["scope"]): Pick<Policy, "inlineName"> {
    const text = node === null ? undefined : textOf(node);
    const isKnown = text !== undefined && (typeof text === "string" || scope === this.role.scope);
    return isKnown ? { inlineName: showText(text) } : {};
  }

  /** Whether this role is among the roles that a policy or an instance profile names. */
  #attached(resource: Resource, resolver: Resolver): Certainty {
    let open: Unresolved | null = null;
    for (const node of namedRoles(resource, resolver)) {
      const same = this.#isThis(node, resolver, resource);
      if (same === "yes") return "yes";
      if (same === "perhaps") open = { kind: "unresolved", expression: shownName(node) };
    }
    return open ?? "no";
  }

  #isThis(node: Node, resolver: Resolver, attaching: Resource): "yes" | "no" | "perhaps" {
    const linked = linkedResource(node, this.deployment);
    if (linked !== undefined) return linked.logicalId === this.role.logicalId && isValueOf(node) ? "yes" : "no";
    // An unknown name in one stack is no reason to doubt the names in another stack.
    const isApart = linkOf(attaching.logicalId) !== linkOf(this.role.logicalId);
    if (shownName(node).includes("ImportValue") && this.#mayImport(attaching, resolver)) return "perhaps";
    // A function's result (an undecided choice) may be this role: the resource is a candidate only because the function
    // mentions the role.
    if (isMade(node) || (node.kind === "unresolved" && isOpenName(node))) return isApart ? "no" : "perhaps";
    const same = this.#compared(node, resolver);
    return same === "perhaps" && isApart ? "no" : same;
  }

  /** Compares the role's own name with another one. A name generated by CloudFormation is known only to its stack. */
  #compared(node: Node, resolver: Resolver): "yes" | "no" | "perhaps" {
    const name = this.#property("RoleName", resolver);
    const own: Text | undefined = name === null ? undefined : textOf(name);
    const other = textOf(node);
    return own === undefined || other === undefined ? "no" : sameName(own, other);
  }

  /** Whether one of the exports that the resource may import is this role. */
  #mayImport(attaching: Resource, resolver: Resolver): boolean {
    return writtenRoles(attaching).some(([value, scope]) =>
      resolver.importable(value, scope).some((role) => {
        if (role.kind === "unresolved" && role.expression.startsWith("If ")) return true;
        const linked = linkedResource(role, this.deployment);
        return linked === undefined
          ? this.#compared(role, resolver) !== "no"
          : linked.logicalId === this.role.logicalId;
      }),
    );
  }
}

/** Whether it is unknown which policy this is. */
function isOpen(policy: Policy): boolean {
  return policy.kind === "unresolved" || (policy.kind === "reference" && typeof policy.arn !== "string");
}

/** The reason why something created by a loop over an unknown collection might not exist. */
function inLoop({ name, reason }: NonNullable<Resource["loop"]>): Unresolved {
  return { kind: "unresolved", expression: `${name}: ${reason}` };
}

function isInAws(text: string): boolean {
  return text.startsWith("arn:aws:");
}

function partitionsIn({ facts }: Scenario): Pick<RoleVariant, "partitions"> {
  const partitions = partitionsLeft(facts);
  return partitions.length === 0 || partitions.length === PARTITIONS.length ? {} : { partitions };
}

/**
 * Whether a node is the value of `Ref` for a resource (a role's name or a policy's ARN), directly or as an attribute.
 * Other attributes, such as `RoleId`, don't identify it.
 */
function isValueOf(node: Node, attribute?: string): boolean {
  if (node.kind !== "unresolved") return false;
  const { expression } = node;
  return expression.startsWith("Ref ") || (attribute !== undefined && expression.endsWith(`.${attribute}`));
}

/** Whether a function returns the value. */
function isMade(node: Node): boolean {
  return node.kind === "unresolved" && /^(?!Ref |GetAtt |ImportValue )/.test(node.expression);
}
