import { lstatSync, readFileSync, statSync } from "node:fs";
import { type ConfigProblem, DEFAULT_CONFIG_FILE } from "../config/settings.js";
import { decode } from "../source/decode.js";
import type { TextFile } from "../source/text-file.js";
import { absolutePath, realPathWithin, type Scope } from "./scope.js";

const LARGEST_FILE = 16 * 1024 * 1024;

/** The config file, relative to the root: the one that is named has to be there, the default one may be. */
export function findConfig(
  scope: Scope,
  named: string | null,
): { readonly file: TextFile | null } | { readonly problem: ConfigProblem } {
  if (named !== null) return readOwnFile(scope, named, "config");
  if (isMissing(absolutePath(scope, DEFAULT_CONFIG_FILE))) return { file: null };
  // Nobody named it: on the command line, too, it is whatever the repository has there.
  return readOwnFile({ ...scope, confined: true }, DEFAULT_CONFIG_FILE, "config");
}

/** Nothing stands there; a link to nothing, or what the system refuses to look at, may be a config. */
function isMissing(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** A file that configures the run, named relative to the root; `setting` is where it was named. */
export function readOwnFile(
  scope: Scope,
  path: string,
  setting: "config" | "requirements" | "baseline",
): { readonly file: TextFile } | { readonly problem: ConfigProblem } {
  const absolute = absolutePath(scope, path);
  const real = scope.confined ? realPathWithin(absolute, [scope.root]) : absolute;
  const what = `the ${setting}${setting === "config" ? "" : " file"} ${path}`;
  try {
    const stat = statSync(real ?? "");
    if (!stat.isFile() || stat.size > LARGEST_FILE) throw new Error("not a file that anybody wrote");
    const decoded = decode(readFileSync(real ?? ""));
    if ("text" in decoded) return { file: { path, text: decoded.text } };
    return { problem: { message: `${what} ${decoded.fault}`, help: "save it as UTF-8", place: null } };
  } catch {
    const help = `check the path given as \`${setting}\`: it is relative to the root of the repository`;
    return { problem: { message: `${what} can't be read`, help, place: null } };
  }
}
