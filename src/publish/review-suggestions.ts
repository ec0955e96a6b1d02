import type { ReportedFinding } from "../report/report.js";
import { encodeKey } from "./comment-key.js";
import { type ChangedFile, type GitHub, GitHubFault, type ReviewComment } from "./github.js";
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
  readonly stale: readonly StaleSuggestion[];
  /** How many more could stand there. */
  readonly left: number;
}

interface StaleSuggestion {
  readonly comment: ReviewComment;
  /** Whether another one stands there for its finding. */
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
  const { pullRequest, commit, key } = request;
  const comments = await github.listReviewComments(pullRequest);
  const own = await ownSuggestions(github, comments);
  const findings = request.findings.filter(({ fix }) => fix !== null);
  if (own.length + findings.length === 0) return { request, standing: 0, fresh: [], stale: [], left: 0 };
  if ((await github.headOf(pullRequest)) !== commit) return null;
  const files = findings.length === 0 ? [] : await request.changedFiles();
  const candidates = findSuggestions(findings, { files, readFile: request.readFile });
  const current = oldestById(own.filter(({ comment }) => !comment.outdated));
  const { chosen, left } = selectSuggestions(candidates, (candidate) => current.has(idOf(candidate)));
  const fresh = chosen.filter((suggestion) => !current.has(idOf(suggestion)));
  const kept = new Set(chosen.map((suggestion) => current.get(idOf(suggestion))));
  const mended = new Set(chosen.map(({ fingerprint }) => fingerprint));
  const stale = own
    .filter((suggestion) => suggestion.key === encodeKey(key) && !kept.has(suggestion))
    .map(({ comment, fingerprint }) => toStale(comment, comments, mended.has(fingerprint)));
  return { request, standing: chosen.length - fresh.length, fresh, stale, left };
}

/** Takes back what is settled and makes what is new, in one review: GitHub rations what is created. */
export async function publishSuggestions(github: GitHub, plan: SuggestionPlan): Promise<SuggestionOutcome> {
  const tally: Tally = { made: 0, refused: 0 };
  let fault: GitHubFault | null = null;
  try {
    for (const suggestion of plan.stale) await takeBack(github, suggestion);
    await createReviews(github, plan.request, plan.fresh, tally);
    if (tally.made > 0) await removeTwins(github, plan.request);
  } catch (error) {
    if (!(error instanceof GitHubFault)) throw error;
    fault = error;
  }
  return { standing: plan.standing + tally.made, refused: tally.refused, fault };
}

/** A suggestion that stands on the pull request. */
interface OwnSuggestion extends SuggestionMark {
  readonly comment: ReviewComment;
}

/** Those that the token's own account made, the oldest first: anybody can copy a mark. */
async function ownSuggestions(github: GitHub, comments: readonly ReviewComment[]): Promise<readonly OwnSuggestion[]> {
  const marked = comments.flatMap((comment) => {
    const mark = comment.answersTo === null ? markOf(comment) : null;
    return mark === null ? [] : [{ comment, ...mark }];
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked.filter(({ comment }) => comment.author === login).sort((a, b) => a.comment.id - b.comment.id);
}

/** What makes two suggestions the same, whichever step made them. */
function idOf({ fingerprint, hash }: Pick<SuggestionMark, "fingerprint" | "hash">): string {
  return `${fingerprint} ${hash}`;
}

function oldestById(suggestions: readonly OwnSuggestion[]): ReadonlyMap<string, OwnSuggestion> {
  return new Map(suggestions.toReversed().map((suggestion) => [idOf(suggestion), suggestion]));
}

function toStale(comment: ReviewComment, all: readonly ReviewComment[], isReplaced: boolean): StaleSuggestion {
  return { comment, isReplaced, isAnswered: all.some(({ answersTo }) => answersTo === comment.id) };
}

/** What nobody answered to goes; a conversation stays, and says that it is settled. */
async function takeBack(github: GitHub, { comment, isReplaced, isAnswered }: StaleSuggestion): Promise<void> {
  const { id } = comment;
  const request = isAnswered
    ? github.updateReviewComment(id, settledBody(comment, isReplaced))
    : github.deleteReviewComment(id);
  await ignoreMissing(request);
}

/** Counts as reviews are made: those before a fault stand. */
interface Tally {
  made: number;
  refused: number;
}

/** GitHub refuses a whole review for one bad line and does not say which: each half is tried by itself. */
async function createReviews(
  github: GitHub,
  request: SuggestionRequest,
  suggestions: readonly Suggestion[],
  tally: Tally,
): Promise<void> {
  if (suggestions.length === 0) return;
  const comments = suggestions.map((suggestion) => {
    const { path, line, endLine } = suggestion;
    return { path, line, endLine, body: suggestionBody(suggestion, request.key) };
  });
  try {
    await github.createReview(request.pullRequest, request.commit, comments);
    tally.made += suggestions.length;
  } catch (error) {
    if (!(error instanceof GitHubFault) || error.kind !== "rejected") throw error;
    if (suggestions.length === 1) {
      tally.refused += 1;
      return;
    }
    const half = Math.ceil(suggestions.length / 2);
    await createReviews(github, request, suggestions.slice(0, half), tally);
    await createReviews(github, request, suggestions.slice(half), tally);
  }
}

/** Two runs at once both find nothing and both create: whoever looks again sees both, and the oldest remains. */
async function removeTwins(github: GitHub, { pullRequest }: SuggestionRequest): Promise<void> {
  const comments = await github.listReviewComments(pullRequest);
  const current = (await ownSuggestions(github, comments)).filter(({ comment }) => !comment.outdated);
  const oldest = oldestById(current);
  for (const suggestion of current) {
    if (oldest.get(idOf(suggestion)) !== suggestion)
      await takeBack(github, toStale(suggestion.comment, comments, true));
  }
}
