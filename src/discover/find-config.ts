import { existsSync, readFileSync } from "node:fs";
import { type ConfigProblem, DEFAULT_CONFIG_FILE } from "../config/settings.js";
import { decode } from "../source/decode.js";
import type { TextFile } from "../source/text-file.js";
import { absolutePath, realPathWithin, type Scope } from "./scope.js";

/** The config file, relative to the root: the one that is named has to be there, the default one may be. */
export function findConfig(
  scope: Scope,
  named: string | null,
): { readonly file: TextFile | null } | { readonly problem: ConfigProblem } {
  const path = named ?? DEFAULT_CONFIG_FILE;
  if (named === null && !existsSync(absolutePath(scope, path))) return { file: null };
  return readOwnFile(scope, path, "config");
}

/** A file that configures the run, named relative to the root; `setting` is where it was named. */
export function readOwnFile(
  scope: Scope,
  path: string,
  setting: "config" | "requirements",
): { readonly file: TextFile } | { readonly problem: ConfigProblem } {
  const absolute = absolutePath(scope, path);
  const real = scope.confined ? realPathWithin(absolute, [scope.root]) : absolute;
  const what = `the ${setting}${setting === "config" ? "" : " file"} ${path}`;
  try {
    const decoded = decode(readFileSync(real ?? ""));
    if ("text" in decoded) return { file: { path, text: decoded.text } };
    return { problem: { message: `${what} ${decoded.fault}`, help: "save it as UTF-8", place: null } };
  } catch {
    const help = `check the path given as \`${setting}\`: it is relative to the root of the repository`;
    return { problem: { message: `${what} can't be read`, help, place: null } };
  }
}
