/**
 * Text of which GitHub's runner makes no command, wherever a step prints it: `::name::` counts at the start of a line, blanks
 * aside, and `##[name]` anywhere (ActionCommand.cs of actions/runner). A word joiner, which is not seen, keeps them apart.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, "$1:\u2060").replace(/##(?=\[)/g, "##\u2060");
}
