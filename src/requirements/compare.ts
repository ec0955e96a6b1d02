import { expandKinds, type Requirements } from "./requirements.js";

/** What became of one kind from one version to another; the lists are sorted. */
export interface KindDifference {
  readonly kind: string;
  /** The version that does not have the kind, where one does not. */
  readonly absentIn: string | null;
  /** The second version's own kinds that stand for it: where its lists are not all at hand, these are fewer. */
  readonly comparedWith: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The kinds that every version is compared by: those of version 7, which later ones map to their own by aliases. */
const COMPARED = ["backup", "restore", "communication"];

/** What a role of each kind has to have more or less in the second version. */
export function compareRequirements(from: Requirements, to: Requirements): readonly KindDifference[] {
  return COMPARED.map((kind) => {
    const comparedWith = expandKinds(to, [kind]).kinds.map(({ name }) => name);
    const [before, after] = [actionsOf(from, kind), actionsOf(to, kind)];
    if (before === null || after === null) {
      return { kind, absentIn: before === null ? from.version : to.version, comparedWith, added: [], removed: [] };
    }
    return { kind, absentIn: null, comparedWith, added: without(after, before), removed: without(before, after) };
  });
}

/** Actions of a kind by lower case, because the vendor's pages vary in it. */
function actionsOf(requirements: Requirements, kind: string): ReadonlyMap<string, string> | null {
  const { kinds, unknown } = expandKinds(requirements, [kind]);
  if (unknown.length > 0) return null;
  return new Map(kinds.flatMap(({ actions }) => actions.map(({ action }) => [action.toLowerCase(), action])));
}

function without(actions: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): readonly string[] {
  return [...actions].flatMap(([key, action]) => (others.has(key) ? [] : [action])).sort();
}
