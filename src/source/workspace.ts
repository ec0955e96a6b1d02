import type { Place } from "./place.js";
import type { TextFile } from "./text-file.js";

/** A reader's access to other files in the workspace, by relative path. It never reaches outside the workspace. */
export interface Workspace {
  /**
   * A file's decoded text. Returns `null` if the file doesn't exist, is too large, or is outside the workspace.
   *
   * @param refuse receives the reason why an existing file isn't read, phrased to complete "PATH ..."
   * @param requestedFrom for a file whose text is used as it is, and so may be shown regardless of its content: the folder of
   * the files that refer to it
   */
  readText(path: string, refuse?: (reason: string, place: Place) => void, requestedFrom?: string): TextFile | null;
  /**
   * The names of the files (not folders) in a folder, sorted. Empty if the folder doesn't exist.
   *
   * @param requestedFrom for names that are used as they are: the folder of the files that refer to them
   */
  listFolder(path: string, requestedFrom?: string): readonly string[];
}
