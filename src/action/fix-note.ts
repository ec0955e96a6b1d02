import process from "node:process";
import * as core from "@actions/core";
import { describeFixable, type FixRequest, fixCommand, SELECTION } from "../publish/fix-command.js";
import { fenced } from "../report/markdown/escape.js";
import type { Report } from "../report/report.js";
import { shellWord } from "../source/shell-word.js";

/** With more files than this, the command omits them and relies on the defaults, which the Action also has. */
const MAX_FILES = 3;

/** A note for the comment and the job summary: the command that fixes the report's findings. Returns null if it can't fix any. */
export function fixNote({ findings, files: { paths } }: Report): string | null {
  const words = describeFixable(findings);
  if (words === null) return null;
  const folder = core.getInput("working-directory") || ".";
  const given = core.getMultilineInput("files");
  const request: FixRequest = {
    tool: packageCommand(process.env),
    files: given.length > 0 ? given : folder === "." && paths.length <= MAX_FILES ? paths : [],
    inputs: new Map(SELECTION.map((name) => [name, core.getInput(name)])),
    config: core.getInput("config") || null,
  };
  const start = folder === "." ? "" : `cd ${shellWord(folder)} && `;
  return `🔧 The command ${words}; add \`--dry-run\` to see it first:\n\n${fenced("sh", start + fixCommand(request))}`;
}

/**
 * npm can install from github.com by the Action's repository and ref. If the Action comes from elsewhere, users know
 * how to run the tool.
 */
function packageCommand({
  GITHUB_SERVER_URL: server,
  GITHUB_ACTION_REPOSITORY: repository = "",
  GITHUB_ACTION_REF: ref = "",
}: NodeJS.ProcessEnv): string {
  const isKnown = server === "https://github.com" && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref);
  return isKnown ? `npx github:${repository}#${ref}` : "worker-iam-check";
}
