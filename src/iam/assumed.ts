import type { Assumed, Held } from "./model.js";

/** Two assumptions about the same parameter or condition. */
export type Shared = readonly [one: Assumed, other: Assumed];

type Facts = ReadonlyMap<string, Assumed>;

/** Pairs the assumptions in two sets of facts that are about the same parameter or condition. */
export function sharedBy(one: Facts, other: Facts): readonly Shared[] {
  return [...one].flatMap(([name, value]): readonly Shared[] => {
    const also = other.get(name);
    return also === undefined ? [] : [[value, also]];
  });
}

export function canBothHold([one, other]: Shared): boolean {
  const [first, second] = one.kind === "one of" ? [one, other] : [other, one];
  return (
    first.kind === "none of" ||
    [...first.values].some((value) => second.values.has(value) === (second.kind === "one of"))
  );
}

/** The facts common to all variants. A parameter that all of them restrict may have any value that one of them allows. */
export function jointFacts([first, ...others]: readonly [Held, ...Held[]]): Facts {
  let facts = factsOf(first);
  for (const one of others.map(factsOf)) {
    const shared = new Map<string, Assumed>();
    for (const [name, value] of facts) {
      const also = one.get(name);
      if (also !== undefined) shared.set(name, either(value, also));
    }
    facts = shared;
  }
  return facts;
}

/** Whether `held` is compatible with the facts. */
export function meets(facts: Facts, held: Held): boolean {
  const other = factsOf(held);
  for (const [name, value] of facts) {
    const also = other.get(name);
    if (also !== undefined && !canBothHold([value, also])) return false;
  }
  return true;
}

function factsOf({ assumed = new Map(), varFile }: Held): Facts {
  if (varFile === undefined) return assumed;
  return new Map([...assumed, ["", { kind: "one of", values: new Set([varFile.path]) }]]);
}

function either(one: Assumed, other: Assumed): Assumed {
  const [first, second] = one.kind === "one of" ? [one, other] : [other, one];
  const isCommon = first.kind === second.kind;
  if (first.kind === "one of" && isCommon) return { ...first, values: new Set([...first.values, ...second.values]) };
  return { ...second, values: new Set([...second.values].filter((value) => first.values.has(value) === isCommon)) };
}
