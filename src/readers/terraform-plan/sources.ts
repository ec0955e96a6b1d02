import { filePlace, type Place, rangePlace, type TextRange } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { ReadContext } from "../reader.js";
import type { ModulePath } from "./address.js";
import type { DocumentPlaces } from "./document-data.js";
import { attributeIn, blocksIn, type HclBlock } from "./hcl-blocks.js";
import type { Links } from "./links.js";
import type { PlannedResource } from "./plan.js";

/** A block in its file. */
export interface SourceBlock {
  readonly file: TextFile;
  readonly folder: string;
  readonly block: HclBlock;
}

/**
 * Finds the `.tf` blocks of a plan's resources. A plan is never in the diff, so findings point at the source: the root
 * module is `terraform-root`, or the nearest folder with `.tf` files from the plan's own upwards; other modules follow from
 * the local paths that the plan's calls state. Nothing is read before the first question.
 */
export class Sources {
  private readonly blocks = new Map<string, ReadonlyMap<string, SourceBlock>>();
  private root: string | null | undefined;

  constructor(
    private readonly context: ReadContext,
    private readonly planFile: string,
    private readonly links: Links,
  ) {}

  blockOf(resource: PlannedResource): SourceBlock | null {
    const folder = this.folderOf(resource.module);
    if (folder === null) return null;
    const mode = resource.address.includes(`data.${resource.type}.`) ? "data" : "resource";
    return this.blocksIn(folder).get(`${mode} ${resource.type} ${resource.name}`) ?? null;
  }

  placeOf(resource: PlannedResource): Place {
    const found = this.blockOf(resource);
    return found === null ? filePlace(this.planFile) : rangePlace(found.file, found.block.start, found.block.end);
  }

  attribute(found: SourceBlock, name: string): string | null {
    const range = attributeIn(found.file.text, found.block.body, name);
    return range === null ? null : found.file.text.slice(range.start, range.end);
  }

  /** Places of a policy document's statements and lists within its data source's block. */
  documentPlaces(data: PlannedResource): DocumentPlaces {
    const found = this.blockOf(data);
    const document = this.placeOf(data);
    const statements =
      found === null
        ? []
        : blocksIn(found.file.text, found.block.body).filter(({ header }) => header[0] === "statement");
    const place = (range: TextRange | null | undefined, otherwise: Place): Place =>
      found === null || range === null || range === undefined
        ? otherwise
        : rangePlace(found.file, range.start, range.end);
    return {
      document,
      statement: (index) => place(statements[index], document),
      list: (index, name) => {
        const body = statements[index]?.body;
        const range = found === null || body === undefined ? null : attributeIn(found.file.text, body, name);
        return place(range, place(statements[index], document));
      },
    };
  }

  private folderOf(module: ModulePath): string | null {
    let folder = this.rootFolder();
    const calls = this.links.callsTo(module);
    if (calls.length < module.length) return null;
    for (const { source } of calls) {
      // Only a local path is in the repository; a registry or git source lies in a cache that nobody edits.
      if (folder === null || !/^\.\.?\//.test(source)) return null;
      folder = joinPath(folder, source);
    }
    return folder;
  }

  private rootFolder(): string | null {
    this.root ??= this.findRoot();
    return this.root;
  }

  private findRoot(): string | null {
    const given = this.context.terraformRoot;
    if (given !== null) return joinPath("", given);
    for (let folder: string | null = parent(this.planFile); folder !== null; folder = parent(folder)) {
      if (this.sourceNames(folder).length > 0) return folder;
      if (folder === "" || folder.endsWith("..")) break;
    }
    return null;
  }

  private sourceNames(folder: string): readonly string[] {
    return this.context.workspace.listFolder(folder === "" ? "." : folder).filter((name) => name.endsWith(".tf"));
  }

  private blocksIn(folder: string): ReadonlyMap<string, SourceBlock> {
    const known = this.blocks.get(folder);
    if (known !== undefined) return known;
    const blocks = new Map<string, SourceBlock>();
    for (const name of this.sourceNames(folder)) {
      const file = this.context.workspace.readText(joinPath(folder, name));
      if (file === null) continue;
      for (const block of blocksIn(file.text, { start: 0, end: file.text.length })) {
        blocks.set(block.header.join(" "), { file, folder, block });
      }
    }
    this.blocks.set(folder, blocks);
    return blocks;
  }
}

function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** Joins two relative paths and takes `.` and `..` out of the second one. */
export function joinPath(folder: string, path: string): string {
  const steps = folder === "" || folder === "." ? [] : folder.split("/");
  for (const step of path.split("/")) {
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}
