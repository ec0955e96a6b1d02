import type { Place } from "./place.js";
import type { TextFile } from "./text-file.js";

/** A reader's access to the outside world: other files of the workspace, by relative path. It never leads out of the workspace. */
export interface Workspace {
  /**
   * The decoded text. Returns `null` if there is no such file, or if it is too large or outside the workspace.
   *
   * @param refuse receives the reason why a file that a folder lists is not read, in words that complete "PATH ..."
   * @param askedIn for a file that is used as it is, and may be shown whatever it contains: the folder of the files that ask for
   * it
   */
  readText(path: string, refuse?: (reason: string, place: Place) => void, askedIn?: string): TextFile | null;
  /**
   * The names of the files (not folders) in a folder, sorted. Empty if there is no such folder.
   *
   * @param askedIn for names that are used as they are: the folder of the files that ask for them
   */
  listFolder(path: string, askedIn?: string): readonly string[];
}
