import { append } from "../source/append.js";
/** Strings to insert after one item of a list. `after` is the item's index, or -1 to insert before the first item. */
export interface Insertion {
  readonly after: number;
  readonly texts: readonly string[];
}

/** Where new strings belong in a list: in order if the list is sorted (case-sensitively or not), otherwise at the end. */
export function insertionOrder(items: readonly string[], added: readonly string[]): readonly Insertion[] {
  const compare = items.length < 2 ? undefined : ORDERS.find((order) => isSorted(items, order));
  if (compare === undefined) return added.length === 0 ? [] : [{ after: items.length - 1, texts: added }];
  const byPlace = new Map<number, string[]>();
  for (const text of added.toSorted(compare)) {
    const after = items.findLastIndex((item) => compare(item, text) <= 0);
    append(byPlace, after, text);
  }
  return [...byPlace].map(([after, texts]) => ({ after, texts }));
}

type Order = (a: string, b: string) => number;

const byCodeUnit: Order = (a, b) => (a === b ? 0 : a < b ? -1 : 1);

const ORDERS: readonly Order[] = [byCodeUnit, (a, b) => byCodeUnit(a.toLowerCase(), b.toLowerCase())];

function isSorted(items: readonly string[], order: Order): boolean {
  return items.every((item, index) => index === 0 || order(items[index - 1] ?? "", item) <= 0);
}
