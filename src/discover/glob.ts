/**
 * A glob: `*` and `?` stay within a name, `**` as a whole name is any number of folders, `[a-z]` and `[!a-z]` are one character,
 * a backslash takes the next character as it is. Case does not matter.
 */
export interface Glob {
  /** The folder that all matches lie in, with `/`; empty for the one that a search begins in. */
  readonly base: string;
  /** What the names below the base must be. */
  readonly parts: readonly Part[];
  /** What every match ends with, in lower case. */
  readonly ending: string;
}

type Part = typeof FOLDERS | readonly Token[];

/** A character in lower case, or what stands for one or more of them. */
type Token = string | typeof RUN | typeof ONE | CharacterClass;

interface CharacterClass {
  readonly negated: boolean;
  /** Each the first and the last of its characters. */
  readonly ranges: readonly (readonly [string, string])[];
}

const FOLDERS = Symbol("**");
const RUN = Symbol("*");
const ONE = Symbol("?");

/** `{a,b}{a,b}...` stands for any number of globs with few characters. */
const MOST_GLOBS = 1000;

/** Whether a text means more than the path that it says. */
export function isGlob(text: string): boolean {
  return /[*?\\]|\[[^[]*\]|\{[^{]*,[^}]*\}/.test(text);
}

/** The globs that a text with braces (`*.{json,yaml}`) stands for; null when there are too many. */
export function readGlobs(text: string): readonly Glob[] | null {
  return expandBraces(text)?.map(readGlob) ?? null;
}

/** How many folders below its base a match can lie. */
export function depthOf({ parts }: Glob): number {
  return parts.includes(FOLDERS) ? Number.POSITIVE_INFINITY : parts.length - 1;
}

/** Whether a match can have a name with a leading dot below the base: only a dot matches one. */
export function asksForHidden({ parts }: Glob): boolean {
  return parts.some((part) => part !== FOLDERS && part[0] === ".");
}

/** Whether a glob matches a path below its base, given as its names in lower case. `dots`: wildcards match leading dots, too. */
export function matchesGlob({ parts, ending }: Glob, names: readonly string[], dots: boolean): boolean {
  if (!(names.at(-1) ?? "").endsWith(ending)) return false;
  const isOpen = (name: string): boolean => dots || !name.startsWith(".");
  return matchesRow<Part, string>(parts, names, {
    isStar: (part) => part === FOLDERS,
    takes: isOpen,
    fits: (part, name) => part !== FOLDERS && (part[0] === "." || isOpen(name)) && matchesName(part, name),
  });
}

function matchesName(part: readonly Token[], name: string): boolean {
  return matchesRow<Token, string>(part, name, { isStar: (token) => token === RUN, takes: () => true, fits });
}

function fits(token: Token, character: string): boolean {
  if (typeof token === "string") return token === character;
  if (typeof token === "symbol") return token === ONE;
  return token.ranges.some(([first, last]) => first <= character && character <= last) !== token.negated;
}

interface Row<P, I> {
  readonly isStar: (pattern: P) => boolean;
  /** Whether a star may take an item. */
  readonly takes: (item: I) => boolean;
  readonly fits: (pattern: P, item: I) => boolean;
}

/**
 * Whether a row of patterns matches a row of items. The last star alone is ever tried again, which is right (an earlier one that
 * takes more never helps) and keeps the cost at the product of the two lengths: globs come with the pull request, too.
 */
function matchesRow<P, I>(patterns: ArrayLike<P>, items: ArrayLike<I>, { isStar, takes, fits }: Row<P, I>): boolean {
  let [at, itemAt, star, resume] = [0, 0, -1, 0];
  for (let item = items[0]; item !== undefined; item = items[itemAt]) {
    const pattern = patterns[at];
    const resumed = items[resume];
    if (pattern !== undefined && isStar(pattern)) {
      [star, resume] = [at, itemAt];
      at += 1;
    } else if (pattern !== undefined && fits(pattern, item)) {
      at += 1;
      itemAt += 1;
    } else if (star !== -1 && resumed !== undefined && takes(resumed)) {
      resume += 1;
      [at, itemAt] = [star + 1, resume];
    } else return false;
  }
  for (let rest = patterns[at]; rest !== undefined && isStar(rest); rest = patterns[at]) at += 1;
  return at === patterns.length;
}

function readGlob(text: string): Glob {
  const names = text.split("/").filter((name) => name !== ".");
  const wild = names.findIndex(isGlob);
  const fixed = wild === -1 ? names.length - 1 : wild;
  const parts = names.slice(fixed).map(readPart);
  const last = parts.at(-1);
  const ending = last === undefined || last === FOLDERS ? "" : last.slice(last.findLastIndex(isWild) + 1).join("");
  return { base: names.slice(0, fixed).join("/"), parts, ending };
}

function isWild(token: Token): boolean {
  return typeof token !== "string";
}

function readPart(name: string): Part {
  if (name === "**") return FOLDERS;
  const text = name.toLowerCase();
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const end = character === "[" ? text.indexOf("]", at + 2) : -1;
    if (character === "\\" && at + 1 < text.length) {
      at += 1;
      tokens.push(text.charAt(at));
    } else if (end !== -1) {
      tokens.push(readClass(text.slice(at + 1, end)));
      at = end;
    } else if (character === "?") tokens.push(ONE);
    else if (character !== "*") tokens.push(character);
    else if (tokens.at(-1) !== RUN) tokens.push(RUN);
  }
  return tokens;
}

/** What stands between brackets. */
function readClass(text: string): CharacterClass {
  const negated = /^[!^]/.test(text);
  const inside = negated ? text.slice(1) : text;
  const ranges = [...inside.matchAll(/(.)(?:-(.))?/gs)].map(([, first = "", last = first]) => [first, last] as const);
  return { negated, ranges };
}

/** From the inside out; braces that hold no comma stay as they are. */
function expandBraces(text: string): readonly string[] | null {
  const done: string[] = [];
  const open = [text];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [group, inside = ""] = /\{([^{}]*,[^{}]*)\}/.exec(next) ?? [];
    if (group === undefined) {
      done.push(next);
      continue;
    }
    const at = next.indexOf(group);
    const [before, after] = [next.slice(0, at), next.slice(at + group.length)];
    for (const choice of inside.split(",")) open.push(before + choice + after);
    if (done.length + open.length > MOST_GLOBS) return null;
  }
  return done.reverse();
}
