import type { Condition, DocumentPolicy, Policy, Role, Statement } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";
import type { RequestCondition } from "../iam/requests.js";
import { placesOf } from "../path/holders.js";
import type { Kind } from "../requirements/requirements.js";
import { formatLocation, hasLine } from "../source/location.js";
import { locate, type Place, rangeOf } from "../source/place.js";

/** A role's Action list, and the policy that contains it. */
export interface ActionList {
  readonly policy: DocumentPolicy;
  readonly statement: Statement;
}

/** Whether the text at these places must not be edited, because others share it. */
export type IsProtected = (places: readonly Place[]) => boolean;

/**
 * Finds the best list to add actions of a kind to. Candidates grant without limits: Allow, Action, `Resource: "*"`, and exactly the
 * condition under which the actions are needed, if any. Among them, the list that already names the most actions of the kind wins. Returns
 * null if there is none. AWS's own documents don't count, because users can't edit them.
 */
export function bestActionList(
  role: Role,
  kind: Kind,
  condition: RequestCondition = [],
  isProtected?: IsProtected,
): ActionList | null {
  const wanted = new Set(kind.actions.map(({ action }) => action.toLowerCase()));
  let best: ActionList | null = null;
  let bestCount = -1;
  for (const list of openLists(role, condition)) {
    if (isProtected?.([list.statement.actions.place])) continue;
    const count = list.statement.actions.patterns.filter(
      ({ text }) => typeof text === "string" && wanted.has(text.toLowerCase()),
    ).length;
    if (count > bestCount) {
      best = list;
      bestCount = count;
    }
  }
  return best;
}

/**
 * The lists to extend so that every variant of the role is granted the actions: the best list if all variants have it,
 * otherwise the best one of each. Empty if a variant has no such list.
 */
export function actionListsToExtend(
  role: Role,
  kind: Kind,
  condition: RequestCondition = [],
  isProtected?: IsProtected,
): readonly ActionList[] {
  const best = bestActionList(role, kind, condition, isProtected);
  if (best === null) return [];
  const variants = role.variants.map((variant): Role => ({ ...role, variants: [variant] }));
  if (variants.every((variant) => openLists(variant, condition).some((list) => isSameList(list, best)))) return [best];
  const each = variants.map((variant) => bestActionList(variant, kind, condition, isProtected));
  const found = each.filter((list) => list !== null);
  if (found.length < each.length) return [];
  return found.filter((list, index) => found.findIndex((other) => isSameList(list, other)) === index);
}

/** Whether a list names an action, explicitly or by a pattern. */
export function hasAction({ statement }: ActionList, action: string): boolean {
  return statement.actions.patterns.some(
    ({ text }) => typeof text === "string" && matchesPattern(text.toLowerCase(), action.toLowerCase()),
  );
}

export function lineOf(place: Place): string {
  const location = locate(place);
  return hasLine(location) ? `${location.file}:${location.line}` : formatLocation(location);
}

/** The role's document for a new statement. All variants must have it, and inline policies are preferred. Returns null if there is none. */
export function documentToExtend(role: Role, isProtected?: IsProtected): DocumentPolicy | null {
  const isFree = ({ document }: DocumentPolicy): boolean => isProtected?.(placesOf(document)) !== true;
  const [first, ...others] = role.variants.map(({ policies }) => policies.filter(isOwn).filter(isFree));
  const shared = (first ?? []).filter((policy) =>
    others.every((policies) => policies.some((other) => isSamePlace(policy.document.place, other.document.place))),
  );
  const written = shared.filter(({ document }) => document.statements.length > 0);
  const all = written.length > 0 ? written : shared;
  return all.find(({ attachment }) => attachment === "inline") ?? all[0] ?? null;
}

/** Whether editing the document takes effect: it is neither AWS's nor a copy. */
function isOwn(policy: Policy): policy is DocumentPolicy {
  return policy.kind === "document" && !policy.awsManaged && policy.isCopy !== true;
}

/** Whether both are the same statement, or the same text in different variants. */
export function isSameList(a: ActionList, b: ActionList): boolean {
  if (a.statement === b.statement) return true;
  return isSamePlace(a.statement.actions.place, b.statement.actions.place);
}

function isSamePlace(a: Place, b: Place): boolean {
  const [one, other] = [rangeOf(a), rangeOf(b)];
  return one !== null && other !== null && one.file === other.file && one.start === other.start;
}

function openLists(role: Role, condition: RequestCondition): readonly ActionList[] {
  return role.variants.flatMap((variant) =>
    variant.policies.flatMap((policy) =>
      isOwn(policy)
        ? policy.document.statements
            .filter((statement) => isOpen(statement) && isCondition(statement.conditions, condition))
            .map((statement) => ({ policy, statement }))
        : [],
    ),
  );
}

function isOpen({ effect, actions, resources }: Statement): boolean {
  return (
    effect === "Allow" &&
    !actions.negated &&
    resources !== null &&
    !resources.negated &&
    resources.patterns.some(({ text }) => text === "*")
  );
}

/** Whether a statement has exactly the condition's tests. A further test would allow fewer requests, and a missing one more. */
function isCondition(tests: readonly Condition[], condition: RequestCondition): boolean {
  return (
    tests.length === condition.length &&
    condition.every((wanted) =>
      tests.some(
        (test) =>
          test.kind === "test" &&
          isSameWord(test.operator, wanted.operator) &&
          isSameWord(test.key, wanted.key) &&
          test.values.length === wanted.values.length &&
          wanted.values.every((value) => test.values.some(({ text }) => text === value)),
      ),
    )
  );
}

function isSameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
