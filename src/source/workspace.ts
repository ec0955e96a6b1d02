import type { Place } from "./place.js";
import type { TextFile } from "./text-file.js";

/** What a reader may ask of the world: other files of the workspace, by path relative to it. Never leads out of it. */
export interface Workspace {
  /**
   * The decoded text; `null` when there is no such file, it is too large, or it lies outside the workspace.
   * @param refuse told why a file that a folder lists is not read, in words that complete "PATH ..."
   * @param askedIn of a text that is taken as it is, and may be shown, whatever it holds: the folder of the files that ask for it
   */
  readText(path: string, refuse?: (reason: string, place: Place) => void, askedIn?: string): TextFile | null;
  /** Names of the files (not folders) in a folder, sorted; empty when there is none. */
  listFolder(path: string): readonly string[];
}
