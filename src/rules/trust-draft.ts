import type { Role } from "../iam/model.js";
import { servicePrincipal, type TrustVerdict } from "../iam/verdict.js";
import type { Place } from "../source/place.js";
import { relatedPlaces } from "./action-draft.js";
import type { Draft, EvaluatedRole } from "./rule.js";

/** How messages refer to the party that must be able to assume the role. */
export function partyWord({ party, partition }: Pick<TrustVerdict, "party" | "partition">): string {
  return party === "appliance" ? "the backup appliance" : servicePrincipal(party, partition);
}

/** One draft for each party that concerns the trust rule. A trust policy belongs to the role, not to a kind. */
export function trustDrafts(
  evaluated: EvaluatedRole,
  concerns: (verdict: TrustVerdict) => boolean,
  words: (
    verdict: TrustVerdict,
  ) => Pick<Draft, "message" | "remedy" | "severity"> &
    Partial<Pick<Draft, "place" | "related">> & { readonly help: string },
): readonly Draft[] {
  return evaluated.trust.filter(concerns).map((verdict) => {
    const cause = verdict.causes[0];
    const place: Place = cause?.place ?? trustPlace(evaluated.role);
    const related = relatedPlaces(verdict.causes.slice(1));
    return {
      role: evaluated.role.id,
      kind: null,
      actions: ["sts:AssumeRole"],
      party: verdict.party,
      place,
      related,
      ...words(verdict),
    };
  });
}

/** The place of the trust policy if the role has a known one, otherwise the role's. */
export function trustPlace(role: Role): Place {
  const trust = role.variants[0].trust;
  return trust !== null && "statements" in trust ? trust.place : role.place;
}
