import process from "node:process";
import * as core from "@actions/core";
import { type FixRequest, fixableWords, fixCommand, SELECTION } from "../publish/fix-command.js";
import { fenced } from "../report/markdown/escape.js";
import type { Report } from "../report/report.js";
import { shellWord } from "../source/shell-word.js";

/** More files than these are left to the defaults, which are the Action's as well. */
const MOST_FILES = 3;

/** For the comment and the job summary: the command that fixes what the report says. Null when there is nothing for it to do. */
export function fixNote({ findings, files: { paths } }: Report): string | null {
  const words = fixableWords(findings);
  if (words === null) return null;
  const folder = core.getInput("working-directory") || ".";
  const given = core.getMultilineInput("files");
  const request: FixRequest = {
    tool: packageCommand(process.env),
    files: given.length > 0 ? given : folder === "." && paths.length <= MOST_FILES ? paths : [],
    inputs: new Map(SELECTION.map((name) => [name, core.getInput(name)])),
    config: core.getInput("config") || null,
  };
  const start = folder === "." ? "" : `cd ${shellWord(folder)} && `;
  return `🔧 The command ${words}; add \`--dry-run\` to see it first:\n\n${fenced("sh", start + fixCommand(request))}`;
}

/** npm gets from github.com, by the name and version of the Action; where that comes from elsewhere, the user knows where. */
function packageCommand({
  GITHUB_SERVER_URL: server,
  GITHUB_ACTION_REPOSITORY: repository = "",
  GITHUB_ACTION_REF: ref = "",
}: NodeJS.ProcessEnv): string {
  const isKnown = server === "https://github.com" && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref);
  return isKnown ? `npx github:${repository}#${ref}` : "worker-iam-check";
}
