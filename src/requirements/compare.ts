import { conditionText } from "../iam/asked-resources.js";
import { expandKinds, type Kind, type RequiredAction, type Requirements } from "./requirements.js";

/** What became of one kind from one version to another; the lists are sorted. */
export interface KindDifference {
  readonly kind: string;
  /** The version that does not have the kind, where one does not. */
  readonly absentIn: string | null;
  /** Each version's own kinds that stand for it: where a version's lists are not all at hand, these are fewer. */
  readonly comparedFrom: readonly string[];
  readonly comparedWith: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a role of each kind has to have more or less in the second version. */
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
    const [had, has] = [needsOf(before), needsOf(after)];
    return { ...compared, absentIn: null, added: without(has, had), removed: without(had, has) };
  });
}

/**
 * Names by which the two can be compared. A version that lists by workload has aliases for the kinds of one that does not,
 * so the names of the coarser one serve for both; a kind that only one of them has is named, too.
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
  return expandKinds(requirements, [name]).kinds;
}

/** What kinds need, by lower case, because the vendor's pages vary in it. */
function needsOf(kinds: readonly Kind[]): ReadonlyMap<string, string> {
  const needs = kinds.flatMap(({ actions, trust }) => [
    ...actions.map(describe),
    ...trust.map((party) => `to be assumed by ${party}`),
  ]);
  return new Map(needs.map((need) => [need.toLowerCase(), need]));
}

function describe({ action, resources, condition }: RequiredAction): string {
  const on = resources.includes("*") ? "" : ` on ${[...resources].sort().join(" and ")}`;
  return `${action}${on}${condition === undefined ? "" : ` when ${conditionText(condition)}`}`;
}

function without(needs: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): readonly string[] {
  return [...needs].flatMap(([key, need]) => (others.has(key) ? [] : [need])).sort();
}
