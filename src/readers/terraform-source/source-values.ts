import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { type AsPlanned, asPlanned, UNKNOWN } from "../terraform/expressions/constants.js";
import { type NamedValues, settled } from "../terraform/expressions/named-values.js";
import type { PlannedValues } from "../terraform/expressions/planned-values.js";
import type { WrittenNumbers } from "../terraform/expressions/written-numbers.js";
import type { ConfiguredModules } from "../terraform/links/configured-modules.js";
import type { Evaluated, PlannedAttribute } from "../terraform/links/evaluated.js";
import type { PlannedResource } from "../terraform/model/plan.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import type { Sources } from "../terraform/source/sources.js";
import { type Bound, type BoundBlock, nestedBlocks } from "./nested-blocks.js";

/** The values of resource attributes, evaluated on demand. */
export class SourceValues implements Evaluated {
  private readonly known = new Map<PlannedResource, Map<string, Node | null>>();
  private readonly expanded = new Map<string, readonly BoundBlock[]>();

  constructor(
    private readonly modules: ConfiguredModules,
    private readonly sources: Sources,
    private readonly named: () => NamedValues,
    private readonly planned: () => PlannedValues,
    private readonly numbers: WrittenNumbers,
  ) {}

  value(resource: PlannedResource, path: readonly (string | number)[]): Node | null {
    const all = this.known.get(resource) ?? new Map<string, Node | null>();
    this.known.set(resource, all);
    const key = path.join(".");
    const known = all.get(key);
    if (known !== undefined) return known;
    // Prevents endless recursion if a value is built from itself.
    all.set(key, null);
    const found = this.valueAt(resource, path);
    all.set(key, found);
    return found;
  }

  sourceOf(resource: PlannedResource, path: readonly (string | number)[]): Node | null {
    return this.value(resource, path);
  }

  originOf(node: Node): PlannedAttribute | undefined {
    return this.planned().originOf(node);
  }

  /** The value of `self` in a resource's own conditions. */
  whole(resource: PlannedResource, place: Place): Node {
    return this.planned().whole(resource, place);
  }

  /** The value in the form that it has in a plan. */
  asPlanned(resource: PlannedResource, path: readonly (string | number)[]): AsPlanned {
    const node = this.value(resource, path);
    return node === null ? UNKNOWN : asPlanned(node, this.numbers, (one) => this.originOf(one) !== undefined);
  }

  /** The nested blocks of a type in a resource. */
  blocks(resource: PlannedResource, type: string, within?: BoundBlock): readonly BoundBlock[] {
    const block = this.sources.blockOf(resource);
    if (within !== undefined) return nestedBlocks(within, type, (...args) => this.read(resource, ...args));
    if (block === null) return [];
    const key = `${resource.address} ${type}`;
    const known = this.expanded.get(key);
    if (known !== undefined) return known;
    this.expanded.set(key, [{ block, bound: new Map(), open: null }]);
    const found = nestedBlocks({ block, bound: new Map() }, type, (...args) => this.read(resource, ...args));
    this.expanded.set(key, found);
    return found;
  }

  isSet(resource: PlannedResource, name: string): boolean {
    return Boolean(this.sources.blockOf(resource)?.attribute(name));
  }

  read(resource: PlannedResource, attribute: SourceAttribute, bound: Bound, name: string | null = null): Node | null {
    return this.named().read(attribute, this.modules.scopeOf(resource), bound, name);
  }

  private valueAt(resource: PlannedResource, path: readonly (string | number)[]): Node | null {
    const [first, index, ...rest] = path;
    const bound =
      index === undefined
        ? { block: this.sources.blockOf(resource), bound: new Map() }
        : this.blocks(resource, String(first))[Number(index)];
    const attribute = bound?.block?.attribute(String(rest.at(-1) ?? first)) ?? readFile(resource, first, bound?.block);
    if (attribute === null || bound === undefined || "open" in bound) return null;
    return settled(this.read(resource, attribute, bound.bound, [resource.address, ...path].join(".")));
  }
}

/** The `content` of `data.local_file` is the file's content. */
function readFile(
  { mode, type }: PlannedResource,
  name: string | number | undefined,
  block: SourceBlock | null | undefined,
): SourceAttribute | null {
  const filename = mode === "data" && type === "local_file" && name === "content" && block?.attribute("filename");
  return filename ? { ...filename, expression: `file(${filename.expression})`, written: null } : null;
}
