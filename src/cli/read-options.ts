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

/** What a command that checks goes by; or the status to end with, when that is refused. */
export type ReadOptions =
  | {
      readonly kind: "read";
      readonly scope: Scope;
      readonly options: Options;
      readonly unread: readonly UnreadConfig[];
      /** What the configuration of a commit comes to, under the same command line; null where it is the same, or none. */
      readonly optionsAt: (commit: CommitTree) => CheckOptions | null;
    }
  | { readonly kind: "refused"; readonly status: number };

/** Reads the config file and makes options of it and the command line; says what is wrong in them. */
export function readOptions(line: CommandLine, terminal: Terminal): ReadOptions {
  const config = findConfig(localScope(terminal), line.config);
  if ("problem" in config) return { kind: "refused", status: refuse([config.problem], terminal) };
  const { file, prefix, shared, unread } = config;
  const scope = withInput(config.scope, line, terminal);
  if (typeof scope === "string") return { kind: "refused", status: usageError(terminal, scope, PIPE_IN) };
  const reach = { narrowed: scope.root !== scope.workingDirectory, sharedInputs: false, sharedConfig: shared };
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

/** Reads standard input where `-` names it; the message of what stands in the way, where something does. */
function withInput(scope: Scope, { command, operands, inputs }: CommandLine, terminal: Terminal): Scope | string {
  if (!operands.includes("-")) return scope;
  if (command !== "check" && command !== "explain") return `${command} needs files: it can't work on standard input`;
  if ((inputs.get("base") ?? "") !== "") return "--base compares files of commits: standard input is in none";
  const standardInput = terminal.readInput();
  return standardInput === null ? "standard input is a terminal" : { ...scope, standardInput };
}

const PATHS: readonly string[] = ["requirements", "terraform-root", "baseline"] satisfies SettingName[];

/** Who types a path means one from where they are, which is not the root when the configuration stands further up. */
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

/** One spelling for the folder that everything is in, by which a run is known to look everywhere. */
function withWorkingDirectory(inputs: ReadonlyMap<string, string>, { workingDirectory }: Scope): typeof inputs {
  const files = (inputs.get("files") ?? "").split("\n");
  const isWhole = (one: string) => one !== "" && resolve(workingDirectory, one) === workingDirectory;
  return new Map(inputs).set("files", files.map((one) => (isWhole(one) ? "." : one)).join("\n"));
}
