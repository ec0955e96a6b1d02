import { brotliDecompressSync } from "node:zlib";
import { BrokenInstallation } from "./broken-installation.js";

/** The group of texts that a text is compressed with, and the text's position in that group. */
type PackedPlace = readonly [group: number, place: number];

/**
 * Reads the file that `scripts/pack-texts.mjs` writes next to a bundle: groups of texts, each compressed with Brotli, one after the other.
 * The whole file is read and verified when the first text is needed, because Brotli may decode damaged data without an error.
 *
 * @param ends the offset at which each group ends
 */
export function packedTexts(
  read: () => Buffer,
  sum: number,
  ends: readonly number[],
  name = "packed-texts.bin",
): (place: PackedPlace) => string | undefined {
  let file: Buffer | undefined;
  const groups = new Map<number, readonly string[]>();
  return ([group, place]) => {
    file ??= wholeFile(read, sum, name);
    const texts =
      groups.get(group) ??
      brotliDecompressSync(file.subarray(ends[group - 1] ?? 0, ends[group]))
        .toString("utf8")
        .split("\0");
    groups.set(group, texts);
    return texts[place];
  };
}

function wholeFile(read: () => Buffer, sum: number, name: string): Buffer {
  let file: Buffer;
  try {
    file = read();
  } catch (error) {
    throw new BrokenInstallation(error instanceof Error ? error.message : String(error));
  }
  if (checksum(file) !== sum) throw new BrokenInstallation(`${name} is damaged, or from a different version`);
  return file;
}

/** A 32-bit checksum over words of four bytes. A hash of `node:crypto` takes longer to load than this takes to run. */
export function checksum(file: Buffer): number {
  const words = new DataView(file.buffer, file.byteOffset, file.length);
  let sum = file.length;
  let at = 0;
  for (; at + 4 <= file.length; at += 4) sum = Math.imul(sum ^ words.getInt32(at, true), 0x01000193);
  for (; at < file.length; at++) sum = Math.imul(sum ^ words.getInt8(at), 0x01000193);
  return sum;
}
