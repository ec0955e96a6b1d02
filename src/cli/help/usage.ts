import { fold } from "../../report/fold.js";
import { COMMAND_HELP, type CommandHelp } from "./command-help.js";
import { optionLines } from "./option-help.js";
import { OPTION_HELP } from "./option-list.js";

const PROGRAM = "worker-iam-check";

const COLUMNS = 80;

const EXIT_STATUS = "exit status: 0 passed, 1 failed, 2 usage or configuration error";

/** The help for a command, or the overview if `topic` isn't one. */
export function usageOf(topic: string | null): string {
  const command = COMMAND_HELP.find(({ name }) => name === topic);
  return command === undefined ? usage() : commandUsage(command);
}

/** The text of `--help`: all commands and options, within 80 columns. */
export function usage(): string {
  const column = Math.max(...COMMAND_HELP.map(({ name }) => name.length)) + 4;
  return page([
    `${PROGRAM}: do the IAM worker roles satisfy Veeam Backup for AWS?`,
    "",
    `usage: ${PROGRAM} COMMAND [PATH|GLOB...] [options]`,
    "",
    ...COMMAND_HELP.map(({ name, summary }) => `  ${name.padEnd(column - 2)}${summary}`),
    "",
    ...OPTION_HELP.flatMap(optionLines),
    "",
    `${PROGRAM} COMMAND --help describes a command.`,
    EXIT_STATUS,
  ]);
}

/** The text of `COMMAND --help`. */
export function commandUsage({ name, forms, details, options, formats, example }: CommandHelp): string {
  const shown = OPTION_HELP.filter((option) => options.includes(option.name));
  const described = shown.map((option) => {
    return option.name === "format" ? { ...option, text: `${formats.join(", ")} (default ${formats[0]})` } : option;
  });
  return page([
    ...forms.map((form, index) => `${index === 0 ? "usage:" : "      "} ${PROGRAM} ${name} ${form}`),
    "",
    ...fold(details, "", COLUMNS),
    ...(described.length === 0 ? [] : ["", ...described.flatMap(optionLines)]),
    "",
    "for example:",
    `  ${PROGRAM} ${example}`,
  ]);
}

function page(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
