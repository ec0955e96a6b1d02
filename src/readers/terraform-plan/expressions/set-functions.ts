import { type ListNode, type Node, textOf } from "../../../source/node.js";
import { areAlike, concat, distinct, isWhole, sort } from "./collection-functions.js";
import type { TerraformFunction } from "./terraform-function.js";

/** Terraform goes over a set in the order of its elements. */
export const toset: TerraformFunction = (args, place) => {
  const [list] = args;
  if (list?.kind !== "list" || !areAlike(list.items)) return null;
  const set = distinct(args, place);
  if (set?.kind !== "list" || set.items.length < 2) return set;
  return sort([set], place) ?? { ...set, inAnyOrder: true };
};

const setunion: TerraformFunction = (args, place) => {
  const all = concat(args, place);
  return all === null ? null : toset([all], place);
};

/** The elements of the first set for which a question about the others' texts says yes. */
function setOf(isKept: (text: string, others: readonly ReadonlySet<string>[]) => boolean): TerraformFunction {
  return ([first, ...rest], place) => {
    const others = rest.map(textsIn);
    if (first?.kind !== "list" || textsIn(first) === null || !others.every((one) => one !== null)) return null;
    const items = first.items.filter((item) => isKept(String(textOf(item)), others));
    return toset([{ kind: "list", place, items }], place);
  };
}

/** Null where not all of them are known. */
function textsIn(node: Node): ReadonlySet<string> | null {
  if (node.kind !== "list") return null;
  const texts = node.items.map((item) => (item.kind === "scalar" ? textOf(item) : undefined));
  const known = texts.filter((text) => typeof text === "string");
  return known.length < texts.length ? null : new Set(known);
}

/** The pairs of two lists, the triples of three; elements of one list have one type. */
const setproduct: TerraformFunction = (args, place) => {
  const lists = args.filter((one): one is ListNode => one.kind === "list" && isWhole(one) && areOfOneType(one.items));
  if (lists.length < args.length || lists.length < 2) return null;
  const size = lists.reduce((product, { items }) => product * items.length, 1);
  if (size > MOST_COMBINATIONS) return null;
  const combinations = lists.reduce<readonly (readonly Node[])[]>(
    (made, { items }) => made.flatMap((before) => items.map((item) => [...before, item])),
    [[]],
  );
  return { kind: "list", place, items: combinations.map((items) => ({ kind: "list", place, items })) };
};

/** No policy has so many statements or actions. */
const MOST_COMBINATIONS = 10_000;

function areOfOneType(items: readonly Node[]): boolean {
  return areAlike(items) && new Set(items.map((item) => (item.kind === "scalar" ? typeof item.value : ""))).size < 2;
}

/** Functions that make sets. */
export const SET_FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  ["setintersection", setOf((text, others) => others.every((other) => other.has(text)))],
  ["setproduct", setproduct],
  ["setsubtract", setOf((text, others) => !others.some((other) => other.has(text)))],
  ["setunion", setunion],
  ["toset", toset],
]);
