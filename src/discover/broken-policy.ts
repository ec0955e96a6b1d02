/** Quotes of every kind. U+FFFD stands for quotes in encodings other than UTF-8. */
const QUOTE = "[\"'`\u201c\u201d\u201e\u201f\u2018\u2019\uff02\ufffd]";
const BLANK = "[\\s\u00a0\ufffd]*";

/** Bytes that start like JSON, not like a Jinja or Helm template. */
const START = /^[\ufeff\s\u00a0\ufffd]*(?:\[|\{(?![{%#]))/;

/**
 * Matches `Statement` in the position of a key, even if one or both of its quotes are missing or curly. The text before it is checked last,
 * so that only these few places cost time.
 */
const KEY = new RegExp(
  `Statement(?<=(?:[[{,}\\]\\r\\n\\\\]|${QUOTE})${BLANK}\\\\*${QUOTE}?Statement)\\\\*${QUOTE}?${BLANK}[:[{]`,
);

/** Other words that a policy contains. A file that merely mentions statements contains none of them. */
const COMPANION = /Effect|Action|Resource|Principal|20(?:12|08)-10-17/;

/** In bytes. No policy is longer. A larger file contains other statements that identify it. */
const MAX_SIZE = 16 * 1024 * 1024;

/** Whether a file is a policy whose quotes are broken at the very key that identifies policies. */
export function isBrokenPolicy(bytes: Buffer): boolean {
  if (bytes.length > MAX_SIZE || !bytes.includes("Statement")) return false;
  const text = bytes.toString();
  return START.test(text) && KEY.test(text) && COMPANION.test(text);
}
