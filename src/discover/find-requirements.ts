import { namesFile } from "../config/config-paths.js";
import type { ConfigProblem } from "../config/settings.js";
import { loadAuthorization } from "../iam/service-authorization.js";
import { catalogueRequirements, catalogueVersions, extendable } from "../requirements/catalogue/index.js";
import { LATEST } from "../requirements/read-lists.js";
import { readRequirements } from "../requirements/read-requirements.js";
import type { Requirements } from "../requirements/requirements.js";
import { readOwnFile } from "./find-config.js";
import type { Scope } from "./scope.js";

export type FoundRequirements =
  | { readonly requirements: Requirements }
  | { readonly problems: readonly ConfigProblem[] };

/** The requirements that the option names: a version of the catalogue, `latest`, or a custom file, relative to the root. */
export async function findRequirements(scope: Scope, named: string): Promise<FoundRequirements> {
  const known = await loadAuthorization();
  const version = named === LATEST ? catalogueVersions().at(-1) : named;
  const requirements = version === undefined ? null : catalogueRequirements(version, known);
  if (requirements !== null) return { requirements };
  if (!namesFile(named)) {
    const help = `versions are ${[...catalogueVersions(), LATEST].join(", ")}; or name a file of your own (.yml or .json)`;
    return { problems: [{ message: `there are no requirements \`${named}\``, help, place: null }] };
  }
  const found = readOwnFile(scope, named, "requirements");
  return "problem" in found ? { problems: [found.problem] } : readRequirements(found.file, known, extendable(known));
}
