import { Buffer } from "buffer/";

const texts = new WeakMap<Buffer, string>();

/** One character per byte. Cached, because the same bytes are searched for many marks. */
function lettersOf(bytes: Buffer): string {
  const known = texts.get(bytes);
  if (known !== undefined) return known;
  const letters = new TextDecoder("latin1").decode(bytes);
  texts.set(bytes, letters);
  return letters;
}

const { indexOf } = Buffer.prototype;

/**
 * The package searches byte by byte, which takes a second for a plan of 5 MB and the marks that discovery looks for.
 * For an ASCII mark, searching a text with one character per byte finds the same positions.
 */
Buffer.prototype.indexOf = function find(this: Buffer, wanted, from, encoding) {
  const mark = typeof wanted === "string" || wanted instanceof Uint8Array ? String(wanted) : null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
  if (mark === null || typeof from === "string" || !/^[\x00-\x7f]+$/.test(mark))
    return indexOf.call(this, wanted, from, encoding);
  return lettersOf(this).indexOf(mark, from);
};
Buffer.prototype.includes = function includes(this: Buffer, wanted, from, encoding) {
  return this.indexOf(wanted, from, encoding) !== -1;
};

// The package decodes invalid UTF-8 differently from Node and browsers, and is slower.
const { toString: write } = Buffer.prototype;
Buffer.prototype.toString = function decode(this: Buffer, encoding = "utf8", start, end) {
  return isUtf8(encoding)
    ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.subarray(start, end))
    : write.call(this, encoding, start, end);
};

function isUtf8(encoding: string): boolean {
  return /^utf-?8$/i.test(encoding);
}

export { Buffer };
