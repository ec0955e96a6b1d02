/** Quotes of every kind; U+FFFD stands for those of encodings other than UTF-8. */
const QUOTE = "[\"'`\u201c\u201d\u201e\u201f\u2018\u2019\uff02\ufffd]";
const BLANK = "[\\s\u00a0\ufffd]*";

/** Bytes that start as JSON does, not as a template of Jinja or Helm. */
const START = /^[\ufeff\s\u00a0\ufffd]*(?:\[|\{(?![{%#]))/;

/**
 * `Statement` where a key stands, whatever has become of its quotes: one is missing, or both, or they are curly. What stands before it is
 * looked at last, so that only these few places cost anything.
 */
const KEY = new RegExp(
  `Statement(?<=(?:[[{,}\\]\\r\\n\\\\]|${QUOTE})${BLANK}\\\\*${QUOTE}?Statement)\\\\*${QUOTE}?${BLANK}[:[{]`,
);

/** What a policy has beside it; a text that merely speaks of statements has none of these. */
const COMPANION = /Effect|Action|Resource|Principal|20(?:12|08)-10-17/;

/** No policy is longer; what is larger has other statements whose quotes are whole. */
const LARGEST = 16 * 1024 * 1024;

/** Whether this is a policy whose quotes are broken at the very key by which policies are known. */
export function isBrokenPolicy(bytes: Buffer): boolean {
  if (bytes.length > LARGEST || !bytes.includes("Statement")) return false;
  const text = bytes.toString();
  return START.test(text) && KEY.test(text) && COMPANION.test(text);
}
