import type { Node } from "../../source/node.js";
import type { FileProblem } from "../reader.js";
import { isSeveral } from "../terraform/expressions/collection-functions.js";
import type { NamedValues } from "../terraform/expressions/named-values.js";
import { isUnmet } from "../terraform/expressions/operators.js";
import { digitsOf } from "../terraform/expressions/value-type.js";
import { type ByKey, Instances } from "../terraform/links/instances.js";
import type { Scope } from "../terraform/links/scope.js";
import {
  blockOf,
  formatModuleAddress,
  keyOf,
  type ModulePath,
  parseModuleAddress,
  withPlainKeys,
} from "../terraform/model/address.js";
import type { PlannedResource, PlannedResources } from "../terraform/model/plan.js";
import { isLocal, sourceOf } from "../terraform/source/module-calls.js";
import { conditionsIn, type SourceAttribute, type SourceBlock } from "../terraform/source/source-block.js";
import type { Answers } from "./remote-states.js";
import type { SourceCall, SourceModule } from "./source-module.js";
import { type ResourceName, sourceResource } from "./source-resource.js";
import { shortened } from "./source-root.js";
import type { SourceValues } from "./source-values.js";

/** More instances than an account has of any kind. A longer list isn't a list of roles. */
const MAX_KEYS = 2_000;

/** The limit for all blocks of a root together. */
const MAX_INSTANCES = 50_000;

/** The deepest nesting of module calls. Real configurations have a handful of levels. */
const MAX_DEPTH = 200;

/** The keys of a block's instances, or the reason why they are unknown. */
type Keys = { readonly keys: readonly (string | null)[] } | { readonly open: string };

interface Expanded<T> {
  readonly instances: ByKey<T>;
  /** The reason why the number of instances is unknown, phrased to follow the address. */
  readonly open: string | null;
  /** The instance that represents all instances if their number is unknown. */
  readonly one: T | null;
}

/** Whether to include a block with this type and these attribute and block names. */
type IsWanted = (type: string, names: readonly string[]) => boolean;

function ofIam(type: string): boolean {
  return type.startsWith("aws_iam_");
}

const IN_PROGRESS = { instances: new Map<string | null, never>(), open: "refers to itself", one: null };

/** The instances of a root's resources and modules, expanded by `count` and `for_each` on demand. */
export class SourceInstances extends Instances {
  private readonly resources = new Map<string, Expanded<PlannedResource>>();
  private readonly calls = new Map<string, Expanded<ModulePath>>();
  private amount = 0;
  /** Problems of blocks with too many instances to examine. */
  readonly excess: FileProblem[] = [];

  constructor(
    private readonly root: SourceModule,
    private readonly values: SourceValues,
    private readonly named: () => NamedValues,
    private readonly answers: (resource: ResourceName, module: SourceModule, block: SourceBlock) => Answers,
  ) {
    super(NOTHING);
  }

  override ofResource(module: ModulePath, of: ResourceName): ByKey<PlannedResource> {
    return this.expand(module, of).instances;
  }

  override ofModule(parent: ModulePath, name: string): ByKey<ModulePath> {
    return this.expandCall(parent, name).instances;
  }

  override isOpen(module: ModulePath, of: ResourceName): boolean {
    return this.expand(module, of).open !== null;
  }

  override standIn(module: ModulePath, of: ResourceName): PlannedResource | null {
    return this.expand(module, of).one;
  }

  override standInModule(parent: ModulePath, name: string): ModulePath | null {
    return this.expandCall(parent, name).one;
  }

  override isOpenModule(parent: ModulePath, name: string): boolean {
    return this.callAt(parent, name)?.module.absent !== null || this.expandCall(parent, name).open !== null;
  }

  override lacksModule(parent: ModulePath, name: string, key: string | null): boolean {
    return !this.expandCall(parent, name).instances.has(key);
  }

  /** Whether a managed resource certainly doesn't exist: nothing declares it, or no instance has its keys. */
  lacks(address: string): boolean {
    const module = parseModuleAddress(address);
    for (const [depth, { name, key }] of module.entries()) {
      const parent = module.slice(0, depth);
      const config = this.configAt(parent);
      if (config?.isWhole !== true) return false;
      const block = config.blocks.get(`module ${name}`);
      const { instances, open } = this.expandCall(parent, name);
      if (open !== null) return false;
      if (block === undefined || !instances.has(key)) return true;
      // The plan's version may differ from the installed one.
      if (!isLocal(sourceOf(block))) return false;
    }
    const [type = "", name = ""] = blockOf(address).split(".").slice(-2);
    const of = { mode: "managed", type, name } as const;
    if (this.configAt(module)?.isWhole !== true || this.isOpen(module, of)) return false;
    const written = withPlainKeys(address);
    return [...this.ofResource(module, of).values()].every((one) => one.address !== written);
  }

  /** All IAM resources, or other wanted resources, module by module. */
  all(isWanted: IsWanted = ofIam, path: ModulePath = [], module: SourceModule = this.root): readonly PlannedResource[] {
    const found: PlannedResource[] = [];
    for (const [key, block] of module.blocks) {
      const [kind, type = "", name = ""] = key.split(" ");
      if ((kind !== "resource" && kind !== "data") || !isWanted(type, block.names())) continue;
      const { instances, one } = this.expand(path, { mode: kind === "data" ? "data" : "managed", type, name });
      found.push(...instances.values(), ...(one === null ? [] : [one]));
    }
    for (const [child, call] of this.modulesBelow(path, module)) found.push(...this.all(isWanted, child, call.module));
    return found;
  }

  /** Whether there is too much to examine. If each module calls other modules twice, the number doubles at every level. */
  get isTooMuch(): boolean {
    return this.amount > MAX_INSTANCES;
  }

  /** The instances of the called modules, including unavailable ones. */
  modulesBelow(path: ModulePath, module: SourceModule): readonly (readonly [ModulePath, SourceCall])[] {
    if (path.length > MAX_DEPTH) this.amount = MAX_INSTANCES + 1;
    if (this.isTooMuch) return [];
    return module.callNames().flatMap((name) => {
      const call = module.call(name);
      const { instances, one } = this.expandCall(path, name);
      const paths = [...instances.values(), ...(one === null ? [] : [one])];
      return call === undefined ? [] : paths.map((child) => [child, call] as const);
    });
  }

  /** The folders of all modules that have instances. */
  folders(path: ModulePath = [], module: SourceModule = this.root): readonly string[] {
    const below = this.modulesBelow(path, module);
    return below.flatMap(([child, call]) => [call.module.folder, ...this.folders(child, call.module)]);
  }

  private expand(module: ModulePath, of: ResourceName): Expanded<PlannedResource> {
    const place = `${formatModuleAddress(module)} ${of.mode} ${of.type}.${of.name}`;
    const known = this.resources.get(place);
    if (known !== undefined) return known;
    const config = this.configAt(module);
    const block = config?.blocks.get(`${of.mode === "data" ? "data" : "resource"} ${of.type} ${of.name}`);
    if (config === undefined || block === undefined) return { instances: new Map(), open: null, one: null };
    this.resources.set(place, IN_PROGRESS);
    const make = (key: string | null, deferred: string | null): PlannedResource => {
      const answers = this.answers(of, config, block);
      const made = (why: string | null) => sourceResource(of, module, key, block, this.values, why, answers);
      const one = made(deferred);
      const unmet = deferred === null ? this.unmetBy(one, block) : null;
      return unmet === null ? one : made(unmet);
    };
    const address = [formatModuleAddress(module), `${of.type}.${of.name}`].filter((part) => part !== "").join(".");
    const keys = this.keysOf(block, module, /^aws_iam_/.test(of.type) && of.mode === "managed" ? address : null);
    const around = this.openAround(module);
    const found: Expanded<PlannedResource> =
      "open" in keys
        ? { instances: new Map(), open: keys.open, one: make(null, keys.open) }
        : { instances: new Map(keys.keys.map((key) => [key, make(key, around)])), open: null, one: null };
    this.resources.set(place, found);
    return found;
  }

  /** Describes a precondition or postcondition that fails, so that Terraform stops. Null if none certainly fails. */
  private unmetBy(resource: PlannedResource, block: SourceBlock): string | null {
    const unmet = conditionsIn(block).find((one) => {
      const isOfItself = /\bself\b/.test(one.expression);
      const bound = isOfItself ? [["self", this.values.whole(resource, block.place)] as const] : [];
      return isUnmet(this.values.read(resource, one, new Map(bound)));
    });
    return unmet === undefined ? null : `has a condition that does not hold (${shortened(unmet.expression)})`;
  }

  private expandCall(parent: ModulePath, name: string): Expanded<ModulePath> {
    const place = `${formatModuleAddress(parent)} ${name}`;
    const known = this.calls.get(place);
    if (known !== undefined) return known;
    const block = this.configAt(parent)?.blocks.get(`module ${name}`);
    if (block === undefined) return { instances: new Map(), open: null, one: null };
    this.calls.set(place, IN_PROGRESS);
    const keys = this.keysOf(block, parent, formatModuleAddress([...parent, { name, key: null }]));
    const path = (key: string | null): ModulePath => [...parent, { name, key }];
    const found: Expanded<ModulePath> =
      "open" in keys
        ? { instances: new Map(), open: keys.open, one: path(null) }
        : { instances: new Map(keys.keys.map((key) => [key, path(key)])), open: null, one: null };
    this.calls.set(place, found);
    return found;
  }

  /** The reason why it is unknown whether a module instance exists. Returns null if it exists. */
  private openAround(module: ModulePath): string | null {
    for (const [depth, { name, key }] of module.entries()) {
      if (key !== null) continue;
      const { open } = this.expandCall(module.slice(0, depth), name);
      if (open !== null) return `is in module.${name}, which ${open}`;
    }
    return null;
  }

  private configAt(path: ModulePath): SourceModule | undefined {
    let module: SourceModule | undefined = this.root;
    for (const { name } of path) module = module?.call(name)?.module;
    return module;
  }

  private callAt(parent: ModulePath, name: string): SourceCall | undefined {
    return this.configAt(parent)?.call(name);
  }

  /**
   * The keys of a block's instances.
   * @param what the block's address, if having too many instances is a fault
   */
  private keysOf(block: SourceBlock, module: ModulePath, what: string | null): Keys {
    const scope: Scope = { module, key: null, forEach: undefined, owner: null };
    this.amount += 1;
    for (const { name, keysIn, attributeOf = attributeNamed } of REPETITIONS) {
      const attribute = attributeOf(block, name);
      if (attribute === null) continue;
      const node = this.named().read(attribute, scope);
      const keys = node === null ? null : keysIn(node);
      const shown = `${name} = ${shortened(attribute.expression)}`;
      if (keys === null) return { open: `has an unknown number of instances (${shown})` };
      this.amount += keys.length;
      if (keys.length > MAX_KEYS || this.isTooMuch) {
        const open = `has more instances than the check evaluates: ${keys.length} (${shown})`;
        if (what !== null) this.excess.push({ message: `${what} ${open}`, help: HELP, place: attribute.place });
        return { open };
      }
      return { keys };
    }
    return { keys: [null] };
  }
}

const HELP = "create fewer, or leave the folder out with `files` and check a plan";

type InstanceKeys = Extract<Keys, { readonly keys: unknown }>["keys"];

interface Repetition {
  readonly name: string;
  readonly keysIn: (node: Node) => InstanceKeys | null;
  /** Finds the argument in the block. Absent if it is an argument of the block itself. */
  readonly attributeOf?: (block: SourceBlock, name: string) => SourceAttribute | null;
}

const REPETITIONS: readonly Repetition[] = [
  { name: "count", keysIn: countedKeys },
  { name: "for_each", keysIn: keysOfEach },
  // OpenTofu creates no instance if it is false: https://opentofu.org/docs/language/meta-arguments/enabled/
  { name: "enabled", keysIn: keysIfEnabled, attributeOf: lifecycleOf },
];

function attributeNamed(block: SourceBlock, name: string): SourceAttribute | null {
  return block.attribute(name);
}

function lifecycleOf(block: SourceBlock, name: string): SourceAttribute | null {
  return block.nested("lifecycle")[0]?.block.attribute(name) ?? null;
}

function keysIfEnabled(node: Node): InstanceKeys | null {
  switch (node.kind === "scalar" ? String(node.value) : null) {
    case "true":
      return [null];
    case "false":
      return [];
    default:
      return null;
  }
}

function countedKeys(node: Node): readonly string[] | null {
  // Converts the value as Terraform does: a bool, or a string with spaces, isn't a number.
  const count = Number(digitsOf(node) ?? Number.NaN);
  if (!Number.isInteger(count) || count < 0) return null;
  // Keys beyond the limit are never used.
  return Array.from({ length: Math.min(count, MAX_INSTANCES) }, (_, index) => keyOf(index));
}

function keysOfEach(node: Node): readonly string[] | null {
  if (node.kind === "map") return node.mayHaveMore ? null : [...new Set(node.entries.map(({ key }) => keyOf(key)))];
  // Terraform rejects a list, a tuple, and a set of anything but strings.
  if (node.kind !== "list" || node.collection !== "set" || node.items.some(isSeveral)) return null;
  const keys = node.items.map((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? keyOf(item.value) : null,
  );
  return keys.every((key) => key !== null) ? [...new Set(keys)] : null;
}

const NOTHING: PlannedResources = { resources: [], others: () => [] };
