import process from "node:process";
import { TOOL } from "../report/tool.js";
import { parseCommandLine } from "./arguments.js";
import { openTerminal, type Terminal } from "./terminal.js";
import { USAGE } from "./usage.js";

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseCommandLine(args);
  switch (parsed.kind) {
    case "help":
      terminal.out(USAGE);
      return 0;
    case "version":
      terminal.out(`${TOOL.version}\n`);
      return 0;
    case "usage":
      terminal.error(`error: ${parsed.message}\n  help: see worker-iam-check --help\n`);
      return 2;
    case "run":
      break;
  }
  if (parsed.line.command === "check") {
    // Loaded only now, so that --version and --help start at once.
    const { checkCommand } = await import("./check-command.js");
    return checkCommand(parsed.line, terminal);
  }
  terminal.error(`error: there is no command ${parsed.line.command}\n  help: commands are: check\n`);
  return 2;
}

// The exit code is set rather than exit() called: output into a pipe is still on its way.
process.exitCode = await main(process.argv.slice(2), openTerminal(process));
