import { entryOf, type ListNode, type MapEntry, type MapNode, type Node } from "../../../source/node.js";
import type { ValueType } from "../../../source/value-type.js";
import type { HclExpression, ObjectEntry } from "../source/hcl-expression.js";
import { callsIn, isBare } from "./refers-to.js";
import { areSame, asSet, converted, elementTypesOf, typeOf, unify } from "./value-type.js";

type DefaultOf = (expression: HclExpression) => Node;

/**
 * A value as Terraform converts it to the type that its variable is declared with: attributes that the type makes optional are
 * there, those that it does not have are not, `"true"` is a flag. A plan has the value as it was given. What Terraform refuses to
 * convert is unknown: there is no plan with it. What the type does not say is left.
 * @param defaultOf what a default within the type gives
 */
export function conformed(value: Node, type: HclExpression, defaultOf: DefaultOf): Node {
  return isType(type) || isOld(type) ? fitted(value, type, defaultOf) : refused(value);
}

/** Only the type of a variable, and none within another one: `list` is `list(any)`, and Terraform 0.11 had `"list"`. */
function isOld(type: HclExpression): boolean {
  const name = type.kind === "name" ? type.name : type.kind === "literal" ? type.value : "";
  return name === "list" || name === "map" || (type.kind === "literal" && name === "string");
}

/** Whether Terraform takes it for a type (https://github.com/hashicorp/hcl/blob/main/ext/typeexpr/get_type.go). */
function isType(type: HclExpression, isAttribute = false): boolean {
  // One in parentheses is none.
  if (type.kind === "name") return PRIMITIVE.has(type.name) && type.end - type.start === type.name.length;
  const [inner, ...others] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined) return false;
  if (type.name === "optional")
    return isAttribute && others.length < 2 && isType(inner) && !others.some((one) => callsIn(one).length > 0);
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

function fitted(value: Node, type: HclExpression, defaultOf: DefaultOf): Node {
  if (type.kind === "name") return ANY_OF.has(type.name) ? ofAny(value, type.name) : asPrimitive(value, type.name);
  const [inner] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined || value.kind === "unresolved") return value;
  if (isNull(value)) return converted(value, declared(type)) ?? refused(value);
  if (value.kind === "list") return asSequence(value, type.name, inner, defaultOf);
  if (value.kind === "map") return asMapping(value, type.name, inner, defaultOf);
  return misfit(value, type.name);
}

/** What has no form of a type: refused, unless the type is one of a later Terraform. */
function misfit(value: Node, type: string): Node {
  return STRUCTURED.has(type) ? refused(value) : value;
}

const STRUCTURED: ReadonlySet<string> = new Set(["list", "map", "object", "set", "tuple"]);

function refused({ place }: Node): Node {
  return { kind: "unresolved", place, expression: "a value that is not of its variable's type" };
}

function asPrimitive(value: Node, type: string): Node {
  return type === "string" || type === "bool" || type === "number" ? (converted(value, type) ?? refused(value)) : value;
}

function asSequence(list: ListNode, type: string, inner: HclExpression, defaultOf: DefaultOf): Node {
  const each = (item: Node): Node => fitted(item, inner, defaultOf);
  switch (type) {
    case "list":
      return alike({ ...list, items: list.items.map(each), collection: "list", ...ofElements(inner) });
    case "set": {
      const items = list.items.map(each);
      // Of a set within which `any` is of several types, terraform 1.11.4 refuses what it takes as a list.
      if (inner.kind === "call" && holdsAny(inner) && !areSame(items.map(typeOf))) return refused(list);
      const alikes = alike({ ...list, items, collection: "list", ...ofElements(inner) });
      return alikes.kind === "list" ? asSet(alikes) : alikes;
    }
    case "tuple": {
      const types = inner.kind === "list" ? inner.items : [];
      if (types.length !== list.items.length) return refused(list);
      const element = (item: Node, wanted: HclExpression | undefined): Node =>
        wanted === undefined ? item : fitted(item, wanted, defaultOf);
      return { ...list, items: list.items.map((item, at) => element(item, types[at])), collection: "tuple" };
    }
    default:
      return misfit(list, type);
  }
}

function asMapping(map: MapNode, type: string, inner: HclExpression, defaultOf: DefaultOf): Node {
  if (type === "object") return inner.kind === "object" ? asObject(map, inner.entries, defaultOf) : map;
  if (type !== "map") return misfit(map, type);
  const entries = map.entries.map((entry) => ({ ...entry, value: fitted(entry.value, inner, defaultOf) }));
  return alike({ ...map, entries, collection: "map", ...ofElements(inner) });
}

/** `list` is `list(any)`. */
const ANY_OF: ReadonlySet<string> = new Set(["list", "map", "set"]);

function ofAny(value: Node, type: string): Node {
  if (value.kind === "unresolved" || isNull(value)) return value;
  if (value.kind === "map" && type === "map") return alike({ ...value, entries: value.entries, collection: "map" });
  if (value.kind !== "list" || type === "map") return refused(value);
  const list = alike({ ...value, items: value.items, collection: "list" });
  return type === "set" && list.kind === "list" ? asSet(list) : list;
}

/** With elements of one type, which `any` stands for; unknown where they have none. */
function alike(collection: ListNode | MapNode): Node {
  const type = unify(elementTypesOf(collection));
  if (type === "fails") return refused(collection);
  if (type === null || type === "null") return collection;
  return converted(collection, { kind: collection.kind, of: type }) ?? refused(collection);
}

function ofElements(type: HclExpression): Pick<ListNode, "elements"> {
  const elements = declared(type);
  return elements === "unknown" ? {} : { elements };
}

/** The type that a constraint stands for. */
function declared(type: HclExpression): ValueType {
  if (type.kind === "name")
    return type.name === "string" || type.name === "number" || type.name === "bool" ? type.name : "unknown";
  const [inner] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined) return "unknown";
  switch (type.name) {
    case "optional":
      return declared(inner);
    case "list":
    case "set":
    case "map":
      return { kind: type.name, of: declared(inner) };
    case "tuple":
      return { kind: "tuple", items: inner.kind === "list" ? inner.items.map(declared) : [] };
    case "object": {
      const entries = inner.kind === "object" ? inner.entries : [];
      const named = entries.map(
        ({ key, value }) => [key.kind === "literal" ? String(key.value) : "", declared(value)] as const,
      );
      return { kind: "object", attributes: new Map(named) };
    }
    default:
      return "unknown";
  }
}

function holdsAny(type: HclExpression): boolean {
  if (type.kind === "call") return type.args.some(holdsAny);
  if (type.kind === "object") return type.entries.some(({ value }) => holdsAny(value));
  if (type.kind === "list") return type.items.some(holdsAny);
  return type.kind === "name" && (type.name === "any" || ANY_OF.has(type.name));
}

function asObject(given: MapNode, attributes: readonly ObjectEntry[], defaultOf: DefaultOf): Node {
  const isLacking = ({ key, value: type }: ObjectEntry): boolean =>
    key.kind === "literal" &&
    !(type.kind === "call" && type.name === "optional") &&
    entryOf(given, String(key.value)) === undefined;
  if (!given.mayHaveMore && attributes.some(isLacking)) return refused(given);
  const entries = attributes.flatMap(({ key, value: type }): MapEntry | readonly MapEntry[] => {
    const name = key.kind === "literal" ? String(key.value) : "";
    const own = entryOf(given, name) ?? [];
    const [wanted, fallback] = type.kind === "call" && type.name === "optional" ? type.args : [];
    if ("value" in own && !isNull(own.value)) {
      return { ...own, value: fitted(own.value, wanted ?? type, defaultOf) };
    }
    if (wanted === undefined) return own;
    const value: Node =
      fallback === undefined ? { kind: "scalar", place: given.place, value: null } : defaultOf(fallback);
    return { key: name, keyPlace: given.place, value: fitted(value, wanted, defaultOf) };
  });
  return { ...given, entries, collection: "object" };
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
