import { namesFile } from "../config/config-paths.js";
import type { ConfigProblem } from "../config/settings.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import { catalogRequirements, catalogVersions, extendable } from "../requirements/catalog/index.js";
import { LATEST } from "../requirements/read-lists.js";
import { readRequirements } from "../requirements/read-requirements.js";
import type { Requirements } from "../requirements/requirements.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { readOwnFile } from "./find-config.js";
import type { Scope } from "./scope.js";
import { isUntracked } from "./tracked-files.js";

export type FoundRequirements =
  | { readonly requirements: Requirements }
  | { readonly problems: readonly ConfigProblem[] };

/**
 * Finds the requirements that the option names: a version of the catalog, `latest`, or a custom file, relative to the root.
 *
 * @param config the configuration that names them, which a pull request can change; null if an input names them
 */
export async function findRequirements(
  scope: Scope,
  named: string,
  config: string | null = null,
): Promise<FoundRequirements> {
  const known = await loadAuthorization();
  const version = named === LATEST ? catalogVersions().at(-1) : named;
  const requirements = version === undefined ? null : catalogRequirements(version, known);
  if (requirements !== null) return { requirements };
  if (!namesFile(named)) {
    const versions = [...catalogVersions(), LATEST].join(", ");
    const near = catalogVersions().find((one) => one.startsWith(`${named}.`)) ?? nearestWord(named, [LATEST]);
    const help = advice(near, `versions: ${versions}, or a file of your own (.yml or .json)`);
    return { problems: [{ message: `unknown requirements version \`${named}\``, help, place: null }] };
  }
  const found = readOwnFile(scope, named, "requirements");
  if ("problem" in found) return { problems: [found.problem] };
  const read = readRequirements(found.file, known, extendable(known));
  return "problems" in read && config !== null && isUntracked(scope, named, config)
    ? { problems: concealed(named, read.problems) }
    : read;
}

/** Hides the details of problems that would quote a file's content: a pull request can name any file as its requirements. */
function concealed(path: string, problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const message = `the requirements file ${path} has an error, which is not shown because git does not track the file`;
  const help = "add it to the repository, or name it with the input or option `requirements`";
  return problems.slice(0, 1).map(({ place }) => ({ message, help, place }));
}
