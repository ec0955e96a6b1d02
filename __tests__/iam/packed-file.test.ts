import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { BrokenInstallation } from "../../src/iam/broken-installation.js";
import { checksum, packedTexts } from "../../src/iam/packed-file.js";

const groups = [["first", "größer"], [""], ["x".repeat(5_000)]].map((texts) => brotliCompressSync(texts.join("\0")));
const file = Buffer.concat(groups);
const ends = groups.map((_, index) => Buffer.concat(groups.slice(0, index + 1)).length);
const open = (read: () => Buffer) => packedTexts(read, checksum(file), ends);

test.each([
  [[0, 0], "first"],
  [[0, 1], "größer"],
  [[1, 0], ""],
  [[2, 0], "x".repeat(5_000)],
] as const)("reads the text at %j", (place, expected) => {
  expect(open(() => file)(place)).toBe(expected);
});

test("reads the file once, for the first text", () => {
  let reads = 0;
  const unpack = open(() => {
    reads++;
    return file;
  });
  expect(reads).toBe(0);
  expect([unpack([0, 1]), unpack([2, 0]), unpack([0, 0])]).toHaveLength(3);
  expect(reads).toBe(1);
});

const flipped = (at: number, bit: number): Buffer => {
  const damaged = Buffer.from(file);
  damaged.writeUInt8(file.readUInt8(at) ^ (1 << bit), at);
  return damaged;
};
const flips = Array.from(file, (_, at) => [0, 3, 7].map((bit) => flipped(at, bit))).flat();

test.each<[string, readonly Buffer[]]>([
  ["cut off", Array.from(file, (_, length) => file.subarray(0, length))],
  ["longer", [Buffer.concat([file, Buffer.alloc(1)]), Buffer.concat([file, file])]],
  ["damaged in any bit", flips],
])("reports a file that is %s for any text", (_how, damaged) => {
  const attempts = damaged.map((bytes) => () => open(() => bytes)([0, 0]));
  for (const unpack of attempts)
    expect(unpack).toThrow(new BrokenInstallation("packed-texts.bin is damaged, or from a different version"));
});

test("reports a missing file", () => {
  const unpack = open(() => readFileSync("/nowhere/packed-texts.bin"));
  expect(() => unpack([0, 0])).toThrow(BrokenInstallation);
  expect(() => unpack([0, 0])).toThrow("ENOENT: no such file or directory, open '/nowhere/packed-texts.bin'");
});
