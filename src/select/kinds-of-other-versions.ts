import { catalogueRequirements, catalogueVersions } from "../requirements/catalogue/index.js";
import type { Kind, Requirements } from "../requirements/requirements.js";
import { fittingKinds, type NamedActions } from "./fitting-kinds.js";

/**
 * What a role looks like to the newest version that has a list for it, in words, where it fits none of its own version's: version 7 has
 * none for EFS. Null where no version has one, or the requirements are not the catalogue's.
 */
export function kindsOfOtherVersions(requirements: Requirements, named: NamedActions): string | null {
  if (catalogueRequirements(requirements.version) !== requirements) return null;
  for (const version of [...catalogueVersions()].reverse()) {
    const fits = fittingKinds(catalogueRequirements(version)?.kinds ?? [], named);
    if (fits.length === 0) continue;
    const kinds = fits.map(({ name }) => name).join(" and ");
    return `looks like ${kinds} of version ${version}, for which version ${requirements.version} has no list: to have it checked, set \`requirements: "${version}"\``;
  }
  return null;
}

/** The lists that the catalogue's other versions have, by names that say of which. */
export function listsOfOtherVersions({ version }: Requirements): readonly Kind[] {
  return catalogueVersions()
    .filter((other) => other !== version)
    .flatMap((other) =>
      (catalogueRequirements(other)?.kinds ?? []).map((kind) => ({
        ...kind,
        name: `${kind.name} of version ${other}`,
      })),
    );
}
