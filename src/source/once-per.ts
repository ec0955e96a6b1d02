/** Calls `work` once per object, and keeps the result as long as the object exists. */
export function oncePer<K extends object, V extends object>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = work(key);
    known.set(key, result);
    return result;
  };
}
