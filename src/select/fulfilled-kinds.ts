import type { Role } from "../iam/model.js";
import type { ActionVerdict } from "../iam/verdict.js";
import { catalogRequirements, catalogVersions } from "../requirements/catalog/index.js";
import type { Kind, RequiredAction } from "../requirements/requirements.js";
import { fittingKinds, type NamedActions, NamedByRoles } from "./fitting-kinds.js";
import { namedActions } from "./infer-kinds.js";

/** Kinds of one version for which a role is granted every action. */
export interface FulfilledKinds {
  /** Null for the version that the role is checked against. */
  readonly version: string | null;
  readonly kinds: readonly string[];
}

/** The lists that a role is checked against. */
export interface CheckedKinds {
  readonly version: string | undefined;
  readonly kinds: readonly Kind[];
}

/**
 * The kinds that a role looks like, in the newest version of the catalog in which it satisfies them all, regardless of the version that it
 * is checked against: version 7 has no list for EFS, so a complete EFS role lacks half of `backup` there. Returns null if there are none,
 * or if it is checked against exactly these.
 */
export function fulfilledKinds(
  role: Role,
  checked: CheckedKinds,
  verdictOf: (action: RequiredAction, kind: Kind) => ActionVerdict,
  byRoles = new NamedByRoles(),
): FulfilledKinds | null {
  const named = byRoles.of(namedActions(role));
  for (const version of [...catalogVersions()].reverse()) {
    // An older list doesn't settle a finding about a newer one.
    if (catalogVersions().indexOf(version) < catalogVersions().indexOf(checked.version ?? "")) return null;
    const fits = fittingKinds(catalogRequirements(version)?.kinds ?? [], named);
    const isMet = fits.every((kind) => kind.actions.every((action) => verdictOf(action, kind).verdict === "granted"));
    if (fits.length === 0 || !isMet || !accountsFor(fits, checked.kinds, named)) continue;
    if (version !== checked.version) return { version, kinds: namesOf(fits) };
    return fits.every(({ name }) => checked.kinds.some((kind) => kind.name === name))
      ? null
      : { version: null, kinds: namesOf(fits) };
  }
  return null;
}

/**
 * Whether the kinds contain every checked action that a role names. If it names more, it is meant for more: half of `backup` isn't a
 * smaller kind.
 */
function accountsFor(kinds: readonly Kind[], checked: readonly Kind[], named: NamedActions): boolean {
  const listed = new Set(actionsOf(kinds));
  return actionsOf(checked).every((action) => listed.has(action) || !named.has(action));
}

function actionsOf(kinds: readonly Kind[]): readonly string[] {
  return kinds.flatMap(({ actions }) => actions.map(({ action }) => action.toLowerCase()));
}

function namesOf(kinds: readonly Kind[]): readonly string[] {
  return kinds.map(({ name }) => name);
}
