import { filePlace } from "../../source/place.js";
import type { Workspace } from "../../source/workspace.js";
import type { FileProblem } from "../reader.js";
import { blocksOfModule, joinPath } from "../terraform-plan/source/module-folder.js";
import type { SourceBlock } from "../terraform-plan/source/source-block.js";

export interface SourceFolder {
  readonly blocks: ReadonlyMap<string, SourceBlock>;
  /** Why it is not read whole: what is missing may deny, attach or override anything. */
  readonly problems: readonly FileProblem[];
}

const HELP = "fix what `terraform validate` reports";

/** The folders of modules, each read once for all roots that call it. */
export class SourceFolders {
  private readonly known = new Map<string, SourceFolder>();

  constructor(readonly workspace: Workspace) {}

  at(folder: string): SourceFolder {
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const isTofu = this.workspace.listFolder(folder || ".").some((name) => /\.tofu(?:\.json)?$/.test(name));
    const problems: FileProblem[] = [];
    const blocks = blocksOfModule(
      this.workspace,
      folder,
      isTofu ? "tofu" : "terraform",
      (one) => problems.push({ ...one, help: HELP }),
      (path, reason) => problems.push(unread(path, reason)),
    );
    const found = { blocks, problems };
    this.known.set(folder, found);
    return found;
  }

  /** Folders that a module calls by a local path. */
  calledFrom(folder: string): readonly string[] {
    return [...this.at(folder).blocks].flatMap(([key, block]) => {
      const source = key.startsWith("module ") ? sourceOf(block) : "";
      return isLocal(source) ? [joinPath(folder, source)] : [];
    });
  }
}

/** `source` is a text without expressions; empty where it is not. */
export function sourceOf(call: SourceBlock): string {
  return /^"([^"$%]*)"$/.exec(call.attribute("source")?.expression ?? "")?.[1] ?? "";
}

export function isLocal(source: string): boolean {
  return /^\.\.?(?:\/|$)/.test(source);
}

export function unread(path: string, reason: string): FileProblem {
  const help = "make it a file of UTF-8 text in the repository, or leave its folder out with `files`";
  return { message: `${path} ${reason}`, help, place: filePlace(path) };
}
