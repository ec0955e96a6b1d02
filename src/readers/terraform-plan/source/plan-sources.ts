import { once } from "../../../source/once.js";
import type { FileProblem, ReadContext } from "../../reader.js";
import type { ConfiguredModules } from "../../terraform/links/configured-modules.js";
import type { Plan, PlannedResource } from "../../terraform/model/plan.js";
import { calledIn, reachedFrom } from "../../terraform/source/module-calls.js";
import { blocksOfModule, type Tool } from "../../terraform/source/module-folder.js";
import type { DynamicBlock, SourceBlock } from "../../terraform/source/source-block.js";
import { refusalsIn } from "../../terraform/source/source-problems.js";
import { blockKey, Sources } from "../../terraform/source/sources.js";
import { rootFolders } from "./root-folder.js";

/**
 * A plan's source. Findings point at the source, because a plan is never in the diff. The root module is the first
 * likely folder that declares something in the plan. The other modules follow from local paths in module calls.
 * Everything is read on demand.
 */
export class PlanSources extends Sources {
  private readonly modules = new Map<string, ReadonlyMap<string, SourceBlock>>();
  private readonly partial = new Set<string>();
  private root: { readonly folder: string | null; readonly isFound: boolean } | undefined;

  constructor(
    context: ReadContext,
    planFile: string,
    private readonly plan: Plan,
    configured: ConfiguredModules,
    private readonly tool: Tool,
    roundsIn: (data: PlannedResource, dynamic: DynamicBlock) => number | null,
  ) {
    super(context, planFile, configured, roundsIn);
  }

  /**
   * The reported problems, and the reasons for Terraform to refuse files in the plan's modules. If no module was read,
   * returns only the reported problems.
   */
  override problems(): readonly FileProblem[] {
    const root = this.root?.folder ?? null;
    const reached = root === null ? [] : reachedFrom([root], (folder) => calledIn(folder, this.blocksIn(folder)));
    const { workspace } = this.context;
    const folders = new Set([...this.modules.keys(), ...reached]);
    return [...this.reported, ...[...folders].flatMap((folder) => refusalsIn(workspace, folder, this.tool))];
  }

  override get rootFolder(): string | null {
    this.root ??= this.findRoot();
    return this.root.folder;
  }

  /** Whether a folder is the plan's root module. A plan that was written outside its root's folder is recognized by its declarations. */
  isRoot(folder: string, blocks: { has(key: string): boolean }): boolean {
    const root = this.rootFolder;
    const made = this.root?.isFound ? [] : this.declaredInRoot(({ deleted }) => !deleted);
    return made.length === 0 ? folder === root : made.every((key) => blocks.has(key));
  }

  private findRoot(): { readonly folder: string | null; readonly isFound: boolean } {
    const declared = this.declaredInRoot();
    // A root that has lost its roles still declares other resources.
    const others = once(() =>
      this.plan.others().flatMap((one) => (one.mode === "managed" && one.module.length === 0 ? blockKey(one) : [])),
    );
    let first: string | null = null;
    for (const folder of rootFolders(this.context.workspace, this.file, this.context.terraformRoot)) {
      const blocks = this.blocksIn(folder);
      const isDeclared = (key: string): boolean => blocks.has(key);
      if (declared.some(isDeclared) || (blocks.size > 0 && others().some(isDeclared))) return { folder, isFound: true };
      first ??= folder;
    }
    return { folder: first, isFound: false };
  }

  /** The root module's declarations that appear in the plan. They distinguish folders. */
  private declaredInRoot(wanted: (resource: PlannedResource) => boolean = () => true): readonly string[] {
    const calls = this.plan.root.callNames().map((name) => `module ${name}`);
    const own = this.plan.resources.filter((one) => one.module.length === 0 && wanted(one));
    return [...calls, ...own.map(blockKey)];
  }

  protected override blocksIn(folder: string): ReadonlyMap<string, SourceBlock> {
    const known = this.modules.get(folder);
    if (known !== undefined) return known;
    const lose = (): Set<string> => this.partial.add(folder);
    const report = (problem: FileProblem): void => {
      lose();
      this.report(problem);
    };
    const blocks = blocksOfModule(this.context.workspace, folder, this.tool, report, lose);
    this.modules.set(folder, blocks);
    return blocks;
  }

  protected override isPartial(folder: string): boolean {
    return this.partial.has(folder);
  }
}
