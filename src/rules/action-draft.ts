import type { Role } from "../iam/model.js";
import { UNKNOWN_DOCUMENT } from "../iam/policy-set.js";
import { accountInArn } from "../iam/principal-id.js";
import { asPolicyCondition, conditionText, type RequestCondition } from "../iam/requests.js";
import type { ActionVerdict, Cause } from "../iam/verdict.js";
import { partsOf } from "../path/own-accounts.js";
import { ownArns } from "../path/role-reach.js";
import type { Settles } from "../path/simulation.js";
import type { RequiredAction } from "../requirements/requirements.js";
import { reportedId } from "../select/role-pattern.js";
import { append } from "../source/append.js";
import { showText } from "../source/node.js";
import { oncePer } from "../source/once-per.js";
import type { RelatedPlace } from "./finding.js";
import { otherVersions } from "./other-versions.js";
import type { Draft, EvaluatedKind, EvaluatedRole } from "./rule.js";

/**
 * Builds a rule's drafts for a role, per kind, from the verdicts that concern the rule: one draft for the actions
 * needed in any request, and one for each condition under which others are needed. Each help text ends with the other
 * versions or kinds that the role satisfies.
 */
export function draftsByKind(
  evaluated: EvaluatedRole,
  concerns: (verdict: ActionVerdict, kind: EvaluatedKind) => boolean,
  draft: (
    kind: EvaluatedKind,
    verdicts: readonly ActionVerdict[],
  ) => Pick<Draft, "message" | "help" | "place" | "related" | "severity" | "remedy">,
): readonly Draft[] {
  return evaluated.kinds.flatMap((kind) => {
    const groups = new Map<string, ActionVerdict[]>();
    for (const verdict of kind.verdicts.filter((one) => one.isReported !== true && concerns(one, kind))) {
      const under = conditionText(requiredByVerdict(kind).get(verdict)?.condition);
      append(groups, under, verdict);
    }
    return [...groups.values()].map((verdicts) => {
      const actions = verdicts.map((verdict) => verdict.action);
      const condition = verdicts[0] === undefined ? undefined : requiredByVerdict(kind).get(verdicts[0])?.condition;
      const { help, ...rest } = draft(kind, verdicts);
      const lacking = verdicts.flatMap((one) => one.lacking?.map(({ detail }) => `${one.action} ${detail}`) ?? []);
      return {
        role: evaluated.role.id,
        kind: kind.kind.name,
        actions,
        ...(condition === undefined ? {} : { condition }),
        ...(lacking.length === 0 ? {} : { lacking }),
        ...rest,
        help: help === null ? null : `${help}${otherVersions(evaluated)}`,
      };
    });
  });
}

/** Cached, because a list can have a hundred thousand actions, and searching it for each one takes minutes. */
const requiredByVerdict = oncePer(
  ({ kind, verdicts }: EvaluatedKind): ReadonlyMap<ActionVerdict, RequiredAction | undefined> =>
    // Verdicts are in the same order as the list.
    new Map(verdicts.map((verdict, index) => [verdict, kind.actions[index]])),
);

/** Help for an ARN in an account that the base doesn't name: the role may nevertheless be in that account. Empty if there is none. */
export function accountHelp(role: Role): string {
  const [account] = partsOf(role).flatMap((part) =>
    ownArns(part).flatMap(({ text, isSecret }) => {
      const one = isSecret ? undefined : accountInArn(showText(text));
      return one === undefined || part.named?.includes(one) !== false ? [] : one;
    }),
  );
  if (account === undefined) return "";
  const line = role.variants[0].varFile
    ? "set `allowed_account_ids` in its provider from a variable"
    : `\`deployment: { accounts: ["${account}"] }\``;
  return `; if the role is in account ${account}, declare that: ${line}`;
}

/** For example `4 of 33 communication actions`. */
export function countOf(kind: EvaluatedKind, verdicts: readonly ActionVerdict[]): string {
  return `${verdicts.length} of ${kind.kind.actions.length} ${kind.kind.name} actions`;
}

/** Whether none of the kind's actions is granted without a condition. Such a kind would pass because of a condition that may never hold. */
export function needsConditions({ verdicts }: EvaluatedKind): boolean {
  return verdicts.every(
    ({ verdict, underCondition }) => verdict !== "granted" && (verdict !== "partial" || underCondition === true),
  );
}

/** Returns a function that tests whether a declaration would settle a finding about some actions of a kind. */
export function settlesAll(
  { trying }: EvaluatedRole,
  kind: EvaluatedKind,
  verdicts: readonly ActionVerdict[],
): Settles {
  const required = verdicts.flatMap((verdict) => requiredByVerdict(kind).get(verdict) ?? []);
  return (more) => trying?.grants(required, more) ?? null;
}

const MAX_RESOURCES = 3;

/** The resources and requests that some actions are needed for. */
export interface Needed {
  /** Whether the requirements need at least one of the actions on every resource (Resource `*`). */
  readonly isEverywhere: boolean;
  readonly condition: RequestCondition | undefined;
  /** `Resource "*" and Condition {...}`. */
  readonly words: string;
}

/** Returns the resources and requests that the actions are needed for. All actions must have the same condition. */
export function neededActions(kind: EvaluatedKind, verdicts: readonly ActionVerdict[]): Needed {
  const needed = verdicts.flatMap((verdict) => requiredByVerdict(kind).get(verdict) ?? []);
  const resources = [
    ...new Set([...needed.flatMap((one) => one.resources), ...verdicts.flatMap((one) => one.addedArns ?? [])]),
  ];
  const condition = needed[0]?.condition;
  const under = condition === undefined ? "" : ` and Condition ${JSON.stringify(asPolicyCondition(condition))}`;
  const isEverywhere = resources.includes("*");
  const more = resources.length - MAX_RESOURCES;
  const some = [...resources.slice(0, MAX_RESOURCES), ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return { isEverywhere, condition, words: `Resource ${isEverywhere ? '"*"' : some}${under}` };
}

/** The pronoun, `it` or `them`, for a finding's actions in help text. */
export function them({ length }: { readonly length: number }): string {
  return length === 1 ? "it" : "them";
}

/** How messages refer to a role. */
export function roleWord(role: Role): string {
  return role.id.startsWith("role ") ? role.id : `role ${role.id}`;
}

/** Like `roleWord`, for a role other than the finding's own. */
export function otherRoleWord(role: Role): string {
  return roleWord({ ...role, id: reportedId(role) });
}

/** The distinct causes of some verdicts. A statement that denies ten actions is one cause. */
export function distinctCauses(
  verdicts: readonly ActionVerdict[],
  effects: readonly Cause["effect"][],
): readonly Cause[] {
  const seen = new Map<string, Cause>();
  for (const cause of verdicts.flatMap((verdict) => verdict.causes)) {
    if (!effects.includes(cause.effect) || describeCause(cause) === "") continue;
    const key = `${cause.policy}\n${cause.detail}`;
    if (!seen.has(key)) seen.set(key, cause);
  }
  return [...seen.values()];
}

const MAX_RELATED = 5;

export function relatedPlaces(causes: readonly Cause[]): readonly RelatedPlace[] {
  return causes.slice(0, MAX_RELATED).map((cause) => ({ place: cause.place, message: describeReason(cause) }));
}

/** Describes a cause as the reason for a finding. For a Deny, includes what it denies. */
export function describeReason(cause: Cause): string {
  if (!isDeny(cause) || cause.detail === null) return describeCause(cause);
  const [, resources = "", condition = ""] = /^(.*?)(?:,? ?(condition .*))?$/s.exec(cause.detail) ?? [];
  const what = resources === "" ? "" : ` on ${resources.replace(/^only /, "")}`;
  return describeCause({ ...cause, detail: `a Deny${what}${condition === "" ? "" : ` under ${condition}`}` });
}

export function isDeny({ effect }: Cause): boolean {
  return effect === "denies";
}

/** Whether a Deny of a boundary or guardrail is the only obstacle, so that some statement there allows the action. */
export function isDeniedOnly({ causes }: ActionVerdict): boolean {
  return causes.some(isDeny) && !causes.some(({ effect, statement }) => effect === "limits" && statement === null);
}

/** The causes of a boundary or guardrail that block the actions, starting with the kind that the finding names. */
export function limitingCauses(verdicts: readonly ActionVerdict[], isDenied: boolean): readonly Cause[] {
  const [denies, limits] = (["denies", "limits"] as const).map((one) => distinctCauses(verdicts, [one]));
  return (isDenied ? [denies, limits] : [limits, denies]).flatMap((one) => one ?? []);
}

/** For example `policy Guard, statement DenyDelete: condition aws:RequestedRegion`. */
export function describeCause(cause: Cause): string {
  if (cause.policy === null) return cause.detail ?? "";
  const sid = cause.statement?.sid;
  // Some names are already phrases.
  const policy = /^(?:trust policy|level \d+) of /.test(cause.policy)
    ? cause.policy
    : cause.policy === "other policies"
      ? "its other policies are unknown"
      : `policy ${cause.policy}`;
  const where = `${policy}${sid ? `, statement ${sid}` : ""}`;
  if (cause.detail?.startsWith(UNKNOWN_DOCUMENT))
    return `the document of ${where}${cause.detail.slice("its document".length)}`;
  return cause.detail === null ? where : `${where}: ${cause.detail}`;
}
