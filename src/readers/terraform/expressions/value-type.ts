import { compareTexts } from "../../../hcl/letters.js";
import { jsonText } from "../../../source/encoded-json.js";
import {
  entryOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  OR_TEXT,
  type ScalarNode,
} from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ValueType } from "../../../source/value-type.js";
import { compared, decimalOf, isNumeral } from "./decimal.js";
import { withSortedKeys } from "./sorted-keys.js";
import { elementOf, filled, isConvertible, isOpen, type Structured, shown, unify } from "./unify.js";

export function numberNode(digits: string, place: Place): ScalarNode {
  const value = Number(digits);
  return { kind: "scalar", place, value, ...(String(value) === digits ? {} : { digits }) };
}

/** A number as Terraform writes it. Also converts a string that contains a number. Returns null if the node isn't a number. */
export function digitsOf(node: Node | undefined): string | null {
  if (node?.kind !== "scalar") return null;
  if (typeof node.value === "number") return node.digits ?? decimalOf(String(node.value));
  return typeof node.value === "string" && /^[+-]?[\d.]/.test(node.value) ? decimalOf(node.value) : null;
}

export function typeOf(node: Node): ValueType {
  switch (node.kind) {
    case "scalar":
      if (node.value === null) return node.type ?? "null";
      if (node.given === OR_TEXT) return "unknown";
      return typeof node.value === "boolean" ? "bool" : typeof node.value === "number" ? "number" : "string";
    case "partial":
      return "string";
    case "unresolved":
      // A failing node may have any type, unless it is an operation.
      return node.type ?? (node.fails ? "null" : "unknown");
    case "list": {
      const { collection = "tuple" } = node;
      return collection === "tuple"
        ? { kind: "tuple", items: node.items.map(typeOf) }
        : { kind: collection, of: elementTypeOf(node) };
    }
    case "map":
      return node.collection === "map"
        ? { kind: "map", of: elementTypeOf(node) }
        : { kind: "object", attributes: new Map(node.entries.map(({ key, value }) => [key, typeOf(value)])) };
  }
}

/** The types of a value's elements. A typed list, set, or map has a single type for all elements. */
export function elementTypesOf(node: ListNode | MapNode): readonly ValueType[] {
  const { collection = "tuple", elements } = node;
  if (collection !== "tuple" && collection !== "object" && elements !== undefined) return [elements];
  return node.kind === "list" ? node.items.map(typeOf) : node.entries.map(({ value }) => typeOf(value));
}

function elementTypeOf(node: ListNode | MapNode): ValueType {
  const types = elementTypesOf(node);
  const type = types.length === 0 ? null : unify(types);
  return type === null || type === "fails" ? "unknown" : type;
}

/** Converts a value to a type. Returns null if Terraform can't convert it. Unknown values stay unknown. */
export function converted(node: Node, type: ValueType): Node | null {
  if (type === "unknown" || type === "null" || (node.kind === "unresolved" && node.type === undefined)) return node;
  if (node.kind === "unresolved") return isConvertible(typeOf(node), type) ? { ...node, type } : null;
  if (node.kind === "scalar" && node.value === null)
    return isConvertible(typeOf(node), type) ? { ...node, type: filled(type, typeOf(node)) } : null;
  if (typeof type === "string") return asPrimitive(node, type);
  return node.kind === "list" ? ofList(node, type) : node.kind === "map" ? ofMap(node, type) : null;
}

function ofList(list: ListNode, type: Structured): ListNode | null {
  switch (type.kind) {
    case "tuple":
      return isConvertible(typeOf(list), type) ? asTuple(list, type.items) : null;
    case "list":
    case "set":
      return asSequence(list, type.kind, type.of);
    case "map":
    case "object":
      return null;
  }
}

function ofMap(map: MapNode, type: Structured): MapNode | null {
  return type.kind === "map" ? asMap(map, type.of) : type.kind === "object" ? asObject(map, type.attributes) : null;
}

/** Removes a value's element type, because its elements may have changed. JSON nodes create their parts only on demand. */
export function untyped<Kind extends ListNode | MapNode>({ elements, ...node }: Kind): Omit<Kind, "elements"> {
  return node;
}

/** Makes the types of numbers and bools in a value uncertain: an unknown value next to it may turn them into strings. */
export function withUncertainTypes(node: Node): Node {
  if (node.kind === "list") return untyped({ ...node, items: node.items.map(withUncertainTypes) });
  if (node.kind === "map")
    return untyped({
      ...node,
      entries: node.entries.map((entry) => ({ ...entry, value: withUncertainTypes(entry.value) })),
    });
  const isOther = node.kind === "scalar" && (typeof node.value === "number" || typeof node.value === "boolean");
  return isOther ? { ...node, given: OR_TEXT } : node;
}

function asTuple(list: ListNode, types: readonly ValueType[]): ListNode | null {
  const items = allOf(list.items.map((item, at) => converted(item, types[at] ?? "unknown")));
  return items && untyped({ ...list, items, collection: "tuple" });
}

function asObject(map: MapNode, attributes: ReadonlyMap<string, ValueType>): MapNode | null {
  if (!map.mayHaveMore && [...attributes.keys()].some((key) => entryOf(map, key) === undefined)) return null;
  const kept = map.entries.filter(({ key }) => attributes.has(key));
  const values = allOf(kept.map(({ key, value }) => converted(value, attributes.get(key) ?? "unknown")));
  return values && untyped({ ...map, entries: withValues(kept, values), collection: "object" });
}

function asSequence(list: ListNode, kind: "list" | "set", wanted: ValueType): ListNode | null {
  const { collection = "tuple" } = list;
  const types = elementTypesOf(list);
  const of = elementOf(collection, wanted, types);
  if (of === "fails" || !types.every((type) => isConvertible(type, of ?? "unknown"))) return null;
  const made = allOf(list.items.map((item) => converted(item, of ?? "unknown")));
  const items = made && together(made, of, collection === "tuple" && kind === "list");
  if (items === null) return null;
  const whole: ListNode = { ...untyped({ ...list, items }), collection: "list", ...ofElements(items, of, list) };
  return kind === "list" ? whole : asSet(whole);
}

function asMap(map: MapNode, wanted: ValueType): MapNode | null {
  const types = elementTypesOf(map);
  const of = elementOf(map.collection ?? "object", wanted, types);
  if (of === "fails" || !types.every((type) => isConvertible(type, of ?? "unknown"))) return null;
  const made = allOf(map.entries.map(({ value }) => converted(value, of ?? "unknown")));
  const values = made && together(made, of, of !== null && typeof of !== "string" && of.kind !== "tuple");
  if (values === null) return null;
  const entries = withValues(map.entries, values);
  return { ...untyped({ ...map, entries }), collection: "map", ...ofElements(values, of, map) };
}

/** Converts elements of possibly different types to one type. Returns null if that is impossible. A bare null fits any type. */
function together(values: readonly Node[], of: ValueType | null, isUnified: boolean): readonly Node[] | null {
  if (of === null || !isAny(of)) return values;
  const type = isUnified ? unify(values.map(typeOf)) : null;
  if (type === "fails") return null;
  const made = type === null ? values : allOf(values.map((value) => converted(value, type)));
  const types = made?.map(typeOf) ?? [];
  if (made === null || !areSame(types)) return null;
  const own = types.find((one) => one !== "null") ?? "null";
  return made.map((value, at) => (types[at] === "null" ? (converted(value, own) ?? value) : value));
}

export function areSame(types: readonly ValueType[]): boolean {
  return new Set(types.filter((type) => type !== "null" && !isOpen(type)).map(shown)).size < 2;
}

function isAny(type: ValueType): boolean {
  return shown(type).includes('"null"');
}

function ofElements(
  values: readonly Node[],
  of: ValueType | null,
  { collection = "tuple", elements }: ListNode | MapNode,
): Pick<ListNode, "elements"> {
  const own = collection === "tuple" || collection === "object" ? "null" : (elements ?? "unknown");
  // Terraform 1.11.4 leaves an empty collection unchanged if its elements are structures of any type.
  const isLeft = values.length === 0 && (of === "null" || (typeof own !== "string" && isAny(own)));
  const given = of !== null && (values.length === 0 || !isAny(of)) ? of : null;
  const type = isLeft
    ? own
    : (given ?? values.map(typeOf).find((one) => one !== "null") ?? (of === null ? "unknown" : "null"));
  return isOpen(type) ? {} : { elements: type };
}

function asPrimitive(node: Node, type: "string" | "number" | "bool"): Node | null {
  if (node.kind === "partial") return type === "string" ? node : null;
  if (node.kind !== "scalar" || node.value === null) return null;
  const { place, value } = node;
  switch (type) {
    case "string":
      return typeof value === "string" ? node : { kind: "scalar", place, value: node.digits ?? String(value) };
    case "number": {
      const digits = typeof value === "boolean" ? null : digitsOf(node);
      if (digits !== null) return numberNode(digits, place);
      return typeof value === "string" && isNumeral(value)
        ? { kind: "unresolved", place, expression: value.slice(0, MAX_SHOWN_LENGTH), type }
        : null;
    }
    case "bool":
      return typeof value === "boolean" ? node : asFlag(node);
  }
}

const MAX_SHOWN_LENGTH = 40;

/** Converts a node to a number. Returns the node unchanged if that is impossible. */
export function asNumber(node: Node): Node {
  return converted(node, "number") ?? node;
}

function asFlag({ place, value }: ScalarNode): Node | null {
  const flag = typeof value === "string" ? FLAGS.get(value) : undefined;
  return flag === undefined ? null : { kind: "scalar", place, value: flag };
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function allOf(values: readonly (Node | null)[]): readonly Node[] | null {
  const made = values.filter((value) => value !== null);
  return made.length < values.length ? null : made;
}

function withValues(entries: readonly MapEntry[], values: readonly Node[]): readonly MapEntry[] {
  return entries.map((entry, at) => ({ ...entry, value: values[at] ?? entry.value }));
}

/** A string that is the same for equal values. Returns null unless the value is fully known. */
export function comparable(node: Node): string | null {
  return jsonText(withSortedKeys(withoutSign(node)));
}

/** Replaces `-0` with `0`: the two are equal, but their strings differ. */
function withoutSign(node: Node): Node {
  if (node.kind === "list") return { ...node, items: node.items.map(withoutSign) };
  if (node.kind === "map")
    return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: withoutSign(entry.value) })) };
  return node.kind === "scalar" && node.value === 0 ? numberNode("0", node.place) : node;
}

/** Whether a set may contain both this value and an equal one: Terraform 1.11.4 sometimes distinguishes `-0` from `0` there. */
export function isSigned(node: Node): boolean {
  return jsonText(withSortedKeys(node)) !== comparable(node);
}

/** Converts a list with a single element type to a set: without duplicates, and in Terraform's order. */
function asSet(list: ListNode): ListNode {
  const met = new Set<string>();
  const items = list.items.filter((item) => {
    const json = comparable(item);
    return json === null || (!met.has(json) && met.add(json).size > 0);
  });
  const keyed = items.map((item) => ({ item, hash: hashOf(item) }));
  const { inAnyOrder, mayRepeat, ...rest } = list;
  const mayMerge = items.length < list.items.length && list.items.some(isSigned);
  const open = mayRepeat || mayMerge || mayContainDuplicates(items) ? { mayRepeat: true as const } : {};
  const isOrdered = items.every(({ kind }) => kind === "scalar") || areDistinct(keyed.map(({ hash }) => hash));
  if (items.length > 1 && !isOrdered) return { ...rest, ...open, items, collection: "set", inAnyOrder: true };
  const sorted = keyed.toSorted((a, b) => compareElements(a.item, b.item) ?? compareTexts(a.hash ?? "", b.hash ?? ""));
  return { ...rest, ...open, items: sorted.map(({ item }) => item), collection: "set" };
}

/** Whether all hashes are known and different. Elements with equal hashes may be in any order. */
function areDistinct(hashes: readonly (string | null)[]): boolean {
  return !hashes.includes(null) && new Set(hashes).size === hashes.length;
}

/** Whether an unknown element may equal another one, so that the number of elements is unknown, too. */
export function mayContainDuplicates(items: readonly Node[]): boolean {
  return items.length > 1 && !items.every((item) => comparable(item) !== null);
}

/**
 * Compares two elements of a set. Orders numbers of any size by value, and nulls last. Returns null for elements that
 * are neither strings nor numbers.
 */
function compareElements(a: Node, b: Node): number | null {
  if (a.kind !== "scalar" || b.kind !== "scalar") return null;
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
  if (typeof a.value === "string" && typeof b.value === "string") return compareTexts(a.value, b.value);
  const [left, right] = [digitsOf(a), digitsOf(b)];
  const areNumbers = typeof a.value === "number" && typeof b.value === "number";
  return areNumbers && left !== null && right !== null ? compared(left, right) : null;
}

/**
 * The key by which Terraform orders sets of objects and lists (`makeSetHashBytes` in
 * https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go). Returns null if it is unknown.
 */
function hashOf(node: Node): string | null {
  switch (node.kind) {
    case "scalar":
      return hashOfScalar(node);
    case "list":
      return node.inAnyOrder ? null : hashOfItems(node);
    case "map":
      return hashOfEntries(node);
    case "partial":
    case "unresolved":
      return null;
  }
}

function hashOfScalar({ value, digits }: ScalarNode): string | null {
  if (value === null) return "~";
  if (typeof value === "boolean") return value ? "T" : "F";
  // Go and JSON escape different characters.
  if (typeof value === "string") return /[\p{C}\p{Zl}\p{Zp}]/u.test(value) ? null : JSON.stringify(value);
  return hashOfNumber(value, digits ?? String(value));
}

/** A number in Go's `%.10g` format. Returns null if JavaScript's number doesn't determine it. */
function hashOfNumber(value: number, digits: string): string | null {
  const size = Math.abs(value);
  if (Number.isInteger(value) ? size > Number.MAX_SAFE_INTEGER : digits.length > 10 || size < 1e-4) return null;
  if (size < 1e10) return Object.is(value, -0) ? null : digits;
  // Go rounds a half to even; JavaScript rounds it up.
  if (/^-?\d{10}50*$/.test(digits)) return null;
  const [mantissa, exponent] = value.toExponential(9).split("e");
  return `${Number(mantissa)}e${exponent}`;
}

function hashOfItems({ items, collection = "tuple" }: ListNode): string | null {
  const hashes = items.map(hashOf);
  const joined = hashes.map((item) => `${item};`).join("");
  if (hashes.includes(null)) return null;
  return collection === "tuple" ? `<${joined}>` : `[${joined}]`;
}

function hashOfEntries({ entries, collection }: MapNode): string | null {
  const sorted = entries.toSorted((a, b) => compareTexts(a.key, b.key));
  const hashes = sorted.map(({ value }) => hashOf(value));
  if (hashes.includes(null)) return null;
  if (collection !== "map") return `<${hashes.map((value) => `${value};`).join("")}>`;
  return `{${hashes.map((value, at) => `${JSON.stringify(sorted[at]?.key)}:${value};`).join("")}}`;
}
