import type { Checked } from "../check.js";
import type { TextLook } from "../report/text.js";
import type { CommandLine } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** How to show a report on this terminal. Source lines are shown on a terminal or if requested. */
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
