import type { Checked } from "../check.js";
import type { TextLook } from "../report/text.js";
import type { CommandLine } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** How a check is shown here: with the lines that findings point at, on a terminal or when asked. */
export function textLook(line: CommandLine, terminal: Terminal, sources: Checked["sources"]): TextLook {
  const { paint, columns, ruleName } = terminal;
  const snippets = line.snippets ?? terminal.snippets;
  return {
    paint,
    ruleName,
    columns,
    isRead: terminal.snippets,
    sourceOf: ({ file, commit }) => (snippets && commit === undefined ? (sources.get(file) ?? null) : null),
  };
}
