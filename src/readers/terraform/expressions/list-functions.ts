import { type MapEntry, type Node, textOf } from "../../../source/node.js";
import { isWhole, ofOneType } from "./collection-functions.js";
import { calculated, compared } from "./decimal.js";
import { integerOf } from "./number-functions.js";
import type { TerraformFunction } from "./terraform-function.js";
import { digitsOf, numberNode, typeOf } from "./value-type.js";

/** The arguments as whole numbers. Returns null unless all of them are known whole numbers. */
function integersOf(nodes: readonly (Node | undefined)[]): readonly number[] | null {
  const integers = nodes.map(integerOf);
  const known = integers.filter((value) => value !== null);
  return known.length < integers.length ? null : known;
}

const chunklist: TerraformFunction = ([given, length], place) => {
  const [size] = integersOf([length]) ?? [];
  if (given?.kind !== "list" || !isWhole(given) || size === undefined) return null;
  if (size < 0) return "fails";
  const list = ofOneType(given, "list");
  if (list === null || list === "fails") return list;
  // A chunk size of zero puts all elements into one chunk.
  const step = size === 0 ? list.items.length : size;
  const { elements = "unknown" } = list;
  const items: Node[] = [];
  for (let at = 0; at < list.items.length; at += step) {
    items.push({ kind: "list", place, items: list.items.slice(at, at + step), collection: "list" });
  }
  return { kind: "list", place, items, collection: "list", elements: { kind: "list", of: elements } };
};

/** Terraform refuses to create longer ranges. */
const MAX_IN_RANGE = 1024;

/** `range(limit)`, `range(start, limit)`, `range(start, limit, step)`. */
const range: TerraformFunction = (args, place) => {
  if (args.length < 1 || args.length > 3) return "fails";
  const given = args.map(digitsOf).filter((digits) => digits !== null);
  if (given.length < args.length) return null;
  const [start = "0", limit = "0", by] = given.length === 1 ? ["0", ...given] : given;
  const order = compared(limit, start);
  const step = by ?? (order < 0 ? "-1" : "1");
  const sign = compared(step, "0");
  if (sign === 0 || order * sign < 0)
    return order === 0 ? { kind: "list", place, items: [], collection: "list", elements: "number" } : "fails";
  const items: Node[] = [];
  for (let at: string | null = start; at !== null && compared(limit, at) * sign > 0; at = calculated("+", at, step)) {
    if (items.push(numberNode(at, place)) > MAX_IN_RANGE) return "fails";
  }
  return { kind: "list", place, items, collection: "list", elements: "number" };
};

/** Reverses a list. A set counts as a list of its elements. */
const reverse: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  const { collection, ...rest } = list;
  const kind = collection === undefined ? {} : { collection: collection === "set" ? ("list" as const) : collection };
  return { ...rest, ...kind, place, items: list.items.toReversed() };
};

const slice: TerraformFunction = ([list, from, to], place) => {
  const [start = 0, end = -1] = integersOf([from, to]) ?? [];
  if (list?.kind === "list" && list.collection === "set") return "fails";
  if (list?.kind !== "list" || !isWhole(list) || start < 0 || end < start || end > list.items.length)
    return list?.kind === "list" && isWhole(list) && integersOf([from, to]) !== null ? "fails" : null;
  // An empty slice of a list still has an element type.
  const [of] = list.items.slice(0, 1).map(typeOf);
  const elements = list.collection === "list" && of !== undefined ? { elements: of } : {};
  return { ...list, ...elements, place, items: list.items.slice(start, end) };
};

/** A map from keys to values. If a key is repeated, the last value wins. */
const zipmap: TerraformFunction = ([names, values], place) => {
  if (names?.kind !== "list" || values?.kind !== "list" || !isWhole(names) || !isWhole(values)) return null;
  const entries = new Map<string, MapEntry>();
  for (const [at, name] of names.items.entries()) {
    const value = values.items[at];
    const key = name.kind === "scalar" ? textOf(name) : undefined;
    if (name.kind === "unresolved") return null;
    if (typeof key !== "string" || value === undefined)
      return names.items.length === values.items.length ? null : "fails";
    entries.set(key, { key, keyPlace: name.place, value });
  }
  if (names.items.length !== values.items.length) return "fails";
  const { collection, elements } = values;
  const map = { kind: "map", place, entries: [...entries.values()], ...(elements ? { elements } : {}) } as const;
  return collection === undefined ? map : { ...map, collection: collection === "list" ? "map" : "object" };
};

/** Functions that build lists and maps from parts of lists. */
export const LIST_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  chunklist,
  range,
  reverse,
  slice,
  zipmap,
};
