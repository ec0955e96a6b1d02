import type { Role } from "../iam/model.js";
import type { ActionVerdict, TrustVerdict } from "../iam/verdict.js";
import { cannotPassAllRoles } from "../path/passing.js";
import { idInRun } from "../path/same-deployment.js";
import { plural } from "../source/plural.js";
import {
  accountHelp,
  countOf,
  describeCause,
  distinctCauses,
  draftsByKind,
  relatedPlaces,
  roleWord,
  settlesAll,
} from "./action-draft.js";
import { declaringHelp } from "./declaring.js";
import type { Finding } from "./finding.js";
import type { Draft, EvaluatedKind, EvaluatedRole, RoleBefore, RoleRule } from "./rule.js";
import { undecidedReason } from "./settling.js";

const FOR_A_CONDITION = "declare a condition key's value under `context`";

/**
 * Reports actions that were granted on the base and are now granted only partly or not certainly. If they are now
 * missing or denied, other rules report an error. The rules that only warn skip the actions reported here, so that no
 * action is in two findings.
 */
export const weakenedAction: RoleRule = {
  id: "weakened-action",
  defaultSeverity: "error",
  summary: "Required actions that the base fully granted but that are now partial, conditional, or undetermined.",
  check: (evaluated) => {
    const where = evaluated.before?.where ?? "";
    const weaker = draftsByKind(
      evaluated,
      (verdict, kind) => isWeakened(evaluated, kind, verdict),
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["limits", "denies", "allows", "unknown"]);
        const why = causes[0] === undefined ? "" : ` (${describeCause(causes[0])})`;
        const now = [...new Set(verdicts.map(({ verdict }) => NOW[verdict] ?? verdict))].join(", or ");
        const usual = evaluated.before?.byDefault?.get(kind.kind.name);
        const usually = verdicts.some(({ action }) => usual?.has(action)) ? " with the parameters' defaults" : "";
        const partial = verdicts.filter((one) => one.verdict === "partial" && !cannotPassAllRoles(one));
        const reason = undecidedReason(causes, evaluated, verdicts);
        const open = reason === null ? `${FOR_A_CONDITION}, or ` : "";
        const settings =
          partial.length === 0
            ? open
            : `declare it (${declaringHelp(partial, settlesAll(evaluated, kind, partial))}), ${FOR_A_CONDITION}, or `;
        return {
          message: `${roleWord(evaluated.role)} has ${countOf(kind, verdicts)} ${now}, although they were granted ${where}${usually}${why}`,
          help: `grant them as before${reason === null ? "" : ` (${reason})`}${accountHelp(evaluated.role)}; if this is intended, ${settings}suppress weakened-action with the reason`,
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    );
    return [
      ...conditionDrafts(evaluated, where),
      ...profileDrafts(evaluated, where),
      ...weaker,
      ...keyDrafts(evaluated, where),
      ...(evaluated.before?.dropped ?? []).map((kind) => droppedDraft(evaluated, kind, where)),
      ...(evaluated.before?.otherwise ?? []).map((what) => droppedOtherwise(evaluated, what, where)),
    ];
  },
};

/** A role whose condition doesn't hold isn't created, so it grants nothing. */
function conditionDrafts({ role, before }: EvaluatedRole, where: string): readonly Draft[] {
  if (role.onlyUnder === undefined || before?.made !== true) return [];
  const message = `is created only if condition ${role.onlyUnder} holds, but was created ${where} with the parameters' defaults`;
  const help = "create it as before, or give the parameters defaults that meet the condition";
  return [about(role, null, message, help)];
}

/** Reports a role whose instance profile is no longer certain. If the role certainly has none, instance-profile-missing reports it. */
function profileDrafts({ role, kinds, before }: EvaluatedRole, where: string): readonly Draft[] {
  const { instanceProfile: now } = role;
  const attached = kinds.find(({ kind }) => kind.trust.includes("ec2"));
  if (attached === undefined || before?.instanceProfile !== true || now === null || typeof now === "boolean") return [];
  const message = `may no longer have an instance profile (${now.expression}), which it had ${where}`;
  const help =
    "declare the profile as before, or give the parameters defaults under which the profile includes the role";
  return [about(role, attached.kind.name, message, help)];
}

/** Reports the actions that key policies no longer allow a role to perform, regardless of its own policies. */
function keyDrafts({ role, kinds, before }: EvaluatedRole, where: string): readonly Draft[] {
  return kinds.flatMap(({ kind, verdicts: all }): readonly Draft[] => {
    const needed = new Set(all.map(({ action }) => action));
    const less = (before?.lostKeyActions ?? []).flatMap((key) => {
      const verdicts = key.verdicts.filter(({ action }) => needed.has(action));
      return verdicts.length === 0 ? [] : [{ ...key, verdicts }];
    });
    const [first] = less;
    if (first === undefined) return [];
    const verdicts = less.flatMap((key) => key.verdicts);
    const actions = [...new Set(verdicts.map(({ action }) => action))];
    const causes = distinctCauses(verdicts, ["limits", "denies", "unknown"]);
    const [cause] = causes;
    const names = [...new Set(less.map(({ id, isGone }) => (isGone === true ? `${id}, which was removed,` : id)))];
    const why = cause === undefined ? "" : ` (${describeCause(cause)})`;
    const help = "let the role perform them as before, and name the replacement of a removed key under `keys`";
    return [
      {
        ...about(role, kind.name, "", help),
        actions,
        message: `the policy of key ${names.join(", ")} may no longer let ${roleWord(role)} perform ${plural(actions.length, `${kind.name} action`)}, as it did ${where}${why}`,
        place: cause?.place ?? first.place,
        related: relatedPlaces(causes.slice(1)),
      },
    ];
  });
}

/** A draft at the role, without actions. `what` follows the role's name. */
function about(role: Role, kind: string | null, what: string, how: string): Draft {
  const message = `${roleWord(role)} ${what}`;
  const help = `${how}; if this is intended, suppress weakened-action with the reason`;
  return { role: role.id, kind, actions: [], message, help, place: role.place, related: [] };
}

/** If a change removes an action from both the list and the role, no verdict is left to warn about it. */
function droppedDraft({ role }: EvaluatedRole, kind: EvaluatedKind, where: string): Draft {
  const { verdicts } = kind;
  const what = `has lost ${countOf(kind, verdicts)}, which were required and granted ${where}`;
  const help = "grant them, and leave `requirements` as it was";
  return { ...about(role, kind.kind.name, what, help), actions: verdicts.map(({ action }) => action) };
}

function droppedOtherwise({ role }: EvaluatedRole, what: string, where: string): Draft {
  const help = "restore it, and leave `requirements` as it was";
  return about(role, null, `has lost ${what}, which was required and present ${where}`, help);
}

const NOW: Readonly<Record<string, string>> = {
  partial: "only on some resources",
  conditional: "only under a condition",
  undetermined: "only if unknown values allow them",
};

/** Whether an action was granted before and is now weaker, but neither missing nor denied. */
export function isWeakened(evaluated: EvaluatedRole, kind: EvaluatedKind, verdict: ActionVerdict): boolean {
  if (NOW[verdict.verdict] === undefined || !wasGranted(evaluated, kind, verdict)) return false;
  // Decides again on each passed role, so it comes last.
  return !verdict.ifTogether?.();
}

function wasGranted({ before }: EvaluatedRole, { kind }: EvaluatedKind, verdict: ActionVerdict): boolean {
  const { among } = before ?? {};
  if (among && verdict.unpassed?.every((role) => !among.has(idInRun(role)))) return false;
  if (before?.granted.get(kind.name)?.has(verdict.action) === true) return true;
  return before?.byDefault?.get(kind.name)?.has(verdict.action) === true && verdict.byDefault?.() !== true;
}

/** Whether a finding without actions is about something that the base had: an instance profile, a trust policy, or a caller. */
export function wasPresent(
  { rule, kind, party, caller }: Pick<Finding, "rule" | "kind" | "party" | "caller">,
  { trust, instanceProfile, callers = [] }: Pick<RoleBefore, "trust" | "instanceProfile" | "callers">,
): boolean {
  if (party !== undefined) return rule !== "trust-too-wide" && trust.has(party);
  if (caller !== undefined) return callers.includes(caller);
  return rule === "instance-profile-missing" && kind !== null && instanceProfile;
}

/** Whether the trust policy certainly let in the party before, at least with the parameters' defaults, and no longer does. */
export function wasTrusted({ before }: EvaluatedRole, { party, byDefault }: TrustVerdict): boolean {
  if (before?.trust.has(party) === true) return true;
  return byDefault !== true && before?.trustByDefault?.has(party) === true;
}
