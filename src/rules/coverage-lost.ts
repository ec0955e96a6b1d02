import type { Role } from "../iam/model.js";
import type { TrustParty } from "../iam/verdict.js";
import type { RoleIdentity } from "../select/role-pattern.js";
import type { Place } from "../source/place.js";
import { plural } from "../source/plural.js";
import type { Draft, RuleDescription } from "./rule.js";
import { partyWord } from "./trust-draft.js";

export const coverageLost: RuleDescription = {
  id: "coverage-lost",
  defaultSeverity: "error",
  summary: "A kind that a role was checked for on the base, and is not any more.",
};

export interface LostKind {
  readonly before: {
    readonly identity: RoleIdentity;
    readonly place: Place;
    readonly commit: string | null;
    readonly where: string;
    readonly kinds: ReadonlyMap<string, unknown>;
  };
  readonly kind: string;
  /** The role as it is now; null when it is gone. */
  readonly now: Role | null;
  readonly actions: readonly string[];
  readonly parties: readonly TrustParty[];
}

/** `deleted`: the role as the plan that deletes it has it. */
export function lostCoverage({ before, kind, now, actions, parties }: LostKind, deleted: Role | null): Draft {
  const { identity, where } = before;
  const place = (now ?? deleted)?.place ?? before.place;
  const gone = deleted === null ? "is gone" : "is deleted by the plan";
  const lacks = actions.length === 0 ? "" : `; it lacks ${plural(actions.length, "action")} that it had`;
  const shut =
    parties.length === 0
      ? ""
      : `; its trust policy does not let ${parties.map(partyWord).join(" and ")} assume it any more`;
  const name = now?.id ?? identity.id;
  return {
    role: name,
    kind,
    actions,
    message:
      now === null
        ? `role ${name} ${gone}, and no other role took over ${kind}, which it was checked for ${where}`
        : `role ${name} is not checked for ${kind} any more, as it was ${where}${lacks}${shut}`,
    help:
      now === null
        ? `give the role back, or have another one meet ${kind} in full; if it is meant, add \`${name}: ignore\` to \`roles\` in the configuration, or suppress coverage-lost with the reason`
        : `give it back what ${kind} needs, or the line or marker that named the kind; if it is meant, say under \`roles\` what the role is for now (\`${name}: ${[...before.kinds.keys()].join(", ")}\`, or \`${name}: ignore\`), or suppress coverage-lost with the reason`,
    place,
    related: [],
    ...(place === before.place && before.commit !== null ? { commit: before.commit } : {}),
  };
}
