import { catalogRequirements, catalogVersions } from "../requirements/catalog/index.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { fittingKinds, type NamedActions } from "./fitting-kinds.js";

/**
 * Names the kinds that a role resembles in the newest version that has a list for it, if it matches no list of its own version: version 7 has
 * none for EFS. Returns null if no version has one, or if the requirements are not the catalog's.
 */
export function kindsOfOtherVersions(requirements: Requirements, named: NamedActions): string | null {
  if (catalogRequirements(requirements.version) !== requirements) return null;
  for (const version of [...catalogVersions()].reverse()) {
    const fits = fittingKinds(catalogRequirements(version)?.kinds ?? [], named);
    if (fits.length === 0) continue;
    const kinds = fits.map(({ name }) => name).join(" and ");
    return `looks like ${kinds} of version ${version}, for which version ${requirements.version} has no list: to check it, set \`requirements: "${version}"\``;
  }
  return null;
}

/** The lists of the catalog's other versions. Their names include the version. */
export function listsOfOtherVersions({ version }: Requirements): readonly Kind[] {
  return catalogVersions()
    .filter((other) => other !== version)
    .flatMap((other) =>
      (catalogRequirements(other)?.kinds ?? []).map((kind) => ({
        ...kind,
        name: `${kind.name} of version ${other}`,
      })),
    );
}
