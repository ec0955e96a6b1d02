/** Joins two relative paths. Resolves `.` and `..` in the second one. */
export function joinPath(folder: string, path: string): string {
  const steps = folder === "" || folder === "." ? [] : folder.split("/");
  for (const step of path.split("/")) {
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

/** The folder that contains a path, or "" for the workspace itself. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** Whether a path is inside a folder. Every path is inside the workspace itself (""). */
export function isInFolder(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}
