import type { Options } from "../config/options.js";
import { resolveOptions } from "../config/resolve-options.js";
import { findConfig } from "../discover/find-config.js";
import type { Scope } from "../discover/scope.js";
import type { CommandLine } from "./arguments.js";
import { refuse } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

/** What a command that checks goes by; or the status to end with, when that is refused. */
export type ReadOptions =
  | { readonly kind: "read"; readonly scope: Scope; readonly options: Options }
  | { readonly kind: "refused"; readonly status: number };

/** Reads the config file and makes options of it and the command line; says what is wrong in them. */
export function readOptions(line: CommandLine, terminal: Terminal): ReadOptions {
  const scope = localScope(terminal);
  const config = findConfig(scope, line.config);
  if ("problem" in config) return { kind: "refused", status: refuse([config.problem], terminal) };
  const resolved = resolveOptions(line.inputs, config.file);
  if ("problems" in resolved) return { kind: "refused", status: refuse(resolved.problems, terminal) };
  return { kind: "read", scope, options: resolved.options };
}
