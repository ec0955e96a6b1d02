import { jsonText } from "../../../source/encoded-json.js";
import {
  entryOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  textOf,
  type UnresolvedNode,
} from "../../../source/node.js";
import type { TerraformFunction } from "./terraform-function.js";

/** Of a list that is not known, one element stands for all. */
function elementsOf(node: Node): readonly Node[] | null {
  if (node.kind === "list") return node.items;
  return node.kind === "unresolved" ? [asSeveral(node)] : null;
}

export function asSeveral(node: UnresolvedNode): UnresolvedNode {
  return { ...node, several: true };
}

export function isSeveral(node: Node): boolean {
  return node.kind === "unresolved" && node.several === true;
}

export const concat: TerraformFunction = (args, place) => {
  const items = args.map(elementsOf);
  return items.every((one) => one !== null) ? { kind: "list", place, items: items.flat() } : null;
};

/** A null counts as an empty map. */
const merge: TerraformFunction = (args, place) => {
  const entries = new Map<string, MapEntry>();
  for (const one of args) {
    if (one.kind === "map") for (const entry of one.entries) entries.set(entry.key, entry);
    else if (one.kind !== "scalar" || one.value !== null) return null;
  }
  const mayHaveMore = args.some((one) => one.kind === "map" && one.mayHaveMore === true);
  return { kind: "map", place, entries: [...entries.values()], ...(mayHaveMore ? { mayHaveMore } : {}) };
};

const flatten: TerraformFunction = ([list], place) =>
  list?.kind === "list" ? { kind: "list", place, items: flat(list) } : null;

function flat({ items }: ListNode): readonly Node[] {
  return items.flatMap((item) => {
    if (item.kind === "list") return flat(item);
    return item.kind === "unresolved" ? asSeveral(item) : item;
  });
}

/** Elements that are equal once; whether one that is not known is equal to another is not known. */
export const distinct: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  const met = new Set<string>();
  const isNew = (item: Node): boolean => {
    const json = jsonText(item);
    return json === null || (!met.has(json) && met.add(json).size > 0);
  };
  return { kind: "list", place, items: list.items.filter(isNew) };
};

export const sort: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  const texts = list.items.map((item) => ({ item, text: item.kind === "scalar" ? String(item.value) : null }));
  const isKnown = texts.every(({ text }) => text !== null);
  const sorted = texts.toSorted((a, b) => compare(a.text ?? "", b.text ?? ""));
  return isKnown ? { kind: "list", place, items: sorted.map(({ item }) => item) } : null;
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Elements of one type, as far as they tell theirs; all of the collection has the same, or there is none. */
export function areAlike(items: readonly Node[]): boolean {
  const kinds = items.flatMap(({ kind }) => (kind === "unresolved" ? [] : [kind === "partial" ? "scalar" : kind]));
  return new Set(kinds).size < 2;
}

const tolist: TerraformFunction = ([list]) => (list?.kind === "list" && areAlike(list.items) ? list : null);

const tomap: TerraformFunction = ([map]) =>
  map?.kind === "map" && areAlike(map.entries.map(({ value }) => value)) ? map : null;

const compact: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  const items = list.items.filter((item) => item.kind !== "scalar" || (item.value !== null && item.value !== ""));
  return { kind: "list", place, items: items.map((item) => (item.kind === "unresolved" ? asSeveral(item) : item)) };
};

const coalescelist: TerraformFunction = (args) => {
  const first = args.find((one) => one.kind !== "list" || one.items.length > 0);
  return first?.kind === "list" && isWhole(first) ? first : null;
};

/** Whether each item stands for just one. */
export function isWhole({ items }: ListNode): boolean {
  return !items.some(isSeveral);
}

const length: TerraformFunction = ([one], place) => {
  if (one?.kind === "map") return { kind: "scalar", place, value: one.entries.length };
  return one?.kind === "list" && isWhole(one) ? { kind: "scalar", place, value: one.items.length } : null;
};

const contains: TerraformFunction = ([list, wanted], place) => {
  if (list?.kind !== "list" || wanted?.kind !== "scalar") return null;
  const values = list.items.map((item) => (item.kind === "scalar" ? item.value : undefined));
  if (values.includes(wanted.value)) return { kind: "scalar", place, value: true };
  return values.every((value) => typeof value === typeof wanted.value) ? { kind: "scalar", place, value: false } : null;
};

const lookup: TerraformFunction = ([map, key, byDefault]) => {
  const name = key === undefined ? undefined : textOf(key);
  if (map?.kind !== "map" || typeof name !== "string") return null;
  const otherwise = map.mayHaveMore === true ? null : (byDefault ?? null);
  return entryOf(map, name)?.value ?? otherwise;
};

const keys: TerraformFunction = ([map], place) => {
  if (map?.kind !== "map") return null;
  const items = inOrder(map).map(({ key, keyPlace }): Node => ({ kind: "scalar", place: keyPlace, value: key }));
  return { kind: "list", place, items };
};

const values: TerraformFunction = ([map], place) =>
  map?.kind === "map" ? { kind: "list", place, items: inOrder(map).map(({ value }) => value) } : null;

export function inOrder({ entries }: MapNode): readonly MapEntry[] {
  return entries.toSorted((a, b) => compare(a.key, b.key));
}

const element: TerraformFunction = ([list, index]) => {
  if (list?.kind !== "list" || !isWhole(list) || list.inAnyOrder || list.items.length === 0) return null;
  if (index?.kind !== "scalar" || typeof index.value !== "number" || index.value < 0) return null;
  return list.items[index.value % list.items.length] ?? null;
};

/** Null for a list without elements. */
const one: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list" || list.items.length > 1 || !isWhole(list)) return null;
  return list.items[0] ?? { kind: "scalar", place, value: null };
};

/** Functions of lists and maps. */
export const COLLECTION_FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  ["coalescelist", coalescelist],
  ["compact", compact],
  ["concat", concat],
  ["contains", contains],
  ["distinct", distinct],
  ["element", element],
  ["flatten", flatten],
  ["keys", keys],
  ["length", length],
  ["lookup", lookup],
  ["merge", merge],
  ["one", one],
  ["sort", sort],
  ["tolist", tolist],
  ["tomap", tomap],
  ["values", values],
]);
