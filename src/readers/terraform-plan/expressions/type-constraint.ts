import { entryOf, type ListNode, type MapEntry, type MapNode, type Node } from "../../../source/node.js";
import type { HclExpression, ObjectEntry } from "../source/hcl-expression.js";
import { toset } from "./set-functions.js";

type DefaultOf = (expression: HclExpression) => Node;

/**
 * A value as Terraform converts it to the type that its variable is declared with: attributes that the type makes optional are
 * there, those that it does not have are not, `"true"` is a flag. A plan has the value as it was given. What can't be converted is
 * left, as is what the type does not say.
 * @param defaultOf what a default within the type gives
 */
export function conformed(value: Node, type: HclExpression, defaultOf: DefaultOf): Node {
  if (type.kind === "name") return asPrimitive(value, type.name);
  const [inner] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined) return value;
  if (value.kind === "list") return asSequence(value, type.name, inner, defaultOf);
  return value.kind === "map" ? asMapping(value, type.name, inner, defaultOf) : value;
}

function asPrimitive(value: Node, type: string): Node {
  if (value.kind !== "scalar" || value.value === null) return value;
  const { place, value: given } = value;
  switch (type) {
    case "string":
      return { kind: "scalar", place, value: String(given) };
    case "bool":
      return given === "true" || given === "false" ? { kind: "scalar", place, value: given === "true" } : value;
    case "number": {
      const isNumber = typeof given === "string" && /^-?\d+(?:\.\d+)?$/.test(given);
      return isNumber ? { kind: "scalar", place, value: Number(given) } : value;
    }
    default:
      return value;
  }
}

function asSequence(list: ListNode, type: string, inner: HclExpression, defaultOf: DefaultOf): Node {
  const each = (item: Node): Node => conformed(item, inner, defaultOf);
  switch (type) {
    case "list":
      return { ...list, items: list.items.map(each) };
    case "set": {
      const items: Node = { ...list, items: list.items.map(each) };
      return toset([items], list.place) ?? items;
    }
    case "tuple": {
      const types = inner.kind === "list" ? inner.items : [];
      const element = (item: Node, wanted: HclExpression | undefined): Node =>
        wanted === undefined ? item : conformed(item, wanted, defaultOf);
      return { ...list, items: list.items.map((item, at) => element(item, types[at])) };
    }
    default:
      return list;
  }
}

function asMapping(map: MapNode, type: string, inner: HclExpression, defaultOf: DefaultOf): Node {
  if (type === "object") return inner.kind === "object" ? asObject(map, inner.entries, defaultOf) : map;
  if (type !== "map") return map;
  return {
    ...map,
    entries: map.entries.map((entry) => ({ ...entry, value: conformed(entry.value, inner, defaultOf) })),
  };
}

function asObject(given: MapNode, attributes: readonly ObjectEntry[], defaultOf: DefaultOf): MapNode {
  const entries = attributes.flatMap(({ key, value: type }): MapEntry | readonly MapEntry[] => {
    const name = key.kind === "literal" ? String(key.value) : "";
    const own = entryOf(given, name) ?? [];
    const [wanted, fallback] = type.kind === "call" && type.name === "optional" ? type.args : [];
    if ("value" in own && !isNull(own.value)) {
      return { ...own, value: conformed(own.value, wanted ?? type, defaultOf) };
    }
    if (wanted === undefined) return own;
    const value: Node =
      fallback === undefined ? { kind: "scalar", place: given.place, value: null } : defaultOf(fallback);
    return { key: name, keyPlace: given.place, value: conformed(value, wanted, defaultOf) };
  });
  return { ...given, entries };
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
