import type { CompletedCommand, CompletedOption, CompletionWords } from "./completion-words.js";

const COMPLETE = "complete -c worker-iam-check";

/** Renders a completion script for fish: https://fishshell.com/docs/current/completions.html */
export function fishCompletion({ commands }: CompletionWords): string {
  const lines = commands.flatMap((command) => [
    `${COMPLETE} -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.summary)}`,
    ...ofCommand(command),
  ]);
  return `# fish completion for worker-iam-check\n${lines.join("\n")}\n`;
}

function ofCommand({ name, operands, options }: CompletedCommand): readonly string[] {
  const when = `${COMPLETE} -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...(operands.length === 0 ? [] : [`${when} -f -a ${quoted(operands.join(" "))}`]),
    ...options.map((option) => `${when} -l ${option.name}${valueFlags(option)} -d ${quoted(option.text)}`),
  ];
}

function valueFlags({ takesValue, values }: CompletedOption): string {
  if (!takesValue) return "";
  return values.length === 0 ? " -r" : ` -x -a ${quoted(values.join(" "))}`;
}

/** Inside single quotes, fish interprets only the escapes \\ and \'. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
