import { jsonText } from "../../../source/encoded-json.js";
import type { ListNode, MapEntry, MapNode, Node, ScalarNode } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ValueType } from "../../../source/value-type.js";
import { compared, decimalOf } from "./decimal.js";
import { compareTexts } from "./letters.js";

/** A type that values have in common; `fails` when they have none, null when it is not known. */
export type Unified = ValueType | "fails" | null;

export function numberNode(digits: string, place: Place): ScalarNode {
  const value = Number(digits);
  return { kind: "scalar", place, value, ...(String(value) === digits ? {} : { digits }) };
}

/** A number as Terraform writes it; null for what is none. A text that is one is converted. */
export function digitsOf(node: Node | undefined): string | null {
  if (node?.kind !== "scalar") return null;
  if (typeof node.value === "number") return node.digits ?? decimalOf(String(node.value));
  return typeof node.value === "string" && /^[+-]?[\d.]/.test(node.value) ? decimalOf(node.value) : null;
}

export function typeOf(node: Node): ValueType {
  switch (node.kind) {
    case "scalar":
      if (node.value === null) return node.type ?? "null";
      return typeof node.value === "boolean" ? "bool" : typeof node.value === "number" ? "number" : "string";
    case "partial":
      return "string";
    case "unresolved":
      return node.type ?? "unknown";
    case "list": {
      const { collection = "tuple" } = node;
      return collection === "tuple"
        ? { kind: "tuple", items: node.items.map(typeOf) }
        : { kind: collection, of: ofElements(elementTypesOf(node)) };
    }
    case "map":
      return node.collection === "map"
        ? { kind: "map", of: ofElements(elementTypesOf(node)) }
        : { kind: "object", attributes: new Map(node.entries.map(({ key, value }) => [key, typeOf(value)])) };
  }
}

/** The types of a value's elements; of an empty list, set or map, the type that they would have, where that is known. */
export function elementTypesOf(node: ListNode | MapNode): readonly ValueType[] {
  const values = node.kind === "list" ? node.items : node.entries.map(({ value }) => value);
  const { collection = "tuple", elements } = node;
  const isTyped = values.length === 0 && collection !== "tuple" && collection !== "object";
  return isTyped && elements !== undefined ? [elements] : values.map(typeOf);
}

/** A null among them is of their type. */
function ofElements(types: readonly ValueType[]): ValueType {
  return known(unify(types.filter((type) => type !== "null")));
}

function known(unified: Unified): ValueType {
  return unified === null || unified === "fails" ? "unknown" : unified;
}

/** The type that Terraform converts values of several types to, in a list or behind a condition. */
export function unify(types: readonly ValueType[]): Unified {
  const given = types.filter((type) => type !== "null");
  const type = unifyGiven(given);
  if (given.length === types.length || type === null || (typeof type === "string" && type !== "fails")) return type;
  const kinds = new Set(given.flatMap((one) => (typeof one === "string" ? [] : one.kind)));
  if (kinds.size < 2) return "any";
  return kinds.has("object") && kinds.has("tuple") ? "fails" : null;
}

function unifyGiven(given: readonly ValueType[]): Unified {
  const sure = given.filter((type) => type !== "unknown");
  const [first] = sure;
  if (first === undefined) return given.length === 0 ? "null" : "unknown";
  const isOpen = sure.length < given.length;
  if (typeof first === "string" || sure.some((type) => typeof type === "string")) {
    if (!sure.every((type) => typeof type === "string")) return "fails";
    if (sure.includes("string")) return "string";
    if (isOpen) return null;
    return sure.every((type) => type === first) ? first : "fails";
  }
  return unifyCollections(sure.filter((type) => typeof type !== "string"));
}

type Structured = Exclude<ValueType, string>;

function unifyCollections(types: readonly Structured[]): Unified {
  const isOf = (...kinds: readonly Structured["kind"][]): boolean => types.every(({ kind }) => kinds.includes(kind));
  if (isOf("tuple")) return unifyTuples(types);
  if (isOf("object")) return unifyObjects(types);
  if (isOf("list", "tuple")) return collectionOf("list", types);
  if (isOf("map", "object")) return collectionOf("map", types);
  if (isOf("set")) return collectionOf("set", types);
  if (isOf("set", "tuple")) return setBeside(types);
  const [first, ...others] = types.flatMap((type) => (type.kind === "list" || type.kind === "set" ? [type.of] : []));
  if (isOf("list", "set") && others.every((of) => of === first)) return collectionOf("list", types);
  return isOf("list", "tuple", "set") ? null : "fails";
}

/** A tuple beside a set becomes one of its type: `1` a text, but no text a number. */
function setBeside(types: readonly Structured[]): Unified {
  const set = collectionOf(
    "set",
    types.filter(({ kind }) => kind === "set"),
  );
  const whole = collectionOf("set", types);
  if (set === null || set === "fails" || typeof set === "string" || set.kind !== "set") return set;
  if (whole === null || whole === "fails" || typeof whole === "string" || whole.kind !== "set") return whole;
  if (set.of === whole.of || set.of === "unknown") return whole;
  return typeof set.of === "string" ? set : null;
}

function unifyTuples(types: readonly Structured[]): Unified {
  const tuples = types.flatMap((type) => (type.kind === "tuple" ? [type.items] : []));
  const [first = []] = tuples;
  if (tuples.every((items) => items.length === first.length)) {
    const items = first.map((_, at) => unify(tuples.map((tuple) => tuple[at] ?? "unknown")));
    if (items.includes("fails")) return "fails";
    return items.includes(null) ? null : { kind: "tuple", items: items.map(known) };
  }
  return collectionOf("list", types);
}

function unifyObjects(types: readonly Structured[]): Unified {
  const objects = types.flatMap((type) => (type.kind === "object" ? [type.attributes] : []));
  const [first = new Map<string, ValueType>()] = objects;
  const isAlike = objects.every((one) => one.size === first.size && [...one.keys()].every((key) => first.has(key)));
  if (isAlike) {
    const attributes = [...first.keys()].map((key) => {
      return [key, unify(objects.map((one) => one.get(key) ?? "unknown"))] as const;
    });
    if (attributes.some(([, type]) => type === "fails")) return "fails";
    if (attributes.some(([, type]) => type === null)) return null;
    return { kind: "object", attributes: new Map(attributes.map(([key, type]) => [key, known(type)])) };
  }
  return collectionOf("map", types);
}

function collectionOf(kind: "list" | "set" | "map", types: readonly Structured[]): Unified {
  const of = unify(types.flatMap(elementTypes));
  if (of === "fails" || of === null) return of;
  if (hasAny(of)) {
    if (new Set(types.map((type) => type.kind)).size > 1) return null;
    // Of maps, terraform 1.11.4 looks only at the one that it takes.
    if (kind !== "map" && !types.every((type) => isOfOne(type.kind, elementTypes(type)))) return "fails";
  }
  return { kind, of: of === "null" ? "unknown" : of };
}

function hasAny(type: ValueType): boolean {
  if (typeof type === "string") return type === "any";
  return type.kind === "object" ? [...type.attributes.values()].some(hasAny) : elementTypes(type).some(hasAny);
}

/** Whether elements that are left as they are make a collection: all of one type, of which a null is none but in a map. */
function isOfOne(kind: Structured["kind"], types: readonly ValueType[]): boolean {
  const own = unify(types);
  if (own === null || own === "fails" || !hasAny(own)) return own !== "fails";
  return areSame(kind === "map" || kind === "object" ? types.filter((type) => type !== "null") : types);
}

export function areSame(types: readonly ValueType[]): boolean {
  return new Set(types.map(shown)).size < 2;
}

/** Whether a part of it is known after the apply only. */
export function isOpen(type: ValueType): boolean {
  return shown(type).includes('"unknown"');
}

function shown(type: ValueType): string {
  return JSON.stringify(type, (_, part) => (part instanceof Map ? [...part] : part));
}

function elementTypes(type: Structured): readonly ValueType[] {
  switch (type.kind) {
    case "tuple":
      return type.items;
    case "object":
      return [...type.attributes.values()];
    case "list":
    case "set":
    case "map":
      // An empty one says nothing of its elements.
      return type.of === "null" ? [] : [type.of];
  }
}

/** A value as another type; null when Terraform can't convert it. What is not known stays. */
export function converted(node: Node, type: ValueType): Node | null {
  if (node.kind === "unresolved") return node;
  if (node.kind === "scalar" && node.value === null) return nullOf(node, type);
  if (typeof type === "string") return asPrimitive(node, type);
  switch (type.kind) {
    case "tuple":
      if (node.kind !== "list" || node.items.length !== type.items.length) return null;
      return withItems(
        node,
        node.items.map((item, at) => converted(item, type.items[at] ?? "unknown")),
        "tuple",
      );
    case "list":
    case "set":
      return node.kind === "list" ? asSequence(node, type) : null;
    case "object":
      return node.kind === "map" ? withValues(node, (key) => type.attributes.get(key) ?? "unknown", "object") : null;
    case "map": {
      if (node.kind !== "map") return null;
      const of = ofOwn(type, node);
      const map = of && withValues(node, () => of, "map");
      return map && withElements(map, of);
    }
  }
}

function nullOf(node: ScalarNode, type: ValueType): ScalarNode | null {
  if (!isConvertible(node.type ?? "null", type)) return null;
  return isWide(type) || hasAny(type) ? node : { ...node, type };
}

function asSequence(node: ListNode, type: Structured & { readonly kind: "list" | "set" }): ListNode | null {
  const of = ofOwn(type, node);
  if (of === null) return null;
  const items = node.items.map((item) => converted(item, of));
  const made = withItems(node, items, "list");
  const list = made && withElements(made, of);
  return list === null || type.kind === "list" ? list : asSet(list);
}

function withElements<Kind extends ListNode | MapNode>(node: Kind, of: ValueType): Kind {
  return of === "unknown" || of === "null" || hasAny(of) ? node : { ...node, elements: of };
}

/**
 * What the elements become: where that is any, what those of a value by itself become. Null where they have nothing in common, or an
 * empty one is of another type.
 */
function ofOwn({ kind, of }: Structured & { readonly of: ValueType }, node: ListNode | MapNode): ValueType | null {
  const types = elementTypesOf(node);
  if (!hasAny(of)) return types.every((type) => isConvertible(type, of)) ? of : null;
  const own = unify(types);
  if (own === "fails" || !isOfOne(kind, types)) return null;
  // A null in a map is of the type of the others.
  return (kind === "map" && own === "any" ? types.find((type) => type !== "null") : own) ?? of;
}

/** Whether Terraform has a conversion from one type to another, which a value may still not take. */
export function isConvertible(from: ValueType, to: ValueType): boolean {
  if (isWide(from) || isWide(to)) return true;
  if (typeof from === "string" || typeof to === "string")
    return from === to || from === "string" || to === "string" ? typeof from === typeof to : false;
  switch (to.kind) {
    case "tuple":
      return from.kind !== "map" && from.kind !== "object";
    case "object":
      return from.kind === "map" || from.kind === "object";
    case "map":
      return (from.kind === "map" || from.kind === "object") && areConvertible(from, to.of);
    case "list":
    case "set":
      return from.kind !== "map" && from.kind !== "object" && areConvertible(from, to.of);
  }
}

function isWide(type: ValueType): boolean {
  return type === "unknown" || type === "any" || type === "null";
}

function areConvertible(from: Structured, of: ValueType): boolean {
  return elementTypes(from).every((one) => isConvertible(one, of));
}

function asPrimitive(node: Node, type: Extract<ValueType, string>): Node | null {
  if (type === "unknown" || type === "null" || type === "any") return node;
  if (node.kind === "partial") return type === "string" ? node : null;
  if (node.kind !== "scalar" || node.value === null) return null;
  const { place, value } = node;
  switch (type) {
    case "string":
      return typeof value === "string" ? node : { kind: "scalar", place, value: node.digits ?? String(value) };
    case "number": {
      const digits = typeof value === "boolean" ? null : digitsOf(node);
      return digits === null ? null : numberNode(digits, place);
    }
    case "bool":
      return typeof value === "boolean" ? node : asFlag(node);
  }
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

function withItems(list: ListNode, items: readonly (Node | null)[], collection: "tuple" | "list"): ListNode | null {
  const made = items.filter((item) => item !== null);
  return made.length < items.length ? null : { ...list, items: made, collection };
}

function withValues(map: MapNode, typeFor: (key: string) => ValueType, collection: "object" | "map"): MapNode | null {
  const entries = map.entries.map((entry): MapEntry | null => {
    const value = converted(entry.value, typeFor(entry.key));
    return value === null ? null : { ...entry, value };
  });
  const made = entries.filter((entry) => entry !== null);
  return made.length < entries.length ? null : { ...map, entries: made, collection };
}

/** A list whose elements are of one type as a set: each once, in Terraform's own order. */
export function asSet(list: ListNode): ListNode {
  const met = new Set<string>();
  const items = list.items.filter((item) => {
    const json = jsonText(item);
    return json === null || (!met.has(json) && met.add(json).size > 0);
  });
  const keyed = items.map((item) => ({ item, hash: hashOf(item) }));
  const { inAnyOrder, mayRepeat, ...rest } = list;
  const open = mayRepeat || mayHoldEquals(items) ? { mayRepeat: true as const } : {};
  const isOrdered = items.every(({ kind }) => kind === "scalar") || areApart(keyed.map(({ hash }) => hash));
  if (items.length > 1 && !isOrdered) return { ...rest, ...open, items, collection: "set", inAnyOrder: true };
  const sorted = keyed.toSorted((a, b) => compareElements(a.item, b.item) ?? compareTexts(a.hash ?? "", b.hash ?? ""));
  return { ...rest, ...open, items: sorted.map(({ item }) => item), collection: "set" };
}

/** Elements of one hash are in any order. */
function areApart(hashes: readonly (string | null)[]): boolean {
  return !hashes.includes(null) && new Set(hashes).size === hashes.length;
}

/** Whether an unknown element may be equal to another: how many there are is unknown, too. */
export function mayHoldEquals(items: readonly Node[]): boolean {
  return items.length > 1 && !items.every((item) => jsonText(item) !== null);
}

/** Numbers of any size by their value, and null last. Null for what is neither text nor number. */
function compareElements(a: Node, b: Node): number | null {
  if (a.kind !== "scalar" || b.kind !== "scalar") return null;
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
  if (typeof a.value === "string" && typeof b.value === "string") return compareTexts(a.value, b.value);
  const [left, right] = [digitsOf(a), digitsOf(b)];
  const areNumbers = typeof a.value === "number" && typeof b.value === "number";
  return areNumbers && left !== null && right !== null ? compared(left, right) : null;
}

/**
 * What sets of objects and lists are ordered by (`makeSetHashBytes` of https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go);
 * null where it is not known.
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
  // Go escapes other letters than JSON does.
  if (typeof value === "string") return /[\p{C}\p{Zl}\p{Zp}]/u.test(value) ? null : JSON.stringify(value);
  return hashOfNumber(value, digits ?? String(value));
}

/** As Go's `%.10g` has it; null where that is not told from JavaScript's number. */
function hashOfNumber(value: number, digits: string): string | null {
  const size = Math.abs(value);
  if (Number.isInteger(value) ? size > Number.MAX_SAFE_INTEGER : digits.length > 10 || size < 1e-4) return null;
  if (size < 1e10) return Object.is(value, -0) ? null : digits;
  // Go rounds a half to the even digit, JavaScript up.
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
