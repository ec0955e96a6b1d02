import { formatModuleAddress, type ModulePath } from "../model/address.js";
import type { PlannedResource, PlannedResources } from "../model/plan.js";
import type { ResourceReference } from "./reference.js";

/** Instances, keyed by instance key. A single instance has the key null. */
export type ByKey<T> = ReadonlyMap<string | null, T>;

/** The instances of resources and modules that exist after apply. */
export class Instances {
  private readonly iam: ReadonlyMap<string, ByKey<PlannedResource>>;
  private others: ReadonlyMap<string, ByKey<PlannedResource>> | undefined;
  private readonly modules = new Map<string, Map<string | null, ModulePath>>();
  private othersNoted = false;
  private known: readonly PlannedResource[] | undefined;

  constructor(private readonly plan: PlannedResources) {
    this.iam = byPlace(plan.resources);
    this.noteModules(plan.resources);
  }

  ofResource(
    module: ModulePath,
    { mode, type, name }: Pick<ResourceReference, "mode" | "type" | "name">,
  ): ByKey<PlannedResource> {
    if (!type.startsWith("aws_iam_")) this.others ??= byPlace(this.rest);
    const instances = type.startsWith("aws_iam_") ? this.iam : this.others;
    return instances?.get(resourcePlace(module, mode, type, name)) ?? new Map();
  }

  /** Whether it is unknown which instances of a resource exist. In a plan, it is always known. */
  isOpen(_module: ModulePath, _reference: Pick<ResourceReference, "mode" | "type" | "name">): boolean {
    return false;
  }

  /** The resource that represents all instances if it is unknown which ones exist. */
  standIn(_module: ModulePath, _reference: Pick<ResourceReference, "mode" | "type" | "name">): PlannedResource | null {
    return null;
  }

  standInModule(_parent: ModulePath, _name: string): ModulePath | null {
    return null;
  }

  /** Whether it is unknown which instances of a called module exist. */
  isOpenModule(_parent: ModulePath, _name: string): boolean {
    return false;
  }

  /** Whether a module instance certainly doesn't exist. A plan doesn't show instances without resources. */
  lacksModule(_parent: ModulePath, _name: string, _key: string | null): boolean {
    return false;
  }

  private get rest(): readonly PlannedResource[] {
    this.known ??= this.plan.others();
    return this.known;
  }

  /** The instances of a module call that contain resources. */
  ofModule(parent: ModulePath, name: string): ByKey<ModulePath> {
    const place = modulePlace(parent, name);
    if (!this.modules.has(place) && !this.othersNoted) {
      this.othersNoted = true;
      this.noteModules(this.rest);
    }
    return this.modules.get(place) ?? new Map();
  }

  private noteModules(resources: readonly PlannedResource[]): void {
    for (const { module } of resources) {
      for (let depth = 1; depth <= module.length; depth += 1) this.noteModule(module.slice(0, depth));
    }
  }

  private noteModule(path: ModulePath): void {
    const place = modulePlace(path.slice(0, -1), path.at(-1)?.name ?? "");
    const known = this.modules.get(place) ?? new Map<string | null, ModulePath>();
    const key = path.at(-1)?.key ?? null;
    if (!known.has(key)) this.modules.set(place, known.set(key, path));
  }
}

/** A key next to a reference, which may be its index. */
export interface Index {
  readonly key: string;
  /**
   * The number of instances if the key is `count.index`, otherwise null. `p[floor(count.index / 2)]` and `[element(p,
   * 1)][count.index]` have the same references as `p[count.index]`, so the key is an index only if `p` has that many
   * instances.
   */
  readonly of: number | null;
}

/** The keys that may select one of `amount` instances. */
export function keysAmong(indexes: readonly Index[], amount: number): readonly string[] {
  return indexes.flatMap(({ key, of }) => (of === null || of === amount ? [key] : []));
}

/** The instances that a reference may refer to: the one with its key, the one that a neighboring index selects, or all of them. */
export function choose<T>(found: ByKey<T>, key: string | null, indexes: readonly Index[]): readonly T[] {
  const exact = (wanted: string): readonly T[] => {
    const one = found.get(wanted);
    return one === undefined ? [] : [one];
  };
  if (key !== null) return exact(key);
  const indexed = found.size <= 1 ? [] : [...new Set(keysAmong(indexes, found.size))].flatMap(exact);
  return indexed.length === 1 ? indexed : [...found.values()];
}

function byPlace(resources: readonly PlannedResource[]): ReadonlyMap<string, ByKey<PlannedResource>> {
  const instances = new Map<string, Map<string | null, PlannedResource>>();
  for (const resource of resources) {
    if (resource.deleted) continue;
    const { module, mode, type, name, key } = resource;
    const place = resourcePlace(module, mode, type, name);
    const known = instances.get(place);
    if (known === undefined) instances.set(place, new Map([[key, resource]]));
    else known.set(key, resource);
  }
  return instances;
}

function resourcePlace(module: ModulePath, mode: string, type: string, name: string): string {
  return `${formatModuleAddress(module)} ${mode} ${type}.${name}`;
}

function modulePlace(parent: ModulePath, name: string): string {
  return `${formatModuleAddress(parent)} ${name}`;
}
