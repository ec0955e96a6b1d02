import { type ActionPattern, actionFault, matchesAction, type RequestedAction, readAction } from "./action-pattern.js";
import type { PatternList } from "./model.js";
import { not } from "./three.js";
import type { Three } from "./verdict.js";

interface HasActions {
  readonly statement: { readonly effect: unknown; readonly actions: PatternList };
}

/** A statement that names an action, or may name it. */
export interface Named<S> {
  readonly statement: S;
  readonly named: Exclude<Three, "no">;
}

interface WildEntry {
  readonly at: number;
  readonly pattern: ActionPattern;
}

/** Finds the statements that name an action without looking at each of them: by the action itself, then by its service. */
export class ActionIndex<S extends HasActions> {
  readonly #statements: readonly S[];
  readonly #exact = new Map<string, number[]>();
  readonly #byService = new Map<string, WildEntry[]>();
  readonly #anywhere: WildEntry[] = [];
  readonly #negated: { readonly at: number; readonly patterns: readonly ActionPattern[] }[] = [];

  constructor(statements: readonly S[]) {
    this.#statements = statements;
    for (const [at, { statement }] of statements.entries()) {
      if (statement.actions.negated) {
        this.#negated.push({ at, patterns: statement.actions.patterns.map(({ text }) => readAction(text)) });
      } else this.#add(at, statement.actions, statement.effect === "Allow");
    }
  }

  #add(at: number, actions: PatternList, allow: boolean): void {
    for (const { text } of actions.patterns) {
      // AWS rejects it, so it must not grant; in a Deny it stays, on the safe side.
      if (allow && typeof text === "string" && actionFault(text) !== null) continue;
      const pattern = readAction(text);
      if (pattern.kind === "exact") append(this.#exact, pattern.folded, at);
      else if (pattern.kind === "wild" && pattern.service !== null)
        append(this.#byService, pattern.service, { at, pattern });
      else this.#anywhere.push({ at, pattern });
    }
  }

  /** In the statements' order. */
  find(action: RequestedAction): readonly Named<S>[] {
    if (this.#negated.length === 0 && this.#anywhere.length === 0 && !this.#byService.has(action.service))
      return this.#named(new Set(this.#exact.get(action.folded)), () => "yes");
    const found = new Map<number, Exclude<Three, "no">>();
    for (const at of this.#exact.get(action.folded) ?? []) found.set(at, "yes");
    for (const entries of [this.#byService.get(action.service) ?? [], this.#anywhere]) {
      for (const { at, pattern } of entries) {
        if (found.get(at) !== "yes" && matchesAction(pattern, action)) {
          found.set(at, pattern.kind === "unknown" ? "unknown" : "yes");
        }
      }
    }
    for (const { at, patterns } of this.#negated) {
      const named = not(excluded(patterns, action));
      if (named !== "no") found.set(at, named);
    }
    const order = found.size > 1 ? [...found.keys()].sort((first, second) => first - second) : found.keys();
    return this.#named(order, (at) => found.get(at) ?? "yes");
  }

  #named(order: Iterable<number>, certainty: (at: number) => Exclude<Three, "no">): readonly Named<S>[] {
    const named: Named<S>[] = [];
    for (const at of order) {
      const statement = this.#statements[at];
      if (statement !== undefined) named.push({ statement, named: certainty(at) });
    }
    return named;
  }
}

function excluded(patterns: readonly ActionPattern[], action: RequestedAction): Three {
  let result: Three = "no";
  for (const pattern of patterns) {
    if (!matchesAction(pattern, action)) continue;
    if (pattern.kind !== "unknown") return "yes";
    result = "unknown";
  }
  return result;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
