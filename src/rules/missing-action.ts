import type { DocumentPolicy, Format, Role } from "../iam/model.js";
import type { RequiredAction } from "../iam/requests.js";
import type { ActionVerdict, Cause } from "../iam/verdict.js";
import { placesOf } from "../path/holders.js";
import type { Kind } from "../requirements/requirements.js";
import { splitHelp } from "../select/split-documents.js";
import { firstFew } from "../source/first-few.js";
import { containsPlace, fileOf, type Place } from "../source/place.js";
import {
  countOf,
  describeCause,
  distinctCauses,
  draftsByKind,
  isDeny,
  type Needed,
  neededActions,
  relatedPlaces,
  roleWord,
  them,
} from "./action-draft.js";
import {
  type ActionList,
  actionListsToExtend,
  bestActionList,
  documentToExtend,
  type IsProtected,
  isSameList,
  lineOf,
} from "./best-list.js";
import { inSource, leftInSource } from "./in-source.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";

export const missingAction: RoleRule = {
  id: "missing-action",
  defaultSeverity: "error",
  summary: "Required actions that no statement of the role grants.",
  check: (evaluated) =>
    draftsByKind(
      evaluated,
      (verdict) => verdict.verdict === "missing",
      (kind, verdicts) => {
        const { role } = evaluated;
        const unmet = unmetOf(verdicts);
        const message = `${roleWord(role)} lacks ${countOf(kind, verdicts)}${unmet.message}`;
        const needed = neededActions(kind, verdicts);
        const actions = verdicts.map(({ action }) => action);
        // A list that grants on every resource is the wrong place for actions that are needed only on some.
        const listBut = (isProtected?: IsProtected) =>
          needed.isEverywhere ? bestActionList(role, kind.kind, needed.condition, isProtected) : null;
        const { split } = kind;
        const othersOf = (places: readonly Place[]) => evaluated.sharedWith?.(places, kind.kind.name) ?? "";
        const isProtected: IsProtected = (places) => othersOf(places) !== "";
        const list = listBut(isProtected);
        const remedy =
          needed.isEverywhere && split === undefined ? remedyFor(role, kind.kind, actions, needed, isProtected) : {};
        const first = split === undefined ? "" : splitHelp(split);
        const denied = deniesOf(verdicts);
        if (list === null) {
          const left = listBut();
          const isSeparate = remedy.remedy?.kind === "add-policy";
          const why = sharedWords(left?.policy ?? documentToExtend(role), othersOf) || uneditablePolicyNote(role);
          return {
            message,
            help: `${first}${helpWithoutList(isSeparate ? null : role.format, needed.words, them(actions))}${denied.help}${why}`,
            place: (isSeparate ? left?.statement.actions.place : null) ?? role.place,
            related: [...unmet.related, ...denied.related],
            ...remedy,
          };
        }
        const place = list.statement.actions.place;
        const where = lineOf(list.statement.place);
        // If the list is a local or a module argument, or comes from a variable file, it isn't part of the statement.
        const isApart = !containsPlace(list.statement.place, place);
        const what = `the Action list of policy ${list.policy.name} (${where})`;
        const related = fileOf(place) === fileOf(role.place) ? [] : [{ place: role.place, message: roleWord(role) }];
        return {
          message,
          help: `${first}add ${them(actions)} to ${isApart ? `the list (${lineOf(place)}) that becomes ` : ""}${what}${andOtherLists(remedy, list)}${denied.help}`,
          place,
          related: [...related, ...unmet.related, ...denied.related],
          ...remedy,
        };
      },
    ).map((draft) => besidesSource(draft, evaluated)),
};

/** The source of the role's plan may already grant all of the actions, or some of them, which a fix must not add again. */
function besidesSource(draft: Draft, evaluated: EvaluatedRole): Draft {
  if (!evaluated.role.stale?.().some(({ onlyWritten }) => onlyWritten.length > 0)) return draft;
  const left = leftInSource(draft, evaluated);
  if (left?.length === 0) return inSource(draft, `already grants ${them(draft.actions)}`);
  const { remedy, ...rest } = draft;
  const help = `create the plan again, and if that is not enough, ${draft.help}`;
  if (remedy === undefined || !("actions" in remedy)) return { ...draft, help };
  return left === null ? { ...rest, help } : { ...draft, help, remedy: { ...remedy, actions: left.map(actionOf) } };
}

function actionOf({ action }: RequiredAction): string {
  return action;
}

/** The statements that would grant the actions if their conditions could hold. */
function unmetOf(verdicts: readonly ActionVerdict[]): Pick<Draft, "message" | "related"> {
  const granted = verdicts.filter(({ causes }) => causes.some(isUnmet));
  const [first, ...others] = distinctCauses(granted, ["limits"]).filter(isUnmet);
  if (first === undefined) return { message: "", related: [] };
  const its = granted.filter(({ causes }) => causes.some(({ statement }) => statement === first.statement));
  const which = its.length === verdicts.length ? them(verdicts) : `${its.length} of them`;
  const [, under, why] = UNMET.exec(first.detail ?? "") ?? [];
  return {
    message: `: ${describeCause({ ...first, detail: null })} allows ${which} only under ${under}, which does not hold${why}`,
    related: relatedPlaces([first, ...others]),
  };
}

const UNMET = /^(condition .*?) is not met(.*)$/s;

function isUnmet({ effect, detail }: Cause): boolean {
  return effect === "limits" && UNMET.test(detail ?? "");
}

/**
 * The Deny statements that would block the actions even after a grant. Without this hint, the next check would report
 * the actions as denied.
 */
function deniesOf(verdicts: readonly ActionVerdict[]): { readonly help: string } & Pick<Draft, "related"> {
  const denied = verdicts.filter(({ causes }) => causes.some(isDeny));
  const byStatement = new Map(denied.flatMap(({ causes }) => causes.filter(isDeny).map((one) => [one.statement, one])));
  const [first, ...others] = byStatement.values();
  if (first === undefined) return { help: "", related: [] };
  const which = denied.length === verdicts.length ? them(verdicts) : `${denied.length} of them`;
  const where = others.length === 0 ? `the Deny of ${describeCause(first)}` : `${byStatement.size} Deny statements`;
  return { help: `, and remove ${which} from ${where}`, related: relatedPlaces([first, ...others]) };
}

function remedyFor(
  role: Role,
  kind: Kind,
  actions: readonly string[],
  { condition }: Needed,
  isProtected: IsProtected,
): Pick<Draft, "remedy"> {
  const lists = actionListsToExtend(role, kind, condition, isProtected);
  if (lists.length > 0) return { remedy: { kind: "add-actions", role, lists, actions } };
  const policy = documentToExtend(role, isProtected);
  if (policy !== null) return { remedy: { kind: "add-statement", policy, actions, condition } };
  return documentToExtend(role) === null ? {} : { remedy: { kind: "add-policy", role } };
}

/** Names the other lists to extend. Each variable file or branch may have its own list, and all of these lack the actions. */
function andOtherLists({ remedy }: Pick<Draft, "remedy">, list: ActionList): string {
  const lists = remedy?.kind === "add-actions" ? remedy.lists : [];
  const others = lists.filter((one) => !isSameList(one, list)).map((one) => lineOf(one.statement.actions.place));
  return others.length === 0 ? "" : `, and to ${firstFew(others)}`;
}

/** Names a policy that can't be edited here because a data source reads it or the files contain only a copy. */
function uneditablePolicyNote({ variants: [{ policies }] }: Role): string {
  const copy = policies.find((policy) => policy.kind === "document" && policy.isCopy);
  return copy === undefined || copy.kind !== "document" ? "" : `; policy ${copy.name} can't be edited here`;
}

function sharedWords(policy: DocumentPolicy | null, othersOf: (places: readonly Place[]) => string): string {
  const others = policy === null ? "" : othersOf(placesOf(policy.document));
  return policy === null || others === "" ? "" : `; editing policy ${policy.name} would also affect ${others}`;
}

function helpWithoutList(format: Format | null, resources: string, those: string): string {
  const what = `that allows ${those} on ${resources}`;
  return format === "policy-json"
    ? `add a statement ${what}`
    : `give the role a ${format === null ? "separate " : ""}policy ${what}`;
}
