import type { ConfigProblem } from "../config/settings.js";
import { fold } from "../report/fold.js";
import { visible } from "../report/visible.js";
import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import { suggestion } from "../source/unknown-keys.js";
import type { CommandLine } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** The exit status for usage and configuration errors. */
const USAGE_STATUS = 2;

export function refuse(problems: readonly ConfigProblem[], terminal: Terminal): number {
  for (const { message, help, place } of problems) {
    const where = place === null ? "" : `${formatLocation(locate(place))}: `;
    const lines = [
      `error: ${visible(`${where}${message}`)}`,
      ...(help === null ? [] : fold(`help: ${visible(help)}`, "  ", terminal.columns)),
    ];
    terminal.error(`${lines.join("\n")}\n`);
  }
  return USAGE_STATUS;
}

export function usageError(terminal: Terminal, message: string, help: string): number {
  return refuse([{ message, help, place: null }], terminal);
}

/** The requested format, or the command's first one. Returns null after printing an error if the command doesn't have that format. */
export function chooseFormat<F extends string>(
  line: CommandLine,
  formats: readonly [F, ...F[]],
  terminal: Terminal,
): F | null {
  if (line.format === null) return formats[0];
  const format = formats.find((known) => known === line.format);
  if (format === undefined)
    usageError(
      terminal,
      `unknown format ${line.format} for ${line.command}`,
      suggestion(line.format, formats, "formats:"),
    );
  return format ?? null;
}
