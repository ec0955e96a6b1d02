import { parseArgs } from "node:util";
import { SETTINGS } from "../config/settings.js";
import { advice, nearestWord } from "../source/nearest-word.js";

/** A parsed command line. Option values are keyed by the names of the Action's inputs. */
export interface CommandLine {
  readonly command: string;
  readonly operands: readonly string[];
  readonly inputs: ReadonlyMap<string, string>;
  readonly config: string | null;
  /** As given. Each command has its own formats. */
  readonly format: string | null;
  /** The names of the options that were given. */
  readonly given: readonly string[];
  readonly dryRun: boolean;
  /** Null if neither option was given; a terminal then shows snippets. */
  readonly snippets: boolean | null;
}

/** The parsed arguments. Only `run` runs a command; the others end the program with help, the version, or a usage error. */
export type Parsed =
  | { readonly kind: "run"; readonly line: CommandLine }
  /** `topic`: the command to print help for, or null for the overview. */
  | { readonly kind: "help"; readonly topic: string | null }
  | { readonly kind: "version" }
  | { readonly kind: "usage"; readonly message: string; readonly help: string };

/** Settings that are about GitHub and make no sense on the command line. `files` are the operands. */
const NOT_OPTIONS = new Set([
  "files",
  "annotations",
  "comment",
  "comment-key",
  "suggestions",
  "job-summary",
  "reports",
]);

const SETTING_OPTIONS = Object.keys(SETTINGS).filter((name) => !NOT_OPTIONS.has(name));

const TEXT = { type: "string", multiple: true } as const;
const FLAG = { type: "boolean" } as const;

const OPTIONS = {
  ...Object.fromEntries(SETTING_OPTIONS.map((name) => [name, TEXT])),
  config: TEXT,
  format: TEXT,
  "dry-run": FLAG,
  snippets: FLAG,
  "no-snippets": FLAG,
  help: { ...FLAG, short: "h" },
  version: { ...FLAG, short: "v" },
} as const;

export function parseCommandLine(args: readonly string[]): Parsed {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (values.version === true) return { kind: "version" };
    if (values.help === true) return { kind: "help", topic: positionals[0] ?? null };
    return toCommandLine(new Map(Object.entries(values)), positionals);
  } catch (error) {
    return { kind: "usage", ...explain(error) };
  }
}

function toCommandLine(values: ReadonlyMap<string, unknown>, positionals: readonly string[]): Parsed {
  const all = (name: string): readonly string[] => {
    const given = values.get(name);
    return Array.isArray(given) ? given.map(String) : [];
  };
  const [command, ...operands] = positionals;
  if (command === undefined) return { kind: "help", topic: null };
  if (command === "help") {
    const [topic = null, extra] = operands;
    if (extra === undefined) return { kind: "help", topic };
    return { kind: "usage", message: `help takes one command, but ${extra} is a second`, help: SEE_HELP };
  }
  const inputs = new Map(SETTING_OPTIONS.map((name) => [name, all(name).join("\n")]));
  inputs.set("files", operands.join("\n"));
  return {
    kind: "run",
    line: {
      command,
      operands,
      inputs,
      config: all("config").at(-1) ?? null,
      format: all("format").at(-1) ?? null,
      given: [...values.keys()],
      dryRun: values.get("dry-run") === true,
      snippets: values.get("no-snippets") === true ? false : values.get("snippets") === true ? true : null,
    },
  };
}

const SEE_HELP = "see worker-iam-check --help";

/** Node's messages name the option but add advice that doesn't apply here. */
function explain(error: unknown): { readonly message: string; readonly help: string } {
  const message = error instanceof Error ? error.message : String(error);
  const [, dashes, unknown] = /^Unknown option '(--?)([^']+)'/.exec(message) ?? [];
  if (unknown !== undefined) {
    const names = Object.keys(OPTIONS);
    const near =
      dashes === "-" ? null : (nearestWord(unknown, names) ?? names.find((name) => name.startsWith(unknown)));
    return {
      message: `unknown option ${dashes}${unknown}`,
      help: advice(near == null ? null : `--${near}`, SEE_HELP),
    };
  }
  const [, option, fault] = /^Option '(?:-\w, )?--([\w-]+)[^']*' (.+)/.exec(message) ?? [];
  if (option === undefined || fault === undefined)
    return { message: message.split(". ")[0] ?? message, help: SEE_HELP };
  if (fault.startsWith("does not take"))
    return { message: `--${option} takes no value`, help: `write --${option} without a value` };
  return { message: `--${option} needs a value`, help: `write --${option}=VALUE` };
}
