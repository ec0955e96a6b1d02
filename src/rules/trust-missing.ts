import type { Cause, TrustVerdict } from "../iam/verdict.js";
import { placesOf } from "../path/holders.js";
import { roleWord } from "./action-draft.js";
import { inSource, isStale } from "./in-source.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";
import { partyWord, trustDrafts } from "./trust-draft.js";

export const trustMissing: RoleRule = {
  id: "trust-missing",
  defaultSeverity: "error",
  summary: "A trust policy that leaves out the appliance or an AWS service that has to assume the role.",
  check: (evaluated) => [
    ...trustDrafts(
      evaluated,
      (verdict) => verdict.verdict === "missing",
      (verdict) => {
        const others = sharedTrust(evaluated, verdict);
        const was = wasWords(evaluated, verdict);
        return {
          ...(others === "" && verdict.lost === undefined
            ? { remedy: { kind: "add-trust", role: evaluated.role, appliance: evaluated.appliance, ...verdict } }
            : {}),
          message: `the trust policy of ${roleWord(evaluated.role)} does not let ${partyWord(verdict)} assume it${was || unmetWords(verdict)}`,
          help:
            was === ""
              ? `${others && `give the role a separate trust policy, because this one also belongs to ${others}; there, `}${helpFor(verdict, others)}`
              : TRUST_AGAIN,
        };
      },
    ).map((draft) =>
      draft.party !== undefined && isStale(evaluated) && evaluated.trying?.trust(draft.party, { isRenewed: true })
        ? inSource(draft, "already lets it assume the role")
        : draft,
    ),
    ...outOfSight(evaluated),
  ],
};

/** Describes the other roles that share this trust policy. The party could assume them, too. */
function sharedTrust({ role, sharedWith }: EvaluatedRole, { party }: TrustVerdict): string {
  const places = role.variants.flatMap(({ trust }) => (trust !== null && "statements" in trust ? placesOf(trust) : []));
  return sharedWith?.(places, `trust ${party}`) ?? "";
}

/** Policy files may lack a trust policy. But if the role had one on the base and now has none, that is a loss. */
function outOfSight({ role, kinds, trust, before }: EvaluatedRole): readonly Draft[] {
  if (before === null) return [];
  const wanted = new Set(kinds.flatMap(({ kind }) => kind.trust));
  const lost = [...wanted].filter((party) => before.trust.has(party) && trust.every((known) => known.party !== party));
  return lost.map((party) => ({
    role: role.id,
    kind: null,
    actions: ["sts:AssumeRole"],
    party,
    message: `${roleWord(role)} has no trust policy in this check; ${before.where} it had one that let ${partyWord({ party })} assume it`,
    help: "name the file of its trust policy under `groups` in the configuration, or restore the statements in that file",
    place: role.place,
    related: [],
  }));
}

const TRUST_AGAIN =
  "trust it as before; if you use a different appliance now, name it as `appliance` in the configuration";

/** Says whom the role let in on the base. If the appliance isn't declared, it is assumed to be the principal that the base trusted. */
function wasWords({ appliance, before }: EvaluatedRole, { party, lost }: TrustVerdict): string {
  if (lost !== undefined) return `: it let in ${lost} ${before?.where}, but no longer names them`;
  if (party !== "appliance" || before === null || appliance.length === 0 || appliance !== before.trusted) return "";
  return `: it let in ${appliance.join(", ")} ${before.where}, but no longer does`;
}

/** The cause of a statement that names the party but has a condition that the party can't meet. */
function unmet({ causes }: TrustVerdict): Cause | undefined {
  return causes.find(({ statement, detail }) => statement !== null && detail !== null && detail !== "");
}

function unmetWords(verdict: TrustVerdict): string {
  const cause = unmet(verdict);
  return cause === undefined ? "" : `: ${cause.detail}`;
}

function helpFor(verdict: TrustVerdict, others: string): string {
  const { party, verified } = verdict;
  if (party !== "appliance") {
    const cause = unmet(verdict);
    if (cause === undefined)
      return `add a statement that allows the service ${partyWord(verdict)} to call sts:AssumeRole`;
    const { principals = [] } = cause.statement?.principals ?? {};
    return principals.length === 1
      ? `drop the condition from the statement of ${partyWord(verdict)}`
      : `split the statement: give ${partyWord(verdict)} a separate statement without the condition`;
  }
  return `add a statement that allows ${verified ? "the principal given as `appliance`" : "the appliance's impersonation role or account"} to call sts:AssumeRole${verified || others !== "" ? "" : "; if you set `appliance`, `fix` adds it"}`;
}
