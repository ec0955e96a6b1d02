import { type Checked, check } from "../../src/check.js";
import type { CheckOptions } from "../../src/config/options.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { type ConfigProblem, SETTINGS } from "../../src/config/settings.js";
import { findConfig } from "../../src/discover/find-config.js";
import type { Scope } from "../../src/discover/scope.js";
import type { UnreadConfig } from "../../src/discover/unread-configs.js";
import type { OnProgress } from "../../src/readers/read-files.js";
import type { Choices } from "./choices.js";
import { memoryTree, type PageFile, TOP } from "./memory-tree.js";

export interface CheckRun {
  readonly options: CheckOptions;
  readonly scope: Scope;
  readonly unread: readonly UnreadConfig[];
}

export type Refused = { readonly problems: readonly ConfigProblem[] };

/** The options and scope that the command line would have in the files' top folder. */
export function runOf(files: readonly PageFile[], choices: Choices): CheckRun | Refused {
  const config = findConfig({ workingDirectory: TOP, root: TOP, confined: false, commit: memoryTree(files) }, null);
  if ("problem" in config) return { problems: [config.problem] };
  const { file, prefix, scope, unread } = config;
  const resolved = resolveOptions(inputsOf(choices), file, prefix);
  if ("problems" in resolved) return resolved;
  const options = { ...resolved.options.check, ...named(files, resolved.options.check) };
  return { options, scope, unread };
}

export async function checkFiles(
  files: readonly PageFile[],
  choices: Choices,
  today: string,
  onReading?: OnProgress,
): Promise<Checked | Refused> {
  const run = runOf(files, choices);
  if ("problems" in run) return run;
  const { options, scope, unread } = run;
  return check(options, { scope, today, unread, ...(onReading === undefined ? {} : { onReading }) });
}

function inputsOf({ version, kinds, appliance, root }: Choices): ReadonlyMap<string, string> {
  return new Map([
    ["requirements", version],
    ["roles", kinds.length === 0 ? "" : `*: ${kinds.join(", ")}`],
    ["appliance", appliance],
    ["terraform-root", root],
  ]);
}

/** Adds files given individually to `files`, as if named on the command line. Files of a folder are found by the globs. */
function named(files: readonly PageFile[], { files: patterns }: CheckOptions): Partial<CheckOptions> {
  const literal = files.filter(({ isNamed }) => isNamed).map(({ path }) => `./${path}`);
  if (literal.length === 0) return {};
  const isDefault = patterns.join("\n") === SETTINGS.files.default.join("\n");
  if (literal.length === files.length && isDefault) return { files: literal };
  return { files: [...patterns, ...literal] };
}
