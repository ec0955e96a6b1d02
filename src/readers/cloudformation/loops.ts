import { concatenate } from "../../source/join-text.js";
import { type MapEntry, type MapNode, type Node, type TextPart, textOf } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { describe, functionOf, itemsOf, nodesIn, textArgument, text as textNode } from "./expressions.js";
import { itemConditions } from "./item-conditions.js";
import type { Resolver } from "./resolver.js";
import { IAM, mayNameIam } from "./resource-type.js";

/**
 * CloudFormation accepts at most 500 resources in a template, and loops can't exceed that. Nested loops multiply, so a
 * template of a few lines could use up all memory.
 */
const MAX_NODES = 300_000;

/** Long strings count as several nodes, because they are copied, too. */
const CHARACTERS_A_NODE = 100;

/** An `Fn::ForEach` that can't be expanded, with the reason. */
export interface OpenLoop {
  /** The loop's key, such as `Fn::ForEach::Roles`. */
  readonly name: string;
  readonly reason: string;
  readonly help: string;
  readonly place: Place;
  /** The repeated part of the loop. */
  readonly fragment: Node;
  /** Whether the fragment was read once with an unknown item. Otherwise it wasn't read. */
  readonly readOnce: boolean;
}

/** An entry created by loops, with the conditions under which the loops' collections contain its items. */
interface MadeEntry extends MapEntry {
  readonly conditions?: readonly string[];
}

/** A section's entry. `loop` is the loop that creates it, if that loop's collection is unknown. */
export interface ExpandedEntry extends MadeEntry {
  readonly loop: OpenLoop | null;
}

/** Whether a key is a loop's key: `Fn::ForEach::Name: [identifier, collection, {key: value}]`. */
export function isLoop(key: string): boolean {
  return key.startsWith("Fn::ForEach::");
}

/**
 * Expands the `Fn::ForEach` loops of AWS::LanguageExtensions in a section and in the properties of its entries. If a
 * collection depends on a parameter that conditions compare, the created entries have additional conditions. For a loop
 * over an unknown collection, the fragment appears once, with the identifier as an unknown value.
 */
export class LoopExpansion {
  readonly open: OpenLoop[] = [];
  /** The conditions of the created entries, keyed by name. */
  readonly conditions = new Map<string, Node>();
  #nodes = 0;
  /** Whether the limit was reached. Only one loop reports it. */
  #isFull = false;

  constructor(
    private readonly resolver: Resolver,
    private readonly resolversFor: (collection: Node) => readonly Resolver[],
  ) {}

  section(
    entries: readonly MadeEntry[],
    loop: OpenLoop | null = null,
    around: readonly string[] = [],
  ): readonly ExpandedEntry[] {
    return entries.flatMap((entry): readonly ExpandedEntry[] => {
      const conditions = [...around, ...(entry.conditions ?? [])];
      if (!isLoop(entry.key)) return [{ ...entry, value: this.#inside(entry.value), loop, conditions }];
      const expanded = this.#expand(entry);
      if (expanded.open !== null) this.open.push(expanded.open);
      return this.section(expanded.entries, expanded.open ?? loop, conditions);
    });
  }

  /**
   * Expands the loops inside properties. A loop that can't be expanded in a single way stays in place, and everything
   * that contains it is then unknown.
   */
  #inside(node: Node): Node {
    if (node.kind === "list") return { ...node, items: node.items.map((item) => this.#inside(item)) };
    if (node.kind !== "map") return node;
    return { ...node, entries: node.entries.flatMap((entry) => this.#entriesInside(entry)) };
  }

  #entriesInside(entry: MapEntry): readonly MapEntry[] {
    const before = this.open.length;
    const made = this.section([entry]);
    const isOpen = this.open.splice(before).length > 0 || made.some(({ conditions }) => conditions?.length);
    return isOpen ? [entry] : made;
  }

  #expand({ key, keyPlace, value }: MapEntry): {
    readonly entries: readonly MadeEntry[];
    readonly open: OpenLoop | null;
  } {
    const [identifierNode, collection, fragment] = itemsOf(value);
    const identifier = identifierNode === undefined ? "" : textArgument(identifierNode);
    if (identifier === "" || collection === undefined || fragment?.kind !== "map") {
      const reason = "it is not a list of an identifier, a collection, and a map";
      const help = 'write it like [Name, [a, b], {"Role${Name}": {...}}]';
      return { entries: [], open: { name: key, reason, help, place: keyPlace, fragment: value, readOnce: false } };
    }
    const open = (reason: string, help: string, readOnce: boolean): OpenLoop => {
      return { name: key, reason, help, place: keyPlace, fragment, readOnce };
    };
    const usual = knownItems(this.resolver.resolve(collection));
    const ways = usual ? [usual] : this.resolversFor(collection).map((one) => knownItems(one.resolve(collection)));
    const known = ways.filter((way) => way !== null);
    if (known.length < ways.length) {
      const entries = this.#substituted(fragment, { identifier, value: null });
      const reason = `its collection, ${describe("", collection).trim()}, is unknown`;
      const help = "to check its resources, list the values, or use a parameter and set it under `parameters`";
      return { entries, open: open(reason, help, true) };
    }
    const entries = [...itemConditions(usual ? collection : this.#settled(collection), known)].flatMap(
      ([item, condition]) => {
        const conditions = condition === null ? [] : [this.#named(`${key} has ${item}`, condition)];
        return this.#substituted(fragment, { identifier, value: item }).map((made) => ({ ...made, conditions }));
      },
    );
    if (this.#nodes <= MAX_NODES || this.#isFull) return { entries, open: null };
    this.#isFull = true;
    const reason = `it expands beyond the limit (more than ${MAX_NODES} values)`;
    return { entries: [], open: open(reason, "shorten its collection or the repeated part", false) };
  }

  /** Fills in the parameters that no condition compares: each has its given value or its default, also in the conditions created here. */
  #settled(collection: Node): Node {
    const names = new Set([...nodesIn(collection)].map(textArgument));
    return [...names].reduce((made, identifier) => {
      const value = this.resolver.resolve(functionOf("Ref", textNode(identifier, collection.place)));
      if (value?.kind !== "scalar") return made;
      return substitute(made, { identifier, value: textArgument(value) }, () => {});
    }, collection);
  }

  /**
   * Makes a condition's name unique: an inner loop may have a different collection in each round of the outer loop,
   * with some of the same items.
   */
  #named(proposed: string, condition: Node): string {
    let name = proposed;
    while (this.conditions.has(name)) name += "'";
    this.conditions.set(name, condition);
    return name;
  }

  #substituted(fragment: MapNode, replacement: Replacement): readonly MapEntry[] {
    if (this.#nodes > MAX_NODES) return [];
    const made = substitute(fragment, replacement, (cost) => {
      this.#nodes += cost;
    });
    return made.kind === "map" ? made.entries : [];
  }
}

function knownItems(node: Node | null): readonly string[] | null {
  if (node?.kind !== "list") return null;
  const items = node.items.map(textOf);
  return items.every((item) => typeof item === "string") ? items : null;
}

/** The value that replaces a loop's identifier. Null if it is unknown. */
interface Replacement {
  readonly identifier: string;
  readonly value: string | null;
}

function substitute(node: Node, replacement: Replacement, count: (cost: number) => void): Node {
  count(node.kind === "scalar" ? 1 + String(node.value).length / CHARACTERS_A_NODE : 1);
  switch (node.kind) {
    case "list":
      return { ...node, items: node.items.map((item) => substitute(item, replacement, count)) };
    case "map":
      return substituteInMap(node, replacement, count);
    case "scalar":
      return typeof node.value === "string" ? substituteInText(node.value, node, replacement) : node;
    case "partial":
    case "unresolved":
      return node;
  }
}

function substituteInMap(node: MapNode, replacement: Replacement, count: (cost: number) => void): Node {
  const [only] = node.entries;
  if (only?.key === "Ref" && textArgument(only.value) === replacement.identifier) {
    const { identifier, value } = replacement;
    if (value === null) return { kind: "unresolved", place: node.place, expression: identifier };
    return textNode(value, node.place);
  }
  // In the text of an `Fn::Sub`, an unknown identifier is an ordinary variable.
  const keepsText = replacement.value === null && only?.key === "Fn::Sub";
  const entries = node.entries.map(({ key, keyPlace, value }) => ({
    key: textArgument(substituteInText(key, textNode(key, keyPlace), replacement)),
    keyPlace,
    value: keepsText ? value : substitute(value, replacement, count),
  }));
  // If nothing is left to substitute, the call becomes a plain string, even where CloudFormation accepts no function,
  // such as the name of a condition.
  const text = entries.length === 1 && only !== undefined ? textMade(only.key, entries[0]?.value) : null;
  return text === null ? { ...node, entries } : textNode(text, entries[0]?.value.place ?? node.place);
}

/** Names are short. Longer strings are resolved later. */
const MAX_NAME_LENGTH = 128;

/** The result of an `Fn::Sub` or `Fn::Join` whose arguments are all strings. Returns null for anything else. */
function textMade(name: string, argument: Node | undefined): string | null {
  const [first, second, more] = argument?.kind === "list" ? argument.items : [argument];
  if (first?.kind !== "scalar" || typeof first.value !== "string" || more !== undefined) return null;
  const { value } = first;
  if (second === undefined) return name === "Fn::Sub" && !value.includes("${") ? value : null;
  const parts =
    second.kind === "list" ? second.items : second.kind === "map" ? second.entries.map((one) => one.value) : [];
  const texts = parts.map((part) => (part.kind === "scalar" ? String(part.value) : null));
  if (texts.includes(null) || `${value}${texts.join(value)}`.length > MAX_NAME_LENGTH) return null;
  if (second.kind === "list") return name === "Fn::Join" ? texts.join(value) : null;
  const names = second.kind === "map" ? second.entries.map(({ key }) => `\${${key}}`) : [];
  const text = value.replace(/\$\{[^${}]*\}/g, (one) => texts[names.indexOf(one)] ?? one);
  return name === "Fn::Sub" && !text.includes("${") ? text : null;
}

/** Replaces `${Identifier}` with the value, and `&{Identifier}` with only the value's letters and digits, as logical IDs require. */
function substituteInText(text: string, node: Node, { identifier, value }: Replacement): Node {
  const [plain, stripped] = [`\${${identifier}}`, `&{${identifier}}`];
  if (!text.includes(plain) && !text.includes(stripped)) return node;
  if (value !== null) {
    const letters = value.replace(/[^A-Za-z0-9]/g, "");
    return textNode(text.replaceAll(plain, value).replaceAll(stripped, letters), node.place);
  }
  const pieces = text.replaceAll(stripped, plain).split(plain);
  const unknown: TextPart = { kind: "unresolved", expression: identifier };
  return concatenate(
    pieces.flatMap((piece, index): TextPart[] => (index === 0 ? [piece] : [unknown, piece])),
    node.place,
  );
}

/** Whether a value may create a resource that affects roles. */
export function mayCreateIam(node: Node): boolean {
  for (const one of nodesIn(node)) {
    const isType = one.kind === "map" && one.entries.some(({ key, value }) => key === "Type" && mayNameIam(value));
    if (isType || textArgument(one).startsWith(IAM)) return true;
  }
  return false;
}
