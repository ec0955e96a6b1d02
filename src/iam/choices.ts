import { append } from "../source/append.js";
import { entryOf, type MapEntry, type MapNode, type Node, type UnresolvedNode } from "../source/node.js";
import { covers, wildcards } from "./pattern.js";

/** A value that is one of several known values, or is left out. */
export type Choice = UnresolvedNode & { readonly mayBe: readonly Node[] };

export function isChoice(node: Node): node is Choice {
  return node.kind === "unresolved" && node.isOneOf !== undefined && node.mayBe !== undefined;
}

/** A value in a list, and the choice that it depends on. */
export interface PossibleItem {
  readonly node: Node;
  readonly choice: Choice | null;
}

/** The items of a list, with the items of every list that may be chosen instead. */
export function possibleItems(value: Node): readonly PossibleItem[] {
  const found: PossibleItem[] = [];
  const seen = new Map<Choice | null, Set<Node>>();
  const open: PossibleItem[] = [{ node: value, choice: null }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node } = next;
    const choice = next.choice ?? (isChoice(node) ? node : null);
    const before = seen.get(choice) ?? new Set();
    if (before.has(node)) continue;
    seen.set(choice, before.add(node));
    const items = isChoice(node) ? node.mayBe : node.kind === "list" ? node.items : null;
    if (items === null) found.push({ node, choice });
    else for (const item of items.toReversed()) open.push({ node: item, choice });
  }
  return found;
}

/** The maximum length of a list whose items are compared. */
const MAX_COMPARED = 200;

/** The items of a list that are in effect under every choice: each alternative has an item that covers them. */
function certainItems(value: Node, isCovered: (item: string, by: string) => boolean): readonly Node[] {
  const itemsIn = (node: Node) => certainItems(node, isCovered);
  if (!isChoice(value)) return value.kind === "list" ? value.items.flatMap(itemsIn) : [value];
  const ways = value.isOneOf === "always" ? value.mayBe.map(itemsIn) : [];
  const all = ways.flat();
  const text = (node: Node): string | null =>
    node.kind === "scalar" && typeof node.value === "string" ? node.value : null;
  if (all.length > MAX_COMPARED) return [];
  return all.filter((item) => {
    const one = text(item);
    return one !== null && ways.every((way) => way.some((other) => isCovered(one, text(other) ?? "")));
  });
}

/** Every statement that a document may contain, if the document or a part of it is chosen from alternatives. */
export function possibleStatements(value: Node): readonly Node[] {
  return possibleItems(value).flatMap(({ node }) => {
    const inner = node.kind === "map" ? entryOf(node, "Statement") : undefined;
    return inner === undefined ? node : possibleStatements(inner.value);
  });
}

/** A statement in which some values are chosen. */
export interface ChosenStatement {
  /** The statement's fixed part, which is the same under every choice. Null if there is none. */
  readonly always: MapNode | null;
  /** Everything else that the statement may contain, with the choice that decides it. */
  readonly perhaps: readonly { readonly node: MapNode; readonly choice: Choice }[];
}

/**
 * Splits a statement into its fixed part and the parts that depend on a choice. Returns null if none of its actions, resources, or
 * principals does.
 */
export function chosenStatement(statement: MapNode): ChosenStatement | null {
  const entries = statement.entries.map(chosenEntry);
  const chosen = entries.filter((one) => one.choice !== null);
  const split = chosen.find(({ perhaps }) => /Action$/.test(perhaps.key)) ?? chosen[0];
  if (split === undefined) return null;
  const other = chosen.find((one) => one !== split)?.choice ?? null;
  const always = entries.flatMap((one) => one.always ?? []);
  return {
    always: always.length < entries.length ? null : { ...statement, entries: always },
    perhaps: split.parts.flatMap(({ entry, choice }) => {
      const why = choice ?? other;
      const all = entries.map((one) => (one === split ? entry : one.perhaps));
      return why === null ? [] : { node: { ...statement, entries: all }, choice: why };
    }),
  };
}

interface ChosenEntry {
  readonly always: MapEntry | null;
  readonly perhaps: MapEntry;
  /** The parts of `perhaps`, one for each choice. */
  readonly parts: readonly { readonly entry: MapEntry; readonly choice: Choice | null }[];
  readonly choice: Choice | null;
}

function chosenEntry(entry: MapEntry): ChosenEntry {
  const { key, value } = entry;
  const asIs = unchosen(entry);
  if (key === "Principal") return chosenPrincipals(entry);
  if (!/^(?:Not)?(?:Action|Resource)$/.test(key)) return asIs;
  return chosenList(entry, key.startsWith("Not"), value) ?? asIs;
}

/**
 * Splits a list into the part that is in effect under every choice and the rest. The more items a negated list has, the less it covers, so
 * the first part of a negated list contains all of its possible items. Returns null if nothing is chosen, or if a negated list has no fixed
 * item.
 */
function chosenList(entry: MapEntry, isNegated: boolean, value: Node): ChosenEntry | null {
  if (!isChoice(value) && (value.kind !== "list" || !value.items.some(isChoice))) return null;
  const { place } = value;
  const all = possibleItems(value);
  const choice = all.find((one) => one.choice !== null)?.choice ?? null;
  const listOf = (some: readonly PossibleItem[]): MapEntry => ({
    ...entry,
    value: { kind: "list", place, items: some.map(({ node }) => node) },
  });
  const isPattern = /^(?:Action|Resource)$/.test(entry.key);
  const certain = isNegated
    ? all.filter((one) => one.choice === null)
    : certainItems(value, (item, by) => (isPattern ? covers(wildcards(by), wildcards(item)) : item === by)).map(
        (node): PossibleItem => ({ node, choice: null }),
      );
  const [always, whole] = [certain.length === 0 ? null : listOf(certain), listOf(all)];
  if (isNegated && entry.key === "NotAction" && isChoice(value))
    return {
      always: whole,
      perhaps: entry,
      parts: value.mayBe.map((one) => ({ entry: { ...entry, value: one }, choice })),
      choice,
    };
  if (isNegated) return always && { always: whole, perhaps: always, parts: [{ entry: always, choice }], choice };
  const groups = new Map<Choice | null, PossibleItem[]>();
  for (const one of all) append(groups, one.choice, one);
  const parts = [...groups].map(([why, some]) => ({ entry: listOf(some), choice: why }));
  return { always, perhaps: whole, parts, choice };
}

function unchosen(entry: MapEntry): ChosenEntry {
  return { always: entry, perhaps: entry, parts: [{ entry, choice: null }], choice: null };
}

function chosenPrincipals(entry: MapEntry): ChosenEntry {
  const { value } = entry;
  const maps = possibleItems(value);
  const choice = maps.find((one) => one.choice !== null)?.choice ?? null;
  const entriesOf = ({ node }: PossibleItem): readonly MapEntry[] =>
    node.kind === "map" ? node.entries : [{ ...entry, key: "AWS", value: node }];
  if (choice === null && value.kind !== "map") return unchosen(entry);
  const types = maps.flatMap(entriesOf).map((one) => chosenList(one, false, one.value) ?? unchosen(one));
  const why = choice ?? types.find((one) => one.choice !== null)?.choice ?? null;
  if (why === null) return unchosen(entry);
  const merged = (some: readonly MapEntry[]): MapEntry => ({
    ...entry,
    value: { kind: "map", place: value.place, entries: byKey(some) },
  });
  const always = choice === null ? types.flatMap((one) => one.always ?? []) : [];
  const perhaps = merged(types.map((one) => one.perhaps));
  return {
    always: always.length === 0 ? null : merged(always),
    perhaps,
    parts: [{ entry: perhaps, choice: why }],
    choice: why,
  };
}

/** Joins the entries with the same key into one list, so that no key appears twice. */
function byKey(entries: readonly MapEntry[]): readonly MapEntry[] {
  const keys = new Map<string, MapEntry[]>();
  for (const entry of entries) append(keys, entry.key, entry);
  return [...keys.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) return same;
    const items = same.flatMap(({ value }) => (value.kind === "list" ? value.items : [value]));
    return { ...first, value: { kind: "list", place: first.value.place, items } as const };
  });
}
