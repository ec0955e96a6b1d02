import { isKnownExternalId } from "../iam/trust-external-ids.js";
import type { TrustVerdict } from "../iam/verdict.js";
import { describeReason, roleWord } from "./action-draft.js";
import type { EvaluatedRole, RoleRule } from "./rule.js";
import { FIX_GRAMMAR, hasVarFile, settlingHelp } from "./settling.js";
import { partyWord, trustDrafts } from "./trust-draft.js";
import { isUndecided } from "./undetermined-action.js";
import { wasTrusted } from "./weakened-action.js";

export const trustConditional: RoleRule = {
  id: "trust-conditional",
  defaultSeverity: "warning",
  summary: "A trust policy that lets the appliance or EC2 in only under a condition, or whose effect is unknown.",
  check: (evaluated) =>
    trustDrafts(
      evaluated,
      // If nothing at all is known about the role, only `undetermined-action` reports it.
      ({ verdict }) => verdict === "conditional" || (verdict === "undetermined" && !isUnknown(evaluated)),
      (verdict) => ({
        ...(verdict.asksNewId === true || wasTrusted(evaluated, verdict) || hasVarFile(verdict.causes)
          ? { severity: "error" as const }
          : {}),
        message: `${statement(verdict, roleWord(evaluated.role))}${wasWords(evaluated, verdict)}${reason(verdict)}`,
        help:
          verdict.asksNewId === true
            ? idHelp(verdict)
            : verdict.verdict === "conditional"
              ? settlingHelp(
                  verdict.causes,
                  { context: evaluated.context },
                  [],
                  (context) => evaluated.trying?.trust(verdict.party, { context }) ?? null,
                )
              : verdict.causes.some(({ statement }) => statement?.isFaulty)
                ? FIX_GRAMMAR
                : "resolve the principal in the file or the plan; set a parameter in a parameter file, or the role's account in `deployment.accounts`",
      }),
    ),
};

/** Help on declaring an external ID. Includes the ID to declare, if it isn't secret. */
function idHelp({ causes }: TrustVerdict): string {
  const test = causes.flatMap(({ statement }) => statement?.conditions ?? []).find(isKnownExternalId);
  const [value] = test?.values ?? [];
  const isShown = typeof value?.text === "string" && value.isSecret !== true && !/[*?]/.test(value.text);
  const line = isShown
    ? `: \`context: { "sts:ExternalId": ${JSON.stringify(value.text)} }\``
    : " under `context` in the configuration";
  return `if the appliance already sends it, declare it${line}; otherwise, set it up first, or restore the old condition`;
}

function isUnknown(evaluated: EvaluatedRole): boolean {
  const { trust } = evaluated.role.variants[0];
  return trust !== null && "kind" in trust && isUndecided(evaluated);
}

function statement(trust: TrustVerdict, role: string): string {
  if (trust.asksNewId === true) return `${partyWord(trust)} can assume ${role} only with an external ID`;
  return trust.verdict === "conditional"
    ? `${partyWord(trust)} can assume ${role} only under a condition`
    : `can't determine whether ${partyWord(trust)} can assume ${role}`;
}

function wasWords(evaluated: EvaluatedRole, verdict: TrustVerdict): string {
  if (verdict.asksNewId === true) {
    const ids = [...(evaluated.before?.externalIds?.values() ?? [])];
    const isOther = ids.every((some) => !some.includes(null));
    return `, ${isOther ? "different from the one required" : "which was not required"} ${evaluated.before?.where}`;
  }
  if (!wasTrusted(evaluated, verdict)) return "";
  const { where = "", trust } = evaluated.before ?? {};
  const usually = trust?.has(verdict.party) === true ? "" : " with the parameters' defaults";
  return `, which was certain ${where}${usually}`;
}

function reason(verdict: TrustVerdict): string {
  const cause = verdict.causes[0];
  return cause === undefined ? "" : ` (${describeReason(cause)})`;
}
