import type { HclExpression, ObjectEntry } from "../../../hcl/expression.js";
import { entryOf, type MapEntry, type MapNode, type Node } from "../../../source/node.js";
import type { ValueType } from "../../../source/value-type.js";
import { isNull } from "./operators.js";
import { callsIn, isBare } from "./refers-to.js";
import { converted, untyped } from "./value-type.js";

type DefaultOf = (expression: HclExpression) => Node;

/**
 * Converts a value to the declared type of its variable, as Terraform does: adds optional attributes, drops attributes
 * that the type doesn't have, and reads `"true"` as a bool. A plan has the value as it was given. A value that
 * Terraform can't convert becomes unknown, because Terraform creates no plan with it. Parts with unspecified types stay
 * unchanged.
 * @param defaultOf evaluates a default within the type
 */
export function convertedToType(value: Node, type: HclExpression, defaultOf: DefaultOf): Node {
  if (!isDeclarable(type) || !areDefaults(type, defaultOf)) return refused(value);
  return converted(completed(value, type, defaultOf), declared(type)) ?? refused(value);
}

/** Whether the defaults within a type fit their types. */
function areDefaults(type: HclExpression, defaultOf: DefaultOf): boolean {
  if (type.kind === "object") return type.entries.every(({ value }) => areDefaults(value, defaultOf));
  if (type.kind === "list") return type.items.every((item) => areDefaults(item, defaultOf));
  const [inner, fallback] = type.kind === "call" ? type.args : [];
  if (inner === undefined || !areDefaults(inner, defaultOf)) return inner === undefined;
  return (
    fallback === undefined || converted(completed(defaultOf(fallback), inner, defaultOf), declared(inner)) !== null
  );
}

/**
 * Whether a variable may have this type. `list` means `list(any)` only at the top level. Terraform has rejected quoted
 * types since 0.15.
 */
export function isDeclarable(type: HclExpression): boolean {
  return isType(type) || (type.kind === "name" && /^(?:list|map)$/.test(type.name) && isBareName(type));
}

function isBareName({ start, end, ...type }: HclExpression): boolean {
  // A name in parentheses isn't a type.
  return type.kind === "name" && end - start === type.name.length;
}

/** Whether Terraform accepts the expression as a type (https://github.com/hashicorp/hcl/blob/main/ext/typeexpr/get_type.go). */
function isType(type: HclExpression, isAttribute = false): boolean {
  if (type.kind === "name") return PRIMITIVE.has(type.name) && isBareName(type);
  const [inner, ...others] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined) return false;
  if (type.name === "optional")
    return isAttribute && others.length < 2 && isType(inner) && !others.some((one) => callsIn(one).size > 0);
  if (others.length > 0) return false;
  switch (type.name) {
    case "list":
    case "map":
    case "set":
      return isType(inner);
    case "tuple":
      return inner.kind === "list" && inner.items.every((item) => isType(item));
    case "object":
      return inner.kind === "object" && areAttributes(inner.entries);
    default:
      return false;
  }
}

const PRIMITIVE: ReadonlySet<string> = new Set(["any", "bool", "number", "string"]);

function areAttributes(entries: readonly ObjectEntry[]): boolean {
  const names = entries.map(({ key }) => (key.kind === "literal" && isBare(key) ? key.value : null));
  return (
    !names.includes(null) && new Set(names).size === names.length && entries.every(({ value }) => isType(value, true))
  );
}

function refused({ place }: Node): Node {
  return { kind: "unresolved", place, expression: "a value that is not of its variable's type" };
}

/** Adds the attributes that a type declares as optional. */
function completed(value: Node, type: HclExpression, defaultOf: DefaultOf): Node {
  const [inner] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined) return value;
  if (value.kind === "map" && inner.kind === "object") return withOptional(value, inner.entries, defaultOf);
  if (value.kind === "list") {
    const typeAt = (at: number): HclExpression | undefined => (inner.kind === "list" ? inner.items[at] : inner);
    const items = value.items.map((item, at) => completed(item, typeAt(at) ?? type, defaultOf));
    return items.length === 0 ? value : untyped({ ...value, items });
  }
  if (value.kind !== "map" || value.entries.length === 0) return value;
  const entries = value.entries.map((one) => ({ ...one, value: completed(one.value, inner, defaultOf) }));
  return untyped({ ...value, entries });
}

function withOptional(given: MapNode, attributes: readonly ObjectEntry[], defaultOf: DefaultOf): Node {
  const made = attributes.flatMap(({ key, value: type }): MapEntry | readonly MapEntry[] => {
    const name = nameOf(key);
    const own = entryOf(given, name);
    const [wanted, fallback] = type.kind === "call" && type.name === "optional" ? type.args : [];
    if (own !== undefined && (wanted === undefined || fallback === undefined || !isNull(own.value)))
      return { ...own, value: completed(own.value, wanted ?? type, defaultOf) };
    if (wanted === undefined) return [];
    const value: Node =
      fallback === undefined ? { kind: "scalar", place: given.place, value: null } : defaultOf(fallback);
    return { key: name, keyPlace: given.place, value: completed(value, wanted, defaultOf) };
  });
  const names = new Set(made.map(({ key }) => key));
  return untyped({ ...given, entries: [...made, ...given.entries.filter(({ key }) => !names.has(key))] });
}

function nameOf(key: HclExpression): string {
  return key.kind === "literal" ? String(key.value) : key.kind === "name" ? key.name : "";
}

/** The type that a constraint describes. `list` means `list(any)`. */
function declared(type: HclExpression): ValueType {
  const [inner] = type.kind === "call" ? type.args : [];
  const name = type.kind === "call" ? type.name : nameOf(type);
  switch (name) {
    case "string":
    case "number":
    case "bool":
      return name;
    case "optional":
      return inner === undefined ? "unknown" : declared(inner);
    case "list":
    case "set":
    case "map":
      return { kind: name, of: inner === undefined ? "null" : declared(inner) };
    case "tuple":
      return { kind: name, items: inner?.kind === "list" ? inner.items.map(declared) : [] };
    case "object": {
      const entries = inner?.kind === "object" ? inner.entries : [];
      return { kind: name, attributes: new Map(entries.map(({ key, value }) => [nameOf(key), declared(value)])) };
    }
    default:
      return "null";
  }
}
