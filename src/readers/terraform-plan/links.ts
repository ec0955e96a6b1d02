import { isJsonObject, type JsonObject, type JsonValue, property } from "../../source/json-node.js";
import { formatModuleAddress, type ModulePath, parseReference } from "./address.js";
import { type ModuleCall, type ModuleConfig, objectIn, type Plan, type PlannedResource, valueAt } from "./plan.js";

/** What an expression refers to: resources of the plan, or references that lead nowhere certain, by their text. */
export interface Link {
  readonly resources: readonly PlannedResource[];
  readonly open: readonly string[];
}

const DEEPEST = 32;

/** Where an expression stands: its module instance, and the key of the resource or module whose expression it is. */
interface Standpoint {
  readonly module: ModulePath;
  readonly key: string | null;
  readonly forEach: JsonValue | undefined;
}

/**
 * Follows references of the plan's configuration. In a new plan an attachment's `policy_arn` is known after the apply; what
 * it refers to is not: it stands in `configuration`, per module, as written in the source.
 */
export class Links {
  private readonly instances = new Map<string, PlannedResource[]>();
  private readonly modules = new Map<string, ModulePath[]>();

  constructor(private readonly plan: Plan) {
    for (const resource of plan.resources) {
      const place = instanceKey(resource.module, resource.type, resource.name);
      this.instances.set(place, [...(this.instances.get(place) ?? []), resource]);
      for (let depth = 1; depth <= resource.module.length; depth += 1) this.noteModule(resource.module.slice(0, depth));
    }
  }

  private noteModule(path: ModulePath): void {
    const name = path.at(-1)?.name ?? "";
    const key = `${formatModuleAddress(path.slice(0, -1))} ${name}`;
    const known = this.modules.get(key) ?? [];
    if (!known.some((other) => other.at(-1)?.key === path.at(-1)?.key)) this.modules.set(key, [...known, path]);
  }

  /** What an attribute of a resource refers to; `path` leads into nested blocks (`inline_policy`, 0, `policy`). */
  from(resource: PlannedResource, path: readonly (string | number)[]): Link {
    const config = this.configOf(resource);
    const expression = config === undefined ? undefined : valueAt(objectIn(config, "expressions"), path);
    const forEach = config === undefined ? undefined : property(config, "for_each_expression");
    return this.follow(referencesIn(expression), { module: resource.module, key: resource.key, forEach }, 0);
  }

  configOf(resource: PlannedResource): JsonObject | undefined {
    const address = resource.address.slice(formatModuleAddress(resource.module).length).replace(/^\./, "");
    const plain = resource.key === null ? address : address.slice(0, -resource.key.length);
    return this.moduleAt(resource.module)?.resources.get(plain);
  }

  /** The calls that lead to a module, from the root. */
  callsTo(path: ModulePath): readonly ModuleCall[] {
    const calls: ModuleCall[] = [];
    let module: ModuleConfig = this.plan.root;
    for (const { name } of path) {
      const call = module.calls.get(name);
      if (call === undefined) break;
      calls.push(call);
      module = call.module;
    }
    return calls;
  }

  private moduleAt(path: ModulePath): ModuleConfig | undefined {
    const calls = this.callsTo(path);
    return calls.length < path.length ? undefined : (calls.at(-1)?.module ?? this.plan.root);
  }

  private follow(references: readonly string[], from: Standpoint, depth: number): Link {
    const links = specific(references).map((reference) => this.followOne(reference, references, from, depth));
    return {
      resources: [...new Set(links.flatMap(({ resources }) => resources))],
      open: links.flatMap(({ open }) => open),
    };
  }

  private followOne(text: string, all: readonly string[], from: Standpoint, depth: number): Link {
    const nowhere: Link = { resources: [], open: [text] };
    if (depth > DEEPEST) return nowhere;
    const reference = parseReference(text);
    const ownKey = byOwnKey(all) ? from.key : null;
    switch (reference.kind) {
      case "resource": {
        const found = this.instances.get(instanceKey(from.module, reference.type, reference.name)) ?? [];
        const chosen = choose(found, (one) => one.key, reference.key, ownKey);
        return chosen === undefined ? nowhere : { resources: [chosen], open: [] };
      }
      case "each":
        return this.followEach(from, depth) ?? nowhere;
      case "variable":
        return this.followVariable(reference.name, from, depth) ?? nowhere;
      case "output":
        return this.followOutput(reference, ownKey, from, depth) ?? nowhere;
      case "other":
        return nowhere;
    }
  }

  /** `each.value` is what `for_each` goes over: a map of resources (the one with the own key), or a single one. */
  private followEach(from: Standpoint, depth: number): Link | undefined {
    const references = referencesIn(from.forEach);
    const outside = { ...from, forEach: undefined };
    const links = [references, [...references, "each.key"]].map((some) => this.follow(some, outside, depth + 1));
    return links.find(({ resources, open }) => resources.length === 1 && open.length === 0);
  }

  private followVariable(name: string, from: Standpoint, depth: number): Link | undefined {
    const call = this.callsTo(from.module).at(-1);
    if (call === undefined) return undefined;
    const key = from.module.at(-1)?.key ?? null;
    const outer = { module: from.module.slice(0, -1), key, forEach: call.forEach };
    const link = this.follow(referencesIn(property(call.expressions, name)), outer, depth + 1);
    return link.resources.length + link.open.length === 0 ? undefined : link;
  }

  private followOutput(
    reference: { readonly module: string; readonly key: string | null; readonly output: string },
    ownKey: string | null,
    from: Standpoint,
    depth: number,
  ): Link | undefined {
    const found = this.modules.get(`${formatModuleAddress(from.module)} ${reference.module}`) ?? [];
    const path = choose(found, (one) => one.at(-1)?.key ?? null, reference.key, ownKey);
    const module = path === undefined ? undefined : this.moduleAt(path);
    if (path === undefined || module === undefined) return undefined;
    const expression = property(objectIn(module.outputs, reference.output), "expression");
    return this.follow(referencesIn(expression), { module: path, key: null, forEach: undefined }, depth + 1);
  }
}

/** The instance that a reference means: the one with its key, with the referrer's own key, or the only one. */
function choose<T>(
  found: readonly T[],
  keyOf: (one: T) => string | null,
  key: string | null,
  ownKey: string | null,
): T | undefined {
  const wanted = key ?? ownKey;
  const exact = wanted === null ? undefined : found.find((one) => keyOf(one) === wanted);
  if (exact !== undefined || key !== null) return exact;
  return found.length === 1 ? found[0] : undefined;
}

/** `p[each.key].arn` is listed as `p`, and `each.key` beside it. */
function byOwnKey(references: readonly string[]): boolean {
  return references.some((text) => text === "each.key" || text === "each.value" || text === "count.index");
}

/** Terraform lists `a.b.arn` and then `a.b`: the shorter ones say nothing more. Keys are no targets. */
function specific(references: readonly string[]): readonly string[] {
  const targets = references.filter((text) => text !== "each.key" && text !== "count.index");
  const precise = targets.filter(
    (text) =>
      !targets.some((other) => other !== text && /^[.[]/.test(other.slice(text.length)) && other.startsWith(text)),
  );
  const others = precise.filter((text) => text !== "each.value");
  return others.length > 0 ? others : precise;
}

function instanceKey(module: ModulePath, type: string, name: string): string {
  return `${formatModuleAddress(module)} ${type}.${name}`;
}

/** All references of an expression, blocks and lists within it included. */
export function referencesIn(expression: JsonValue | undefined): readonly string[] {
  const found: string[] = [];
  const open: (JsonValue | undefined)[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next);
    else if (isJsonObject(next)) {
      const references = property(next, "references");
      if (Array.isArray(references)) found.push(...references.filter((one: JsonValue) => typeof one === "string"));
      else open.push(...Object.values(next));
    }
  }
  return found;
}
