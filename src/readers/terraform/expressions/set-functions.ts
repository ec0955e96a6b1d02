import type { ListNode, Node } from "../../../source/node.js";
import type { ValueType } from "../../../source/value-type.js";
import { elementsOfAll, isWhole, ofOneType, ofType, toset, typeOfAll } from "./collection-functions.js";
import type { TerraformFunction } from "./terraform-function.js";
import { comparable, converted, isSigned } from "./value-type.js";

const setunion: TerraformFunction = (args, place) => {
  if (args.length === 0) return "fails";
  const all = elementsOfAll(args, place);
  return all === null ? null : ofType(all, "set", typeOfAll(args));
};

/** Keeps the elements of the first set that pass a test against the other sets, and converts them to one type. */
function setOf(isKept: (element: string, others: readonly ReadonlySet<string>[]) => boolean): TerraformFunction {
  return (args, place) => {
    const all = elementsOfAll(args, place);
    if (args.length === 0) return "fails";
    const type = typeOfAll(args);
    const whole = all === null ? null : ofType(all, "set", type);
    if (whole === null || whole === "fails" || type === null || type === "fails") return whole;
    const [first, ...others] = args.map((list) => elementsIn(list, type));
    if (first === undefined || first === null || others.includes(null)) return null;
    const sets = others.map((elements) => new Set(elements?.map(({ json }) => json)));
    const items = first.filter(({ json }) => isKept(json, sets)).map(({ item }) => item);
    return ofType({ kind: "list", place, items }, "set", type);
  };
}

/** A set's elements, converted to a type, each with its JSON. Returns null unless all elements are known. */
function elementsIn(node: Node, type: ValueType): readonly { readonly item: Node; readonly json: string }[] | null {
  if (node.kind !== "list" || node.inAnyOrder) return null;
  const items = node.items.map((item) => {
    const made = converted(item, type);
    const json = made === null || isSigned(made) ? null : comparable(made);
    return made === null || json === null ? null : { item: made, json };
  });
  const known = items.filter((item) => item !== null);
  return known.length < items.length ? null : known;
}

/** Returns pairs for two lists, triples for three, and so on. The result is a set if any argument is a set. */
const setproduct: TerraformFunction = (args, place) => {
  if (args.length < 2) return "fails";
  const typed = args.map((one) => oneTyped(one));
  if (typed.includes("fails")) return "fails";
  const lists = typed.filter((one) => one !== null && one !== "fails");
  if (lists.length < args.length) return null;
  const size = lists.reduce((product, { items }) => product * items.length, 1);
  if (size > MAX_COMBINATIONS) return null;
  const combinations = lists.reduce<readonly (readonly Node[])[]>(
    (made, { items }) => made.flatMap((before) => items.map((item) => [...before, item])),
    [[]],
  );
  const items = combinations.map((one): Node => ({ kind: "list", place, items: one, collection: "tuple" }));
  const of = lists.map(({ elements = "unknown" }) => elements);
  const list: ListNode = { kind: "list", place, items, collection: "list", elements: { kind: "tuple", items: of } };
  return args.some((one) => one.kind === "list" && one.collection === "set") ? toset([list], place) : list;
};

function oneTyped(node: Node): ListNode | "fails" | null {
  if (node.kind !== "list" || !isWhole(node) || node.inAnyOrder) return null;
  const whole = ofOneType(node, "list");
  return whole === null || whole === "fails"
    ? whole
    : { ...whole, ...(node.collection === undefined ? {} : { collection: node.collection }) };
}

/** No policy has this many statements or actions. */
const MAX_COMBINATIONS = 10_000;

export const SET_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  setintersection: setOf((element, others) => others.every((other) => other.has(element))),
  setproduct,
  setsubtract: setOf((element, others) => !others.some((other) => other.has(element))),
  setunion,
};
