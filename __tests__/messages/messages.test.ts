import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine } from "../../src/cli/arguments.js";
import { checkCommand } from "../../src/cli/check-command.js";
import { diffCommand } from "../../src/cli/diff-command.js";
import { explainCommand } from "../../src/cli/explain-command.js";
import { fixCommand } from "../../src/cli/fix-command.js";
import { foreignOption } from "../../src/cli/help/command-help.js";
import { policyCommand } from "../../src/cli/policy-command.js";
import { Progress } from "../../src/cli/progress.js";
import { allRules } from "../../src/rules/index.js";
import { runCli } from "../bundle/run-bundle.js";
import { filesIn, write } from "../documentation/pages.js";
import { expectGolden } from "../expect-golden.js";
import { type Case, sections } from "./cases.js";

/** The bad examples of the rules' pages. Each shows its rule's message. */
const rulePages: readonly Case[] = readdirSync("docs/rules")
  .filter((name) => name !== "README.md")
  .map((name) => {
    const [, bad = ""] = /^### Bad$([\s\S]*?)^### Good$/m.exec(readFileSync(`docs/rules/${name}`, "utf8")) ?? [];
    return { name: name.replace(".md", ""), files: Object.fromEntries(filesIn(bad)), args: ["check"] };
  });

const COMMANDS = {
  check: checkCommand,
  fix: fixCommand,
  explain: explainCommand,
  policy: policyCommand,
  diff: diffCommand,
} as const;

interface Said {
  readonly out: string;
  readonly errors: string;
  readonly status: number | null;
}

/** Runs a case at 80 columns. Uses this process, which is much faster, unless the command line itself is refused. */
async function run({ args }: Case, workingDirectory: string): Promise<Said> {
  const parsed = parseCommandLine(args);
  const command = parsed.kind === "run" ? COMMANDS[parsed.line.command as keyof typeof COMMANDS] : undefined;
  const isRefused = parsed.kind === "run" && foreignOption(parsed.line.command, parsed.line.given) !== null;
  if (parsed.kind !== "run" || command === undefined || isRefused) {
    const { stdout, stderr, status } = runCli([...args], {
      cwd: workingDirectory,
    });
    return { out: stdout, errors: stderr, status };
  }
  let [out, errors] = ["", ""];
  const status = await command(parsed.line, {
    patch: (text) => {
      out += text;
    },
    out: (text) => {
      out += text;
    },
    say: (text) => {
      out += text;
    },
    error: (text) => {
      errors += text;
    },
    paint: (_style, text) => text,
    ruleName: (rule) => rule,
    columns: 80,
    snippets: false,
    workingDirectory,
    readInput: () => null,
    progress: new Progress(() => false, Date.now),
    today: "2026-11-25",
  });
  return { out, errors, status };
}

async function outputOf(one: Case): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "messages-"));
  for (const [path, text] of Object.entries(one.files)) write(join(folder, path), text);
  const { out, errors, status } = await run(one, folder);
  rmSync(folder, { recursive: true });
  return `${messagesOf(out)}${errors}exit status ${status}\n`;
}

/** The findings and what was not checked. The rest of a report is the same for all cases. */
function messagesOf(report: string): string {
  const blocks = report.split("\n\n").filter((block) => /^(?:error|warning|notice)\[|^not checked:/.test(block));
  return blocks.map((block) => `${block.trimEnd()}\n`).join("");
}

async function transcript(section: string, cases: readonly Case[]): Promise<string> {
  const results: string[] = [];
  for (const one of cases) results.push(`--- ${one.name}: ${one.args.join(" ")}\n${await outputOf(one)}`);
  return `# ${section}\n\n${results.join("\n")}`;
}

let text = "";
beforeAll(async () => {
  const all = [...Object.entries(sections), ["what the rules say (bad examples of docs/rules)", rulePages] as const];
  const parts: string[] = [];
  for (const [section, cases] of all) parts.push(await transcript(section, cases));
  text = parts.join("\n");
}, 120_000);

test("matches the golden file of all messages", () => {
  expectGolden("messages.txt", text);
});

/** A message with the lines that belong to it. */
const messages = (): readonly string[] =>
  text
    .split(/^(?=error|warning|notice|---|exit|not checked|#)/m)
    .filter((part) => /^(error|warning|notice)/.test(part));

test("says what to do in every message", () => {
  expect(messages().length).toBeGreaterThan(150);
  // If a file isn't written, the advice is on the same line.
  expect(messages().filter((message) => !/^ {2}help: |; (?:give|run|name|save) /m.test(message))).toEqual([]);
});

test("shows no stack, internal value, or empty name in any message", () => {
  const faults = /\bat \S+ \(|undefined|\[object|\bnull\b|NaN|``| {2}\n/;
  expect(messages().filter((message) => faults.test(message))).toEqual([]);
});

test("includes every rule", () => {
  const unheard = allRules.filter(({ id }) => !text.includes(`[${id}]`)).map(({ id }) => id);
  expect(unheard).toEqual([]);
});
