// Treats characters as Go does, and therefore Terraform's functions. JavaScript treats some of them differently.

/**
 * The members of a regular expression's character class: the characters for which `unicode.IsSpace` is true
 * (https://pkg.go.dev/unicode#IsSpace).
 */
export const BLANKS = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const TRIMMED = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "g");

export function trimmed(text: string): string {
  return text.replace(TRIMMED, "");
}

/** Converts each character separately, regardless of its neighbors. A character that would become two stays unchanged. */
export function upper(text: string): string {
  return eachLetter(text, (letter) => {
    const changed = letter.toUpperCase();
    if (changed === letter || [...changed].length === 1) return changed;
    // Greek letters with an iota subscript also have a single-letter capital.
    const code = letter.codePointAt(0) ?? 0;
    const capitals = [code + 8, code + 9].map((one) => String.fromCodePoint(one));
    return capitals.find((one) => one.toLowerCase() === letter) ?? letter;
  });
}

export function lower(text: string): string {
  return eachLetter(text, (letter) => (letter === "İ" ? "i" : single(letter, letter.toLowerCase())));
}

/** Like `strings.Title`: converts each letter after whitespace or an ASCII sign to title case. */
export function title(text: string): string {
  let isStart = true;
  return eachLetter(text, (letter) => {
    const shown = isStart ? atStart(letter) : letter;
    isStart = letter < "\u0080" ? !/[A-Za-z0-9_]/.test(letter) : BLANK.test(letter);
    return shown;
  });
}

const BLANK = new RegExp(`[${BLANKS}]`);

/** Letters whose title case isn't their upper case. */
const TITLED: Readonly<Record<string, string>> = {
  Ǆ: "ǅ",
  ǅ: "ǅ",
  ǆ: "ǅ",
  Ǉ: "ǈ",
  ǈ: "ǈ",
  ǉ: "ǈ",
  Ǌ: "ǋ",
  ǋ: "ǋ",
  ǌ: "ǋ",
  Ǳ: "ǲ",
  ǲ: "ǲ",
  ǳ: "ǲ",
};

function atStart(letter: string): string {
  const own = TITLED[letter];
  if (own !== undefined) return own;
  return /[\u10d0-\u10ff]/.test(letter) ? letter : upper(letter);
}

function eachLetter(text: string, change: (letter: string) => string): string {
  return Array.from(text, change).join("");
}

function single(letter: string, changed: string): string {
  return [...changed].length === 1 ? changed : letter;
}

/** Compares strings as Go does: by their UTF-8 bytes, which amounts to comparing code points. */
export function compareTexts(a: string, b: string): number {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [one, other] = [left.next(), right.next()];
    if (one.done === true || other.done === true) return Number(other.done === true) - Number(one.done === true);
    const difference = (one.value.codePointAt(0) ?? 0) - (other.value.codePointAt(0) ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The first `most` graphemes, the unit in which `length`, `substr`, and `strrev` count. */
export function graphemes(text: string, most = Number.POSITIVE_INFINITY): readonly string[] {
  const found: string[] = [];
  // V8 copies the whole text for each segment it returns, so segment one part at a time.
  for (let at = 0, size = PART; at < text.length && found.length < most; ) {
    const part = text.slice(at, at + size);
    // Every Latin or Han character is a grapheme. A line break or a combining character may join the character before
    // it.
    const isPlain = /^[\t\n -~\u00a0-\u02ff\u4e00-\u9fff]*$/.test(part);
    const letters = isPlain ? [...part] : Array.from(segmenter.segment(part), ({ segment }) => segment);
    const isEnd = at + size >= text.length;
    // The last grapheme may continue in the next part.
    if (!isEnd) letters.pop();
    size = letters.length === 0 ? size * 2 : PART;
    for (const letter of letters) {
      if (isPlain) found.push(letter);
      else found.push(...letter.split(CONJUNCT));
      at += letter.length;
    }
  }
  return found.slice(0, most);
}

const PART = 200;

/**
 * The boundary between a mark and the letter it joins in Indic scripts: one grapheme since Unicode 15.1, but two in
 * Terraform's 15.0 (https://www.unicode.org/reports/tr29/#GB9c). In both versions, two Thai and Lao letters join the
 * character before them.
 */
const CONJUNCT = /(?<=[\p{M}\u200d])(?![\u0e33\u0eb3])(?=\p{Lo})/u;
