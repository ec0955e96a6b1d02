import { append } from "../source/append.js";
import { actionFault, type RequestedAction, readAction } from "./action-pattern.js";
import type { PatternList } from "./model.js";
import { literal } from "./pattern.js";
import { PatternTrie } from "./pattern-trie.js";
import { not } from "./ternary.js";
import type { Ternary } from "./verdict.js";

interface HasActions {
  readonly statement: { readonly effect: unknown; readonly actions: PatternList };
}

/** A statement that names an action, or may name it. */
export interface Named<S> {
  readonly statement: S;
  readonly named: Exclude<Ternary, "no">;
}

interface WildEntry {
  readonly at: number;
  readonly matched: Exclude<Ternary, "no">;
}

/** Finds the statements that name an action without checking each one: by the exact action first, then by pattern. */
export class ActionIndex<S extends HasActions> {
  readonly #statements: readonly S[];
  readonly #exact = new Map<string, number[]>();
  readonly #wild = new PatternTrie<WildEntry>();
  #hasWild = false;
  /** The statements with a NotAction, and their patterns. */
  readonly #negated: number[] = [];
  readonly #excluded = new PatternTrie<WildEntry>();

  constructor(statements: readonly S[]) {
    this.#statements = statements;
    for (const [at, { statement }] of statements.entries()) {
      if (statement.actions.negated) this.#addNegated(at, statement.actions);
      else this.#add(at, statement.actions, statement.effect === "Allow");
    }
  }

  #add(at: number, actions: PatternList, allow: boolean): void {
    const [yes, unknown] = entriesOf(at);
    for (const { text } of actions.patterns) {
      // AWS rejects the action, so it must not grant anything. In a Deny it stays, to be safe.
      if (allow && typeof text === "string" && actionFault(text) !== null) continue;
      const action = readAction(text);
      if (action.kind === "exact") append(this.#exact, action.folded, at);
      else {
        this.#wild.add(action.pattern, action.kind === "unknown" ? unknown : yes);
        this.#hasWild = true;
      }
    }
  }

  #addNegated(at: number, actions: PatternList): void {
    const [yes, unknown] = entriesOf(at);
    this.#negated.push(at);
    for (const { text } of actions.patterns) {
      const action = readAction(text);
      if (action.kind === "exact") this.#excluded.add(literal(action.folded), yes);
      else this.#excluded.add(action.pattern, action.kind === "unknown" ? unknown : yes);
    }
  }

  /** Returns the statements that name the action, in their original order. */
  find(action: RequestedAction): readonly Named<S>[] {
    if (this.#negated.length === 0 && !this.#hasWild)
      return this.#named(new Set(this.#exact.get(action.folded)), () => "yes");
    const found = strongest(this.#wild.matching(action.tokens));
    for (const at of this.#exact.get(action.folded) ?? []) found.set(at, "yes");
    const excluded = this.#negated.length === 0 ? found : strongest(this.#excluded.matching(action.tokens));
    for (const at of this.#negated) {
      const named = not(excluded.get(at) ?? "no");
      if (named !== "no") found.set(at, named);
    }
    const order = found.size > 1 ? [...found.keys()].sort((first, second) => first - second) : found.keys();
    return this.#named(order, (at) => found.get(at) ?? "yes");
  }

  #named(order: Iterable<number>, certainty: (at: number) => Exclude<Ternary, "no">): readonly Named<S>[] {
    const named: Named<S>[] = [];
    for (const at of order) {
      const statement = this.#statements[at];
      if (statement !== undefined) named.push({ statement, named: certainty(at) });
    }
    return named;
  }
}

/** Returns two entries for a statement, one for each certainty. All of its patterns share them, so a trie stores the statement only once. */
function entriesOf(at: number): readonly [WildEntry, WildEntry] {
  return [
    { at, matched: "yes" },
    { at, matched: "unknown" },
  ];
}

function strongest(entries: Iterable<WildEntry>): Map<number, Exclude<Ternary, "no">> {
  const found = new Map<number, Exclude<Ternary, "no">>();
  for (const { at, matched } of entries) if (found.get(at) !== "yes") found.set(at, matched);
  return found;
}
