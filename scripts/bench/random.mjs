/** A seeded generator of numbers in [0, 1) (mulberry32), so that every run creates the same files. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Returns functions that draw whole numbers below `end`, items of a list, and words from one generator. */
export function drawFrom(seed) {
  const random = randomFrom(seed);
  const below = (end) => Math.floor(random() * end);
  const pick = (list) => list[below(list.length)];
  const word = (length) => Array.from({ length }, () => "abcdefghijklmnopqrstuvwxyz"[below(26)]).join("");
  return { random, below, pick, word };
}
