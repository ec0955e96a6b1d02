import { asPolicyCondition, type PolicyCondition } from "../iam/requests.js";
import type { TrustParty } from "../iam/verdict.js";
import { expandKinds, type Kind, type RequiredAction, type Requirements } from "./requirements.js";

/** How one kind differs between two versions. The lists are sorted. */
export interface KindDifference {
  readonly kind: string;
  /** The version that lacks the kind. Null if both have it. */
  readonly absentIn: string | null;
  /** Each version's own kinds that represent it. Some are missing if some of the version's lists are not available. */
  readonly comparedFrom: readonly string[];
  readonly comparedWith: readonly string[];
  /** Names of actions that are needed on every resource, in any request. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Actions that are needed on some resources, or under a condition. Absent if nothing changes. */
  readonly limited?: Change<LimitedAction>;
  /** The parties that must be able to assume the role. Absent if nothing changes. */
  readonly trust?: Change<TrustParty>;
}

export interface Change<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

export interface LimitedAction {
  readonly action: string;
  readonly resources: readonly string[];
  readonly condition?: PolicyCondition;
}

/** Whether a kind is the same in both versions. */
export function isSame({ absentIn, added, removed, limited, trust }: KindDifference): boolean {
  return absentIn === null && added.length + removed.length === 0 && limited === undefined && trust === undefined;
}

/** For each kind, what a role newly needs or no longer needs in the second version. */
export function compareRequirements(from: Requirements, to: Requirements): readonly KindDifference[] {
  return comparableKinds(from, to).map((kind) => {
    const [before, after] = [kindsNamed(from, kind), kindsNamed(to, kind)];
    const compared = {
      kind,
      comparedFrom: before.map(({ name }) => name),
      comparedWith: after.map(({ name }) => name),
    };
    if (before.length === 0 || after.length === 0) {
      return { ...compared, absentIn: before.length === 0 ? from.version : to.version, added: [], removed: [] };
    }
    const change = <T>(read: (kinds: readonly Kind[]) => ReadonlyMap<string, T>): Change<T> => {
      const [had, has] = [read(before), read(after)];
      return { added: without(has, had), removed: without(had, has) };
    };
    const [limited, trust] = [change(limitedActionsOf), change(trustOf)];
    return {
      ...compared,
      absentIn: null,
      ...change(actionsOf),
      ...(isNone(limited) ? {} : { limited }),
      ...(isNone(trust) ? {} : { trust }),
    };
  });
}

function isNone({ added, removed }: Change<unknown>): boolean {
  return added.length + removed.length === 0;
}

/**
 * Names by which the two versions can be compared. A version with lists per workload has aliases for the kinds of a version without them,
 * so the names of the coarser version work for both. Also names kinds that only one version has.
 */
function comparableKinds(from: Requirements, to: Requirements): readonly string[] {
  const names = new Set<string>();
  for (const { name } of from.kinds) {
    names.add(to.kinds.find((coarser) => standsFor(from, coarser.name, name))?.name ?? name);
  }
  for (const { name } of to.kinds) {
    if (![...names].some((coarser) => standsFor(to, coarser, name))) names.add(name);
  }
  return [...names];
}

function standsFor(requirements: Requirements, name: string, kind: string): boolean {
  return kindsNamed(requirements, name).some((one) => one.name === kind);
}

function kindsNamed(requirements: Requirements, name: string): readonly Kind[] {
  return expandKinds(requirements, [name]).kinds.filter((kind) => requirements.kinds.includes(kind));
}

/** Keyed by lower-case action, because the vendor's pages vary in case. */
function actionsOf(kinds: readonly Kind[]): ReadonlyMap<string, string> {
  const actions = kinds.flatMap(({ actions }) => actions.filter((one) => !isLimited(one)));
  return new Map(actions.map(({ action }) => [action.toLowerCase(), action]));
}

function limitedActionsOf(kinds: readonly Kind[]): ReadonlyMap<string, LimitedAction> {
  const actions = kinds.flatMap(({ actions }) => actions.filter(isLimited));
  return new Map(
    actions.map(({ action, resources, condition }) => {
      const limits = { resources: resources.toSorted(), ...(condition && { condition: asPolicyCondition(condition) }) };
      return [JSON.stringify([action, limits]).toLowerCase(), { action, ...limits }];
    }),
  );
}

function isLimited({ resources, condition }: RequiredAction): boolean {
  return condition !== undefined || !resources.includes("*");
}

function trustOf(kinds: readonly Kind[]): ReadonlyMap<string, TrustParty> {
  return new Map(kinds.flatMap(({ trust }) => trust.map((party) => [party, party])));
}

function without<T>(needs: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): readonly T[] {
  return [...needs].flatMap(([key, need]) => (others.has(key) ? [] : [need])).sort(byText);
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
