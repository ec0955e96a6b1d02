import { showText } from "../source/node.js";
import { ActionIndex, type Named } from "./action-index.js";
import type { RequestedAction } from "./action-pattern.js";
import type { Policy, RoleVariant, Statement } from "./model.js";

/** A statement, and the variants that contain it. */
interface Held {
  readonly statement: Statement;
  readonly number: number;
  readonly variants: Set<number>;
}

/**
 * Finds the variants of a role that can't differ on an action: they contain the same statements that name it, and the same
 * unknown policies. A template's conditions may have 64 outcomes, few of which affect any one action.
 */
export class VariantGroups {
  readonly #index: ActionIndex<Held>;
  readonly #count: number;
  readonly #isBounded: boolean;
  /** For each variant, a key for everything except its statements that affects decisions. */
  readonly #rest: readonly string[];
  readonly #alike: readonly number[];
  /** Keyed by the statements that distinguish variants, which are the same for many actions. */
  readonly #firsts = new Map<string, readonly number[]>();

  constructor(variants: readonly RoleVariant[]) {
    const held = new HeldStatements();
    const numbers = new Numbers();
    this.#rest = variants.map((variant, index) => {
      const { policies, boundary } = variant;
      for (const policy of policies) held.add(policy, "", index);
      if (boundary !== null) held.add(boundary, "boundary", index);
      return restOf(variant, numbers);
    });
    this.#index = new ActionIndex(held.all);
    this.#count = variants.length;
    this.#isBounded = variants.some(({ boundary }) => boundary !== null);
    this.#alike = firstsOf(this.#rest);
  }

  /** A variant that grants no more of an action than any other variant. Returns null if no variant certainly does. */
  least(action: RequestedAction): number | null {
    if (this.#isBounded) return null;
    const naming = this.#naming(action);
    if (naming.some(({ statement }) => statement.statement.effect !== "Allow")) return null;
    const least = this.#rest.findIndex((_, index) => naming.every(({ statement }) => !statement.variants.has(index)));
    return least === -1 ? null : least;
  }

  /** The statements that name an action in only some variants. */
  #naming(action: RequestedAction): readonly Named<Held>[] {
    return this.#index.find(action).filter(({ statement }) => statement.variants.size < this.#count);
  }

  /** For each variant, the first variant that decides an action in the same way. */
  firsts(action: RequestedAction): readonly number[] {
    const naming = this.#naming(action);
    if (naming.length === 0) return this.#alike;
    const key = naming.map(({ statement }) => statement.number).join(" ");
    const firsts =
      this.#firsts.get(key) ??
      firstsOf(
        this.#rest.map((rest, index) => {
          const here = naming.filter(({ statement }) => statement.variants.has(index));
          return `${rest} ${here.map(({ statement }) => statement.number).join(" ")}`;
        }),
      );
    this.#firsts.set(key, firsts);
    return firsts;
  }
}

/** For each string, the index of the first identical one. */
function firstsOf(texts: readonly string[]): readonly number[] {
  const firsts = new Map<string, number>();
  return texts.map((text, index) => {
    const first = firsts.get(text) ?? index;
    firsts.set(text, first);
    return first;
  });
}

class HeldStatements {
  readonly all: Held[] = [];
  readonly #known = new Map<Statement, Map<string, Held>>();

  add(policy: Policy, side: string, variant: number): void {
    if (policy.kind !== "document") return;
    const { statements, version } = policy.document;
    // The key has the policy's name because a verdict's causes contain it.
    const key = `${side} ${version} ${policy.name}`;
    for (const statement of statements) {
      const here = this.#known.get(statement) ?? new Map<string, Held>();
      this.#known.set(statement, here);
      const known = here.get(key) ?? this.#first(statement);
      here.set(key, known);
      known.variants.add(variant);
    }
  }

  #first(statement: Statement): Held {
    const held = { statement, number: this.all.length, variants: new Set<number>() };
    this.all.push(held);
    return held;
  }
}

/** Gives each object a unique number. */
class Numbers {
  readonly #known = new Map<unknown, number>();

  of(thing: unknown): number {
    const number = this.#known.get(thing) ?? this.#known.size;
    this.#known.set(thing, number);
    return number;
  }
}

function restOf({ policies, boundary }: RoleVariant, numbers: Numbers): string {
  const unknowns = policies.flatMap((policy) => unknownOf(policy, numbers) ?? []);
  return JSON.stringify([unknowns, boundary === null ? null : [nameOf(boundary), unknownOf(boundary, numbers)]]);
}

/** Effects that a policy may have beyond its statements. Returns null if there are none. */
function unknownOf(policy: Policy, numbers: Numbers): readonly unknown[] | null {
  const at = [nameOf(policy), numbers.of(policy.place)];
  if (policy.kind === "reference") return at;
  if (policy.kind === "unresolved") return [...at, policy.expression];
  const { completeFor, document } = policy;
  if (completeFor !== undefined) return [...at, numbers.of(completeFor)];
  const { unresolved, problems } = document;
  if (unresolved.length === 0 && problems.length === 0) return null;
  return [...at, unresolved.map(({ expression, place }) => [expression, numbers.of(place)]), problems.length > 0];
}

function nameOf(policy: Policy): string {
  return policy.kind === "reference" ? showText(policy.arn) : policy.name;
}
