import type { Role } from "../iam/model.js";
import type { ActionVerdict } from "../iam/verdict.js";
import { catalogueRequirements, catalogueVersions } from "../requirements/catalogue/index.js";
import type { RequiredAction } from "../requirements/requirements.js";
import { fittingKinds, NamedActions } from "./fitting-kinds.js";
import { namedActions } from "./infer-kinds.js";

/** Kinds of one version, all of whose actions a role is granted. */
export interface FulfilledKinds {
  readonly version: string;
  readonly kinds: readonly string[];
}

/**
 * The newest version of the catalogue in which a role meets all kinds that it looks like, whatever it is judged by: version 7 has no list
 * for EFS, so that a whole EFS role lacks half of `backup` there.
 */
export function fulfilledKinds(
  role: Role,
  verdictOf: (action: RequiredAction) => ActionVerdict,
): FulfilledKinds | null {
  const named = new NamedActions(namedActions(role));
  for (const version of [...catalogueVersions()].reverse()) {
    const fits = fittingKinds(catalogueRequirements(version)?.kinds ?? [], named);
    const isMet = fits.every(({ actions }) => actions.every((action) => verdictOf(action).verdict === "granted"));
    if (fits.length > 0 && isMet) return { version, kinds: fits.map(({ name }) => name) };
  }
  return null;
}
