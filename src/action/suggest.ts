import * as core from "@actions/core";
import type { Scope } from "../discover/scope.js";
import type { ChangedFile, GitHub, GitHubFault } from "../publish/github.js";
import { planSuggestions, publishSuggestions, type SuggestionPlan } from "../publish/review-suggestions.js";
import type { Report } from "../report/report.js";
import { plural } from "../source/plural.js";
import { readCheckedOut } from "./read-checked-out.js";
import type { Unpublished } from "./unpublished.js";

/** The pull request that the run writes to. */
export interface Target {
  readonly client: GitHub;
  readonly pullRequest: number;
  changedFiles(): Promise<readonly ChangedFile[]>;
}

/** The parts of a run that suggestions need. */
export interface SuggestionSource {
  readonly report: Report;
  readonly scope: Scope;
  readonly commit: string;
  readonly key: string;
  readonly unpublished: Unpublished;
}

const PERMISSION = "pull-requests: write";
const WHAT = "the review suggestions";

/** Returns null if the existing suggestions can't be read, or if the branch has moved on and a newer run takes over. */
export async function plan(target: Target, source: SuggestionSource): Promise<SuggestionPlan | null> {
  const { report, scope, commit, key, unpublished } = source;
  const { client, pullRequest, changedFiles } = target;
  const readFile = (path: string) => readCheckedOut(scope, path);
  try {
    const request = { pullRequest, commit, key, findings: report.findings, changedFiles, readFile };
    return await planSuggestions(client, request);
  } catch (error) {
    unpublished.add(WHAT, error, PERMISSION);
    return null;
  }
}

/**
 * Returns how many suggestions are on the pull request afterwards.
 *
 * @param refusal GitHub's error if another output failed because the token lacks write permission
 */
export async function applySuggestionPlan(
  planned: SuggestionPlan,
  { client }: Target,
  { unpublished }: SuggestionSource,
  refusal: GitHubFault | null,
): Promise<number> {
  if (planned.fresh.length + planned.stale.length === 0) return planned.standing;
  if (refusal !== null) {
    unpublished.add(WHAT, refusal, PERMISSION);
    return planned.standing;
  }
  const { standing, refused, fault } = await publishSuggestions(client, planned);
  if (fault !== null) unpublished.add(WHAT, fault, PERMISSION);
  if (refused > 0) core.info(`GitHub rejected ${plural(refused, "suggestion")} because of their lines`);
  return standing;
}
