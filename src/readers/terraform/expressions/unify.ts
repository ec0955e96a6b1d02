import type { ValueType } from "../../../source/value-type.js";

// Terraform's conversions: https://github.com/zclconf/go-cty/blob/main/cty/convert. "null" is both the type of a bare
// null and `any`, because Terraform has a single type for both.

/** The common type of several values. "fails" if there is none, null if it is unknown. */
export type Unified = ValueType | "fails" | null;

export type Structured = Exclude<ValueType, string>;

/** The type to which Terraform converts values of several types in a list or a conditional. */
export function unify(types: readonly ValueType[]): Unified {
  return types.length === 0 ? "null" : common(types);
}

function common(all: readonly ValueType[]): Unified {
  const types = [...new Map(all.map((type) => [shown(type), type])).values()];
  const [first] = types;
  if (first === undefined || types.length === 1) return first ?? "fails";
  if (types.includes("unknown")) return withUnknown(types.filter((type) => type !== "unknown"));
  const kinds = new Set(types.map((type) => (typeof type === "string" ? type : type.kind)));
  const isOf = (kind: Structured["kind"], other: string): boolean =>
    kinds.has(kind) && [...kinds].every((one) => one === kind || one === other || one === "null");
  const single = (["map", "list", "set", "object", "tuple"] as const).find((kind) => isOf(kind, kind));
  if (single !== undefined) return kinds.has("null") ? "null" : ofOneKind(single, types);
  if (isOf("map", "object")) return generalized("object", "map", types) ?? preferred(types);
  if (isOf("list", "tuple")) return generalized("tuple", "list", types) ?? preferred(types);
  return kinds.has("object") && kinds.has("tuple") ? "fails" : preferred(types);
}

/**
 * The common type of several values next to an unknown value. A number's type is then unknown, because the unknown
 * value may be a string.
 */
function withUnknown(types: readonly ValueType[]): Unified {
  const given = types.filter((type) => type !== "null");
  const type = given.length === 0 ? "unknown" : common(types);
  return typeof type !== "string" || /^(?:unknown|string|fails)$/.test(type) ? type : null;
}

function ofOneKind(kind: Structured["kind"], types: readonly ValueType[]): Unified {
  if (kind !== "tuple" && kind !== "object") return collection(kind, types);
  const [first = []] = types.map(keysOf);
  const isAlike = types.every((one) => {
    const keys = new Set(keysOf(one));
    return keys.size === first.length && first.every((key) => keys.has(key));
  });
  const general = kind === "tuple" ? "list" : "map";
  if (!isAlike) return collection(general, types);
  const parts = first.map((key) => common(types.map((type) => partOf(type, key))));
  return whole(parts, (made) => {
    const type: ValueType =
      kind === "tuple"
        ? { kind, items: made }
        : { kind, attributes: new Map(first.map((key, at) => [key, made[at] ?? "unknown"])) };
    return types.every((one) => isConvertible(one, type)) ? type : collection(general, types);
  });
}

function collection(kind: "list" | "set" | "map", types: readonly ValueType[]): Unified {
  return whole([common(types.flatMap(elementTypes))], ([of = "unknown"]) => {
    const made = { kind, of };
    return types.every((type) => isConvertible(type, made)) ? made : "fails";
  });
}

function whole(parts: readonly Unified[], make: (parts: readonly ValueType[]) => Unified): Unified {
  if (parts.includes("fails")) return "fails";
  const known = parts.filter((part) => part !== null && part !== "fails");
  return known.length < parts.length ? null : make(known);
}

/** Converts tuples among lists to a list, or objects among maps to a map. Returns undefined if that is impossible. */
function generalized(
  kind: "tuple" | "object",
  general: "list" | "map",
  types: readonly ValueType[],
): Unified | undefined {
  const isOne = (type: ValueType): boolean => typeof type !== "string" && type.kind === kind;
  const made = collection(general, types.filter(isOne));
  if (made === null || made === "fails") return made === null ? made : undefined;
  const all = common([...types.filter((type) => !isOne(type)), made]);
  return all === null || (typeof all !== "string" && all.kind === general) ? all : undefined;
}

/** No list has this many different types of elements. */
const MAX_KINDS = 100;

/** The most general of the types, if values of all the types can be converted to it. */
function preferred(types: readonly ValueType[]): Unified {
  const groups = new Set(types.map((type) => (typeof type === "string" ? "" : /^(?:map|object)$/.test(type.kind))));
  if (groups.size > 1 && !types.includes("null")) return "fails";
  // An unknown part may be a string, to which numbers would be converted.
  const isUnsure = types.some(isOpen) && types.some((type) => /"(?:number|bool)"/.test(shown(type)));
  if (isUnsure || types.length > MAX_KINDS) return null;
  const above = types.map((one) => types.map((other) => generality(one, other) < 0));
  const open = types.map((_, at) => above.filter((row) => row[at]).length);
  const order = types.flatMap((_, at) => (open[at] === 0 ? [at] : []));
  for (const next of order) {
    for (const at of types.keys()) {
      if (!above[next]?.[at]) continue;
      open[at] = (open[at] ?? 0) - 1;
      if (open[at] === 0) order.push(at);
    }
  }
  const sorted = order.flatMap((at) => types[at] ?? []);
  return sorted.find((wanted) => types.every((type) => isConvertible(type, wanted))) ?? "fails";
}

const MORE_GENERAL: readonly (readonly string[])[] = [
  ["list", "tuple", "set"],
  ["map", "object"],
];

/** Negative if the first type is more general than the second. */
function generality(a: ValueType, b: ValueType): number {
  if (a === "null" || b === "null") return Number(a === "null") - Number(b === "null");
  if (typeof a === "string" || typeof b === "string")
    return typeof a === typeof b ? Number(b === "string") - Number(a === "string") : 0;
  if (a.kind !== b.kind) {
    const kinds = MORE_GENERAL.find((one) => one.includes(a.kind) && one.includes(b.kind)) ?? [];
    return kinds.indexOf(a.kind) - kinds.indexOf(b.kind);
  }
  const keys = keysOf(a);
  const others = new Set(keysOf(b));
  if (keys.length !== others.size || !keys.every((key) => others.has(key))) return 0;
  const signs = new Set(keys.map((key) => Math.sign(generality(partOf(a, key), partOf(b, key)))));
  signs.delete(0);
  return signs.size === 1 ? ([...signs][0] ?? 0) : 0;
}

/** The names or indexes of a type's parts. */
function keysOf(type: ValueType): readonly string[] {
  if (typeof type === "string") return [];
  return type.kind === "object" ? [...type.attributes.keys()] : elementTypes(type).map((_, at) => String(at));
}

export function partOf(type: ValueType, key: string): ValueType {
  if (typeof type === "string") return "unknown";
  if ("of" in type) return type.of;
  return (type.kind === "object" ? type.attributes.get(key) : type.items[Number(key)]) ?? "unknown";
}

export function elementTypes(type: ValueType): readonly ValueType[] {
  if (typeof type === "string") return [];
  if (type.kind === "tuple") return type.items;
  return type.kind === "object" ? [...type.attributes.values()] : [type.of];
}

/** Whether Terraform has a conversion from one type to another. A particular value may still fail to convert. */
export function isConvertible(from: ValueType, to: ValueType): boolean {
  if ([from, to].some((type) => type === "unknown" || type === "null")) return true;
  if (typeof from === "string" || typeof to === "string")
    return typeof from === typeof to && (from === to || from === "string" || to === "string");
  switch (to.kind) {
    case "tuple":
      if (from.kind !== "tuple" || from.items.length !== to.items.length) return false;
      return to.items.every((item, at) => isConvertible(from.items[at] ?? "unknown", item));
    case "object":
      return isObject(from, to.attributes);
    case "map":
    case "list":
    case "set": {
      const isMapping = from.kind === "map" || from.kind === "object";
      if (isMapping !== (to.kind === "map")) return false;
      const types = elementTypes(from);
      const of = elementOf(from.kind, to.of, types);
      return of === null || (of !== "fails" && types.every((type) => isConvertible(type, of)));
    }
  }
}

function isObject(from: Structured, attributes: ReadonlyMap<string, ValueType>): boolean {
  if (from.kind !== "map" && from.kind !== "object") return false;
  return [...attributes].every(([key, type]) => {
    const own = from.kind === "map" ? from.of : from.attributes.get(key);
    return own !== undefined && isConvertible(own, type);
  });
}

/**
 * The type to which a value's elements are converted. If any type is allowed, the elements of a tuple or an object are
 * converted to their common type.
 */
export function elementOf(kind: Structured["kind"], of: ValueType, types: readonly ValueType[]): Unified {
  if (of !== "null" || (kind !== "tuple" && kind !== "object")) return of;
  const own = unify(types);
  // Terraform 1.11.4 requires all elements of such a tuple to be bare nulls.
  return kind === "tuple" && own === "null" && types.some((type) => type !== "null") ? "fails" : own;
}

/** Fills the unknown parts of a type from another type. */
export function filled(open: ValueType, from: ValueType): ValueType {
  if (open === "null" || from === "null") return open === "null" ? from : open;
  if (typeof open === "string" || typeof from === "string") return open;
  switch (open.kind) {
    case "tuple":
      return { ...open, items: open.items.map((item, at) => filled(item, partOf(from, String(at)))) };
    case "object":
      return {
        ...open,
        attributes: new Map([...open.attributes].map(([key, type]) => [key, filled(type, partOf(from, key))])),
      };
    default: {
      const of = unify(elementTypes(from));
      return { ...open, of: of === null || of === "fails" ? open.of : filled(open.of, of) };
    }
  }
}

/** Whether a part of the type is known only after apply. */
export function isOpen(type: ValueType): boolean {
  return shown(type).includes('"unknown"');
}

export function shown(type: ValueType): string {
  if (typeof type === "string") return `"${type}"`;
  return JSON.stringify(type, (_, part) => (part instanceof Map ? [...part].sort() : part));
}
