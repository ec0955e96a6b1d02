import type { CommentMode } from "../config/options.js";
import type { Report } from "../report/report.js";
import { encodeKey } from "./comment-key.js";
import { type ChangedFile, type Comment, type GitHub, GitHubFault } from "./github.js";

/** The comment that is kept up to date. A pull request has at most one per key. */
export interface StickyComment {
  readonly pullRequest: number;
  readonly key: string;
  readonly mode: CommentMode;
  /** The ID of the workflow run. Later runs have higher IDs. */
  readonly run: number;
  /** The comment's text, without the marker that identifies it. */
  readonly body: string;
  /** The files that the pull request changes. Called only if the comment depends on them. */
  changedFiles(): Promise<readonly ChangedFile[]>;
}

/** The first line of our comments. GitHub hides it. */
export function commentMarker(key: string): string {
  return `<!-- worker-iam-check${key === "" ? "" : `:${encodeKey(key)}`} -->`;
}

/** Matches the last line, which names the run that wrote the comment. */
const RUN_LINE = /\n<!-- run (\d{1,15}) -->\s*$/;

/**
 * Creates or updates the comment. Returns its URL, or null if there is none. A comment is ours if it has the marker and
 * the token's own account wrote it, because anybody can copy a marker. An existing comment is updated in every mode: a
 * failure still shown after the fix is worse than no comment. It is left alone if nothing changed or a later run wrote
 * it. `report` is null if the run ended without a verdict.
 */
export async function publishComment(
  github: GitHub,
  report: Report | null,
  comment: StickyComment,
): Promise<string | null> {
  const own = await listOwn(github, comment);
  if (own.length === 0 && !(await isWanted(report, comment))) return null;
  const url = await settle(github, comment, own);
  if (url !== null) return url;
  const created = await github.createComment(comment.pullRequest, bodyOf(comment));
  // Two concurrent runs both find nothing and both create a comment. The one that checks again sees both and keeps one.
  return (await settle(github, comment, await listOwn(github, comment))) ?? created.url;
}

/** Our comments, oldest first. */
async function listOwn(github: GitHub, { pullRequest, key }: StickyComment): Promise<readonly Comment[]> {
  const marked = (await github.listComments(pullRequest)).filter(({ body }) => body.startsWith(commentMarker(key)));
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked.filter(({ author }) => author === login).sort((a, b) => a.id - b.id);
}

/** Updates the oldest comment to the latest run's text and deletes the others. Returns null if there is none to keep. */
async function settle(github: GitHub, comment: StickyComment, own: readonly Comment[]): Promise<string | null> {
  const [kept, ...others] = own;
  if (kept === undefined) return null;
  const body = own.find((one) => runOf(one) > comment.run)?.body ?? bodyOf(comment);
  const current = isSame(kept.body, body) ? kept : await ignoreMissing(github.updateComment(kept.id, body));
  for (const { id } of others) await ignoreMissing(github.deleteComment(id));
  return current?.url ?? null;
}

function bodyOf({ key, body, run }: StickyComment): string {
  return `${commentMarker(key)}\n${body.trimEnd()}\n<!-- run ${run} -->`;
}

function isSame(one: string, other: string): boolean {
  return withoutRun(one) === withoutRun(other);
}

/** The comment's text without its last line. GitHub may return other line ends than we sent. */
function withoutRun(body: string): string {
  return body.replaceAll("\r\n", "\n").replace(RUN_LINE, "").trimEnd();
}

function runOf({ body }: Comment): number {
  return Number(RUN_LINE.exec(body)?.[1] ?? 0);
}

export async function ignoreMissing<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof GitHubFault && error.kind === "not-found") return null;
    throw error;
  }
}

async function isWanted(report: Report | null, { mode, changedFiles }: StickyComment): Promise<boolean> {
  switch (mode) {
    case "never":
      return false;
    case "always":
      return true;
    case "on-failure":
      return report === null || report.conclusion === "failure";
    case "auto":
      return report === null || report.conclusion === "failure" || touches(await changedFiles(), report);
  }
}

/** Whether the pull request touches anything that was checked. A required check must not comment on other pull requests. */
function touches(changed: readonly ChangedFile[], report: Report): boolean {
  const places = [
    ...report.files.paths,
    ...report.roles.map(({ location }) => location.file),
    ...report.findings.map(({ location }) => location.file),
  ];
  const concerned = new Set(places);
  return changed.some(({ path, previousPath }) => concerned.has(path) || concerned.has(previousPath ?? path));
}
