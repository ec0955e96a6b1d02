/**
 * Keeps GitHub's runner from treating text as a command, if a step prints it. `::name::` is a command at the start of a line, after
 * optional spaces; `##[name]` is one anywhere (ActionCommand.cs in actions/runner). An invisible word joiner splits them.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n\r\u2028\u2029]*):(?=:)/gm, "$1:\u2060").replace(/##(?=\[)/g, "##\u2060");
}
