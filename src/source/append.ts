/** Adds values to the list of a key. */
export function append<K, V>(lists: Map<K, V[]>, key: K, ...values: V[]): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, values);
  else known.push(...values);
}
