import { isatty } from "node:tty";
import type { Scope } from "../discover/scope.js";
import { type Paint, plain } from "../report/text.js";
import { linkToRule, visible, visibleLines } from "../report/visible.js";
import { withoutCommands } from "../report/without-commands.js";
import { Progress } from "./progress.js";
import { readToEnd } from "./read-to-end.js";

/** Everything that a command may use of its environment. */
export interface Terminal {
  /** Prints output for programs: unchanged, except that a terminal shows control characters in a visible form. */
  readonly out: (text: string) => void;
  /** Prints a patch for people and programs. A pipe gets it byte for byte. */
  readonly patch: (text: string) => void;
  /** Prints text for people. Text from a file can't control the terminal or act as a command in a workflow's log. */
  readonly say: (text: string) => void;
  readonly error: (text: string) => void;
  readonly paint: Paint;
  /** A rule's name, linked to its page if the terminal supports links. */
  readonly ruleName: (rule: string) => string;
  readonly columns: number;
  /** Whether to show the source lines of findings. */
  readonly snippets: boolean;
  readonly workingDirectory: string;
  /** Uses the error stream, so that a report in a pipe stays clean. */
  readonly progress: Progress;
  /** Reads standard input to its end. Returns null if it is a terminal, where nobody types a policy. */
  readonly readInput: () => Buffer | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** The scope of a command: it may read everything below the working directory, and every named file. */
export function localScope({ workingDirectory }: Terminal): Scope {
  return { workingDirectory, root: workingDirectory, confined: false };
}

const STYLES: Readonly<Record<Parameters<Paint>[0], string>> = {
  error: "1;31",
  warning: "1;33",
  notice: "1;36",
  success: "1;32",
  dim: "2",
};

const colored: Paint = (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`;

/**
 * Colors are used only on a terminal. NO_COLOR (https://no-color.org) turns them off, and FORCE_COLOR
 * (https://force-color.org) turns them on even without a terminal.
 */
function isColored({ stdout, env }: NodeJS.Process): boolean {
  if ((env.NO_COLOR ?? "") !== "") return false;
  if ((env.FORCE_COLOR ?? "") !== "") return env.FORCE_COLOR !== "0";
  return stdout.isTTY === true && env.TERM !== "dumb";
}

const LINKING_PROGRAM = /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper)$/;
const LINKING_TERM = /kitty|alacritty|foot|ghostty/;

/** Recognizes terminals that are known to support links. FORCE_HYPERLINK, as in other tools, overrides this. */
function isLinked({ stdout, env }: NodeJS.Process): boolean {
  if ((env.FORCE_HYPERLINK ?? "") !== "") return env.FORCE_HYPERLINK !== "0";
  if (stdout.isTTY !== true || (env.CI ?? "") !== "") return false;
  return (
    env.WT_SESSION !== undefined ||
    Number(env.VTE_VERSION ?? 0) >= 5000 ||
    LINKING_PROGRAM.test(env.TERM_PROGRAM ?? "") ||
    LINKING_TERM.test(env.TERM ?? "")
  );
}

export function openTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  const said = env.GITHUB_ACTIONS === "true" ? withoutCommands : (text: string) => text;
  return {
    out: (text) => void stdout.write(stdout.isTTY === true ? visibleLines(text) : text),
    patch: (text) => void stdout.write(stdout.isTTY === true ? visibleLines(text) : said(text)),
    say: (text) => void stdout.write(said(visibleLines(text))),
    error: (text) => void stderr.write(said(visibleLines(text))),
    paint: isColored(process) ? colored : plain,
    ruleName: isLinked(process) ? linkToRule : visible,
    // A terminal without a window has no columns.
    columns: Math.max(40, stdout.columns || Number(env.COLUMNS) || 80),
    snippets: stdout.isTTY === true,
    progress: new Progress((text) => stderr.isTTY === true && stderr.write(text), Date.now),
    // Merely accessing `process.stdin` makes a pipe non-blocking.
    readInput: () => (isatty(0) ? null : readToEnd(0)),
    workingDirectory: process.cwd(),
    today: new Date().toISOString().slice(0, 10),
  };
}
