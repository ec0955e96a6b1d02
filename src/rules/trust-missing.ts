import type { Cause, TrustVerdict } from "../iam/verdict.js";
import { roleWord } from "./action-draft.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";
import { partyWord, trustDrafts } from "./trust-draft.js";

export const trustMissing: RoleRule = {
  id: "trust-missing",
  defaultSeverity: "error",
  summary: "The trust policy does not let in the appliance, or an AWS service, that has to assume the role.",
  check: (evaluated) => [
    ...trustDrafts(
      evaluated,
      (verdict) => verdict.verdict === "missing",
      (verdict) => ({
        remedy: { kind: "add-trust", role: evaluated.role, appliance: evaluated.appliance, ...verdict },
        message: `the trust policy of ${roleWord(evaluated.role)} does not let ${partyWord(verdict)} assume it${wasWords(evaluated, verdict) || unmetWords(verdict)}`,
        help: wasWords(evaluated, verdict) === "" ? helpFor(verdict) : TRUST_AGAIN,
      }),
    ),
    ...outOfSight(evaluated),
  ],
};

/** Policy files may do without a trust policy. A role that had one on the base, and has none now, is a loss. */
function outOfSight({ role, kinds, trust, before }: EvaluatedRole): readonly Draft[] {
  if (before === null) return [];
  const wanted = new Set(kinds.flatMap(({ kind }) => kind.trust));
  const lost = [...wanted].filter((party) => before.trust.has(party) && trust.every((known) => known.party !== party));
  return lost.map((party) => ({
    role: role.id,
    kind: null,
    actions: ["sts:AssumeRole"],
    party,
    message: `${roleWord(role)} has no trust policy that is checked; ${before.where} it had one that let ${partyWord({ party })} assume it`,
    help: "name the file of its trust policy under `groups` in the config, or give that file its statements back",
    place: role.place,
    related: [],
  }));
}

const TRUST_AGAIN = "trust it as before; if another appliance is meant, name it as `appliance` in the config";

/** Where nobody declares the appliance, whom the base trusted stands for it. */
function wasWords({ appliance, before }: EvaluatedRole, { party }: TrustVerdict): string {
  if (party !== "appliance" || before === null || appliance.length === 0 || appliance !== before.trusted) return "";
  return `: it let in ${appliance.join(", ")} ${before.where}, and does not now`;
}

/** A statement that names the party, and whose condition the party can't meet. */
function unmet({ causes }: TrustVerdict): Cause | undefined {
  return causes.find(({ statement, detail }) => statement !== null && detail !== null && detail !== "");
}

function unmetWords(verdict: TrustVerdict): string {
  const cause = unmet(verdict);
  return cause === undefined ? "" : `: ${cause.detail}`;
}

function helpFor(verdict: TrustVerdict): string {
  const { party, verified } = verdict;
  if (party !== "appliance") {
    const cause = unmet(verdict);
    if (cause === undefined) return `add a statement that allows sts:AssumeRole to the service ${partyWord(verdict)}`;
    const { principals = [] } = cause.statement?.principals ?? {};
    return principals.length === 1
      ? `drop the condition from the statement of ${partyWord(verdict)}`
      : `split the statement: give ${partyWord(verdict)} one of its own, without the condition`;
  }
  return `add a statement that allows sts:AssumeRole to ${verified ? "the principal given as `appliance`" : "the appliance's impersonation role or account; when `appliance` names it, `fix` does so"}`;
}
