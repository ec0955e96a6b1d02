import { isJsonObject, type JsonObject, type JsonValue, property } from "../../source/json-node.js";
import { formatModuleAddress, keyOf, type ModulePath } from "./address.js";
import { type ModuleCall, type ModuleConfig, readExpression } from "./configuration.js";
import { objectIn, valueAt } from "./fields.js";
import { isUnknown, type Plan, type PlannedResource } from "./plan.js";
import { mostSpecific, parseReference, type Reference } from "./reference.js";

/** What a question is about: the resources that count as an answer. */
export type Wanted = "role" | "policy" | "document" | "inline policy";

const TYPES: Readonly<Record<Wanted, string>> = {
  role: "aws_iam_role",
  policy: "aws_iam_policy",
  document: "aws_iam_policy_document",
  "inline policy": "aws_iam_role_policy",
};

/** What a part of an expression may stand for. */
export type Candidate =
  | {
      readonly kind: "resource";
      readonly resource: PlannedResource;
      /** Whether what is referred to is known only after the apply. */
      readonly unknown: boolean;
    }
  /** A value that the plan knows; undefined when it doesn't show it. It can't be why the whole is unknown. */
  | { readonly kind: "known"; readonly value: JsonValue | undefined }
  | { readonly kind: "open"; readonly text: string };

/** The one resource that an attribute means, or those that it may mean and the references that leave it open. */
export type Link =
  | { readonly kind: "found"; readonly resource: PlannedResource }
  | { readonly kind: "open"; readonly perhaps: readonly PlannedResource[]; readonly open: readonly string[] };

/** Where an expression stands: its module instance, and the key and `for_each` of the resource or call that it is part of. */
interface Scope {
  readonly module: ModulePath;
  readonly key: string | null;
  readonly forEach: JsonValue | undefined;
}

type Instances = ReadonlyMap<string, readonly PlannedResource[]>;

/**
 * Follows references of the plan's configuration. In a new plan an attachment's `policy_arn` is known after the apply; what
 * it refers to is not: it stands in `configuration`, per module, as written in the source. A value is unknown because of
 * something unknown in its expression, so that what is known (a flag, an instance that `count` leaves out) is no candidate.
 */
export class Links {
  private readonly iam: Instances;
  private others: Instances | undefined;
  private readonly modules = new Map<string, Map<string | null, ModulePath>>();
  private readonly answers = new Map<string, readonly Candidate[]>();

  constructor(private readonly plan: Plan) {
    this.iam = byPlace(plan.resources);
    for (const { module } of plan.resources) {
      for (let depth = 1; depth <= module.length; depth += 1) this.noteModule(module.slice(0, depth));
    }
  }

  /** What a scalar attribute means; `path` leads into nested blocks (`inline_policy`, 0, `policy`). */
  single(resource: PlannedResource, path: readonly (string | number)[], wanted: Wanted): Link {
    const candidates = this.candidates(resource, path, wanted);
    const found = unknownOnes(candidates);
    const open = candidates.flatMap((one) => (one.kind === "open" ? [one.text] : []));
    const [only] = found;
    if (only !== undefined && found.length === 1 && open.length === 0) return { kind: "found", resource: only };
    const named = [...found.map(({ address }) => address), ...open];
    return { kind: "open", perhaps: found, open: named.length > 0 ? named : this.written(resource, path) };
  }

  /** All that an attribute's expression may stand for, a list's elements among them. */
  candidates(resource: PlannedResource, path: readonly (string | number)[], wanted: Wanted): readonly Candidate[] {
    const config = this.configOf(resource);
    if (config === undefined) return [];
    const expression = readExpression(valueAt(objectIn(config, "expressions"), path));
    return expression.kind === "constant" ? [] : this.follow(expression.references, scopeOf(resource, config), wanted);
  }

  configOf(resource: PlannedResource): JsonObject | undefined {
    const { mode, type, name } = resource;
    return this.moduleAt(resource.module)?.resource(`${mode === "data" ? "data." : ""}${type}.${name}`);
  }

  /** The calls that lead to a module, from the root. */
  callsTo(path: ModulePath): readonly ModuleCall[] {
    const calls: ModuleCall[] = [];
    let module: ModuleConfig = this.plan.root;
    for (const { name } of path) {
      const call = module.call(name);
      if (call === undefined) break;
      calls.push(call);
      module = call.module;
    }
    return calls;
  }

  private written(resource: PlannedResource, path: readonly (string | number)[]): readonly string[] {
    const config = this.configOf(resource);
    const expression = readExpression(
      config === undefined ? undefined : valueAt(objectIn(config, "expressions"), path),
    );
    if (expression.kind === "constant") return [];
    const texts = mostSpecific(expression.references);
    const targets = texts.filter((text) => parseReference(text).kind !== "key");
    return targets.length > 0 ? targets : texts;
  }

  private noteModule(path: ModulePath): void {
    const place = modulePlace(path.slice(0, -1), path.at(-1)?.name ?? "");
    const known = this.modules.get(place) ?? new Map<string | null, ModulePath>();
    const key = path.at(-1)?.key ?? null;
    if (!known.has(key)) this.modules.set(place, known.set(key, path));
  }

  private moduleAt(path: ModulePath): ModuleConfig | undefined {
    const calls = this.callsTo(path);
    return calls.length < path.length ? undefined : (calls.at(-1)?.module ?? this.plan.root);
  }

  private instancesAt(module: ModulePath, { mode, type, name }: ResourceReference): readonly PlannedResource[] {
    if (!type.startsWith("aws_iam_")) this.others ??= byPlace(this.plan.others());
    const instances = type.startsWith("aws_iam_") ? this.iam : this.others;
    return instances?.get(resourcePlace(module, mode, type, name)) ?? [];
  }

  private follow(references: readonly string[], scope: Scope, wanted: Wanted): readonly Candidate[] {
    const parts = mostSpecific(references).map((text) => ({ text, reference: parseReference(text) }));
    const indexes = parts.flatMap(({ text, reference }) => this.asIndex(text, reference, scope));
    const found = parts.flatMap(({ text, reference }) => this.followOne(text, reference, indexes, scope, wanted));
    return indexed(distinct(found), indexes);
  }

  private followOne(
    text: string,
    reference: Reference,
    indexes: readonly string[],
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

  /** Answers a question once: chains of variables and outputs may meet again and again. */
  private once(question: readonly string[], text: string, answer: () => readonly Candidate[]): readonly Candidate[] {
    const key = JSON.stringify(question);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    this.answers.set(key, [{ kind: "open", text }]);
    const found = answer();
    this.answers.set(key, found);
    return found;
  }

  /** Instances that don't exist (`count = 0`) stand for nothing. */
  private followResource(
    text: string,
    reference: ResourceReference,
    indexes: readonly string[],
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const instances = this.instancesAt(scope.module, reference).filter(({ deleted }) => !deleted);
    const chosen = choose(instances, (one) => one.key, reference.key, indexes);
    return chosen.flatMap((one) => this.followInstance(text, one, reference.attribute, wanted));
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

  /** A data source that is read only during the apply looks up, by name or ARN, what the plan may hold itself. */
  private behindData(data: PlannedResource, wanted: Wanted): readonly Candidate[] {
    if (data.mode === "managed" || wanted === "document") return [];
    return this.once([data.address, wanted], data.address, () =>
      ["name", "arn"].flatMap((attribute) => this.candidates(data, [attribute], wanted)),
    ).filter(({ kind }) => kind === "resource");
  }

  /** `each.value` is an element of what `for_each` goes over: a map of resources, or of values. */
  private followEach(path: readonly string[], scope: Scope, wanted: Wanted): readonly Candidate[] {
    const expression = readExpression(scope.forEach);
    if (expression.kind === "constant") return [{ kind: "known", value: elementOf(expression.value, scope.key, path) }];
    // A set of texts that no reference leads to: each value is its key.
    if (expression.references.length === 0) return [{ kind: "known", value: indexValue(scope.key) }];
    const found = this.follow([...expression.references, "each.key"], { ...scope, forEach: undefined }, wanted);
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
    const call = this.callsTo(scope.module).at(-1);
    if ((call?.module ?? this.plan.root).isSensitive(name)) return [{ kind: "open", text: `var.${name}` }];
    if (call === undefined) {
      return known(property(objectIn(this.plan.variables, name), "value") ?? this.plan.root.variableDefault(name));
    }
    const given = property(call.expressions, name);
    if (given === undefined) return known(call.module.variableDefault(name));
    const expression = readExpression(given);
    if (expression.kind === "constant") return known(expression.value);
    if (expression.references.length === 0) return known(undefined);
    const key = scope.module.at(-1)?.key ?? null;
    return this.follow(
      expression.references,
      { module: scope.module.slice(0, -1), key, forEach: call.forEach },
      wanted,
    );
  }

  private followOutput(
    text: string,
    { module, key, output }: OutputReference,
    indexes: readonly string[],
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const open: readonly Candidate[] = [{ kind: "open", text }];
    const config = this.moduleAt(scope.module)?.call(module)?.module;
    if (config === undefined) return open;
    // A module without a resource of IAM has no instance here; what it hands through needs none.
    const known =
      this.modules.get(modulePlace(scope.module, module)) ?? new Map([[key, [...scope.module, { name: module, key }]]]);
    const paths = choose([...known.values()], (path) => path.at(-1)?.key ?? null, key, indexes);
    const answers = paths.flatMap((path) =>
      (output === null ? config.outputNames() : [output]).flatMap((name) => this.outputOf(path, name, text, wanted)),
    );
    if (output !== null) return answers;
    const resources = answers.filter((one) => one.kind === "resource");
    return resources.length > 0 ? resources : open;
  }

  private outputOf(path: ModulePath, name: string, text: string, wanted: Wanted): readonly Candidate[] {
    return this.once([formatModuleAddress(path), "output", name, wanted], text, () => {
      const node = this.moduleAt(path)?.output(name);
      if (node === undefined) return [{ kind: "open", text }];
      const expression = readExpression(node);
      if (expression.kind === "constant") return [{ kind: "known", value: expression.value }];
      return this.follow(expression.references, { module: path, key: null, forEach: undefined }, wanted);
    });
  }

  /** Keys that a reference within brackets may give: `p[each.key]` is listed as `p` and, beside it, `each.key`. */
  private asIndex(text: string, reference: Reference, scope: Scope): readonly string[] {
    if (reference.kind === "key") return scope.key === null ? [] : [scope.key];
    if (reference.kind !== "each" && reference.kind !== "variable") return [];
    return this.followOne(text, reference, [], scope, "role").flatMap((one) =>
      one.kind === "known" && (typeof one.value === "string" || typeof one.value === "number")
        ? [keyOf(one.value)]
        : [],
    );
  }
}

type ResourceReference = Extract<Reference, { kind: "resource" }>;
type OutputReference = Extract<Reference, { kind: "output" }>;

function scopeOf(resource: PlannedResource, config: JsonObject): Scope {
  return { module: resource.module, key: resource.key, forEach: property(config, "for_each_expression") };
}

/** The instances that a reference may mean: the one with its key, the one that an index beside it names, or all of them. */
function choose<T>(
  found: readonly T[],
  keyOfOne: (one: T) => string | null,
  key: string | null,
  indexes: readonly string[],
): readonly T[] {
  if (key !== null) return found.filter((one) => keyOfOne(one) === key);
  if (found.length <= 1) return found;
  const indexed = found.filter((one) => indexes.includes(keyOfOne(one) ?? ""));
  return indexed.length === 1 ? indexed : found;
}

/** The resources that can be why a value is unknown; all, when the plan knows what they are asked for. */
export function unknownOnes(candidates: readonly Candidate[]): readonly PlannedResource[] {
  const resources = candidates.filter((one) => one.kind === "resource");
  const unknown = resources.filter((one) => one.unknown);
  return (unknown.length > 0 ? unknown : resources).map(({ resource }) => resource);
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const resources = new Map<PlannedResource, Candidate>();
  const texts = new Map<string, Candidate>();
  const known: Candidate[] = [];
  for (const one of candidates) {
    if (one.kind === "resource") {
      const before = resources.get(one.resource);
      if (before?.kind !== "resource" || !before.unknown) resources.set(one.resource, one);
    } else if (one.kind === "open") texts.set(one.text, one);
    else known.push(one);
  }
  return [...resources.values(), ...texts.values(), ...known];
}

/**
 * Of the instances of one resource that came by a variable or an output (`element(var.arns, count.index)`), the one with the
 * key that an index names.
 */
function indexed(candidates: readonly Candidate[], indexes: readonly string[]): readonly Candidate[] {
  const named = new Map<string, number>();
  const isNamed = (one: PlannedResource): boolean => keysOf(one).some((key) => indexes.includes(key));
  for (const one of candidates) {
    if (one.kind !== "resource" || !isNamed(one.resource)) continue;
    const place = withoutKeys(one.resource);
    named.set(place, (named.get(place) ?? 0) + 1);
  }
  return candidates.filter(
    (one) => one.kind !== "resource" || named.get(withoutKeys(one.resource)) !== 1 || isNamed(one.resource),
  );
}

function withoutKeys({ module, mode, type, name }: PlannedResource): string {
  return `${module.map((step) => step.name).join(".")} ${mode} ${type}.${name}`;
}

function keysOf({ module, key }: PlannedResource): readonly string[] {
  return [key, ...module.map((step) => step.key)].filter((one) => one !== null);
}

function elementOf(value: JsonValue | undefined, key: string | null, path: readonly string[]): JsonValue | undefined {
  const index = indexValue(key);
  // Of a list made a set, each value is its key.
  if (!isJsonObject(value)) return index;
  return index === undefined ? undefined : valueAt(value, [String(index), ...path]);
}

function indexValue(key: string | null): string | number | undefined {
  return key === null ? undefined : (JSON.parse(key.slice(1, -1)) as string | number);
}

function byPlace(resources: readonly PlannedResource[]): Instances {
  const instances = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    const { module, mode, type, name } = resource;
    const place = resourcePlace(module, mode, type, name);
    const known = instances.get(place);
    if (known === undefined) instances.set(place, [resource]);
    else known.push(resource);
  }
  return instances;
}

function resourcePlace(module: ModulePath, mode: string, type: string, name: string): string {
  return `${formatModuleAddress(module)} ${mode} ${type}.${name}`;
}

function modulePlace(parent: ModulePath, name: string): string {
  return `${formatModuleAddress(parent)} ${name}`;
}
