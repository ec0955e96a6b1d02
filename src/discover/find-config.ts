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
  const absolute = absolutePath(scope, path);
  if (named === null && !existsSync(absolute)) return { file: null };
  const real = scope.confined ? realPathWithin(absolute, [scope.root]) : absolute;
  try {
    const decoded = decode(readFileSync(real ?? ""));
    if ("text" in decoded) return { file: { path, text: decoded.text } };
    return { problem: { message: `the config ${path} ${decoded.fault}`, help: "save it as UTF-8", place: null } };
  } catch {
    const help = "check the path given as `config`: it is relative to the root of the repository";
    return { problem: { message: `the config ${path} can't be read`, help, place: null } };
  }
}
