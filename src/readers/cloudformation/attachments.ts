import { arnsIn } from "../../iam/named-policies.js";
import { append } from "../../source/append.js";
import { entryOf, type Node, showText, type Text, textOf } from "../../source/node.js";
import { nodesIn as possibleNodes } from "../../source/nodes-in.js";
import type { Deployment } from "./deployment.js";
import { importable } from "./exports.js";
import { isOpenName, nodesIn, textArgument } from "./expressions.js";
import { asIntended } from "./forgotten-names.js";
import { PolicyArns } from "./policy-arns.js";
import { Resolver } from "./resolver.js";
import { resolversFor } from "./resolvers.js";
import { writtenRoles } from "./role-names.js";
import { sameName } from "./same-name.js";
import { NO_SCENARIO } from "./scenario.js";
import { qualified, type Scope } from "./scope.js";
import { areInDifferentAccounts } from "./stack-set.js";
import type { Resource } from "./template.js";
import { Uses } from "./uses.js";

/** Types of separate resources that attach policies to a role. */
const POLICY_TYPES = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];

const PROFILE_TYPE = "AWS::IAM::InstanceProfile";

/** If more resources than this may refer to a role, only the first ones are compared with it. */
const MAX_UNDECLARED = 500;

/** A resource that attaches to roles by naming them. */
interface Attaching {
  readonly resource: Resource;
  /** The roles that the resource names under every combination of condition outcomes. */
  readonly named: readonly Node[];
}

/** A role outside the deployment that a resource in the deployment attaches to. */
export interface OutsideRole {
  /** The role's name, or the expression that returns it. */
  readonly name: Node;
  readonly attaching: readonly Resource[];
}

/**
 * Finds the policies and instance profiles that may be attached to a role. Looks up each by the role names that it
 * mentions, so that not every policy is compared with every role. Whether and how each is attached is decided later,
 * for each variant of a role.
 */
export class Attachments {
  readonly roles: readonly Resource[];
  readonly outside: readonly OutsideRole[];
  readonly policyArns: PolicyArns;
  readonly #byKey = new Map<string, Resource[]>();
  /** Attachments to roles that aren't known to be declared, split by whether the role's name is known. */
  readonly #undeclared = { known: new Map<Resource, Text[]>(), unknown: new Map<Resource, Text[]>() };
  /** Attachments whose role names contain parameters that conditions restrict. */
  readonly #open = new Map<Resource, readonly Text[]>();
  readonly #tested: ReadonlySet<string>;
  /** Attachments that name a role through a function with an unknown value. */
  readonly #anyRole: Resource[] = [];
  readonly #declaredNames: ReadonlySet<string>;
  /** Policies that a string can refer to, keyed by logical ID. */
  readonly #policies: ReadonlyMap<string, Resource>;

  constructor(private readonly deployment: Deployment) {
    const resources = [...deployment.resources.values()];
    this.#tested = deployment.outcomes.parametersIn();
    this.roles = resources.filter(({ type }) => type === "AWS::IAM::Role");
    const policies = resources.filter(({ type }) => POLICY_TYPES.includes(type));
    this.policyArns = new PolicyArns(deployment);
    this.#policies = new Map(policies.map((policy) => [policy.logicalId, policy]));
    const profiles = resources.filter(({ type }) => type === PROFILE_TYPE);
    const attaching = [...policies, ...profiles].map((resource) => this.#attaching(resource));
    this.#declaredNames = new Set(this.roles.flatMap((role) => this.#namesOf(role).map(showText)));
    for (const one of attaching) this.#note(one);
    this.outside = this.#outsideRoles(attaching);
  }

  /** Policies and instance profiles that may be attached to a role. */
  candidates(role: Resource): readonly Resource[] {
    const found = new Set<Resource>();
    for (const key of [role.logicalId, ...this.#namesOf(role).map(showText)]) {
      for (const resource of this.#byKey.get(key) ?? []) found.add(resource);
    }
    const names = this.#namesOf(role);
    for (const [resource, named] of this.#undeclaredFor(names).slice(0, MAX_UNDECLARED)) {
      const mayBe = named.some((other) => names.some((name) => sameName(name, other) !== "no"));
      if (mayBe) found.add(resource);
    }
    for (const resource of this.#underOtherValues(role, names)) found.add(resource);
    for (const policy of this.mentionedBy(role)) found.add(policy);
    for (const resource of this.#anyRole.slice(0, MAX_UNDECLARED)) found.add(resource);
    return [...found];
  }

  /** Whether the role may be referred to by more resources than were examined. */
  hasMore(role: Resource): boolean {
    return Math.max(this.#undeclaredFor(this.#namesOf(role)).length, this.#anyRole.length) > MAX_UNDECLARED;
  }

  /** Resources that may refer to a role through an unknown name. Two known names refer to the same role only if they are equal. */
  #undeclaredFor(names: readonly Text[]): readonly (readonly [Resource, readonly Text[]])[] {
    if (names.length === 0) return [];
    const isKnown = names.every((name) => typeof name === "string");
    return [...this.#undeclared.unknown, ...(isKnown ? [] : this.#undeclared.known)];
  }

  #attaching(resource: Resource): Attaching {
    const values = writtenRoles(resource).map(([value]) => value);
    return {
      resource,
      named: resolversFor(resource, values, this.deployment).flatMap((resolver) => namedRoles(resource, resolver)),
    };
  }

  #note({ resource, named }: Attaching): void {
    const written = writtenRoles(resource);
    const keys = new Set(written.flatMap(mentionedIn));
    const open = written.some((one) => this.#isTested(...one))
      ? openTexts(namedRoles(resource, certainly(resource)))
      : [];
    if (open.length > 0) this.#open.set(resource, open);
    if (named.some((node) => node.kind === "unresolved" && isOpenName(node))) this.#anyRole.push(resource);
    const fromImports = named.flatMap((node) => {
      const other = asIntended(node, new Resolver(resource.scope, NO_SCENARIO));
      return other === node ? [] : [other];
    });
    for (const node of [...named, ...fromImports]) {
      const name = showText(textOf(node) ?? "");
      keys.add(name).add(linkedLogicalId(node) ?? name);
      if (this.#isDeclared(node)) continue;
      const { known, unknown } = this.#undeclared;
      const undeclared = node.kind === "scalar" ? known : unknown;
      const names = undeclared.get(resource) ?? [];
      names.push(textOf(node) ?? { kind: "unresolved", expression: resource.logicalId });
      undeclared.set(resource, names);
    }
    for (const key of keys) {
      append(this.#byKey, key, resource);
    }
  }

  #namesOf(role: Resource): readonly Text[] {
    const value = entryOf(role.properties, "RoleName")?.value;
    if (value === undefined) return [];
    return resolversFor(role, [value], this.deployment).flatMap((resolver) => {
      const name = resolver.resolve(value);
      return (name === null ? undefined : textOf(name)) ?? [];
    });
  }

  /**
   * The attachments that may name the role if conditions restrict a parameter in either name, because the parameter's
   * default might not apply then.
   */
  #underOtherValues(role: Resource, names: readonly Text[]): readonly Resource[] {
    const value = entryOf(role.properties, "RoleName")?.value;
    if (value === undefined) return [];
    const own = this.#isTested(value, role.scope) ? openTexts([certainly(role).resolve(value)]) : [];
    const others = [...this.#open, ...(own.length === 0 ? [] : this.#undeclared.known)].slice(0, MAX_UNDECLARED);
    const may = (other: Text): boolean => [...names, ...own].some((name) => sameName(name, other) !== "no");
    return others.flatMap(([resource, named]) => (named.some(may) ? [resource] : []));
  }

  #isTested(value: Node, scope: Scope): boolean {
    return [...new Uses().in(value, scope).parameters].some((name) => this.#tested.has(name));
  }

  /**
   * The policies that a property of any other resource refers to: through a function, by ARN, or in the format that
   * permission sets use.
   */
  namedIn({ scope, type }: Resource, value: Node): readonly Resource[] {
    if (this.#policies.size === 0) return [];
    const ids = [...nodesIn(value)].flatMap((node) =>
      node.kind === "map"
        ? node.entries.flatMap((one) => (/^(?:Ref|Fn::(?:GetAtt|Sub))$/.test(one.key) ? [...mentioned(one.value)] : []))
        : [],
    );
    const referred = ids.flatMap((id) => this.#policies.get(qualified(scope, id)) ?? []);
    const resolved = new Resolver(scope, NO_SCENARIO).resolve(value);
    const named = possibleNodes(resolved === null ? [] : [resolved]).flatMap((node) => {
      const linked = linkedResource(node, this.deployment);
      const arn = type.startsWith("AWS::SSO::") ? arnOfReference(node) : textOf(node);
      return [...(linked === undefined ? [] : [linked]), ...this.policyArns.policiesWith(arn ?? "")];
    });
    return [...new Set([...referred, ...named.filter((one) => this.#policies.has(one.logicalId))])];
  }

  /** The policies that a role may refer to. */
  mentionedBy(role: Resource): readonly Resource[] {
    const values = ["ManagedPolicyArns", "PermissionsBoundary"].map((key) => entryOf(role.properties, key)?.value);
    const own = values.flatMap((value) => [...mentioned(value)]).map((id) => qualified(role.scope, id));
    // A policy in a different template is passed in through a parameter or an output, so its name isn't written here.
    const isNested = role.scope.parent !== null || role.scope.nested.size > 0;
    const managed = isNested && values.some((value) => value !== undefined) ? [...this.#policies.keys()] : [];
    return [...[...own, ...managed].flatMap((id) => this.#policies.get(id) ?? []), ...this.#unescaped(role, values)];
  }

  /** Policies that the role refers to by an ARN that it builds or imports. */
  #unescaped(role: Resource, values: readonly (Node | undefined)[]): readonly Resource[] {
    const written = values.filter((value) => value !== undefined);
    if (written.length === 0) return [];
    return resolversFor(role, written, this.deployment).flatMap((resolver) =>
      written.flatMap((value) => {
        const arns = resolver.resolve(value);
        const items = arns?.kind === "list" ? arns.items : arns === null ? [] : [arns];
        return items.flatMap(
          (arn) =>
            linkedResource(arn, this.deployment) ?? [
              ...this.policyArns.policiesWith(textOf(arn) ?? ""),
              ...arnsIn([arn]).flatMap((one) => this.policyArns.called(one)),
            ],
        );
      }),
    );
  }

  /** Whether a name is part of a value that refers to a declared role. The name is then the name of that role, or unknown. */
  #mayBeDeclared(name: Node): boolean {
    return possibleNodes([name]).some(
      (one) => one !== name && linkedResource(one, this.deployment)?.type === "AWS::IAM::Role",
    );
  }

  #isDeclared(name: Node): boolean {
    return this.#declaredNames.has(showText(textOf(name) ?? "")) || linkedResource(name, this.deployment) !== undefined;
  }

  #outsideRoles(all: readonly Attaching[]): readonly OutsideRole[] {
    const outside = new Map<string, { readonly name: Node; readonly key: string; readonly attaching: Set<Resource> }>();
    for (const { resource, named } of all) {
      for (const name of named) {
        const key = showText(textOf(name) ?? "");
        if (
          key === "" ||
          (name.kind === "unresolved" && (isOpenName(name) || this.#mayBeDeclared(name))) ||
          [name, asIntended(name, new Resolver(resource.scope, NO_SCENARIO))].some((one) => this.#isDeclared(one))
        )
          continue;
        const { accounts } = resource.scope;
        const elsewhere = accounts.filter(({ always }) => always !== "yes").at(-1);
        const within = `${accounts.at(-1)?.only ?? elsewhere?.name ?? ""}/${key}`;
        const role = outside.get(within) ?? { name, key, attaching: new Set() };
        role.attaching.add(resource);
        outside.set(within, role);
      }
    }
    const roles = [...outside.values()];
    if (!all.some(({ resource }) => resource.scope.accounts.length > 0)) return roles.map(outsideRole);
    // If two roles of the same name may be in the same account, each role counts as having the attachments of both.
    const byName = new Map<string, Resource[]>();
    for (const { key, attaching } of roles) append(byName, key, ...attaching);
    return roles.map((role) => {
      const [carrier] = role.attaching;
      const near = (byName.get(role.key) ?? []).filter(
        ({ scope }) => carrier !== undefined && !areInDifferentAccounts(scope, carrier.scope),
      );
      return outsideRole({ ...role, attaching: new Set([...role.attaching, ...near]) });
    });
  }
}

function outsideRole({
  name,
  attaching,
}: {
  readonly name: Node;
  readonly attaching: ReadonlySet<Resource>;
}): OutsideRole {
  return { name, attaching: [...attaching] };
}

function certainly({ scope }: Resource): Resolver {
  return new Resolver(scope, NO_SCENARIO, "certain");
}

/**
 * The ARN of a policy that a permission set refers to: a customer managed policy by its name and path, or an AWS
 * managed policy by its ARN.
 */
function arnOfReference(node: Node): Text | undefined {
  const [name, path] = ["Name", "Path"].map((key) => (node.kind === "map" ? entryOf(node, key)?.value : undefined));
  if (name === undefined) return textOf(node);
  return `arn:aws:iam::000000000000:policy${path === undefined ? "/" : textArgument(path)}${textArgument(name)}`;
}

/** Names that contain a parameter with an unknown value. */
function openTexts(nodes: readonly (Node | null)[]): readonly Text[] {
  return nodes.flatMap((node) => {
    const text = node === null ? undefined : textOf(node);
    return typeof text === "object" && (text.kind === "partial" || /^Ref /.test(text.expression)) ? [text] : [];
  });
}

/** The qualified logical IDs that a value may mention, directly, through a parameter, or through an export that it may import. */
export function mentionedIn([value, scope]: readonly [Node, Scope]): readonly string[] {
  const seen = new Set<Node>();
  const here = (node: Node | undefined, at: Scope | undefined): readonly string[] => {
    if (node === undefined || at === undefined || seen.has(node)) return [];
    seen.add(node);
    return [...mentioned(node)].flatMap((id) => [
      qualified(at, id),
      ...here(at.parent?.passed.get(id), at.parent?.scope),
    ]);
  };
  const imported = importable(value, scope).flatMap((one) => {
    const linked = linkedLogicalId(new Resolver(one.scope, NO_SCENARIO).resolve(one.value));
    return [...here(one.value, one.scope), ...(linked === null ? [] : [linked])];
  });
  return [...here(value, scope), ...imported];
}

/** The words in a value's strings. Any of them may be a logical ID. */
function mentioned(node: Node | undefined): ReadonlySet<string> {
  const words = new Set<string>();
  for (const next of node === undefined ? [] : nodesIn(node))
    for (const [word] of textArgument(next).matchAll(/[A-Za-z0-9]+/g)) words.add(word);
  return words;
}

/** The logical ID in an unresolved `Ref` or `GetAtt`. */
export function linkedLogicalId(node: Node | null): string | null {
  if (node?.kind !== "unresolved") return null;
  return /^(?:Ref|GetAtt) ([^.,\s]+)/.exec(node.expression)?.[1] ?? null;
}

/** The resource in the deployment that a node refers to. Returns undefined for an output of a stack that wasn't read. */
export function linkedResource(node: Node, { resources }: Deployment): Resource | undefined {
  const id = linkedLogicalId(node);
  const resource = id === null ? undefined : resources.get(id);
  return node.kind === "unresolved" && node.expression.includes(".Outputs.") ? undefined : resource;
}

export function isProfile({ type }: Resource): boolean {
  return type === PROFILE_TYPE;
}

/** The roles that a policy or an instance profile refers to. */
export function namedRoles(resource: Resource, resolver: Resolver): readonly Node[] {
  return writtenRoles(resource).flatMap(([value, scope]) => {
    const roles = resolver.within(scope).resolve(value);
    if (roles?.kind !== "list") return roles ?? [];
    // The list is resolved only once, but it is searched for every role.
    scope.effort.made(roles, roles.place);
    return roles.items;
  });
}
