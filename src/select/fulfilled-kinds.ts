import type { Role } from "../iam/model.js";
import type { ActionVerdict } from "../iam/verdict.js";
import { catalogueRequirements, catalogueVersions } from "../requirements/catalogue/index.js";
import type { Kind, RequiredAction } from "../requirements/requirements.js";
import { fittingKinds, NamedActions } from "./fitting-kinds.js";
import { namedActions } from "./infer-kinds.js";

/** Kinds of one version, all of whose actions a role is granted. */
export interface FulfilledKinds {
  /** Null for the version that the role is judged by. */
  readonly version: string | null;
  readonly kinds: readonly string[];
}

/** What a role is checked for. */
export interface Judged {
  readonly version: string | undefined;
  readonly kinds: readonly Kind[];
}

/**
 * The newest version of the catalogue in which a role meets all kinds that it looks like, whatever it is judged by: version 7 has no list
 * for EFS, so that a whole EFS role lacks half of `backup` there. Null if these are what it is checked for.
 */
export function fulfilledKinds(
  role: Role,
  judged: Judged,
  verdictOf: (action: RequiredAction, kind: Kind) => ActionVerdict,
): FulfilledKinds | null {
  const named = new NamedActions(namedActions(role));
  for (const version of [...catalogueVersions()].reverse()) {
    // An older list is no answer to a finding of a newer one.
    if (catalogueVersions().indexOf(version) < catalogueVersions().indexOf(judged.version ?? "")) return null;
    const fits = fittingKinds(catalogueRequirements(version)?.kinds ?? [], named);
    const isMet = fits.every((kind) => kind.actions.every((action) => verdictOf(action, kind).verdict === "granted"));
    if (fits.length === 0 || !isMet || !accountsFor(fits, judged.kinds, named)) continue;
    if (version !== judged.version) return { version, kinds: namesOf(fits) };
    return fits.every(({ name }) => judged.kinds.some((kind) => kind.name === name))
      ? null
      : { version: null, kinds: namesOf(fits) };
  }
  return null;
}

/** What a role names beyond the kinds, of those that it is checked for, says that it is for more: half of `backup` is no smaller kind. */
function accountsFor(kinds: readonly Kind[], judged: readonly Kind[], named: NamedActions): boolean {
  const listed = new Set(actionsOf(kinds));
  return actionsOf(judged).every((action) => listed.has(action) || !named.has(action));
}

function actionsOf(kinds: readonly Kind[]): readonly string[] {
  return kinds.flatMap(({ actions }) => actions.map(({ action }) => action.toLowerCase()));
}

function namesOf(kinds: readonly Kind[]): readonly string[] {
  return kinds.map(({ name }) => name);
}
