import { RULE_IDS } from "../../config/rule-ids.js";
import { SETTINGS, type SettingShape } from "../../config/settings.js";
import { loadAuthorization } from "../../iam/service-authorization.js";
import { catalogRequirements, catalogVersions } from "../../requirements/catalog/index.js";
import { LATEST } from "../../requirements/read-lists.js";
import { COMMAND_HELP } from "../help/command-help.js";
import { OPTION_HELP } from "../help/option-list.js";

/** The words to complete. None of them contains a space or a quote. */
export interface CompletionWords {
  readonly commands: readonly CompletedCommand[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  /** The words that can be operands. If empty, the shell completes files. */
  readonly operands: readonly string[];
  readonly options: readonly CompletedOption[];
}

export interface CompletedOption {
  /** The option's name without the leading dashes. */
  readonly name: string;
  readonly text: string;
  readonly takesValue: boolean;
  /** The option's known values. If empty, the shell completes files. */
  readonly values: readonly string[];
}

export async function completionWords(): Promise<CompletionWords> {
  const operands = new Map([
    ["policy", await kindNames()],
    ["diff", catalogVersions()],
    ["explain", RULE_IDS],
    ["completion", ["bash", "zsh", "fish"]],
    ["help", COMMAND_HELP.map(({ name }) => name)],
  ]);
  return {
    commands: COMMAND_HELP.map(({ name, summary, options, formats }) => ({
      name,
      summary,
      operands: operands.get(name) ?? [],
      options: OPTION_HELP.filter((option) => options.includes(option.name) || option.name === "help").map(
        (option) => ({
          name: option.name,
          text: option.text,
          takesValue: option.value !== null,
          values: option.name === "format" ? formats : valuesOf(option.name),
        }),
      ),
    })),
  };
}

/** The kinds and groups of all versions of the lists. */
async function kindNames(): Promise<readonly string[]> {
  const known = await loadAuthorization();
  const names = catalogVersions().flatMap((version) => {
    const requirements = catalogRequirements(version, known);
    return requirements === null ? [] : [...requirements.kinds.map(({ name }) => name), ...requirements.aliases.keys()];
  });
  return [...new Set(names)].sort();
}

function valuesOf(option: string): readonly string[] {
  if (option === "requirements") return [...catalogVersions(), LATEST];
  const setting = Object.entries<SettingShape>(SETTINGS).find(([name]) => name === option)?.[1];
  if (setting?.shape === "choice") return setting.words;
  return setting?.shape === "flag" ? ["true", "false"] : [];
}
