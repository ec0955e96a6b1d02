/**
 * Escapes that may spell a printable ASCII character in JSON, YAML, and HCL: `\u0053`, `\x53`, `\U00000053`. In YAML, a backslash
 * at the end of a line joins it with the next one.
 */
const ESCAPE = /\\(?:u00([2-7][0-9a-f])|x([2-7][0-9a-f])|U000000([2-7][0-9a-f])|(?:\r\n?|\n)[ \t]*)/gi;

/** IAM's own API returns documents URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
const PERCENT = /%([2-7][0-9a-f])/gi;

/** The beginnings of an escape, and of a URL-encoded document. */
const BEGINNINGS: readonly Buffer[] = ["\\u00", "\\x", "\\U000000", "\\\n", "\\\r"].map((start) => Buffer.from(start));
const BACKSLASH = 0x5c;
const ENCODED_BRACE = /%7b/i;
const ENCODED_BRACES: readonly Buffer[] = ["%7B", "%7b"].map((brace) => Buffer.from(brace));

/**
 * Whether bytes may spell a word by means other than its letters. Nearly every file takes only a few quick searches, because it
 * has no backslash.
 */
export function mayBeEscaped(bytes: Buffer): boolean {
  if (ENCODED_BRACES.some((brace) => bytes.includes(brace))) return true;
  return bytes.includes(BACKSLASH) && BEGINNINGS.some((start) => bytes.includes(start));
}

/** The deepest nesting in any format: a document in a string of another document, URL-encoded, and again in a string. */
const MAX_ROUNDS = 5;

/**
 * Text with its escapes replaced by the printable characters that they spell, in any format. This isn't a parser: it may mistake other text
 * for an escape, but it misses none.
 */
export function unescaped(text: string): string {
  let spelled = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = withoutPercents(withoutEscapes(spelled));
    if (next === spelled) break;
    spelled = next;
  }
  // The remaining backslashes precede quotes, in documents within strings.
  return spelled.replaceAll("\\", "");
}

function withoutEscapes(text: string): string {
  return text.replace(ESCAPE, (_, short?: string, byte?: string, long?: string) => {
    const code = short ?? byte ?? long;
    return code === undefined ? "" : character(code);
  });
}

function withoutPercents(text: string): string {
  return ENCODED_BRACE.test(text) ? text.replace(PERCENT, (_, code: string) => character(code)) : text;
}

function character(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}
