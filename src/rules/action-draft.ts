import type { Role } from "../iam/model.js";
import type { ActionVerdict, Cause } from "../iam/verdict.js";
import type { RelatedPlace } from "./finding.js";
import type { Draft, EvaluatedKind, EvaluatedRole } from "./rule.js";

/** Makes the one draft of a rule for a role and a kind out of the verdicts that the rule is about; none for no verdict. */
export function draftsByKind(
  evaluated: EvaluatedRole,
  concerns: (verdict: ActionVerdict) => boolean,
  draft: (
    kind: EvaluatedKind,
    verdicts: readonly ActionVerdict[],
  ) => Pick<Draft, "message" | "help" | "place" | "related" | "severity" | "remedy">,
): readonly Draft[] {
  return evaluated.kinds.flatMap((kind) => {
    const verdicts = kind.verdicts.filter(concerns);
    if (verdicts.length === 0) return [];
    const actions = verdicts.map((verdict) => verdict.action);
    return [{ role: evaluated.role.id, kind: kind.kind.name, actions, ...draft(kind, verdicts) }];
  });
}

/** `4 of 33 communication actions`, or `1 of 33 ...`. */
export function countOf(kind: EvaluatedKind, verdicts: readonly ActionVerdict[]): string {
  return `${verdicts.length} of ${kind.kind.actions.length} ${kind.kind.name} actions`;
}

export const EVERY_RESOURCE = 'Resource "*"';

const MOST_RESOURCES = 3;

/** The resources that the actions are needed on, as words; `EVERY_RESOURCE` when one of them is needed on every resource. */
export function neededResources({ kind }: EvaluatedKind, verdicts: readonly ActionVerdict[]): string {
  const wanted = new Set(verdicts.map(({ action }) => action));
  const resources = [
    ...new Set(kind.actions.flatMap(({ action, resources }) => (wanted.has(action) ? resources : []))),
  ];
  if (resources.includes("*")) return EVERY_RESOURCE;
  const more = resources.length - MOST_RESOURCES;
  return `Resource ${[...resources.slice(0, MOST_RESOURCES), ...(more > 0 ? [`${more} more`] : [])].join(", ")}`;
}

/** What messages call a role. */
export function roleWord(role: Role): string {
  return `role ${role.id}`;
}

/** The causes of some verdicts, each once: a statement that denies ten actions is one cause. */
export function distinctCauses(
  verdicts: readonly ActionVerdict[],
  effects: readonly Cause["effect"][],
): readonly Cause[] {
  const seen = new Map<string, Cause>();
  for (const cause of verdicts.flatMap((verdict) => verdict.causes)) {
    if (!effects.includes(cause.effect)) continue;
    const key = `${cause.policy}\n${cause.detail}`;
    if (!seen.has(key)) seen.set(key, cause);
  }
  return [...seen.values()];
}

const MOST_RELATED = 5;

export function relatedPlaces(causes: readonly Cause[]): readonly RelatedPlace[] {
  return causes.slice(0, MOST_RELATED).map((cause) => ({ place: cause.place, message: causeWords(cause) }));
}

/** `policy Guard, statement DenyDelete: condition aws:RequestedRegion`. */
export function causeWords(cause: Cause): string {
  if (cause.policy === null) return cause.detail ?? "";
  const sid = cause.statement?.sid;
  // Trust names its policy in words.
  const policy = cause.policy.startsWith("trust policy of ") ? cause.policy : `policy ${cause.policy}`;
  const where = `${policy}${sid ? `, statement ${sid}` : ""}`;
  return cause.detail === null ? where : `${where}: ${cause.detail}`;
}
