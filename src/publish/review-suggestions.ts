import type { ReportedFinding } from "../report/report.js";
import { encodeKey } from "./comment-key.js";
import { type ChangedFile, type GitHub, GitHubFault, type LineComment, type ReviewComment } from "./github.js";
import { selectSuggestions } from "./select-suggestions.js";
import { ignoreMissing } from "./sticky-comment.js";
import { type Diff, findSuggestions, type Suggestion } from "./suggestion.js";
import { markOf, type SuggestionMark, settledBody, suggestionBody } from "./suggestion-comment.js";

/** Which suggestions are to stand on a pull request. */
export interface SuggestionRequest {
  readonly pullRequest: number;
  /** The head that was checked. */
  readonly commit: string;
  /** Tells the suggestions of several steps apart, as it does their comments. */
  readonly key: string;
  readonly findings: readonly ReportedFinding[];
  changedFiles(): Promise<readonly ChangedFile[]>;
  readonly readFile: Diff["readFile"];
}

/** What is to be done so that they stand there. Nothing was written yet. */
export interface SuggestionPlan {
  readonly request: SuggestionRequest;
  /** How many of those wanted stand already. */
  readonly standing: number;
  readonly fresh: readonly Suggestion[];
  readonly stale: readonly Stale[];
  /** How many more could stand there. */
  readonly left: number;
}

interface Stale {
  readonly comment: ReviewComment;
  readonly isReplaced: boolean;
  readonly isAnswered: boolean;
}

export interface SuggestionOutcome {
  /** How many suggestions stand on the lines now, as far as is known. */
  readonly standing: number;
  /** How many GitHub refused for their lines. */
  readonly refused: number;
  readonly fault: GitHubFault | null;
}

/**
 * Looks at what stands on the pull request and what should. Null where its branch has moved on since it was checked: the run
 * for the new head sees to it, and this one knows nothing of its lines.
 */
export async function planSuggestions(github: GitHub, request: SuggestionRequest): Promise<SuggestionPlan | null> {
  const { pullRequest, commit, findings, key } = request;
  const all = await github.listReviewComments(pullRequest);
  const own = await ownSuggestions(github, all);
  const mendable = findings.filter(({ fix }) => fix !== null);
  if (own.length + mendable.length === 0) return { request, standing: 0, fresh: [], stale: [], left: 0 };
  if ((await github.headOf(pullRequest)) !== commit) return null;
  const files = mendable.length === 0 ? [] : await request.changedFiles();
  const candidates = findSuggestions(mendable, { files, readFile: request.readFile });
  const standing = new Map<string, OwnSuggestion>();
  for (const suggestion of own) {
    if (!suggestion.comment.outdated && !standing.has(idOf(suggestion.mark)))
      standing.set(idOf(suggestion.mark), suggestion);
  }
  const { chosen, left } = selectSuggestions(candidates, (candidate) => standing.has(idOfSuggestion(candidate)));
  const fresh = chosen.filter((suggestion) => !standing.has(idOfSuggestion(suggestion)));
  const wanted = new Set(chosen.map(idOfSuggestion));
  const replaced = new Set(chosen.map(({ finding }) => finding.fingerprint));
  const stale = own
    .filter((one) => one.mark.key === encodeKey(key))
    .filter((one) => !wanted.has(idOf(one.mark)) || standing.get(idOf(one.mark)) !== one)
    .map(({ comment, mark }) => toStale(comment, all, replaced.has(mark.fingerprint)));
  return { request, standing: chosen.length - fresh.length, fresh, stale, left };
}

/** Takes back what is settled and makes what is new, in one review: GitHub rations what is created. */
export async function publishSuggestions(github: GitHub, plan: SuggestionPlan): Promise<SuggestionOutcome> {
  let made: Made = { made: 0, refused: 0 };
  try {
    for (const one of plan.stale) await takeBack(github, one);
    await createReviews(github, plan.request, plan.fresh, (more) => {
      made = { made: made.made + more.made, refused: made.refused + more.refused };
    });
    if (made.made > 0) await removeTwins(github, plan.request);
    return { standing: plan.standing + made.made, refused: made.refused, fault: null };
  } catch (error) {
    if (!(error instanceof GitHubFault)) throw error;
    return { standing: plan.standing + made.made, refused: made.refused, fault: error };
  }
}

interface OwnSuggestion {
  readonly comment: ReviewComment;
  readonly mark: SuggestionMark;
}

/** Those that the token's own account made, the oldest first: anybody can copy a mark. */
async function ownSuggestions(github: GitHub, comments: readonly ReviewComment[]): Promise<readonly OwnSuggestion[]> {
  const marked = comments.flatMap((comment) => {
    const mark = comment.answersTo === null ? markOf(comment) : null;
    return mark === null ? [] : [{ comment, mark }];
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked.filter(({ comment }) => comment.author === login).sort((a, b) => a.comment.id - b.comment.id);
}

function idOf({ fingerprint, hash }: SuggestionMark): string {
  return `${fingerprint} ${hash}`;
}

function idOfSuggestion({ finding, hash }: Suggestion): string {
  return idOf({ key: "", fingerprint: finding.fingerprint, hash });
}

function toStale(comment: ReviewComment, all: readonly ReviewComment[], isReplaced: boolean): Stale {
  return { comment, isReplaced, isAnswered: all.some(({ answersTo }) => answersTo === comment.id) };
}

/** What nobody answered to goes; a conversation stays, and says that it is settled. */
async function takeBack(github: GitHub, { comment, isReplaced, isAnswered }: Stale): Promise<void> {
  const { id } = comment;
  const request = isAnswered
    ? github.updateReviewComment(id, settledBody(comment, isReplaced))
    : github.deleteReviewComment(id);
  await ignoreMissing(request);
}

interface Made {
  readonly made: number;
  readonly refused: number;
}

/** GitHub refuses a whole review for one bad line and does not say which: each half is tried by itself. */
async function createReviews(
  github: GitHub,
  request: SuggestionRequest,
  suggestions: readonly Suggestion[],
  count: (more: Made) => void,
): Promise<void> {
  if (suggestions.length === 0) return;
  const comments = suggestions.map((suggestion) => toLineComment(suggestion, request.key));
  try {
    await github.createReview(request.pullRequest, request.commit, comments);
    count({ made: suggestions.length, refused: 0 });
  } catch (error) {
    if (!(error instanceof GitHubFault) || error.kind !== "rejected") throw error;
    if (suggestions.length === 1) return count({ made: 0, refused: 1 });
    const half = Math.ceil(suggestions.length / 2);
    await createReviews(github, request, suggestions.slice(0, half), count);
    await createReviews(github, request, suggestions.slice(half), count);
  }
}

function toLineComment(suggestion: Suggestion, key: string): LineComment {
  const { path, line, endLine } = suggestion;
  return { path, line, endLine, body: suggestionBody(suggestion, key) };
}

/** Two runs at once both find nothing and both create: whoever looks again sees both, and the oldest remains. */
async function removeTwins(github: GitHub, { pullRequest }: SuggestionRequest): Promise<void> {
  const all = await github.listReviewComments(pullRequest);
  const seen = new Set<string>();
  for (const { comment, mark } of await ownSuggestions(github, all)) {
    if (comment.outdated) continue;
    if (seen.has(idOf(mark))) await takeBack(github, toStale(comment, all, true));
    seen.add(idOf(mark));
  }
}
