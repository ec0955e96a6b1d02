import type { Node } from "../../source/node.js";
import { isIntrinsic } from "./expressions.js";
import { NO_SCENARIO, type Scenario, whyUndecided } from "./scenario.js";
import type { Scope } from "./scope.js";
import { Uses } from "./uses.js";
import { showValues } from "./value-set.js";

/** Deeper values aren't cached: resolution stops at this depth, too. */
const MAX_DEPTH = 100;

/** The conditions and parameters that a value depends on. The same set of names is always the same object. */
interface Hanging {
  readonly conditions: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * Caches the resolved values of a template. A value is resolved once for each combination of the conditions and
 * parameters that it names, regardless of how many other conditions a role depends on. All variants that agree on those
 * share the same node.
 */
export class Resolutions {
  readonly #nothing: Hanging = { conditions: [], parameters: [] };
  readonly #hangings = new Map<string, Hanging>();
  readonly #byNode = new Map<Node, Hanging | null>();
  readonly #answers = new Map<Node, Map<string, Node | null>>();
  /** The results without conditions, for nodes that change when they are resolved. */
  readonly #plain = new Map<Node, Node | null>();
  readonly #keys = new WeakMap<Scenario, Map<Hanging, string>>();

  private constructor(private readonly scope: Scope) {}

  /** Returns the template's cache. Returns null if values also come from other templates, because those may lead back to this one. */
  static of(scope: Scope): Resolutions | null {
    if (scope.parent !== null || scope.nested.size > 0) return null;
    const known = ofScopes.get(scope) ?? new Resolutions(scope);
    ofScopes.set(scope, known);
    return known;
  }

  /**
   * The resolved node, from the cache if possible.
   * @param around the value that contains this one. If it depends on the same names, caching it is enough.
   */
  resolved(node: Node, around: Node | null, scenario: Scenario, resolve: () => Node | null): Node | null {
    // Most roles depend on no condition, so there is no need to find what their values depend on.
    if (scenario === NO_SCENARIO) return around === null ? this.#withoutConditions(node, resolve) : resolve();
    const outer = around === null ? undefined : this.#byNode.get(around);
    if (outer === this.#nothing) return resolve();
    const hanging = this.#hangingOf(node, 0);
    if (hanging === null || hanging === outer) return resolve();
    const key = this.#keyOf(hanging, scenario);
    const answers = this.#answers.get(node) ?? new Map<string, Node | null>();
    const known = answers.get(key);
    if (known !== undefined) return known;
    const value = resolve();
    this.#answers.set(node, answers.set(key, value));
    return value;
  }

  #withoutConditions(node: Node, resolve: () => Node | null): Node | null {
    const known = this.#plain.get(node);
    if (known !== undefined) return known;
    const value = resolve();
    if (value !== node) this.#plain.set(node, value);
    return value;
  }

  #hangingOf(node: Node, depth: number): Hanging | null {
    if (node.kind !== "list" && node.kind !== "map") return this.#nothing;
    const known = this.#byNode.get(node);
    if (known !== undefined) return known;
    const hanging = depth > MAX_DEPTH ? null : this.#findHanging(node, depth);
    // If a value depends on nothing, as most of a template does, its parts aren't looked up again.
    if (depth === 0 || hanging !== this.#nothing) this.#byNode.set(node, hanging);
    return hanging;
  }

  #findHanging(node: Extract<Node, { kind: "list" | "map" }>, depth: number): Hanging | null {
    const parts: Hanging[] = [];
    const children = node.kind === "list" ? node.items : node.entries;
    for (const child of children) {
      const part = this.#hangingOf("key" in child ? child.value : child, depth + 1);
      if (part === null) return null;
      if (part !== this.#nothing && !parts.includes(part)) parts.push(part);
    }
    if (node.kind === "map" && node.entries.some(({ key }) => isIntrinsic(key)))
      parts.push(this.#ownHanging(node.entries));
    const [only = this.#nothing, ...others] = parts;
    if (others.length === 0) return only;
    return this.#shared(
      parts.flatMap(({ conditions }) => conditions),
      parts.flatMap(({ parameters }) => parameters),
    );
  }

  #ownHanging(entries: readonly { readonly key: string; readonly value: Node }[]): Hanging {
    const uses = new Uses();
    for (const { key, value } of entries) uses.named(key, value, this.scope);
    return this.#shared([...uses.conditions], [...uses.parameters]);
  }

  #shared(conditions: readonly string[], parameters: readonly string[]): Hanging {
    if (conditions.length === 0 && parameters.length === 0) return this.#nothing;
    const hanging = { conditions: [...new Set(conditions)].sort(), parameters: [...new Set(parameters)].sort() };
    const key = JSON.stringify(hanging);
    const known = this.#hangings.get(key) ?? hanging;
    this.#hangings.set(key, known);
    return known;
  }

  #keyOf(hanging: Hanging, scenario: Scenario): string {
    if (hanging === this.#nothing) return "";
    const keys = this.#keys.get(scenario) ?? new Map<Hanging, string>();
    this.#keys.set(scenario, keys);
    const key = keys.get(hanging) ?? findKey(hanging, scenario);
    keys.set(hanging, key);
    return key;
  }
}

const ofScopes = new WeakMap<Scope, Resolutions>();

/** A key that is built from everything that resolution looks up in a scenario. */
function findKey({ conditions, parameters }: Hanging, scenario: Scenario): string {
  const { facts, unsettled, untried } = scenario;
  return JSON.stringify([
    conditions.map((name) => scenario.conditions.get(name) ?? whyUndecided(name, scenario) ?? ""),
    parameters.map((name) => {
      const values = facts.get(name);
      return [
        unsettled.has(name) || untried.has(name),
        values === undefined ? null : [values.kind, showValues(values)],
      ];
    }),
  ]);
}
