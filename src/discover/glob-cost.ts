/**
 * A pull request can also change globs, which fast-glob turns into expressions that backtrack: on a name of 200 characters, `*a*a*a*b`
 * takes half a second, and each additional star fifty times as long (measured with 3.3.3). These bounds, together with the one on depth,
 * keep any glob cheap. Globs that people write stay far below them.
 */
const MAX_STARS_IN_A_NAME = 3;
const MAX_FOLDER_STARS = 4;
const MAX_CHOICES = 1000;
/** In characters, the longest path on Linux. fast-glob's packages throw an error at 10,000 characters with braces, or 65,536 without. */
const MAX_LENGTH = 4096;

/** Why a glob may take too long. Returns null if it can't. */
export function tooCostly(glob: string): string | null {
  if (glob.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  const names = glob.split("/");
  if (names.filter((name) => name === "**").length > MAX_FOLDER_STARS)
    return `has more than ${MAX_FOLDER_STARS} \`**\``;
  if (names.some((name) => starsIn(name) > MAX_STARS_IN_A_NAME)) {
    return `has more than ${MAX_STARS_IN_A_NAME} \`*\` in one path segment`;
  }
  return choicesIn(glob) > MAX_CHOICES ? "expands to too many globs" : null;
}

/** Adjacent stars cost as much as one. */
function starsIn(name: string): number {
  return name.match(/\*+/g)?.length ?? 0;
}

/** The maximum number of globs that the braces can expand to. */
function choicesIn(glob: string): number {
  let choices = 1;
  let rest = glob;
  for (let group = INNERMOST.exec(rest); group !== null && choices <= MAX_CHOICES; group = INNERMOST.exec(rest)) {
    const [braces, inside = ""] = group;
    choices *= choicesOf(inside);
    rest = rest.slice(0, group.index) + rest.slice(group.index + braces.length);
  }
  return choices;
}

const INNERMOST = /\{([^{}]*)\}/;

/** `a,b` or `1..9`. */
function choicesOf(inside: string): number {
  const range = /^(-?\d+)\.\.(-?\d+)/.exec(inside);
  if (range !== null) return Math.abs(Number(range[1]) - Number(range[2])) + 1;
  return inside.includes("..") ? LETTERS : inside.split(",").length;
}

const LETTERS = 52;
