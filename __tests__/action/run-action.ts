import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runActionBundle } from "../bundle/run-bundle.js";

export interface ActionRun {
  readonly status: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A temporary workspace with the given files. */
export function makeWorkspace(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), "worker-iam-check-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The parts of a run that come from GitHub. */
export interface GitHubSide {
  readonly apiUrl: string;
  readonly event?: object;
  readonly id?: number;
  /** Overrides of the runner's variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The path of a Node other than the one that runs the tests. */
  readonly node?: string;
}

/** Runs the built bundle the way the runner does: with inputs and files in environment variables, and nothing else inherited. */
export async function runAction(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  github: GitHubSide,
): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-run-"));
  const file = (name: string, text = ""): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const given = Object.entries({ token: "secret-token", ...inputs });
  const environment = {
    PATH: process.env.PATH ?? "",
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    GITHUB_RUN_ID: String(github.id ?? 5000),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_API_URL: github.apiUrl,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(github.event ?? pullRequestEvent)),
    GITHUB_OUTPUT: file("output"),
    GITHUB_STEP_SUMMARY: file("summary.md"),
    ...github.variables,
  };
  const node = github.node ?? process.env.ACTION_NODE ?? process.execPath;
  const { status, stdout, stderr } = await runActionBundle({ cwd: workspace, env: environment, node });
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const run = { status, log: stdout + stderr, summary: read("summary.md"), outputs: parseOutputs(read("output")) };
  rmSync(folder, { recursive: true });
  return run;
}

export const pullRequestEvent = {
  pull_request: { number: 7, head: { sha: "89abcdef0123456789abcdef0123456789abcdef" } },
};

/** Parses the toolkit's format: `name<<delimiter`, the value's lines, the delimiter. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const match of text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm)) outputs[match[1] ?? ""] = match[3] ?? "";
  return outputs;
}
