/** Adds to the list that a key has. */
export function append<K, V>(lists: Map<K, V[]>, key: K, ...values: V[]): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, values);
  else known.push(...values);
}
