import { catalogueRequirements, catalogueVersions } from "./catalogue/index.js";
import type { Requirements } from "./requirements.js";

export type LoadedRequirements =
  | { readonly requirements: Requirements }
  | { readonly message: string; readonly help: string };

/** The requirements that the option names: a version of the catalogue. */
export function loadRequirements(name: string): LoadedRequirements {
  const requirements = catalogueRequirements(name);
  if (requirements !== null) return { requirements };
  return { message: `there are no requirements \`${name}\``, help: `versions are ${catalogueVersions().join(", ")}` };
}
