import { conditionText } from "../iam/requests.js";
import { isSameList } from "../rules/best-list.js";
import type { AddActions, AddStatement, Remedy } from "../rules/remedy.js";

/** A remedy that adds actions at a place where the same edit can add the actions of other findings. */
export type Addition = AddActions | AddStatement;

export interface Joined {
  /** The remedy that adds the actions of both remedies. */
  readonly both: Addition;
  /** The remedy that adds the actions that are only in the second remedy. Null if there are none. */
  readonly rest: Addition | null;
}

/** Joins two remedies. Returns null unless both add actions to the same lists or in the same new statement. */
export function joinRemedies(first: Remedy, second: Remedy): Joined | null {
  if (!isAddition(first) || !isAddition(second) || !isSamePlace(first, second)) return null;
  const added = new Set(first.actions.map((action) => action.toLowerCase()));
  const rest = second.actions.filter((action) => !added.has(action.toLowerCase()));
  return {
    both: { ...first, actions: [...first.actions, ...rest] },
    rest: rest.length === 0 ? null : { ...second, actions: rest },
  };
}

function isAddition(remedy: Remedy): remedy is Addition {
  return remedy.kind === "add-actions" || remedy.kind === "add-statement";
}

function isSamePlace(first: Addition, second: Addition): boolean {
  if (first.kind === "add-statement")
    return (
      second.kind === "add-statement" &&
      first.policy.document === second.policy.document &&
      conditionText(first.condition) === conditionText(second.condition)
    );
  return (
    second.kind === "add-actions" &&
    first.lists.length === second.lists.length &&
    first.lists.every((list, index) => second.lists[index] !== undefined && isSameList(list, second.lists[index]))
  );
}
