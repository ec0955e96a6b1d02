import type { Suppression } from "../config/options.js";
import { wildcards } from "../iam/pattern.js";
import { PatternTrie } from "../iam/pattern-trie.js";
import { logicalIdOf, namesOf, type RoleIdentity } from "../select/role-pattern.js";

/** Indexes the suppressions of one rule, because a configuration can have tens of thousands. Results keep their order. */
export class SuppressionIndex {
  readonly #literal = new Map<string, number[]>();
  readonly #roles = new PatternTrie<number>();
  readonly #actions = new PatternTrie<number>();
  readonly #bySubject = new Map<string, readonly Suppression[]>();

  constructor(private readonly all: readonly Suppression[]) {
    for (const [at, { role, actions }] of all.entries()) {
      const same = this.#literal.get(role) ?? [];
      same.push(at);
      this.#literal.set(role, same);
      this.#roles.add(wildcards(role), at);
      for (const action of actions) this.#actions.add(wildcards(action.toLowerCase()), at);
    }
  }

  /** Matches roles the way `matchRole` does. */
  ofRoles(roles: readonly RoleIdentity[]): readonly Suppression[] {
    if (this.all.length === 0) return [];
    const literal = roles
      .flatMap((role) => [logicalIdOf(role) ?? "", `${role.file}:${role.id}`])
      .flatMap((name) => this.#literal.get(name) ?? []);
    const globs = roles.flatMap(namesOf).flatMap((name) => [...this.#roles.matchingText(name)]);
    return this.#inOrder([...literal, ...globs]);
  }

  /**
   * Findings about a run or a file share their subject, so the result is cached. They have no actions, so suppressions
   * of single actions don't apply.
   */
  ofSubject(subject: string): readonly Suppression[] {
    const known =
      this.#bySubject.get(subject) ??
      this.#inOrder(this.#roles.matchingText(subject)).filter(({ actions }) => actions.length === 0);
    this.#bySubject.set(subject, known);
    return known;
  }

  /** The suppressions that name an action, for any role. */
  ofAction(action: string): readonly Suppression[] {
    return this.#inOrder(this.#actions.matchingText(action.toLowerCase()));
  }

  #inOrder(found: Iterable<number>): readonly Suppression[] {
    const places = [...new Set(found)].sort((first, second) => first - second);
    return places.flatMap((at) => this.all[at] ?? []);
  }
}
