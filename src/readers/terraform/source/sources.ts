import { posix } from "node:path";
import { joinPath, parentOf } from "../../../source/folder-path.js";
import { filePlace, type Place } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import type { FileProblem, ReadContext } from "../../reader.js";
import type { DocumentPlaces } from "../documents/document-data.js";
import type { ConfiguredModules } from "../links/configured-modules.js";
import type { Owner } from "../links/scope.js";
import type { ModulePath } from "../model/address.js";
import { listIn, textIn } from "../model/fields.js";
import type { PlannedResource } from "../model/plan.js";
import { declares } from "./declares.js";
import type { DynamicBlock, NestedBlock, SourceAttribute, SourceBlock } from "./source-block.js";

/** The source blocks of resources and modules. */
export abstract class Sources {
  /** Files that were requested but aren't tracked by git. */
  readonly untracked = new Set<string>();
  protected readonly reported: FileProblem[] = [];
  private readonly expandedOf = new Map<PlannedResource, readonly (ExpandedBlock | undefined)[]>();

  /**
   * @param file the place of anything without a source
   * @param roundsIn the number of blocks that a dynamic block creates; null if that is unknown
   */
  constructor(
    protected readonly context: ReadContext,
    protected readonly file: string,
    private readonly configured: ConfiguredModules,
    private readonly roundsIn: (data: PlannedResource, dynamic: DynamicBlock) => number | null,
  ) {}

  /** The root module's folder, in which `terraform` runs. */
  abstract get rootFolder(): string | null;

  /** Problems of the source, including the reasons for Terraform to reject files. */
  abstract problems(): readonly FileProblem[];

  protected abstract blocksIn(folder: string): ReadonlyMap<string, SourceBlock>;

  /** Whether some of a folder's files couldn't be read. */
  protected abstract isPartial(folder: string): boolean;

  report(problem: FileProblem): void {
    this.reported.push(problem);
  }

  blockOf(resource: Named): SourceBlock | null {
    return this.blockIn(resource.module, blockKey(resource));
  }

  placeOf(resource: PlannedResource): Place {
    return this.blockOf(resource)?.place ?? filePlace(this.file);
  }

  /** A resource's attribute, or a module call's argument, as written. */
  expression(of: Owner, name: string): string | null {
    return this.attributeOf(of, name)?.expression ?? null;
  }

  attributeOf(of: Owner, name: string): SourceAttribute | null {
    return "address" in of ? (this.blockOf(of)?.attribute(name) ?? null) : this.argument(of, name);
  }

  argument(module: ModulePath, name: string): SourceAttribute | null {
    return this.blockIn(module.slice(0, -1), `module ${module.at(-1)?.name ?? ""}`)?.attribute(name) ?? null;
  }

  local(module: ModulePath, name: string): SourceAttribute | null {
    return this.blockIn(module, "locals")?.attribute(name) ?? null;
  }

  /** The declared type of a variable. Null if any type is allowed, undefined if the type is unknown. */
  variableType(module: ModulePath, name: string): SourceAttribute | null | undefined {
    return this.blockIn(module, `variable ${name}`)?.attribute("type");
  }

  /** The place that sets a root variable. Returns null if no source file does. */
  inputPlace(_name: string): Place | null {
    return null;
  }

  /** The place of a variable's default. Returns null if there is none. */
  defaultPlace(module: ModulePath, name: string): Place | null {
    return this.blockIn(module, `variable ${name}`)?.attribute("default")?.value ?? null;
  }

  /** Whether a variable may be null, so that null isn't a request for its default. Returns null if it is unknown. */
  isNullable(module: ModulePath, name: string): boolean | null {
    const block = this.blockIn(module, `variable ${name}`);
    if (block === null) return null;
    const written = block.attribute("nullable")?.expression ?? "true";
    return written === "true" ? true : written === "false" ? false : null;
  }

  /** Whether a variable or an output is ephemeral, and so isn't in a plan. */
  isEphemeral(module: ModulePath, block: string): boolean {
    const written = this.blockIn(module, block)?.attribute("ephemeral")?.expression ?? "false";
    return written !== "false";
  }

  /** The conditions that a block must satisfy to be planned. Empty if there is a plan, because then they were satisfied. */
  conditionsOf(_module: ModulePath, _block: string): readonly SourceAttribute[] {
    return [];
  }

  output(module: ModulePath, name: string): SourceAttribute | null {
    return this.blockIn(module, `output ${name}`)?.attribute("value") ?? null;
  }

  /**
   * A file, by its path from the folder in which Terraform runs. Returns null for a file elsewhere.
   * @param from the file that refers to it, which may be in a different repository from the root
   */
  fileFromRoot(path: string, from: string): TextFile | null {
    const root = this.rootFolder;
    if (root === null || path.startsWith("/")) return null;
    const { workspace } = this.context;
    const whole = joinPath(root, path);
    let isRefused = false;
    const file = workspace.readText(whole, () => (isRefused = true), parentOf(from));
    const { dir, base } = posix.parse(whole);
    if (file === null && !isRefused && workspace.listFolder(dir || ".").includes(base)) this.untracked.add(whole);
    return file;
  }

  /**
   * The sorted file names in a folder, by its path from where Terraform runs. Empty for a folder elsewhere.
   * @param from the file that refers to it
   */
  filesFromRoot(folder: string, from: string): readonly string[] {
    const root = this.rootFolder;
    if (root === null || folder.startsWith("/")) return [];
    return this.context.workspace.listFolder(joinPath(root, folder), parentOf(from));
  }

  /** Whether a module's folder declares what a reference names (`var.x`, `data.aws_iam_policy.p`), or may declare it. */
  declares(module: ModulePath, subject: string): boolean {
    const folder = this.folderOf(module);
    if (folder === null) return true;
    return declares(this.blocksIn(folder), this.isPartial(folder), subject);
  }

  protected blockIn(module: ModulePath, key: string): SourceBlock | null {
    const folder = this.folderOf(module);
    return folder === null ? null : (this.blocksIn(folder).get(key) ?? null);
  }

  /** The attribute at a path through nested blocks, as far as the source identifies the blocks. */
  attributeAt(resource: PlannedResource, path: readonly (string | number)[]): SourceAttribute | null {
    let block = this.blockOf(resource);
    for (let at = 0; at < path.length - 1 && block !== null; at += 2) {
      const [name, index] = [String(path[at]), Number(path[at + 1])];
      const nested = block.nested(name);
      block =
        name === "statement"
          ? (this.statements(resource)[index]?.block ?? null)
          : nestedBlock(nested, textIn(listIn(resource.values, name)[index] ?? {}, "name"));
    }
    return block?.attribute(String(path.at(-1))) ?? null;
  }

  /** The places of a policy document's statements and lists within its data source's block. */
  documentPlaces(data: PlannedResource): DocumentPlaces {
    const document = this.placeOf(data);
    const statements = this.statements(data);
    return {
      document,
      statement: (index) => statements[index]?.block.place ?? document,
      list: (index, name) => {
        const statement = statements[index]?.block;
        return statement?.attribute(name)?.value ?? statement?.place ?? document;
      },
    };
  }

  /**
   * The round of a dynamic block that creates the statement with this index in a policy document's data source. Returns
   * null for a statement that is written out or wasn't found.
   */
  repetitionOf(data: PlannedResource, index: number): Repetition | null {
    return this.statements(data)[index]?.repetition ?? null;
  }

  private statements(data: PlannedResource): readonly (ExpandedBlock | undefined)[] {
    const known = this.expandedOf.get(data);
    if (known !== undefined) return known;
    const nested = this.blockOf(data)?.nested("statement") ?? [];
    const count = listIn(data.values, "statement").length;
    // With several dynamic blocks, the source must show how many statements each of them creates.
    const areSeveral = nested.filter(({ dynamic }) => dynamic !== null).length > 1;
    const found = expanded(nested, count, (dynamic) => (areSeveral ? this.roundsIn(data, dynamic) : null));
    this.expandedOf.set(data, found);
    return found;
  }

  private folderOf(module: ModulePath): string | null {
    let folder = this.rootFolder;
    const calls = this.configured.callsTo(module);
    if (calls.length < module.length) return null;
    for (const { source } of calls) {
      // Only local paths are in the repository. Registry and git sources are in a cache that nobody edits.
      if (folder === null || !/^\.\.?(\/|$)/.test(source)) return null;
      folder = joinPath(folder, source);
    }
    return folder;
  }
}

type Named = Pick<PlannedResource, "module" | "mode" | "type" | "name">;

export function blockKey({ mode, type, name }: Named): string {
  return `${mode === "data" ? "data" : "resource"} ${type} ${name}`;
}

/**
 * The only block or, among several, the one with the given name: the provider keeps these blocks as a set. Returns null
 * if there is no such block.
 */
function nestedBlock(nested: readonly NestedBlock[], name: string): SourceBlock | null {
  const [first, ...others] = nested;
  if (first === undefined || others.length === 0) return first?.block ?? null;
  const named = nested.filter(
    ({ block }) => name !== "" && block.attribute("name")?.expression === JSON.stringify(name),
  );
  return named.length === 1 ? (named[0]?.block ?? null) : null;
}

/** The position of a block among those that a dynamic block creates, and their number. */
export interface Repetition extends DynamicBlock {
  readonly at: number;
  readonly count: number;
}

interface ExpandedBlock {
  readonly block: SourceBlock;
  readonly repetition: Repetition | null;
}

/**
 * The block that each of `count` statements comes from, in order. A dynamic block with an unknown number of rounds
 * accounts for all statements that the other blocks don't.
 */
function expanded(
  nested: readonly NestedBlock[],
  count: number,
  roundsIn: (dynamic: DynamicBlock) => number | null,
): readonly (ExpandedBlock | undefined)[] {
  const sizes = nested.map(({ dynamic }) => (dynamic === null ? 1 : roundsIn(dynamic)));
  const left = count - sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const open = sizes.filter((size) => size === null).length;
  if (left < 0 || (open === 0 && left > 0)) return [];
  const blocks = nested.map(({ block, dynamic }, index): readonly ExpandedBlock[] => {
    const made = sizes[index] ?? left;
    return Array.from({ length: made }, (_, at) => {
      return { block, repetition: dynamic === null ? null : { ...dynamic, at, count: made } };
    });
  });
  if (open < 2) return blocks.flat();
  // The blocks between the first and last dynamic block of unknown size are unknown.
  const [first, last] = [sizes.indexOf(null), sizes.lastIndexOf(null)];
  const [before, after] = [blocks.slice(0, first).flat(), blocks.slice(last + 1).flat()];
  const between = Array.from({ length: count - before.length - after.length }, () => undefined);
  return [...before, ...between, ...after];
}
