import { statSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";

/** The folder that is checked; or why there is none. */
export function workspaceRoot(named = process.env.GITHUB_WORKSPACE ?? ""): string | { readonly fault: string } {
  try {
    // An absolute path leads somewhere although the working directory is gone.
    const root = resolve(named === "" ? process.cwd() : named);
    if (!statSync(root).isDirectory()) return { fault: `the workspace, ${root}, is no folder` };
    process.chdir(root);
    return root;
  } catch {
    return {
      fault: named === "" ? "the working directory does not exist any more" : `there is no workspace at ${named}`,
    };
  }
}
