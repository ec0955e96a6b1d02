import type { Ternary } from "../../../iam/verdict.js";
import { isJsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { Node } from "../../../source/node.js";
import { nodesIn } from "../../../source/nodes-in.js";
import { formatModuleAddress, indexValue, keyOf, type ModulePath } from "../model/address.js";
import { readExpression } from "../model/configuration.js";
import { objectIn, valueAt } from "../model/fields.js";
import { isUnknown, type Plan, type PlannedResource } from "../model/plan.js";
import {
  type Candidate,
  distinct,
  hasOpen,
  indexed,
  isAmbiguous,
  TYPES,
  unknownOnes,
  type Wanted,
  withComposedUnknown,
} from "./candidate.js";
import type { ConfiguredModules } from "./configured-modules.js";
import type { Evaluated } from "./evaluated.js";
import { choose, type Index, type Instances } from "./instances.js";
import {
  mostSpecific,
  type OutputReference,
  parseReference,
  type Reference,
  type ResourceReference,
} from "./reference.js";
import type { Owner, Scope } from "./scope.js";

/** The only resource that an attribute may refer to, or all candidates and the references that leave the choice between them open. */
export type Link =
  | { readonly kind: "found"; readonly resource: PlannedResource }
  | { readonly kind: "open"; readonly perhaps: readonly PlannedResource[]; readonly open: readonly string[] };

/** An attribute's source as written. Returns null if it isn't available. */
export type SourceText = (owner: Owner, attribute: string) => string | null;

/**
 * Follows references in the plan's configuration. In a new plan, an attachment's `policy_arn` is known only after
 * apply, but its references are known: `configuration` has them for each module, as written in the source. A value is
 * unknown because something unknown occurs in its expression, so a known part (a flag, an instance that `count` omits)
 * isn't a candidate.
 */
export class Links {
  private readonly answers = new Map<string, readonly Candidate[]>();

  constructor(
    private readonly plan: Plan,
    private readonly modules: ConfiguredModules,
    private readonly instances: Instances,
    private readonly source: SourceText,
    private readonly evaluated: Evaluated,
  ) {}

  /** The link of a scalar attribute. `path` may lead into nested blocks (`inline_policy`, 0, `policy`). */
  single(resource: PlannedResource, path: readonly (string | number)[], wanted: Wanted): Link {
    const candidates = this.candidates(resource, path, wanted);
    const found = unknownOnes(candidates);
    const open = candidates.flatMap((one) => (one.kind === "open" ? [one.text] : []));
    const [only] = found;
    if (only !== undefined && found.length === 1 && open.length === 0) return { kind: "found", resource: only };
    const named = [...new Set([...found.map(({ address }) => address), ...open])];
    return { kind: "open", perhaps: found, open: named.length > 0 ? named : this.referencesOf(resource, path) };
  }

  /** Everything that an attribute's expression may refer to, including elements of lists. */
  candidates(resource: PlannedResource, path: readonly (string | number)[], wanted: Wanted): readonly Candidate[] {
    const expression = this.modules.expressionAt(resource, path);
    if (expression.kind === "constant") return [];
    const found = this.follow(expression.references, this.modules.scopeOf(resource), wanted);
    const text = path.length === 1 ? this.source(resource, String(path[0])) : null;
    const followed = text === null ? found : withComposedUnknown(found, text);
    // Not everything that an expression refers to is part of its value: `element(p, 1)` refers to all instances.
    const isGiven = wanted !== "document" && isUnknown(resource, String(path[0]));
    if (!isGiven && !isAmbiguous(followed) && !hasOpen(followed)) return followed;
    const meant = this.meant(resource, path, wanted);
    return meant === null || hasOpen(meant) ? followed : meant;
  }

  /**
   * Everything that an attribute refers to according to the source, separately for each element of a list. Returns null
   * if the source doesn't determine it.
   */
  meant(resource: PlannedResource, path: readonly (string | number)[], wanted: Wanted): readonly Candidate[] | null {
    const node = this.evaluated.value(resource, path);
    return node === null ? null : this.candidatesIn(node, wanted);
  }

  /** The value of an attribute in the source. Empty if the source doesn't determine it. */
  written(resource: PlannedResource, ...path: readonly (string | number)[]): readonly Node[] {
    const node = this.evaluated.value(resource, path);
    return node === null ? [] : [node];
  }

  /** Whether an attribute refers to another resource. Returns null if the source doesn't determine it. */
  refersTo(resource: PlannedResource, attribute: string, other: PlannedResource): Ternary | null {
    const [node] = this.written(resource, attribute);
    if (node === undefined) return null;
    const isOther = (one: Node): boolean => this.evaluated.originOf(one)?.resource.address === other.address;
    if (node.kind === "scalar" || this.evaluated.originOf(node) !== undefined) return isOther(node) ? "yes" : "no";
    return nodesIn([node]).some(isOther) ? "unknown" : null;
  }

  /** The policies that an attribute's expression mentions but might not refer to. */
  mentionedPolicies(resource: PlannedResource, ...path: readonly (string | number)[]): readonly PlannedResource[] {
    const origins = nodesIn(this.written(resource, ...path)).flatMap(
      (one) => this.evaluated.originOf(one)?.resource ?? [],
    );
    return [...new Set(origins)].filter(({ type }) => type === TYPES.policy);
  }

  /** The roles that a node refers to through an attribute, either directly or in its items. */
  rolesIn(node: Node): readonly PlannedResource[] {
    return this.candidatesIn(node, "role").flatMap((one) => (one.kind === "resource" ? [one.resource] : []));
  }

  private candidatesIn(node: Node, wanted: Wanted): readonly Candidate[] {
    const origin = this.evaluated.originOf(node);
    if (origin !== undefined) {
      const { resource, attribute } = origin;
      return this.followInstance(`${resource.address}.${attribute}`, resource, attribute, wanted);
    }
    switch (node.kind) {
      case "scalar":
        return [{ kind: "known", value: node.value }];
      case "list":
        return node.items.flatMap((item) => this.candidatesIn(item, wanted));
      case "map":
        return [{ kind: "open", text: "a value that is made" }];
      case "partial": {
        const open = node.parts.find((part) => typeof part !== "string");
        return [{ kind: "open", text: open?.expression ?? "a value that is made" }];
      }
      case "unresolved":
        return [{ kind: "open", text: node.expression }];
    }
  }

  private referencesOf(resource: PlannedResource, path: readonly (string | number)[]): readonly string[] {
    const expression = this.modules.expressionAt(resource, path);
    if (expression.kind === "constant") return [];
    const texts = mostSpecific(expression.references);
    const targets = texts.filter((text) => parseReference(text).kind !== "key");
    return targets.length > 0 ? targets : texts;
  }

  /** The candidates for the values of references. `own` is a key that selects an element, if it isn't among the references. */
  private follow(
    references: readonly string[],
    scope: Scope,
    wanted: Wanted,
    own: string | null = null,
  ): readonly Candidate[] {
    const parts = mostSpecific(references).map((text) => ({ text, reference: parseReference(text) }));
    const neighbors = parts.flatMap(({ text, reference }) => this.asIndex(text, reference, scope));
    const indexes = own === null ? neighbors : [...neighbors, { key: own, of: null }];
    // A key next to `p.arn` doesn't select anything: the value is built from both.
    const isKeyed = parts.some(({ reference }) => reference.kind === "key");
    const found = parts.flatMap(({ text, reference }) => {
      const all = this.followOne(text, reference, indexes, scope, wanted);
      const isMade = isKeyed && reference.kind === "resource" && reference.attribute !== null;
      return isMade ? [...all, ...unknownOnes(all).map(({ address }) => openAt(address))] : all;
    });
    return indexed(distinct(found), indexes);
  }

  private followOne(
    text: string,
    reference: Reference,
    indexes: readonly Index[],
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    switch (reference.kind) {
      case "resource":
        return this.followResource(text, reference, indexes, scope, wanted);
      case "output":
        return this.followOutput(text, reference, indexes, scope, wanted);
      case "variable":
        return this.once([formatModuleAddress(scope.module), text, wanted], text, () =>
          this.followVariable(reference, scope, wanted),
        );
      case "each":
        return this.followEach(reference.path, scope, wanted);
      case "key":
        return [{ kind: "known", value: indexValue(scope.key) }];
      case "known":
        return [{ kind: "known", value: undefined }];
      case "other":
        return [{ kind: "open", text }];
    }
  }

  /** Answers each question once, because chains of variables and outputs may meet repeatedly. */
  private once(question: readonly string[], text: string, answer: () => readonly Candidate[]): readonly Candidate[] {
    const key = JSON.stringify(question);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    this.answers.set(key, [{ kind: "open", text }]);
    const found = answer();
    this.answers.set(key, found);
    return found;
  }

  /**
   * The candidates for a reference to a resource. An instance that `count` or `for_each` omits isn't a candidate. A
   * resource that isn't in the plan may be one.
   */
  private followResource(
    text: string,
    reference: ResourceReference,
    indexes: readonly Index[],
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const instances = this.instances.ofResource(scope.module, reference);
    if (instances.size === 0 && reference.key === null && !this.isRepeated(scope.module, reference)) {
      return [{ kind: "open", text }];
    }
    const chosen = choose(instances, reference.key, indexes);
    return chosen.flatMap((one) => this.followInstance(text, one, reference.attribute, wanted));
  }

  private isRepeated(module: ModulePath, reference: ResourceReference): boolean {
    const config = this.modules.configOf({ ...reference, module }) ?? {};
    return ["count_expression", "for_each_expression"].some((name) => property(config, name) !== undefined);
  }

  private followInstance(
    text: string,
    instance: PlannedResource,
    attribute: string | null,
    wanted: Wanted,
  ): readonly Candidate[] {
    const unknown = attribute === null || instance.deferred !== null || isUnknown(instance, attribute);
    if (instance.type === TYPES[wanted]) {
      const own: Candidate = { kind: "resource", resource: instance, unknown };
      const behind = unknown ? this.behindData(instance, wanted) : [];
      return behind.length > 0 ? behind : [own];
    }
    if (attribute === null) return [{ kind: "open", text }];
    if (!unknown) return [{ kind: "known", value: property(instance.values, attribute) }];
    const found = this.once([instance.address, attribute, wanted], text, () =>
      this.candidates(instance, [attribute], wanted),
    );
    return found.length > 0 ? found : [{ kind: "open", text }];
  }

  /**
   * The resources that a data source may read. If it is read during apply, it looks up a resource by name or ARN, and
   * the plan itself may create that resource.
   */
  private behindData(data: PlannedResource, wanted: Wanted): readonly Candidate[] {
    if (data.mode === "managed" || wanted === "document") return [];
    return this.once([data.address, wanted], data.address, () =>
      ["name", "arn"].flatMap((attribute) => this.candidates(data, [attribute], wanted)),
    ).filter(({ kind }) => kind === "resource");
  }

  /** The candidates for `each.value`, which is an element of the `for_each` collection: a map of resources or of values. */
  private followEach(path: readonly string[], scope: Scope, wanted: Wanted): readonly Candidate[] {
    const expression = readExpression(scope.forEach);
    if (expression.kind === "constant") return [{ kind: "known", value: elementOf(expression.value, scope.key, path) }];
    // In a set, each value is its own key. A `for_each` without references is a call to `toset`.
    if (expression.references.length === 0) return [{ kind: "known", value: indexValue(scope.key) }];
    const found = this.follow(expression.references, { ...scope, forEach: undefined }, wanted, scope.key);
    return found.map((one) =>
      one.kind === "known" ? { kind: "known", value: elementOf(one.value, scope.key, path) } : one,
    );
  }

  private followVariable(
    { name, path }: { readonly name: string; readonly path: readonly string[] },
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const known = (value: JsonValue | undefined): readonly Candidate[] => [
      { kind: "known", value: isJsonObject(value) ? valueAt(value, path) : value },
    ];
    const call = this.modules.callsTo(scope.module).at(-1);
    if ((call?.module ?? this.plan.root).isSensitive(name)) return [{ kind: "open", text: `var.${name}` }];
    if (call === undefined) {
      return known(property(objectIn(this.plan.variables, name), "value") ?? this.plan.root.variableDefault(name));
    }
    const given = property(call.expressions, name);
    if (given === undefined) return known(call.module.variableDefault(name));
    const expression = readExpression(given);
    if (expression.kind === "constant") return known(expression.value);
    if (expression.references.length === 0) return known(undefined);
    const outer = this.modules.callScope(scope.module);
    const found = outer === null ? [] : this.follow(expression.references, outer, wanted);
    const text = wanted === "document" ? this.source(scope.module, name) : null;
    return text === null ? found : withComposedUnknown(found, text);
  }

  private followOutput(
    text: string,
    { module, key, output }: OutputReference,
    indexes: readonly Index[],
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const open: readonly Candidate[] = [{ kind: "open", text }];
    const call = this.modules.moduleAt(scope.module)?.call(module);
    if (call === undefined) return open;
    const config = call.module;
    // A module that only passes values on has no resources that identify it. Any other module without resources has no
    // instances.
    const passesOn = call.single || config.isEmpty;
    const found = this.instances.ofModule(scope.module, module);
    const known = found.size === 0 && passesOn ? new Map([[key, [...scope.module, { name: module, key }]]]) : found;
    const paths = choose(known, key, indexes);
    const answers = paths.flatMap((path) =>
      (output === null ? config.outputNames() : [output]).flatMap((name) => this.outputOf(path, name, text, wanted)),
    );
    if (output !== null) return answers;
    const resources = answers.filter((one) => one.kind === "resource");
    return resources.length > 0 ? resources : open;
  }

  private outputOf(path: ModulePath, name: string, text: string, wanted: Wanted): readonly Candidate[] {
    return this.once([formatModuleAddress(path), "output", name, wanted], text, () => {
      const node = this.modules.moduleAt(path)?.output(name);
      if (node === undefined) return [{ kind: "open", text }];
      const expression = readExpression(node);
      if (expression.kind === "constant") return [{ kind: "known", value: expression.value }];
      return this.follow(expression.references, { module: path, key: null, forEach: undefined, owner: null }, wanted);
    });
  }

  /** The keys that a reference within brackets may have: the plan lists `p[each.key]` as `p` and, separately, `each.key`. */
  private asIndex(text: string, reference: Reference, scope: Scope): readonly Index[] {
    if (reference.kind === "key") return scope.key === null ? [] : [{ key: scope.key, of: this.counted(scope) }];
    if (reference.kind !== "each" && reference.kind !== "variable") return [];
    return this.followOne(text, reference, [], scope, "role").flatMap((one) =>
      one.kind === "known" && (typeof one.value === "string" || typeof one.value === "number")
        ? [{ key: keyOf(one.value), of: null }]
        : [],
    );
  }

  /** The number of instances that `count` creates of an expression's owner. Returns null if the key isn't a number. */
  private counted({ key, owner }: Scope): number | null {
    if (owner === null || typeof indexValue(key) === "string") return null;
    const last = "address" in owner ? null : owner.at(-1);
    return (
      "address" in owner
        ? this.instances.ofResource(owner.module, owner)
        : this.instances.ofModule(owner.slice(0, -1), last?.name ?? "")
    ).size;
  }
}

function openAt(text: string): Candidate {
  return { kind: "open", text };
}

function elementOf(value: JsonValue | undefined, key: string | null, path: readonly string[]): JsonValue | undefined {
  const index = indexValue(key);
  // In a list that was converted to a set, each value is its own key.
  if (!isJsonObject(value)) return index;
  return index === undefined ? undefined : valueAt(value, [String(index), ...path]);
}
