import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { Buffer as PageBuffer } from "../../page/node/buffer.js";
import * as crypto from "../../page/node/crypto.js";
import * as util from "../../page/node/util.js";

// The page's replacements for Node modules behave like the originals, as far as the core uses them.

const plain = fc.anything({ withMap: true, withSet: true, withNullPrototype: true, maxDepth: 3 });

test("finds values equal if Node does", () => {
  fc.assert(
    fc.property(plain, plain, (one, other) => {
      expect(util.isDeepStrictEqual(one, other)).toBe(isDeepStrictEqual(one, other));
      expect(util.isDeepStrictEqual(one, structuredClone(one))).toBe(isDeepStrictEqual(one, structuredClone(one)));
    }),
  );
});

test.each(["md5", "sha1", "sha256", "sha512"] as const)("computes Node's hash with %s", (name) => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, bytes) => {
      for (const encoding of ["hex", "base64"] as const) {
        const expected = createHash(name).update(text, "utf8").update(bytes).digest(encoding);
        expect(crypto.createHash(name).update(text).update(bytes).digest(encoding)).toBe(expected);
      }
    }),
  );
});

test("searches bytes like Node", () => {
  const near = fc.array(fc.constantFrom(0x41, 0x57, 0x53, 0x3a, 0xc3, 0xa9, 0xff), { maxLength: 30 });
  const marks = fc.constantFrom("A", "AW", "AWS::", "é", "\ufeff", ":");
  fc.assert(
    fc.property(near, marks, fc.nat(10), (bytes, mark, from) => {
      const [ours, theirs] = [PageBuffer.from(bytes), Buffer.from(bytes)];
      expect(ours.indexOf(mark, from)).toBe(theirs.indexOf(mark, from));
      expect(ours.includes(PageBuffer.from(mark))).toBe(theirs.includes(Buffer.from(mark)));
      expect(ours.indexOf(0x57)).toBe(theirs.indexOf(0x57));
    }),
  );
});

test("converts text to bytes and back like Node", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, bytes) => {
      for (const encoding of ["utf8", "utf16le", "latin1"] as const)
        expect([...PageBuffer.from(text, encoding)]).toEqual([...Buffer.from(text, encoding)]);
      for (const encoding of ["utf8", "utf16le", "latin1", "base64", "hex"] as const) {
        const written = Buffer.from(bytes).toString(encoding);
        expect(PageBuffer.from(bytes).toString(encoding)).toBe(written);
        // The core checks invalid base64 itself.
        expect([...PageBuffer.from(written, encoding)]).toEqual([...Buffer.from(written, encoding)]);
      }
      expect(PageBuffer.byteLength(text)).toBe(Buffer.byteLength(text));
    }),
  );
});
