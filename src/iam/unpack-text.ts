import { brotliDecompressSync } from "node:zlib";

const ALPHABET = "!#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const VALUES = new Uint8Array(128);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Unpacks a string that `scripts/write-generated.mjs` packed: Brotli in basE91. */
export function unpackText(packed: string): string {
  const bytes = Buffer.alloc(packed.length);
  let length = 0;
  let held = 0;
  let bits = 0;
  for (let at = 0; at < packed.length; at += 2) {
    const value = (VALUES[packed.charCodeAt(at)] ?? 0) + (VALUES[packed.charCodeAt(at + 1)] ?? 0) * 91;
    held |= value << bits;
    for (bits += (value & 8191) > 88 ? 13 : 14; bits > 7; bits -= 8) {
      bytes[length++] = held & 255;
      held >>= 8;
    }
  }
  // The padding of the last byte comes after the end of the compressed stream.
  return brotliDecompressSync(bytes.subarray(0, length)).toString("utf8");
}
