import type { Found } from "../discover/find-candidates.js";
import { readCandidate } from "../discover/read-candidate.js";
import { reportedPath, type Scope, UNUSABLE_LINK } from "../discover/scope.js";
import { filePlace } from "../source/place.js";
import type { FileProblem, PassedOver } from "./reader.js";

/**
 * Reports symbolic links that aren't followed. A link may be all that is visible of a template with an unusual name, or
 * of a folder of templates, so a link with a worker's name is a problem. Submodules that aren't checked out are only
 * listed: they are separate repositories, which may have their own checks.
 */
export function unfollowedLinks(
  { links, absent }: Found,
  scope: Scope,
  isWorkers: (path: string) => boolean,
): { readonly problems: readonly FileProblem[]; readonly passedOver: readonly PassedOver[] } {
  const [problems, passedOver]: [FileProblem[], PassedOver[]] = [[], []];
  for (const [link, target] of links) {
    const id = reportedPath(scope, link);
    const place = filePlace(id);
    const kind = target === null ? "none" : readCandidate(scope, { path: target.path, literal: false }).kind;
    if (kind === "other" || kind === "exporting") continue;
    const isLeftOut = target?.isLeftOut?.() === true;
    const reason =
      target === null
        ? UNUSABLE_LINK
        : isLeftOut
          ? "is a symbolic link to a file that git does not track, or that may hold credentials"
          : `is a symbolic link to ${reportedPath(scope, target.path)}, which \`files\` does not match`;
    if (isWorkers(id)) problems.push({ message: `${id} ${reason}`, help: HELP, place });
    else if (target !== null && !isLeftOut) passedOver.push({ id, reason: `${reason}: name that file itself`, place });
  }
  for (const id of absent.map((folder) => reportedPath(scope, folder)))
    if (isWorkers(id)) passedOver.push({ id, reason: ABSENT, place: filePlace(id) });
  return { problems, passedOver };
}

const ABSENT = "is a submodule that is not checked out: in a workflow, set `submodules: true` at actions/checkout";

const HELP = "replace it with its target, or name the target in `files`";
