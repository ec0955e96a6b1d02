import type { CompletedCommand, CompletionWords } from "./completion-words.js";

/** Renders a completion script for bash: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashCompletion({ commands }: CompletionWords): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# bash completion for worker-iam-check
_worker_iam_check() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valueCases).join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(wordCase).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _worker_iam_check worker-iam-check
`;
}

function valueCases({ name, options }: CompletedCommand): readonly string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map((option) => {
      const reply =
        option.values.length === 0 ? "" : `COMPREPLY=($(compgen -W "${option.values.join(" ")}" -- "$current")); `;
      return `    "${name} --${option.name}") ${reply}return ;;`;
    });
}

function wordCase({ name, operands, options }: CompletedCommand): string {
  return `    ${name}) words="${[...operands, ...options.map((option) => `--${option.name}`)].join(" ")}" ;;`;
}
