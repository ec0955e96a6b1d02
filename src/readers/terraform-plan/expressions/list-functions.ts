import type { MapEntry, Node } from "../../../source/node.js";
import { isWhole } from "./collection-functions.js";
import type { TerraformFunction } from "./terraform-function.js";

/** The whole numbers among the arguments; null where one is not known, or none. */
function integersOf(nodes: readonly (Node | undefined)[]): readonly number[] | null {
  const values = nodes.map((node) => (node?.kind === "scalar" ? node.value : null));
  const integers = values.filter((value) => typeof value === "number" && Number.isSafeInteger(value));
  return integers.length < values.length ? null : integers.map(Number);
}

const chunklist: TerraformFunction = ([list, length], place) => {
  const [size] = integersOf([length]) ?? [];
  if (list?.kind !== "list" || !isWhole(list) || size === undefined || size < 0) return null;
  // Chunks of no elements are one that holds all.
  const step = size === 0 ? list.items.length : size;
  const items: Node[] = [];
  for (let at = 0; at < list.items.length; at += step) {
    items.push({ kind: "list", place, items: list.items.slice(at, at + step) });
  }
  return { kind: "list", place, items };
};

/** Terraform refuses to make more. */
const MOST_IN_RANGE = 1024;

/** `range(limit)`, `range(start, limit)`, `range(start, limit, step)`; fractions are left out. */
const range: TerraformFunction = (args, place) => {
  const given = integersOf(args);
  if (given === null) return null;
  const [start = 0, limit = 0, by] = given.length === 1 ? [0, ...given] : given;
  const step = by ?? (limit < start ? -1 : 1);
  if (step === 0 || limit < start !== step < 0) return limit === start ? { kind: "list", place, items: [] } : null;
  const count = Math.ceil((limit - start) / step);
  if (count > MOST_IN_RANGE) return null;
  const items = Array.from({ length: count }, (_, at): Node => ({ kind: "scalar", place, value: start + at * step }));
  return { kind: "list", place, items };
};

const reverse: TerraformFunction = ([list], place) =>
  list?.kind === "list" ? { kind: "list", place, items: list.items.toReversed() } : null;

const slice: TerraformFunction = ([list, from, to], place) => {
  const [start = 0, end = -1] = integersOf([from, to]) ?? [];
  if (list?.kind !== "list" || !isWhole(list) || start < 0 || end < start || end > list.items.length) return null;
  return { kind: "list", place, items: list.items.slice(start, end) };
};

/** Of keys that are equal, the last one counts. */
const zipmap: TerraformFunction = ([names, values], place) => {
  if (names?.kind !== "list" || values?.kind !== "list" || !isWhole(names) || !isWhole(values)) return null;
  const entries = new Map<string, MapEntry>();
  for (const [at, name] of names.items.entries()) {
    const value = values.items[at];
    if (name.kind !== "scalar" || typeof name.value !== "string" || value === undefined) return null;
    entries.set(name.value, { key: name.value, keyPlace: name.place, value });
  }
  return names.items.length === values.items.length ? { kind: "map", place, entries: [...entries.values()] } : null;
};

/** Functions that make lists and maps of parts of lists. */
export const LIST_FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  ["chunklist", chunklist],
  ["range", range],
  ["reverse", reverse],
  ["slice", slice],
  ["zipmap", zipmap],
]);
