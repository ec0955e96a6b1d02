import type { CommandLine } from "./arguments.js";
import { bashCompletion } from "./completion/bash.js";
import { completionWords } from "./completion/completion-words.js";
import { fishCompletion } from "./completion/fish.js";
import { usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

const SHELLS = ["bash", "zsh", "fish"];

/** Runs `completion SHELL`: prints the completion script for a shell, and returns the exit status. */
export async function completionCommand(line: CommandLine, terminal: Terminal): Promise<number> {
  const [shell, ...others] = line.operands;
  const words = await completionWords();
  if (others.length === 0) {
    switch (shell) {
      case "bash":
        terminal.out(bashCompletion(words));
        return 0;
      // zsh can load bash completions: https://zsh.sourceforge.io/Doc/Release/Completion-System.html#Use-of-compinit
      case "zsh":
        terminal.out(`autoload -U +X bashcompinit && bashcompinit\n${bashCompletion(words)}`);
        return 0;
      case "fish":
        terminal.out(fishCompletion(words));
        return 0;
    }
  }
  return usageError(terminal, "completion takes the name of a shell", `shells: ${SHELLS.join(", ")}`);
}
