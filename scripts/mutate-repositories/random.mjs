/** A seeded random generator (mulberry32, with any 32-bit seed). The same seed produces the same draws. */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count) => next() % count;
  return { below, pick: (items) => items[below(items.length || 1)], chance: (part) => next() < part * 2 ** 32 };
}
