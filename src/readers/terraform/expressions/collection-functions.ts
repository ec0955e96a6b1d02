import { compareTexts, graphemes } from "../../../hcl/letters.js";
import { append } from "../../../source/append.js";
import {
  entryOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  textOf,
  type UnresolvedNode,
} from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ValueType } from "../../../source/value-type.js";
import { integerOf } from "./number-functions.js";
import { applyBinary, isNull } from "./operators.js";
import { inOrder } from "./sorted-keys.js";
import type { CostlyFunction, Outcome, TerraformFunction } from "./terraform-function.js";
import { elementOf, isOpen, shown, type Unified, unify } from "./unify.js";
import { comparable, converted, elementTypesOf, mayContainDuplicates, typeOf } from "./value-type.js";

/** The elements of a list. For an unknown list, returns one element, marked as several, that represents all of them. */
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

/** The elements of all lists together. Returns null if an argument isn't a list. */
export function elementsOfAll(lists: readonly Node[], place: Place): ListNode | null {
  const items = lists.map(elementsOf);
  return items.every((one) => one !== null) ? { kind: "list", place, items: items.flat() } : null;
}

/** The common element type of several sets. Empty sets of any type don't count. */
export function typeOfAll(lists: readonly Node[]): Unified {
  const types = lists.map((one) => {
    if (one.kind !== "list") return "unknown";
    const [types, { collection = "tuple" }] = [elementTypesOf(one), one];
    return collection === "tuple" ? elementOf(collection, "null", types) : unify(types);
  });
  if (types.includes("fails")) return "fails";
  const known = types.flatMap((type) => (type === null || type === "fails" ? [] : type));
  if (known.length < types.length) return null;
  const given = known.filter((type, at) => type !== "null" || holdsAny(lists[at]));
  // Terraform 1.11.4 panics on most combinations of bare nulls with lists or objects.
  return given.includes("null") && given.some((type) => typeof type !== "string") ? null : unify(given);
}

function holdsAny(node: Node | undefined): boolean {
  return node?.kind === "list" && node.items.length > 0;
}

/** Returns a list if all arguments are lists with a common element type, to which Terraform converts them. Otherwise returns a tuple. */
const concat: TerraformFunction = (args, place) => {
  const isRefused = ({ kind, ...node }: Node): boolean =>
    kind === "scalar" || kind === "map" || ("collection" in node && node.collection === "set");
  if (args.length === 0 || args.some(isRefused)) return "fails";
  const all = elementsOfAll(args, place);
  if (all === null) return null;
  const are = (...collections: readonly ListNode["collection"][]): boolean =>
    args.every((one) => one.kind === "list" && collections.includes(one.collection));
  const type = are("list") ? unify(args.map(typeOf)) : "fails";
  if (type === null) return null;
  if (typeof type !== "string" && type.kind === "list") return ofType(all, "list", type.of);
  return are("list", "tuple") ? { ...all, collection: "tuple" } : all;
};

/** Converts a list's elements to their common type. Returns "fails" if they have none. */
export function ofOneType(list: ListNode, collection: "list" | "set"): ListNode | "fails" | null {
  return ofType(list, collection, unify(elementTypesOf(list)));
}

export function ofType(list: ListNode, collection: "list" | "set", type: Unified): ListNode | "fails" | null {
  if (type === "fails" || type === null) return type;
  const whole = converted(list, { kind: collection, of: type });
  return whole?.kind === "list" ? whole : "fails";
}

export const toset = conversion("set");

/** Converts a value to a list, set, or map with the elements' common type. */
function conversion(kind: "list" | "set" | "map"): TerraformFunction {
  return ([value]) => {
    if (value?.kind === "list" || value?.kind === "map") {
      // It may be unknown whether the elements have a common type.
      if (unify(elementTypesOf(value)) === null) return null;
    }
    return value === undefined || value.kind === "unresolved"
      ? null
      : (converted(value, { kind, of: "null" }) ?? "fails");
  };
}

function kindOf(type: ValueType): string {
  return typeof type === "string" ? type : type.kind;
}

/** Merges maps. A null counts as an empty map. */
const merge: TerraformFunction = (args, place) => {
  const types = args.map(typeOf);
  const kinds = types.map(kindOf);
  // Terraform 1.11.4 doesn't check arguments after a bare null.
  const [wrong] = kinds.filter((kind) => kind === "null" || !/^(?:unknown|map|object)$/.test(kind));
  if ((wrong !== undefined && wrong !== "null") || args.some(hasNoKeys)) return "fails";
  // Terraform uses a set's elements as their own keys.
  if (args.some((one) => one.kind === "unresolved" || (one.kind === "list" && one.items.length > 0))) return null;
  if (args.every(isNull) && lacksAttributes(types)) return types.some(isOpen) ? null : "fails";
  const entries = new Map<string, MapEntry>();
  for (const one of args) {
    if (one.kind === "map") for (const entry of one.entries) entries.set(entry.key, entry);
  }
  const mayHaveMore = args.some((one) => one.kind === "map" && one.mayHaveMore === true);
  const merged: MapNode = {
    kind: "map",
    place,
    entries: [...entries.values()],
    ...(mayHaveMore ? { mayHaveMore } : {}),
  };
  if (
    !args.every(
      (one) => one.kind === "scalar" || one.kind === "list" || (one.kind === "map" && one.collection !== undefined),
    )
  )
    return merged;
  // Merging maps of one type returns a map of that type. Anything else returns an object.
  const [type = "null"] = types;
  if (typeof type === "string" || type.kind !== "map" || new Set(types.map(shown)).size > 1)
    return { ...merged, collection: "object" };
  return { ...merged, collection: "map", ...(isOpen(type) ? {} : { elements: type.of }) };
};

/** Whether a value has no keys, and isn't a set, whose elements serve as keys. */
function hasNoKeys(node: Node): boolean {
  if (node.kind === "list") return node.items.length > 0 && (node.collection ?? "set") !== "set";
  return node.kind === "partial" || (node.kind === "scalar" && node.value !== null);
}

/** Whether all arguments have the same object type. Terraform then expects that type's attributes, which nulls don't have. */
function lacksAttributes(types: readonly ValueType[]): boolean {
  const [type] = types;
  if (typeof type !== "object" || type.kind !== "object" || type.attributes.size === 0) return false;
  return new Set(types.map(shown)).size === 1;
}

const flatten: TerraformFunction = ([list], place) => {
  if (list?.kind === "list") return { kind: "list", place, items: flat(list), collection: "tuple" };
  return list?.kind === "unresolved" ? null : "fails";
};

function flat({ items }: ListNode): readonly Node[] {
  return items.flatMap((item) => {
    if (item.kind === "list") return flat(item);
    // An unknown ARN is a single element.
    return item.kind === "unresolved" && item.like === undefined ? asSeveral(item) : item;
  });
}

/** Removes repeated elements. An unknown element may or may not equal another one. */
export const distinct: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return list?.kind === "unresolved" ? null : "fails";
  const given = ofOneType(list, "list");
  if (given === null || given === "fails") return given;
  const met = new Set<string>();
  const isNew = (item: Node): boolean => {
    const json = comparable(item);
    return json === null || (!met.has(json) && met.add(json).size > 0);
  };
  const items = given.items.filter(isNew);
  const open = mayContainDuplicates(items) ? ({ inAnyOrder: true, mayRepeat: true } as const) : {};
  return { ...given, place, items, ...open };
};

export const sort: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  if (list.items.some((item) => isNull(item) || item.kind === "list" || item.kind === "map")) return "fails";
  const texts = list.items.flatMap((item) => (item.kind === "scalar" ? (converted(item, "string") ?? []) : []));
  if (texts.length < list.items.length) return null;
  const items = texts.toSorted((a, b) => compareTexts(knownText(a), knownText(b)));
  return { kind: "list", place, items, collection: "list", elements: "string" };
};

function knownText(node: Node): string {
  const text = textOf(node);
  return typeof text === "string" ? text : "";
}

const compact: TerraformFunction = ([list], place) => {
  if (list?.kind !== "list") return null;
  if (list.items.some(({ kind }) => kind === "list" || kind === "map")) return "fails";
  const kept = list.items.filter((item) => item.kind !== "scalar" || (item.value !== null && item.value !== ""));
  const items = kept.map((item) =>
    item.kind === "unresolved"
      ? item.like === undefined
        ? asSeveral(item)
        : item
      : (converted(item, "string") ?? item),
  );
  return { kind: "list", place, items, collection: "list", elements: "string" };
};

/** Whether a node is a null with a list type. Terraform treats it differently from other nulls where it needs elements. */
export function isNullList(node: Node): boolean {
  if (node.kind !== "scalar" || node.value !== null || typeof node.type !== "object") return false;
  return node.type.kind === "list" || node.type.kind === "set" || node.type.kind === "tuple";
}

const coalescelist: TerraformFunction = (args) => {
  // Terraform rejects a set, null or not.
  if (args.some((one) => (isNull(one) && !isNullList(one)) || kindOf(typeOf(one)) === "set")) return "fails";
  const first = args.find((one) => !isNull(one) && (one.kind !== "list" || one.items.length > 0));
  if (first === undefined) return "fails";
  return first.kind === "list" && isWhole(first) ? first : null;
};

/** Whether each item represents exactly one element. */
export function isWhole({ items, mayRepeat }: ListNode): boolean {
  return mayRepeat !== true && !items.some(isSeveral);
}

const length: TerraformFunction = ([one], place) => {
  switch (one?.kind) {
    case "map":
      return one.mayHaveMore ? null : { kind: "scalar", place, value: one.entries.length };
    case "list":
      return isWhole(one) ? { kind: "scalar", place, value: one.items.length } : null;
    case "scalar":
      return typeof one.value === "string" ? { kind: "scalar", place, value: graphemes(one.value).length } : "fails";
    default:
      return null;
  }
};

/**
 * Whether a list contains a value. A value of a different type isn't in the list. For values from a plan, it may be
 * unknown whether the type is different.
 */
const contains: TerraformFunction = ([list, wanted], place) => {
  if (isNull(list) || isNull(wanted)) return "fails";
  if (list?.kind !== "list" || wanted === undefined) return null;
  const found = list.items.map((item) => answer(applyBinary("==", item, wanted, place)));
  if (found.includes(true)) return { kind: "scalar", place, value: true };
  return found.every((one) => one === false) ? { kind: "scalar", place, value: false } : null;
};

function answer(outcome: Outcome): boolean | null {
  return outcome !== null && outcome !== "fails" && outcome.kind === "scalar" ? outcome.value === true : null;
}

/** The first index of a value in a list. */
const index: TerraformFunction = ([list, wanted], place) => {
  if (list?.kind !== "list" || list.inAnyOrder || list.collection === "set" || wanted === undefined) return null;
  for (const [at, item] of list.items.entries()) {
    const found = answer(applyBinary("==", item, wanted, place));
    if (found === null) return null;
    if (found) return { kind: "scalar", place, value: at };
  }
  return "fails";
};

const COMPARISONS_A_STEP = 8;

/** A string that is the same only for equal values of one type. Returns null if equality is uncertain. */
function equalText(node: Node): string | null {
  return node.kind === "scalar" && node.value !== null && node.given === undefined ? comparable(node) : null;
}

/** The elements of a list whose counterparts in `keys` are among the wanted values. */
const matchkeys: CostlyFunction = (args, place, effort) => {
  const lists = args.map((one) => (one.kind === "list" ? ofOneType(one, "list") : null));
  const [list, keys, wanted] = lists.filter((one) => one !== null && one !== "fails");
  if (lists.includes("fails")) return "fails";
  if (list === undefined || keys === undefined || wanted === undefined) return null;
  const type = unify([typeOf(keys), typeOf(wanted)]);
  if (type === null || type === "fails" || list.items.length !== keys.items.length)
    return type === null ? null : "fails";
  const [own, among] = [converted(keys, type), converted(wanted, type)];
  if (own?.kind !== "list" || among?.kind !== "list") return "fails";
  const texts = new Set(among.items.map(equalText));
  const found = own.items.map((key): Outcome => {
    const text = texts.has(null) ? null : equalText(key);
    if (text !== null) return { kind: "scalar", place, value: texts.has(text) };
    effort.spend(among.items.length / COMPARISONS_A_STEP);
    return contains([among, key], place);
  });
  if (found.some((one) => one === null || one === "fails")) return null;
  return { ...list, place, items: list.items.filter((_, at) => answer(found[at] ?? null) === true) };
};

/** Swaps the keys and values of a map of lists. Each new list is in key order. */
const transpose: TerraformFunction = ([map], place) => {
  if (map?.kind !== "map") return null;
  const keysOf = new Map<string, string[]>();
  for (const { key, value } of inOrder(map)) {
    if (value.kind !== "list") return value.kind === "unresolved" ? null : "fails";
    for (const item of value.items) {
      const text = textOf(item);
      if (typeof text !== "string") return text === undefined ? "fails" : null;
      append(keysOf, text, key);
    }
  }
  const entries = [...keysOf].map(([key, names]): MapEntry => {
    const items = names.map((value): Node => ({ kind: "scalar", place, value }));
    return { key, keyPlace: place, value: { kind: "list", place, items, collection: "list" } };
  });
  return { kind: "map", place, entries, collection: "map", elements: { kind: "list", of: "string" } };
};

const lookup: TerraformFunction = ([map, key, byDefault, ...others]) => {
  if (others.length > 0 || isNull(map) || isNull(key)) return "fails";
  const name = key === undefined ? undefined : textOf(key);
  if (map?.kind !== "map" || typeof name !== "string") return null;
  const found = entryOf(map, name)?.value;
  if (found === undefined) {
    if (map.mayHaveMore === true) return null;
    return byDefault === undefined ? "fails" : defaultFor(map, byDefault);
  }
  const isWrong = byDefault !== undefined && defaultFor(map, byDefault) === "fails";
  return isWrong ? "fails" : found;
};

/** The default of a lookup, converted to the element type of the map. */
function defaultFor(map: MapNode, byDefault: Node): Outcome {
  if (map.collection !== "map") return byDefault;
  const type = unify(elementTypesOf(map));
  if (type === "fails" || type === null) return null;
  return type === "null" ? byDefault : (converted(byDefault, type) ?? "fails");
}

const keys: TerraformFunction = ([map], place) => {
  if (map?.kind !== "map") return map?.kind === "unresolved" ? null : "fails";
  if (map.mayHaveMore) return null;
  const items = inOrder(map).map(({ key, keyPlace }): Node => ({ kind: "scalar", place: keyPlace, value: key }));
  return { kind: "list", place, items, collection: map.collection === "map" ? "list" : "tuple", elements: "string" };
};

const values: TerraformFunction = ([map], place) =>
  map?.kind === "map" && !map.mayHaveMore
    ? {
        kind: "list",
        place,
        items: inOrder(map).map(({ value }) => value),
        ...(map.collection === undefined ? {} : { collection: map.collection === "map" ? "list" : "tuple" }),
        ...(map.elements === undefined ? {} : { elements: map.elements }),
      }
    : null;

const element: TerraformFunction = ([list, index]) => {
  const at = integerOf(index);
  if (list?.kind !== "list" || !isWhole(list) || list.inAnyOrder) return null;
  if (list.items.length === 0 || list.collection === "set") return "fails";
  return at === null || at < 0 ? null : (list.items[at % list.items.length] ?? null);
};

/** The only element of a list. Returns a null node for an empty list. */
const one: TerraformFunction = ([list], place) => {
  if (list?.kind === "map") return null;
  if (list?.kind !== "list" || !isWhole(list)) return null;
  if (list.items.length > 1) return "fails";
  const [type] = elementTypesOf(list);
  return list.items[0] ?? { kind: "scalar", place, value: null, ...(type === undefined ? {} : { type }) };
};

export const COLLECTION_FUNCTIONS: Readonly<Record<string, CostlyFunction>> = {
  coalescelist,
  compact,
  concat,
  contains,
  distinct,
  element,
  flatten,
  index,
  keys,
  length,
  lookup,
  matchkeys,
  merge,
  one,
  sort,
  tolist: conversion("list"),
  tomap: conversion("map"),
  toset,
  transpose,
  values,
};
