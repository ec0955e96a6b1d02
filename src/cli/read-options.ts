import { resolve } from "node:path";
import { namesFile } from "../config/config-paths.js";
import type { CheckOptions, Options } from "../config/options.js";
import { resolveOptions } from "../config/resolve-options.js";
import type { SettingName } from "../config/settings.js";
import type { CommitTree } from "../discover/commit-tree.js";
import { configIn, findConfig } from "../discover/find-config.js";
import { reportedPath, type Scope } from "../discover/scope.js";
import type { UnreadConfig } from "../discover/unread-configs.js";
import type { CommandLine } from "./arguments.js";
import { refuse, usageError } from "./refuse.js";
import { localScope, type Terminal } from "./terminal.js";

/** The options of a command that checks, or the exit status if they are invalid. */
export type ReadOptions =
  | {
      readonly kind: "read";
      readonly scope: Scope;
      readonly options: Options;
      readonly unread: readonly UnreadConfig[];
      /** The options from a commit's configuration and the same command line. Null if the configuration is the same or missing. */
      readonly optionsAt: (commit: CommitTree) => CheckOptions | null;
    }
  | { readonly kind: "refused"; readonly status: number };

/** Reads the configuration file and combines it with the command line. Prints any problems. */
export function readOptions(line: CommandLine, terminal: Terminal): ReadOptions {
  const config = findConfig(localScope(terminal), line.config);
  if ("problem" in config) return { kind: "refused", status: refuse([config.problem], terminal) };
  const { file, prefix, shared, unread } = config;
  const scope = withInput(config.scope, line, terminal);
  if (typeof scope === "string") return { kind: "refused", status: usageError(terminal, scope, PIPE_IN) };
  const reach = {
    narrowed: file !== null && scope.root !== scope.workingDirectory,
    sharedInputs: false,
    sharedConfig: shared,
  };
  const resolved = resolveOptions(inputsFromRoot(line.inputs, scope), file, prefix, reach);
  if ("problems" in resolved) return { kind: "refused", status: refuse(resolved.problems, terminal) };
  const optionsAt = (commit: CommitTree): CheckOptions | null => {
    const before = configIn(commit, localScope(terminal), line.config, config);
    if (before === null) return null;
    const then = resolveOptions(inputsFromRoot(line.inputs, before.scope), before.file, before.prefix, reach);
    return "problems" in then ? null : then.options.check;
  };
  return { kind: "read", scope, options: resolved.options, unread, optionsAt };
}

const PIPE_IN = "for example: worker-iam-check check - < policy.json";

/** Returns the scope, with the content of standard input if `-` is an operand, or an error message if it can't be read. */
function withInput(scope: Scope, { command, operands, inputs }: CommandLine, terminal: Terminal): Scope | string {
  if (!operands.includes("-")) return scope;
  if (command !== "check" && command !== "explain") return `${command} needs files: it can't work on standard input`;
  if ((inputs.get("base") ?? "") !== "")
    return "--base compares files in commits, and standard input is not in a commit";
  const standardInput = terminal.readInput();
  return standardInput === null ? "standard input is a terminal" : { ...scope, standardInput };
}

const PATHS: readonly string[] = ["requirements", "terraform-root", "baseline"] satisfies SettingName[];

/**
 * Makes the command line's paths relative to the root. They are relative to the working directory, which isn't the root if the
 * configuration is in a folder above it.
 */
function inputsFromRoot(given: ReadonlyMap<string, string>, scope: Scope): ReadonlyMap<string, string> {
  const inputs = withWorkingDirectory(given, scope);
  if (scope.root === scope.workingDirectory) return inputs;
  const rebase = (path: string): string => reportedPath(scope, resolve(scope.workingDirectory, path));
  return new Map(
    [...inputs].map(([name, value]) => {
      const isPath = PATHS.includes(name) && value !== "" && (name !== "requirements" || namesFile(value));
      return [name, isPath ? rebase(value) : value];
    }),
  );
}

/** Writes the working directory as `.`, however it is spelled, so that a run over all files is recognized as one. */
function withWorkingDirectory(inputs: ReadonlyMap<string, string>, { workingDirectory }: Scope): typeof inputs {
  const files = (inputs.get("files") ?? "").split("\n");
  const isWhole = (one: string) => one !== "" && resolve(workingDirectory, one) === workingDirectory;
  return new Map(inputs).set("files", files.map((one) => (isWhole(one) ? "." : one)).join("\n"));
}
