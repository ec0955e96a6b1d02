type Aliases = ReadonlyMap<string, readonly string[]>;

/** The names of kinds in the action lists of one side. */
export interface KindNames {
  readonly kinds: readonly { readonly name: string }[];
  readonly aliases: Aliases;
}

/**
 * The names that the head's lists have for a kind of the base. A different version may have a group instead of a kind (`backup`), or the
 * reverse. A kind that is in the head's lists in neither form keeps its name, so it is lost.
 */
export function namesNow(kind: string, before: Aliases, head: KindNames): readonly string[] {
  const isKind = (name: string): boolean => head.kinds.some((one) => one.name === name);
  if (isKind(kind)) return [kind];
  const group = head.aliases.get(kind);
  if (group !== undefined) return group;
  const kinds = [...before].filter(([name, members]) => members.includes(kind) && isKind(name)).map(([name]) => name);
  return kinds.length > 0 ? kinds : [kind];
}
