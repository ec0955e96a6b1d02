import { brotliDecompressSync } from "node:zlib";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
const VALUES = new Uint8Array(128);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Reads what `scripts/write-generated.mjs` has packed: the length in bytes and as many of Brotli, in Z85. */
export function unpackText(packed: string): string {
  const bytes = Buffer.alloc((packed.length / 5) * 4);
  for (let at = 0; at < packed.length; at += 5) {
    let value = 0;
    for (let place = at; place < at + 5; place++) value = value * 85 + (VALUES[packed.charCodeAt(place)] ?? 0);
    bytes.writeUInt32BE(value, (at / 5) * 4);
  }
  return brotliDecompressSync(bytes.subarray(4, 4 + bytes.readUInt32BE(0))).toString("utf8");
}
