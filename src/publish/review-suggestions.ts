import type { ReportedFinding } from "../report/report.js";
import { encodeKey } from "./comment-key.js";
import { type ChangedFile, type GitHub, GitHubFault, type ReviewComment } from "./github.js";
import { selectSuggestions } from "./select-suggestions.js";
import { ignoreMissing } from "./sticky-comment.js";
import { type Diff, findSuggestions, type Suggestion } from "./suggestion.js";
import { markOf, type SuggestionMark, settledBody, suggestionBody } from "./suggestion-comment.js";

/** The suggestions that a pull request should have. */
export interface SuggestionRequest {
  readonly pullRequest: number;
  /** The head commit that was checked. */
  readonly commit: string;
  /** The comment key, which also distinguishes the suggestions of several steps. */
  readonly key: string;
  readonly findings: readonly ReportedFinding[];
  changedFiles(): Promise<readonly ChangedFile[]>;
  readonly readFile: Diff["readFile"];
}

/** The steps that bring the pull request's suggestions up to date. Nothing has been written yet. */
export interface SuggestionPlan {
  readonly request: SuggestionRequest;
  /** How many of the chosen suggestions are already there. */
  readonly standing: number;
  readonly fresh: readonly Suggestion[];
  readonly stale: readonly StaleSuggestion[];
  /** How many more suggestions would be possible. */
  readonly left: number;
}

interface StaleSuggestion {
  readonly comment: ReviewComment;
  /** Whether another suggestion for the same finding replaces it. */
  readonly isReplaced: boolean;
  readonly isAnswered: boolean;
}

export interface SuggestionOutcome {
  /** How many suggestions are on the pull request now, as far as we know. */
  readonly standing: number;
  /** How many GitHub refused because of their lines. */
  readonly refused: number;
  readonly fault: GitHubFault | null;
}

/**
 * Compares the suggestions on the pull request with the suggestions that it should have. Returns null if the branch has moved on since the
 * check: the run for the new head takes over, because this run doesn't know the new head's lines.
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
  const fixed = new Set(chosen.map(({ fingerprint }) => fingerprint));
  const stale = own
    .filter((suggestion) => suggestion.key === encodeKey(key) && !kept.has(suggestion))
    .map(({ comment, fingerprint }) => toStale(comment, comments, fixed.has(fingerprint)));
  return { request, standing: chosen.length - fresh.length, fresh, stale, left };
}

/** Withdraws stale suggestions and creates new ones, in a single review because GitHub limits content creation. */
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

/** A suggestion that is already on the pull request. */
interface OwnSuggestion extends SuggestionMark {
  readonly comment: ReviewComment;
}

/**
 * The suggestions created by the token's own account, oldest first. Suggestions by other accounts don't count, because anybody can copy a
 * mark.
 */
async function ownSuggestions(github: GitHub, comments: readonly ReviewComment[]): Promise<readonly OwnSuggestion[]> {
  const marked = comments.flatMap((comment) => {
    const mark = comment.answersTo === null ? markOf(comment) : null;
    return mark === null ? [] : [{ comment, ...mark }];
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked.filter(({ comment }) => comment.author === login).sort((a, b) => a.comment.id - b.comment.id);
}

/** The identity of a suggestion: two suggestions with the same ID are the same, even if different steps created them. */
function idOf({ fingerprint, hash }: Pick<SuggestionMark, "fingerprint" | "hash">): string {
  return `${fingerprint} ${hash}`;
}

function oldestById(suggestions: readonly OwnSuggestion[]): ReadonlyMap<string, OwnSuggestion> {
  return new Map(suggestions.toReversed().map((suggestion) => [idOf(suggestion), suggestion]));
}

function toStale(comment: ReviewComment, all: readonly ReviewComment[], isReplaced: boolean): StaleSuggestion {
  return { comment, isReplaced, isAnswered: all.some(({ answersTo }) => answersTo === comment.id) };
}

/** Deletes a suggestion without replies. One with replies is kept and marked as settled. */
async function takeBack(github: GitHub, { comment, isReplaced, isAnswered }: StaleSuggestion): Promise<void> {
  const { id } = comment;
  const request = isAnswered
    ? github.updateReviewComment(id, settledBody(comment, isReplaced))
    : github.deleteReviewComment(id);
  await ignoreMissing(request);
}

/** Updated after each review, because reviews created before a fault remain. */
interface Tally {
  made: number;
  refused: number;
}

/** GitHub refuses a whole review because of one bad line and doesn't say which, so each half is retried separately. */
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

/**
 * Deletes duplicate suggestions. Two concurrent runs may both find none and both create them. The run that checks again sees both and keeps
 * the oldest.
 */
async function removeTwins(github: GitHub, { pullRequest }: SuggestionRequest): Promise<void> {
  const comments = await github.listReviewComments(pullRequest);
  const current = (await ownSuggestions(github, comments)).filter(({ comment }) => !comment.outdated);
  const oldest = oldestById(current);
  for (const suggestion of current) {
    if (oldest.get(idOf(suggestion)) !== suggestion)
      await takeBack(github, toStale(suggestion.comment, comments, true));
  }
}
