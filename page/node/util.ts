/** Compares plain data, which is all that the core needs: objects, arrays, maps, sets, and their contents. */
export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (one instanceof Map && other instanceof Map)
    return one.size === other.size && [...one].every(([k, v]) => other.has(k) && isDeepStrictEqual(v, other.get(k)));
  if (one instanceof Set && other instanceof Set)
    return (
      one.size === other.size && [...one].every((v) => other.has(v) || [...other].some((w) => isDeepStrictEqual(v, w)))
    );
  const [some, others] = [Object.entries(one), new Map(Object.entries(other))];
  return some.length === others.size && some.every(([k, v]) => others.has(k) && isDeepStrictEqual(v, others.get(k)));
}

/** fill-range and micromatch use it to print invalid values. */
export function inspect(value: unknown): string {
  return String(value);
}
