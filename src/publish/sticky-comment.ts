import type { CommentMode } from "../config/options.js";
import type { Report } from "../report/report.js";
import type { Comment, GitHub } from "./github.js";

/** The comment that is kept up to date: at most one on a pull request for each key. */
export interface StickyComment {
  readonly pullRequest: number;
  readonly key: string;
  readonly mode: CommentMode;
  /** Without the marker. */
  readonly body: string;
}

/** The first line of our comments, hidden by GitHub: the key is encoded so that it can't end the HTML comment. */
export function commentMarker(key: string): string {
  return `<!-- worker-iam-check${key === "" ? "" : `:${encodeURIComponent(key).replaceAll("-", "%2D")}`} -->`;
}

/**
 * Creates the comment or brings it up to date; gives its URL, or null when there is none. An existing comment is ours when
 * it has the marker and the token's own account wrote it: anybody can copy a marker. It is updated in every mode, because a
 * failure that stands there after the fix is worse than none, and left alone when nothing changed.
 */
export async function publishComment(github: GitHub, report: Report, comment: StickyComment): Promise<string | null> {
  const body = `${commentMarker(comment.key)}\n${comment.body}`;
  const existing = await findOwn(github, comment);
  if (existing !== undefined) {
    if (normalise(existing.body) === normalise(body)) return existing.url;
    return (await github.updateComment(existing.id, body)).url;
  }
  if (!(await isWanted(github, report, comment))) return null;
  return (await github.createComment(comment.pullRequest, body)).url;
}

async function findOwn(github: GitHub, { pullRequest, key }: StickyComment): Promise<Comment | undefined> {
  const marked = (await github.listComments(pullRequest)).filter(({ body }) => body.startsWith(commentMarker(key)));
  if (marked.length === 0) return undefined;
  const login = await github.login();
  return marked.find(({ author }) => author === login);
}

/** GitHub gives line ends back as it likes. */
function normalise(body: string): string {
  return body.replaceAll("\r\n", "\n").trimEnd();
}

async function isWanted(github: GitHub, report: Report, { mode, pullRequest }: StickyComment): Promise<boolean> {
  switch (mode) {
    case "never":
      return false;
    case "always":
      return true;
    case "on-failure":
      return report.conclusion === "failure";
    case "auto":
      return (
        report.findings.some(({ suppressed }) => suppressed === null) ||
        touches(await github.changedFiles(pullRequest), report)
      );
  }
}

/** Whether the pull request has to do with what was checked: on others a required check must not comment. */
function touches(changed: readonly string[], report: Report): boolean {
  const places = [
    ...report.files.paths,
    ...report.roles.map(({ location }) => location.file),
    ...report.findings.map(({ location }) => location.file),
  ];
  const concerned = new Set(places);
  return changed.some((path) => concerned.has(path));
}
