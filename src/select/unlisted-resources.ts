import type { PlacedResources } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import { hasWildcards, matchesPattern } from "../iam/pattern.js";
import type { Requirements } from "../requirements/requirements.js";
import { nearestWord } from "../source/nearest-word.js";

/** Lines of `resources` about actions that no kind requires: whoever wrote one believes that it says something. */
export function unlistedResources(
  resources: readonly PlacedResources[],
  { kinds, version }: Requirements,
): readonly ConfigProblem[] {
  const listed = [...new Set(kinds.flatMap(({ actions }) => actions.map(({ action }) => action)))];
  return resources.flatMap(({ actions, place }) => {
    const wanted = actions.toLowerCase();
    if (listed.some((action) => matchesPattern(wanted, action.toLowerCase()))) return [];
    const near = nearOf(actions, listed);
    const help = near === null ? "take the line out" : `did you mean \`${near}\`?`;
    const what = hasWildcards(actions) ? "which matches no action" : "which is no action";
    return [{ message: `\`resources\` names \`${actions}\`, ${what} of any kind (version ${version})`, help, place }];
  });
}

/** The nearest action; of a pattern, the same one of the nearest service. */
function nearOf(actions: string, listed: readonly string[]): string | null {
  if (!hasWildcards(actions)) return nearestWord(actions, listed);
  const [service = "", name = ""] = actions.split(":");
  const services = new Set(listed.map((action) => action.slice(0, action.indexOf(":"))));
  const nearest = services.has(service) ? null : nearestWord(service, services);
  return nearest === null ? null : `${nearest}:${name}`;
}
