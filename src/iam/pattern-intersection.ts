import { ANY_CHARACTER, ANY_CHARACTERS, covers, overlaps, type Pattern, wildcards } from "./pattern.js";

/** The largest product of two lengths with an exact answer. Both patterns come from policies, where names are short. */
const MAX_STEPS = 20_000;
const MAX_PATTERNS = 8;

// `veeam-*` and `*/*` share `veeam-*/*`.
/**
 * Patterns that together match everything that both of two patterns match. If that takes too many, returns the second one, which matches
 * more.
 */
export function commonPatterns(first: string, second: string): readonly string[] {
  if (first === second || second === "*") return [first];
  if (first === "*") return [second];
  const [ours, theirs] = [wildcards(first), wildcards(second)];
  if (covers(theirs, ours)) return [first];
  if (covers(ours, theirs)) return [second];
  if (!overlaps(ours, theirs)) return [];
  if (ours.length * theirs.length > MAX_STEPS) return [second];
  return new Intersection(ours, theirs).texts() ?? [second];
}

class Intersection {
  readonly #known = new Map<number, readonly string[] | null>();

  constructor(
    private readonly first: Pattern,
    private readonly second: Pattern,
  ) {}

  /** The patterns that together make up the intersection. Returns null if there are too many. */
  texts(): readonly string[] | null {
    return this.#from(0, 0);
  }

  /** The intersection of the remainders of the two patterns. */
  #from(at: number, other: number): readonly string[] | null {
    const key = at * (this.second.length + 1) + other;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const texts = this.#compute(at, other);
    this.#known.set(key, texts);
    return texts;
  }

  #compute(at: number, other: number): readonly string[] | null {
    const [token, wanted] = [this.first[at], this.second[other]];
    if (token === undefined && wanted === undefined) return [""];
    // If two runs begin together, one of them ends first.
    if (token === ANY_CHARACTERS && wanted === ANY_CHARACTERS)
      return after("*", either(this.#from(at + 1, other), this.#from(at, other + 1)));
    if (token === ANY_CHARACTERS)
      return either(
        this.#from(at + 1, other),
        wanted === undefined ? [] : after(textOf(wanted), this.#from(at, other + 1)),
      );
    if (wanted === ANY_CHARACTERS)
      return either(
        this.#from(at, other + 1),
        token === undefined ? [] : after(textOf(token), this.#from(at + 1, other)),
      );
    if (token === undefined || wanted === undefined) return [];
    if (token !== wanted && token !== ANY_CHARACTER && wanted !== ANY_CHARACTER) return [];
    return after(textOf(token === ANY_CHARACTER ? wanted : token), this.#from(at + 1, other + 1));
  }
}

function textOf(token: number): string {
  return token === ANY_CHARACTER ? "?" : String.fromCodePoint(token);
}

function after(start: string, rests: readonly string[] | null): readonly string[] | null {
  return rests?.map((rest) => (start === "*" && rest.startsWith("*") ? rest : `${start}${rest}`)) ?? null;
}

/** Drops patterns that another one covers. Returns null if there are too many. */
function either(some: readonly string[] | null, others: readonly string[] | null): readonly string[] | null {
  if (some === null || others === null) return null;
  const all = [...new Set([...some, ...others])].map((text) => ({ text, pattern: wildcards(text) }));
  const kept = all.filter(({ pattern }, index) =>
    all.every(
      (one, at) => at === index || !covers(one.pattern, pattern) || (at > index && covers(pattern, one.pattern)),
    ),
  );
  return kept.length > MAX_PATTERNS ? null : kept.map(({ text }) => text);
}
