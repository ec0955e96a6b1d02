/** The values that a parameter can still have: only these, or all except these. */
export interface ValueSet {
  readonly kind: "one of" | "none of";
  readonly values: ReadonlySet<string>;
}

export const ANY_VALUE: ValueSet = noneOf([]);

export function oneOf(values: Iterable<string>): ValueSet {
  return { kind: "one of", values: new Set(values) };
}

export function noneOf(values: Iterable<string>): ValueSet {
  return { kind: "none of", values: new Set(values) };
}

export function holds({ kind, values }: ValueSet, value: string): boolean {
  return values.has(value) === (kind === "one of");
}

export function isEmpty({ kind, values }: ValueSet): boolean {
  return kind === "one of" && values.size === 0;
}

/** The only value in a set. Returns null if there are several or the set excludes values. */
export function onlyValue({ kind, values }: ValueSet): string | null {
  const [only, ...others] = values;
  return kind === "one of" && only !== undefined && others.length === 0 ? only : null;
}

export function intersection(one: ValueSet, other: ValueSet): ValueSet {
  if (one.kind === "one of") return oneOf([...one.values].filter((value) => holds(other, value)));
  if (other.kind === "one of") return intersection(other, one);
  return noneOf([...one.values, ...other.values]);
}

/** Shows a set as `dev` or `none of dev, prod`. Equal sets have the same text. */
export function showValues(set: ValueSet): string {
  const only = onlyValue(set);
  if (only !== null) return only === "" ? '""' : only;
  const values = [...set.values].sort().map((value) => (value === "" ? '""' : value));
  return values.length === 1 ? `not ${values[0]}` : `${set.kind} ${values.join(", ")}`;
}
