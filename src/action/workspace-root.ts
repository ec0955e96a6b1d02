import { statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import process from "node:process";
import { isWithin, realPathWithin } from "../discover/scope.js";

/** Returns the folder to check, after making it the working directory, or says why there is none. */
export function workspaceRoot(named = process.env.GITHUB_WORKSPACE ?? ""): string | { readonly fault: string } {
  try {
    // An absolute path is valid even if the working directory is gone.
    const root = resolve(named === "" ? process.cwd() : named);
    if (!statSync(root).isDirectory()) return { fault: `the workspace, ${root}, is not a folder` };
    process.chdir(root);
    return root;
  } catch {
    return {
      fault: named === "" ? "the working directory no longer exists" : `the workspace does not exist: ${named}`,
    };
  }
}

/** The folder of the workspace that `working-directory` names, or why it isn't one. */
export function workingDirectory(root: string, named: string): string | { readonly fault: string } {
  // `resolve` removes a trailing `/` from an absolute path, too. Other paths are recognized by this prefix.
  const path = isAbsolute(named) && isWithin(root, named) ? resolve(named) : resolve(join(root, named));
  const folder = statSync(path, { throwIfNoEntry: false });
  if (!isWithin(root, path)) return { fault: `\`working-directory\` is outside the workspace: ${named}` };
  const isOutByLink = folder !== undefined && realPathWithin(path, [root]) === null;
  if (isOutByLink)
    return { fault: `\`working-directory\`: ${named} is a symbolic link that points outside the workspace` };
  return folder?.isDirectory() ? path : { fault: `\`working-directory\` is not a folder in the workspace: ${named}` };
}
