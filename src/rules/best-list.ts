import type { RequestCondition } from "../iam/asked-resources.js";
import type { Condition, DocumentPolicy, Policy, Role, Statement } from "../iam/model.js";
import { placesOf } from "../path/sharing.js";
import type { Kind } from "../requirements/requirements.js";
import { type Place, rangeOf } from "../source/place.js";

/** The Action list of a role to which actions of a kind are best added, and the policy that holds it. */
export interface ActionList {
  readonly policy: DocumentPolicy;
  readonly statement: Statement;
}

/** Whether an edit there is to be left, as others have what stands at the places. */
export type IsLeft = (places: readonly Place[]) => boolean;

/**
 * Of the lists that grant without limits (Allow, Action, `Resource: "*"`, the very condition under which the actions are needed, or
 * none) the one that already names most of the kind; null when the role has no such list. Documents of AWS itself nobody can edit.
 */
export function bestActionList(
  role: Role,
  kind: Kind,
  condition: RequestCondition = [],
  isLeft?: IsLeft,
): ActionList | null {
  const wanted = new Set(kind.actions.map(({ action }) => action.toLowerCase()));
  let best: ActionList | null = null;
  let bestCount = -1;
  for (const list of openLists(role, condition)) {
    if (isLeft?.([list.statement.place, list.statement.actions.place])) continue;
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
 * The lists to add to so that the role is granted the actions in every variant: the best one where all variants have it,
 * else the best of each; none when a variant has no such list.
 */
export function actionListsToExtend(
  role: Role,
  kind: Kind,
  condition: RequestCondition = [],
  isLeft?: IsLeft,
): readonly ActionList[] {
  const best = bestActionList(role, kind, condition, isLeft);
  if (best === null) return [];
  const variants = role.variants.map((variant): Role => ({ ...role, variants: [variant] }));
  if (variants.every((variant) => openLists(variant, condition).some((list) => isSameList(list, best)))) return [best];
  const each = variants.map((variant) => bestActionList(variant, kind, condition, isLeft));
  const found = each.filter((list) => list !== null);
  if (found.length < each.length) return [];
  return found.filter((list, index) => found.findIndex((other) => isSameList(list, other)) === index);
}

/** The role's own document for one more statement: an inline one first, and one that all variants have; null for none. */
export function documentToExtend(role: Role, isLeft?: IsLeft): DocumentPolicy | null {
  const isFree = ({ document }: DocumentPolicy): boolean => isLeft?.(placesOf(document)) !== true;
  const [first, ...others] = role.variants.map(({ policies }) => policies.filter(isOwn).filter(isFree));
  const shared = (first ?? []).filter((policy) =>
    others.every((policies) => policies.some((other) => isSamePlace(policy.document.place, other.document.place))),
  );
  const written = shared.filter(({ document }) => document.statements.length > 0);
  const all = written.length > 0 ? written : shared;
  return all.find(({ attachment }) => attachment === "inline") ?? all[0] ?? null;
}

/** An edit of its document takes effect: it is neither AWS's nor a copy. */
function isOwn(policy: Policy): policy is DocumentPolicy {
  return policy.kind === "document" && !policy.awsManaged && policy.isCopy !== true;
}

/** The same statement, or the same text that several variants read. */
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

/** Whether the tests of a statement are those of a condition: a further one would let less through, and one fewer more. */
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
