/** No AWS name is longer, so a longer word isn't worth a search. */
const MAX_LENGTH = 100;

/**
 * The known word nearest to a misspelled one, ignoring case. The distance is at most one letter for a short word, two
 * letters or a third of a longer one, and never more than `most`. Returns `null` if no word is that near.
 */
export function nearestWord(word: string, words: Iterable<string>, most = MAX_LENGTH): string | null {
  if (word.length > MAX_LENGTH) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Math.min(most, word.length < 5 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** The help for a misspelled word: the nearest word, or other advice. */
export function advice(near: string | null, otherwise: string): string {
  return near === null ? otherwise : `did you mean \`${near}\`?`;
}

/** The number of letters to insert, remove, replace, or swap with a neighbor. Gives up at `limit`. */
function editDistance(one: string, other: string, limit: number): number {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [from, to] = [one.slice(start), other.slice(start)];
  // A file may have tens of thousands of unknown words, so the three rows are reused.
  let [beforeLast, last, current] = [[0], Array.from({ length: to.length + 1 }, (_, index) => index), [0]];
  for (let row = 1; row <= from.length; row += 1) {
    let least = row;
    let left = row;
    current[0] = row;
    for (let column = 1; column <= to.length; column += 1) {
      const diagonal = last[column - 1] ?? 0;
      let cost = from[row - 1] === to[column - 1] ? diagonal : Math.min(last[column] ?? 0, left, diagonal) + 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped && row > 1 && column > 1) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current[column] = cost;
      left = cost;
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return last[to.length] ?? limit;
}
