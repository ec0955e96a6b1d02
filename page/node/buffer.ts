import { Buffer } from "buffer/";

const texts = new WeakMap<Buffer, string>();

/** One letter for each byte; made once for bytes that are searched for many marks. */
function lettersOf(bytes: Buffer): string {
  const known = texts.get(bytes);
  if (known !== undefined) return known;
  const letters = new TextDecoder("latin1").decode(bytes);
  texts.set(bytes, letters);
  return letters;
}

const { indexOf } = Buffer.prototype;

/**
 * The package compares byte by byte, which takes a second for a plan of 5 MB and the marks that discovery looks for. Of ASCII, a text of
 * one letter for each byte has the same places.
 */
Buffer.prototype.indexOf = function find(this: Buffer, wanted, from, encoding) {
  const mark = typeof wanted === "string" || wanted instanceof Uint8Array ? String(wanted) : null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  if (mark === null || typeof from === "string" || !/^[\x00-\x7f]+$/.test(mark))
    return indexOf.call(this, wanted, from, encoding);
  return lettersOf(this).indexOf(mark, from);
};
Buffer.prototype.includes = function includes(this: Buffer, wanted, from, encoding) {
  return this.indexOf(wanted, from, encoding) !== -1;
};

export { Buffer };
