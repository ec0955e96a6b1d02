import { parseEmbeddedJson } from "../../../source/embedded-json.js";
import { asJsonText } from "../../../source/encoded-json.js";
import { concatenate } from "../../../source/join-text.js";
import {
  entryOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  type Text,
  textOf,
} from "../../../source/node.js";
import type { Place } from "../../../source/place.js";

type Call = (args: readonly Node[], place: Place) => Node | null;

/** What a function of Terraform gives; null where that is not known, or the function is none of those that policies are made by. */
export function callFunction(name: string, args: readonly Node[], place: Place): Node | null {
  return FUNCTIONS.get(name)?.(args, place) ?? null;
}

/** What may stand for several elements or none counts as one element that is not known. */
function elementsOf(node: Node): readonly Node[] | null {
  if (node.kind === "list") return node.items;
  return node.kind === "unresolved" ? [node] : null;
}

const concat: Call = (args, place) => {
  const items = args.map(elementsOf);
  return items.every((one) => one !== null) ? { kind: "list", place, items: items.flat() } : null;
};

/** A null counts as an empty map. */
const merge: Call = (args, place) => {
  const entries = new Map<string, MapEntry>();
  for (const one of args) {
    if (one.kind === "map") for (const entry of one.entries) entries.set(entry.key, entry);
    else if (one.kind !== "scalar" || one.value !== null) return null;
  }
  return { kind: "map", place, entries: [...entries.values()] };
};

const flatten: Call = ([list], place) => (list?.kind === "list" ? { kind: "list", place, items: flat(list) } : null);

function flat({ items }: ListNode): readonly Node[] {
  return items.flatMap((item) => (item.kind === "list" ? flat(item) : [item]));
}

/** Elements that are equal once; whether one that is not known is equal to another is not known. */
const distinct: Call = ([list], place) => {
  if (list?.kind !== "list") return null;
  const met = new Set<unknown>();
  const isNew = (item: Node): boolean =>
    item.kind !== "scalar" || (!met.has(item.value) && met.add(item.value).size > 0);
  return { kind: "list", place, items: list.items.filter(isNew) };
};

const sort: Call = ([list], place) => {
  if (list?.kind !== "list") return null;
  const texts = list.items.map((item) => ({ item, text: item.kind === "scalar" ? String(item.value) : null }));
  const isKnown = texts.every(({ text }) => text !== null);
  const sorted = texts.toSorted((a, b) => compare(a.text ?? "", b.text ?? ""));
  return isKnown ? { kind: "list", place, items: sorted.map(({ item }) => item) } : null;
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Terraform goes over a set in the order of its elements. */
const toset: Call = (args, place) => {
  const set = distinct(args, place);
  return set === null ? null : (sort([set], place) ?? set);
};

const compact: Call = ([list], place) => {
  if (list?.kind !== "list") return null;
  const items = list.items.filter((item) => item.kind !== "scalar" || (item.value !== null && item.value !== ""));
  return { kind: "list", place, items };
};

const itself: Call = ([one]) => one ?? null;

const toText: Call = ([one], place) => (one === undefined ? null : textNode(textOf(one), place));

function textNode(text: Text | undefined, place: Place): Node | null {
  return text === undefined ? null : concatenate([text], place);
}

/** Of a text that is known; the form that it has otherwise is not known either. */
function ofKnown(change: (text: string) => string): Call {
  return ([one], place) => {
    const text = one === undefined ? undefined : textOf(one);
    return typeof text === "string" ? { kind: "scalar", place, value: change(text) } : null;
  };
}

/** Of several texts that are all known. */
function ofAllKnown(result: (...texts: readonly string[]) => string | boolean | null): Call {
  return (args, place) => {
    const texts = args.map(textOf).filter((text) => typeof text === "string");
    const value = texts.length === args.length ? result(...texts) : null;
    return value === null ? null : { kind: "scalar", place, value };
  };
}

/** A pattern between slashes is a regular expression, of another kind than those of JavaScript. */
const replace = ofAllKnown((text = "", wanted = "", put = "") =>
  wanted === "" || (wanted.length > 1 && /^\/.*\/$/s.test(wanted)) ? null : text.replaceAll(wanted, () => put),
);

/** Characters of a text that is repeated for each element of a list. */
const LONGEST_REPEATED = 1000;

const join: Call = ([between, ...lists], place) => {
  const separator = between === undefined ? undefined : textOf(between);
  const items = lists.flatMap((list) => (list.kind === "list" ? list.items : [list])).map(textOf);
  const isSure =
    lists.every(({ kind }) => kind === "list") && items.every((item) => item !== undefined && !isOpen(item));
  if (typeof separator !== "string" || separator.length > LONGEST_REPEATED || !isSure) return null;
  const texts = items.flatMap((item, at) => (item === undefined ? [] : at === 0 ? [item] : [separator, item]));
  return concatenate(texts, place);
};

function isOpen(text: Text): boolean {
  return typeof text !== "string" && text.kind === "unresolved";
}

/** `%s`, `%d` and `%v` stand for the arguments one after the other; every other verb is for numbers and quotes. */
function formatted(pattern: Node | undefined, values: readonly Node[], place: Place): Node | null {
  const text = pattern === undefined ? undefined : textOf(pattern);
  if (typeof text !== "string" || text.length > LONGEST_REPEATED) return null;
  const pieces = text.split(/(%[sdv%])/);
  if (pieces.some((piece, at) => at % 2 === 0 && piece.includes("%"))) return null;
  const given = values.map(textOf);
  const next = given.values();
  const texts = pieces.map((piece, at) => (at % 2 === 0 ? piece : piece === "%%" ? "%" : next.next().value));
  if (next.next().done !== true) return null;
  const known = texts.filter((one) => one !== undefined);
  return known.length < texts.length ? null : concatenate(known, place);
}

const format: Call = ([pattern, ...values], place) => formatted(pattern, values, place);

/** Once for each element of the one list among the values; of several lists, they go side by side. */
const formatlist: Call = ([pattern, ...values], place) => {
  const lengths = new Set(values.flatMap((value) => (value.kind === "list" ? [value.items.length] : [])));
  const [length] = lengths;
  if (lengths.size !== 1 || length === undefined) return null;
  const isSure = values.every(
    (value) => value.kind !== "list" || value.items.every(({ kind }) => kind !== "unresolved"),
  );
  if (!isSure) return null;
  const made = Array.from({ length }, (_, at) =>
    formatted(
      pattern,
      values.flatMap((value) => (value.kind === "list" ? (value.items[at] ?? []) : value)),
      place,
    ),
  );
  return made.every((one) => one !== null) ? { kind: "list", place, items: made } : null;
};

/** The first that is neither null nor an empty text. */
const coalesce: Call = (args) => {
  const first = args.find((one) => one.kind !== "scalar" || (one.value !== null && one.value !== ""));
  return first === undefined || first.kind === "unresolved" ? null : first;
};

const coalescelist: Call = (args) => {
  const first = args.find((one) => one.kind !== "list" || one.items.length > 0);
  return first?.kind === "list" && isWhole(first) ? first : null;
};

/** Whether each item stands for just one. */
function isWhole({ items }: ListNode): boolean {
  return items.every(({ kind }) => kind !== "unresolved");
}

/** An argument that fails can't be told from one that is not known. */
const tryFirst: Call = ([first]) => (first === undefined || first.kind === "unresolved" ? null : first);

const length: Call = ([one], place) => {
  if (one?.kind === "map") return { kind: "scalar", place, value: one.entries.length };
  return one?.kind === "list" && isWhole(one) ? { kind: "scalar", place, value: one.items.length } : null;
};

const contains: Call = ([list, wanted], place) => {
  if (list?.kind !== "list" || wanted?.kind !== "scalar") return null;
  const values = list.items.map((item) => (item.kind === "scalar" ? item.value : undefined));
  if (values.includes(wanted.value)) return { kind: "scalar", place, value: true };
  return values.every((value) => typeof value === typeof wanted.value) ? { kind: "scalar", place, value: false } : null;
};

const lookup: Call = ([map, key]) => {
  const name = key === undefined ? undefined : textOf(key);
  return map?.kind === "map" && typeof name === "string" ? (entryOf(map, name)?.value ?? null) : null;
};

const keys: Call = ([map], place) => {
  if (map?.kind !== "map") return null;
  const items = inOrder(map).map(({ key, keyPlace }): Node => ({ kind: "scalar", place: keyPlace, value: key }));
  return { kind: "list", place, items };
};

const values: Call = ([map], place) =>
  map?.kind === "map" ? { kind: "list", place, items: inOrder(map).map(({ value }) => value) } : null;

export function inOrder({ entries }: MapNode): readonly MapEntry[] {
  return entries.toSorted((a, b) => compare(a.key, b.key));
}

const element: Call = ([list, index]) => {
  if (list?.kind !== "list" || !isWhole(list) || list.items.length === 0) return null;
  if (index?.kind !== "scalar" || typeof index.value !== "number" || index.value < 0) return null;
  return list.items[index.value % list.items.length] ?? null;
};

const one: Call = ([list]) => (list?.kind === "list" && list.items.length === 1 ? (list.items[0] ?? null) : null);

const jsonencode: Call = ([value], place) => (value === undefined ? null : asJsonText(value, place));

const jsondecode: Call = ([text]) => {
  if (text?.kind !== "scalar" && text?.kind !== "partial") return null;
  const parsed = parseEmbeddedJson(text);
  return "node" in parsed ? parsed.node : null;
};

const split: Call = ([separator, text], place) => {
  const [by, whole] = [separator, text].map((node) => (node === undefined ? undefined : textOf(node)));
  if (typeof by !== "string" || by === "" || typeof whole !== "string") return null;
  return { kind: "list", place, items: whole.split(by).map((value) => ({ kind: "scalar", place, value })) };
};

const setunion: Call = (args, place) => {
  const all = concat(args, place);
  return all === null ? null : toset([all], place);
};

const setsubtract: Call = ([from, without], place) => {
  if (from?.kind !== "list" || without?.kind !== "list") return null;
  const items = [...from.items, ...without.items];
  if (!items.every(({ kind }) => kind === "scalar")) return null;
  const taken = new Set(without.items.map(textOf));
  return toset([{ kind: "list", place, items: from.items.filter((item) => !taken.has(textOf(item))) }], place);
};

const FUNCTIONS: ReadonlyMap<string, Call> = new Map([
  ["chomp", ofKnown((text) => text.replace(/[\r\n]+$/, ""))],
  ["coalesce", coalesce],
  ["coalescelist", coalescelist],
  ["compact", compact],
  ["concat", concat],
  ["contains", contains],
  ["distinct", distinct],
  ["element", element],
  ["endswith", ofAllKnown((text = "", end = "") => text.endsWith(end))],
  ["flatten", flatten],
  ["format", format],
  ["formatlist", formatlist],
  ["join", join],
  ["jsondecode", jsondecode],
  ["jsonencode", jsonencode],
  ["keys", keys],
  ["length", length],
  ["lookup", lookup],
  ["lower", ofKnown((text) => text.toLowerCase())],
  ["merge", merge],
  ["one", one],
  ["replace", replace],
  ["setsubtract", setsubtract],
  ["setunion", setunion],
  ["sort", sort],
  ["split", split],
  ["startswith", ofAllKnown((text = "", start = "") => text.startsWith(start))],
  ["title", ofKnown((text) => text.replaceAll(/(?<![\p{L}\p{N}_])\p{L}/gu, (letter) => letter.toUpperCase()))],
  ["tolist", itself],
  ["tomap", itself],
  ["toset", toset],
  ["tostring", toText],
  ["trimprefix", ofAllKnown((text = "", start = "") => (text.startsWith(start) ? text.slice(start.length) : text))],
  ["trimspace", ofKnown((text) => text.trim())],
  [
    "trimsuffix",
    ofAllKnown((text = "", end = "") => (text.endsWith(end) ? text.slice(0, text.length - end.length) : text)),
  ],
  ["try", tryFirst],
  ["upper", ofKnown((text) => text.toUpperCase())],
  ["values", values],
]);
