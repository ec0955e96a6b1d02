import { filePlace } from "../../source/place.js";
import type { Workspace } from "../../source/workspace.js";
import type { FileProblem } from "../reader.js";
import { once } from "../terraform-plan/once.js";
import { reachedFrom } from "../terraform-plan/source/module-calls.js";
import { blocksOfModule } from "../terraform-plan/source/module-folder.js";
import type { SourceBlock } from "../terraform-plan/source/source-block.js";
import { refusalsIn } from "../terraform-plan/source/source-problems.js";

export interface SourceFolder {
  readonly blocks: ReadonlyMap<string, SourceBlock>;
  /** Why it is not read whole: what is missing may deny, attach or override anything. */
  readonly problems: readonly FileProblem[];
  /** What else Terraform refuses its files for, looked for when asked. */
  readonly refusals: () => readonly FileProblem[];
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
    const tool = isTofu ? "tofu" : "terraform";
    const problems: FileProblem[] = [];
    const blocks = blocksOfModule(
      this.workspace,
      folder,
      tool,
      (one) => problems.push({ ...one, help: HELP }),
      (path, reason) => problems.push(unread(path, reason)),
    );
    const refusals = once(() => refusalsIn(this.workspace, folder, tool).map((one) => ({ ...one, help: HELP })));
    const found = { blocks, problems, refusals };
    this.known.set(folder, found);
    return found;
  }

  /** A folder with all that it calls by local paths, and what that calls. */
  reachedFrom(folder: string): ReadonlySet<string> {
    return reachedFrom(folder, (one) => this.at(one).blocks);
  }
}

export function unread(path: string, reason: string): FileProblem {
  const help = "make it a file of UTF-8 text in the repository, or leave its folder out with `files`";
  return { message: `${path} ${reason}`, help, place: filePlace(path) };
}
