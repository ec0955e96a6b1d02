#!/usr/bin/env node
import process from "node:process";
import { isClosed } from "../discover/closed-descriptor.js";
import { BrokenInstallation } from "../iam/broken-installation.js";
import { suggestion } from "../source/unknown-keys.js";
import { type CommandLine, parseCommandLine } from "./arguments.js";
import { usageError } from "./refuse.js";
import { openTerminal, type Terminal } from "./terminal.js";

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseCommandLine(args);
  switch (parsed.kind) {
    case "help":
      return help(parsed.topic, terminal);
    case "version":
      terminal.out((await import("./version-text.js")).versionText());
      return 0;
    case "usage":
      return usageError(terminal, parsed.message, parsed.help);
    case "run": {
      const { line } = parsed;
      const command = COMMANDS.get(line.command);
      if (command === undefined) return unknownCommand(line.command, terminal);
      const foreign = (await import("./help/command-help.js")).foreignOption(line.command, line.given);
      return foreign === null
        ? command(line, terminal)
        : usageError(terminal, foreign, `see worker-iam-check ${line.command} --help`);
    }
  }
}

async function help(topic: string | null, terminal: Terminal): Promise<number> {
  if (topic !== null && !commandNames().includes(topic)) return unknownCommand(topic, terminal);
  terminal.out((await import("./help/usage.js")).usageOf(topic));
  return 0;
}

function unknownCommand(name: string, terminal: Terminal): number {
  const names = commandNames();
  return usageError(terminal, `unknown command ${name}`, suggestion(name, names, "commands:"));
}

function commandNames(): readonly string[] {
  return [...COMMANDS.keys(), "help"];
}

type Run = (line: CommandLine, terminal: Terminal) => Promise<number>;

/** Each command is loaded only when it runs, so that --version and --help start quickly. */
const COMMANDS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["check", async (line, terminal) => (await import("./check-command.js")).checkCommand(line, terminal)],
  ["init", async (line, terminal) => (await import("./init-command.js")).initCommand(line, terminal)],
  ["fix", async (line, terminal) => (await import("./other-commands.js")).fixCommand(line, terminal)],
  ["baseline", async (line, terminal) => (await import("./other-commands.js")).baselineCommand(line, terminal)],
  ["explain", async (line, terminal) => (await import("./explain-command.js")).explainCommand(line, terminal)],
  ["policy", async (line, terminal) => (await import("./other-commands.js")).policyCommand(line, terminal)],
  ["diff", async (line, terminal) => (await import("./diff-command.js")).diffCommand(line, terminal)],
  ["completion", async (line, terminal) => (await import("./completion-command.js")).completionCommand(line, terminal)],
]);

async function run(): Promise<number> {
  if (isClosed(1)) {
    process.stderr.write(
      "error: the output can't be written: it is closed\n  help: redirect it to a file, a pipe, or /dev/null\n",
    );
    return 2;
  }
  try {
    process.cwd();
  } catch {
    process.stderr.write("error: the working directory no longer exists\n  help: change to a directory that exists\n");
    return 2;
  }
  return main(process.argv.slice(2), openTerminal(process));
}

/** Reports a bug in the check itself in one line. Returns a status that means neither "passed" nor "findings". */
function confess(error: unknown): number {
  const reason = error instanceof Error ? error.message : String(error);
  const help =
    error instanceof BrokenInstallation ? "install it again" : "this is a bug in worker-iam-check; please report it";
  process.stderr.write(`error: worker-iam-check failed: ${reason}\n  help: ${help}\n`);
  return 2;
}

/**
 * Handles output that can't be written. If a reader such as `| head` has closed the pipe, the verdict still decides the exit status. After
 * any other error, such as a full disk, nobody sees the verdict, so the run fails.
 */
function watchOutput(): { lost: boolean } {
  const output = { lost: false };
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    output.lost = true;
    process.exitCode = 2;
    process.stderr.write(`error: the output can't be written: ${error.message}\n`);
  });
  process.stderr.on("error", () => {});
  return output;
}

const output = watchOutput();
const status = await run().catch(confess);
// Sets the exit code instead of calling exit(), because output to a pipe might not be flushed yet.
process.exitCode = output.lost ? 2 : status;
