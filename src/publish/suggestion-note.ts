import { plural } from "../source/plural.js";

/** For the comment and the job summary: what stands on the lines. Null when nothing does. `url` is that of the repository. */
export function suggestionNote(standing: number, left: number, url: string, pullRequest: number): string | null {
  if (standing === 0) return null;
  const verb = standing === 1 ? "stands" : "stand";
  const more = left === 0 ? "" : `; ${left} more ${left === 1 ? "follows" : "follow"} when these are committed`;
  const lines = `[the changed lines](${url}/pull/${pullRequest}/files)`;
  return `💡 ${plural(standing, "suggestion")} to commit ${verb} on ${lines}${more}.`;
}
