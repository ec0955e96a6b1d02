import { plural } from "../source/plural.js";

/**
 * A note for the comment and the job summary about the suggestions on the pull request. Returns null if there are none.
 * `url` is the repository's address.
 */
export function suggestionNote(standing: number, left: number, url: string, pullRequest: number): string | null {
  if (standing === 0) return null;
  const verb = standing === 1 ? "appears" : "appear";
  const more = left === 0 ? "" : `; ${left} more ${left === 1 ? "follows" : "follow"} when these are committed`;
  const lines = `[the changed lines](${url}/pull/${pullRequest}/files)`;
  return `💡 ${plural(standing, "suggestion")} to commit ${verb} on ${lines}${more}.`;
}
