import { ANY_CHARACTER, ANY_CHARACTERS, covers, literal, type Pattern } from "./pattern.js";

/** Up to this many patterns are tried one by one. Ordinary policies have no more. */
const FEW = 8;
/** Patterns that share a longer beginning are also tried one by one, because each token's node takes memory. */
const MAX_DEPTH = 64;

interface Entry<T> {
  readonly pattern: Pattern;
  readonly value: T;
}

/**
 * Finds the patterns that match a string without trying each: patterns with the same beginning are followed together. A policy may have a
 * hundred thousand patterns, in which hundreds of actions are looked up.
 */
export class PatternTrie<T> {
  readonly #root = new Node<T>(0, false);

  /** @param pattern normalized */
  add(pattern: Pattern, value: T): void {
    this.#root.add({ pattern, value });
  }

  /**
   * The values of the patterns that match the whole text, each once and in no particular order.
   *
   * @param text a {@link literal}
   */
  matching(text: Pattern): ReadonlySet<T> {
    const found = new Set<T>();
    let active = new Set([this.#root]);
    for (let at = 0; active.size > 0; at += 1) {
      const following = new Set<Node<T>>();
      // Iterating over a set includes elements that are added meanwhile.
      for (const node of active) {
        const run = node.tryAll(text, at, found);
        if (run !== undefined) active.add(run);
        if (at < text.length) node.follow(text[at], following);
      }
      active = following;
    }
    return found;
  }

  matchingText(text: string): ReadonlySet<T> {
    return this.matching(literal(text));
  }
}

/** Patterns with the same beginning. */
class Node<T> {
  /** Unset in most nodes, to save memory: a hundred thousand patterns have as many nodes. */
  #ended: Set<T> | undefined;
  /** Patterns that are tried one by one, from this depth on. */
  #entries: Entry<T>[] | undefined;
  #next: Map<number, Node<T>> | undefined;

  /** @param isRun whether the last token of the common beginning is a `*`, which matches any number of characters */
  constructor(
    private readonly depth: number,
    private readonly isRun: boolean,
  ) {}

  add(entry: Entry<T>): void {
    const token = entry.pattern[this.depth];
    if (token === undefined) {
      this.#ended ??= new Set();
      this.#ended.add(entry.value);
    } else if (this.#next !== undefined) childOf(this.#next, token, this.depth).add(entry);
    else {
      this.#entries ??= [];
      this.#entries.push(entry);
      if (this.#entries.length > FEW && this.depth < MAX_DEPTH) this.#split(this.#entries);
    }
  }

  #split(entries: readonly Entry<T>[]): void {
    this.#entries = undefined;
    this.#next = new Map();
    for (const entry of entries)
      childOf(this.#next, entry.pattern[this.depth] ?? ANY_CHARACTERS, this.depth).add(entry);
  }

  /**
   * Adds the values of the patterns that end here or are tried one by one, if they match the text from `at` on. Returns the node
   * of a `*`, which may match nothing.
   */
  tryAll(text: Pattern, at: number, found: Set<T>): Node<T> | undefined {
    if (at === text.length && this.#ended !== undefined) for (const value of this.#ended) found.add(value);
    if (this.#entries !== undefined)
      for (const { pattern, value } of this.#entries) if (covers(pattern, text, this.depth, at)) found.add(value);
    return this.#next?.get(ANY_CHARACTERS);
  }

  /** Adds the nodes that a character leads to. */
  follow(character: number | undefined, following: Set<Node<T>>): void {
    if (this.isRun) following.add(this);
    if (this.#next === undefined) return;
    for (const token of [character ?? ANY_CHARACTER, ANY_CHARACTER]) {
      const next = this.#next.get(token);
      if (next !== undefined) following.add(next);
    }
  }
}

function childOf<T>(next: Map<number, Node<T>>, token: number, depth: number): Node<T> {
  const known = next.get(token);
  if (known !== undefined) return known;
  const made = new Node<T>(depth + 1, token === ANY_CHARACTERS);
  next.set(token, made);
  return made;
}
