import type { ListNode, MapNode, Node } from "../../../src/source/node.js";

/** Whether a node equals a Terraform value given as JSON. Returns null unless the node is completely known. */
export function agrees(node: Node, json: string): boolean | null {
  return isSame(node, withExactNumbers(json));
}

type Value = string | boolean | null | readonly Value[] | ExactNumber | { readonly [key: string]: Value };

/** Keeps a number's digits, because JSON.parse would round it. */
class ExactNumber {
  constructor(readonly text: string) {}
}

function withExactNumbers(json: string): Value {
  const marked = json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `{"exact number":"${token}"}`,
  );
  return JSON.parse(marked, (_, value) =>
    value !== null && typeof value === "object" && "exact number" in value
      ? new ExactNumber(value["exact number"])
      : value,
  ) as Value;
}

function isSame(node: Node, value: Value): boolean | null {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "number"
        ? value instanceof ExactNumber && withoutSign(node.digits ?? decimal(node.value)) === value.text
        : node.value === value;
    case "partial":
    case "unresolved":
      return null;
    case "list":
      return hasItems(node, value);
    case "map":
      return hasEntries(node, value);
  }
}

function hasEntries({ entries }: MapNode, value: Value): boolean | null {
  if (!entries.every((entry) => isKnown(entry.value))) return null;
  if (!isObject(value)) return false;
  const actual = new Map(entries.map((entry) => [entry.key, entry.value]));
  return (
    actual.size === Object.keys(value).length &&
    [...actual].every(([key, node]) => {
      const expected = Object.hasOwn(value, key) ? value[key] : undefined;
      return expected !== undefined && isSame(node, expected) === true;
    })
  );
}

function isObject(value: Value): value is { readonly [key: string]: Value } {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof ExactNumber);
}

function hasItems({ items, inAnyOrder }: ListNode, value: Value): boolean | null {
  if (!items.every(isKnown)) return null;
  if (!Array.isArray(value) || value.length !== items.length) return false;
  if (inAnyOrder !== true) return items.every((item, at) => isSame(item, value[at]));
  const left = [...value];
  return items.every((item) => {
    const at = left.findIndex((one) => isSame(item, one));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isKnown(node: Node): boolean {
  switch (node.kind) {
    case "scalar":
      return true;
    case "partial":
    case "unresolved":
      return false;
    case "list":
      return node.items.every(isKnown);
    case "map":
      return node.entries.every(({ value }) => isKnown(value));
  }
}

/** A string shows the sign of zero, but a plan doesn't. */
function withoutSign(digits: string): string {
  return digits === "-0" ? "0" : digits;
}

/** Formats a number like Terraform: all digits, without an exponent. */
function decimal(value: number): string {
  const [digits = "", exponent = "0"] = String(value).split("e");
  const shift = Number(exponent);
  if (shift === 0) return digits;
  const sign = digits.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = digits.replace("-", "").split(".");
  return shift > 0
    ? `${sign}${whole}${fraction.padEnd(shift, "0")}`
    : `${sign}0.${"0".repeat(-shift - whole.length)}${whole}${fraction}`;
}
