import { append } from "../../source/append.js";
import { joinPath } from "../../source/folder-path.js";
import { once } from "../../source/once.js";
import { filePlace, type Place } from "../../source/place.js";
import type { Workspace } from "../../source/workspace.js";
import type { FileProblem } from "../reader.js";
import { calledIn, isLocal, reachedFrom, sourceOf } from "../terraform/source/module-calls.js";
import { blocksOfModule, differingFiles, hasSources } from "../terraform/source/module-folder.js";
import type { SourceBlock } from "../terraform/source/source-block.js";
import { refusal, refusalsIn } from "../terraform/source/source-problems.js";
import { cycles } from "./cycles.js";
import { refusedBlocks } from "./refused-blocks.js";
import { undeclaredNames } from "./undeclared-names.js";

export interface SourceFolder {
  readonly blocks: ReadonlyMap<string, SourceBlock>;
  /** Why the folder isn't read completely. The missing part may deny, attach, or override anything. */
  readonly problems: readonly FileProblem[];
  /** Problems of files that Terraform can't parse. It then creates nothing. */
  readonly broken: readonly FileProblem[];
  /** Other reasons for Terraform to reject the files, found on demand. */
  readonly refusals: () => readonly FileProblem[];
}

const HELP = "fix what `terraform validate` reports";

/** Module folders. Each is read once for all roots that call it. */
export class SourceFolders {
  private readonly known = new Map<string, SourceFolder>();

  constructor(readonly workspace: Workspace) {}

  at(folder: string): SourceFolder {
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const isTofu = this.workspace.listFolder(folder || ".").some((name) => /\.tofu(?:\.json)?$/.test(name));
    const tool = isTofu ? "tofu" : "terraform";
    const problems: FileProblem[] = [...apartIn(this.workspace, folder)];
    const broken: FileProblem[] = [];
    const refused: FileProblem[] = [];
    const blocks = blocksOfModule(
      this.workspace,
      folder,
      tool,
      (one) => broken.push({ ...one, help: HELP }),
      (path, reason, place) => problems.push(unread(path, reason, place)),
      (message, place) => refused.push(refusal(message, place)),
    );
    problems.push(...broken);
    const refusals = once(() =>
      [
        ...refusalsIn(this.workspace, folder, tool),
        ...refused,
        ...(this.isWhole(folder, problems) ? this.refusedIn(folder, blocks) : []),
      ].map((one) => ({ ...one, help: HELP })),
    );
    const found = { blocks, problems, broken, refusals };
    this.known.set(folder, found);
    return found;
  }

  private refusedIn(folder: string, blocks: SourceFolder["blocks"]): readonly FileProblem[] {
    const calledBy = (call: SourceBlock): SourceFolder["blocks"] | null => {
      const source = sourceOf(call);
      if (!isLocal(source)) return null;
      const path = joinPath(folder, source);
      const called = this.at(path);
      return hasSources(this.workspace, path) && this.isWhole(path, called.problems) ? called.blocks : null;
    };
    const refused = [...refusedBlocks(blocks, calledBy), ...undeclaredNames(blocks), ...cycles(blocks)];
    return refused.map(({ message, place }) => refusal(message, place));
  }

  /** Whether all declarations are known. Terragrunt writes additional files next to its own. */
  isWhole(folder: string, { length }: readonly FileProblem[]): boolean {
    return length === 0 && !this.workspace.listFolder(folder || ".").some((name) => /^terragrunt\.hcl/.test(name));
  }

  /** The given folders, and all folders that they call with local paths, directly or indirectly. */
  reachedFrom(folders: Iterable<string>): ReadonlySet<string> {
    return reachedFrom(folders, (one) => this.calledIn(one));
  }

  /** The callers of each folder. */
  callers(folders: Iterable<string>): ReadonlyMap<string, readonly string[]> {
    const callers = new Map<string, string[]>();
    for (const one of this.reachedFrom(folders))
      for (const called of this.calledIn(one)) if (called !== one) append(callers, called, one);
    return callers;
  }

  private calledIn(folder: string): readonly string[] {
    return calledIn(folder, this.at(folder).blocks);
  }
}

/**
 * Reports a file that only OpenTofu reads: it is unknown which tool deploys the folder, and the file may remove a role
 * that the other tool creates.
 */
function apartIn(workspace: Workspace, folder: string): readonly FileProblem[] {
  const apart = differingFiles(workspace, folder);
  if (apart === null) return [];
  const [tofu, tf] = apart;
  const message = `${tofu} is read only by OpenTofu, so Terraform may create other roles from ${tf}`;
  return [{ message, help: "delete the one that is not deployed, or check a plan", place: filePlace(tofu) }];
}

export function unread(path: string, reason: string, place: Place = filePlace(path)): FileProblem {
  const help = "make it a file of UTF-8 text in the repository, or leave its folder out with `files`";
  return { message: `${path} ${reason}`, help, place };
}
