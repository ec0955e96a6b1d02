import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ChangedFile } from "./state.js";

/** Converts the output of `git diff --full-index` to GitHub's list of a pull request's files. */
export function changedFilesOf(diff: string): readonly ChangedFile[] {
  const files = diff.split(/^(?=diff --git )/m).filter((part) => part !== "");
  return files.map((part) => {
    const line = (pattern: RegExp): string | undefined => pattern.exec(part)?.[1];
    const start = part.search(/^@@ /m);
    const renamed = line(/^rename from (.*)$/m);
    const filename = line(/^rename to (.*)$/m) ?? line(/^diff --git a\/(?:.*) b\/(.*)$/m) ?? "";
    const status = /^new file/m.test(part) ? "added" : /^deleted file/m.test(part) ? "removed" : "modified";
    return {
      filename,
      sha: line(/^index [0-9a-f]+\.\.([0-9a-f]+)/m) ?? "",
      status: renamed === undefined ? status : "renamed",
      ...(renamed === undefined ? {} : { previous_filename: renamed }),
      // GitHub omits the patch of a binary or very large change.
      ...(start === -1 ? {} : { patch: part.slice(start).replace(/\n$/, "") }),
    };
  });
}

/** A pull request created by git: the files of its head, and GitHub's list of changed files. */
export interface PullRequestFixture {
  readonly head: Readonly<Record<string, Buffer>>;
  readonly changedFiles: readonly ChangedFile[];
}

export function readPullRequest(name: string): PullRequestFixture {
  const folder = join("__tests__/fixtures/bytes/suggestions", name);
  const paths = readdirSync(join(folder, "head"), { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(folder, "head", path)).isFile());
  return {
    head: Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, "head", path))])),
    changedFiles: changedFilesOf(readFileSync(join(folder, "git.diff"), "utf8")),
  };
}

/** The bytes of a file after a click on "Commit suggestion", which replaces the comment's lines with its block. */
export function commitSuggestion(
  bytes: Buffer,
  comment: { readonly body: string; readonly line: number | null; readonly start_line: number | null },
): Buffer {
  const block = /^(`{3,})suggestion\r?\n([\s\S]*?)^\1[ \t]*$/m.exec(comment.body);
  if (block === null || comment.line === null) throw new Error(`no suggestion to commit: ${comment.body}`);
  const lines = bytes.toString("utf8").match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const first = (comment.start_line ?? comment.line) - 1;
  const isEnd = comment.line === lines.length && lines.at(-1)?.endsWith("\n") === false;
  const text = isEnd ? (block[2] ?? "").replace(/\r?\n$/, "") : (block[2] ?? "");
  return Buffer.from([...lines.slice(0, first), text, ...lines.slice(comment.line)].join(""), "utf8");
}
