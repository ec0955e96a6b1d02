import type { Place } from "../../source/place.js";
import type { FileProblem, ReadContext } from "../reader.js";
import type { ConfiguredModules } from "../terraform/links/configured-modules.js";
import type { ModulePath } from "../terraform/model/address.js";
import { conditionsIn, type SourceAttribute, type SourceBlock } from "../terraform/source/source-block.js";
import { Sources } from "../terraform/source/sources.js";
import type { SourceRoot } from "./source-root.js";

/** The blocks of a root whose folder is known. */
export class RootSources extends Sources {
  constructor(
    private readonly of: SourceRoot,
    context: ReadContext,
    configured: ConfiguredModules,
  ) {
    super(context, of.folder, configured, () => null);
    for (const path of of.inputs.untracked) this.untracked.add(path);
  }

  override get rootFolder(): string {
    return this.of.folder;
  }

  override inputPlace(name: string): Place | null {
    return this.of.inputs.places.get(name) ?? null;
  }

  override conditionsOf(module: ModulePath, block: string): readonly SourceAttribute[] {
    const found = this.blockIn(module, block);
    return found === null ? [] : conditionsIn(found);
  }

  override problems(): readonly FileProblem[] {
    return [...this.reported, ...this.of.problems()];
  }

  protected override isPartial(folder: string): boolean {
    return this.of.isPartial(folder);
  }

  protected override blocksIn(folder: string): ReadonlyMap<string, SourceBlock> {
    return this.of.blocksIn(folder);
  }
}
